"""What the tour leaves behind: papers, the sums of synchronisation, the facts of the case."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from app.domain.deadlines import deadlines_of
from app.operations.desk import Desk
from app.tour.command import on_database, write_json
from app.tour.counter import Counter
from app.tour.hands import wait_until
from app.tour.pictures import Pictures

if TYPE_CHECKING:
    from app.bootstrap.office import Office

SYNC_SECONDS = 90.0
EQUAL = ("committed", "receipted", "at_headquarters", "applied")


def finish(counter: Counter, office: Office, out: Path, pictures: Pictures) -> list[str]:
    """Synchronise, write the files and say what is not as it should be."""
    desk = office.desk
    assert desk is not None
    problems = []
    sums = synchronise(office, desk)
    counter.ui.window.go("sync_centre")
    counter.settle()
    pictures.take("synchronised")
    write_json(out / "balance.json", sums)
    problems += unlevel(sums)
    problems += _write_papers(counter, desk, out)
    case = counter.case()
    there = office.headquarters.case(case.branch, case.case_no) if office.headquarters else None
    if there is None or there["state"] != "closed":
        problems.append("headquarters does not hold the closed case")
    before, after = _dates(counter, desk)
    write_json(
        out / "tour.json",
        {
            "case_no": case.case_no,
            "state": case.state.value,
            "due_before": before,
            "due_after": after,
            "at_headquarters": there is not None,
            "milliseconds": counter.milliseconds,
            "resident_mib": round(psutil.Process().memory_info().rss / 2**20, 1),
            "pictures": pictures.names,
        },
    )
    return problems


def synchronise(office: Office, desk: Desk) -> dict[str, int]:
    """Synchronise until headquarters has signed for everything, or patience ends; the sums as they stand then."""
    asked = 0

    def is_level() -> bool:
        nonlocal asked
        state = office.sync_state
        if state is not None and state.phase.value != "syncing":
            asked += 1
            if asked % 20 == 1:
                office.sync_now()
        sums = asdict(on_database(office, desk.store.sync.balance))
        return sums["committed"] > 0 and all(sums[name] == sums["committed"] for name in EQUAL)

    try:
        wait_until("headquarters has signed for everything", is_level, SYNC_SECONDS)
    except Exception:  # the sums below say what is missing
        asked = -1
    return asdict(on_database(office, desk.store.sync.balance))


def unlevel(sums: dict[str, int]) -> list[str]:
    """What is wrong with the sums, in words."""
    wrong = [
        f"{name} is {sums[name]}, committed {sums['committed']}" for name in EQUAL if sums[name] != sums["committed"]
    ]
    return wrong + [f"{name}: {sums[name]}" for name in ("conflicts", "quarantined") if sums[name]]


def _write_papers(counter: Counter, desk: Desk, out: Path) -> list[str]:
    """The papers exactly as they were made and queued; the slip's other sizes as it was then."""
    made = {paper.kind: paper.pdf for paper in reversed(desk.store.print_queue.papers_of(counter.case_id))}
    files = {
        "slip-80mm.pdf": made.get("ack_slip"),
        "slip-a5.pdf": counter.slips.get("a5"),
        "slip-a4.pdf": counter.slips.get("a4"),
        "extension-notice.pdf": made.get("extension_notice"),
        "resolution-letter.pdf": made.get("resolution_letter"),
    }
    for name, pdf in files.items():
        if pdf is not None:
            (out / name).write_bytes(pdf)
    return [f"{name} was not made" for name, pdf in files.items() if pdf is None]


def _dates(counter: Counter, desk: Desk) -> tuple[dict[str, str], dict[str, str]]:
    from dataclasses import replace

    case = counter.case()
    clocks = []
    for seen in (replace(case, extensions=()), case):
        due = deadlines_of(seen, desk.rules)
        clocks.append({d.policy_id: d.due_on.isoformat() for d in due.each} | {"effective": due.due_on.isoformat()})
    return clocks[0], clocks[1]
