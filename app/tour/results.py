"""What the tour leaves behind: papers, the sums of synchronisation, the facts of the case."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from app.domain.deadlines import deadlines_of
from app.operations.desk import Desk
from app.tour.command import on_database, write_json
from app.tour.counter import Counter
from app.tour.hands import StuckError, wait_until
from app.tour.pictures import Pictures
from app.tour.rarer_ways import RarerWays

if TYPE_CHECKING:
    from app.bootstrap.office import Office

SYNC_SECONDS = 90.0
FILE_SECONDS = 20.0
RARER_PAPERS = {
    "slip-agent.pdf": ("ack_slip", "agent"),
    "transfer-note.pdf": ("transfer_note", "agent"),
    "pause-notice.pdf": ("pause_notice", "agent"),
    "extension-notice-last.pdf": ("extension_notice", "agent"),
    "service-receipt.pdf": ("service_receipt", "agent"),
    "settlement-agreement.pdf": ("settlement_agreement", "card"),
    "out-of-scope-note.pdf": ("out_of_scope_note", "similar"),
    "supplement-request.pdf": ("supplement_request", "stranger"),
    "decline-notice.pdf": ("decline_notice", "stranger"),
    "withdrawal-record.pdf": ("withdrawal_record", "joint"),
    "confirmation-form.pdf": ("confirmation_form", "settled"),
}
"""File, kind of paper and the case of the rarer ways that it was made of."""
EQUAL = ("committed", "receipted", "at_headquarters", "applied")


def finish(counter: Counter, office: Office, out: Path, pictures: Pictures, rarer: RarerWays) -> list[str]:
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
    problems += _write_rarer_papers(rarer, desk, out)
    problems += _not_at_headquarters(rarer, office)
    files = _files_there(rarer, office, desk)
    problems += [f"headquarters does not hold the file {name}" for name, is_there in files.items() if not is_there]
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
            "rarer_ways": _cases_of(rarer, desk),
            "milliseconds": counter.milliseconds,
            "resident_mib": round(psutil.Process().memory_info().rss / 2**20, 1),
            "pictures": pictures.names,
            "files_at_headquarters": files,
            "papers": sorted(path.name for path in out.glob("*.pdf")),
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


def _write_rarer_papers(rarer: RarerWays, desk: Desk, out: Path) -> list[str]:
    """One paper of each further kind, as it was made and queued, and the slip of whoever came for somebody else."""
    problems = []
    for name, (kind, case) in RARER_PAPERS.items():
        made = [paper.pdf for paper in desk.store.print_queue.papers_of(rarer.cases[case]) if paper.kind == kind]
        if made:
            (out / name).write_bytes(made[0])
        else:
            problems.append(f"{name} was not made")
    return problems


def _not_at_headquarters(rarer: RarerWays, office: Office) -> list[str]:
    """Cases of the rarer ways that headquarters does not hold as they stand here."""
    problems = []
    desk, headquarters = office.desk, office.headquarters
    for name, case_id in rarer.cases.items():
        case = desk.store.case(case_id) if desk else None
        there = headquarters.case(case.branch, case.case_no) if case and headquarters else None
        if case is None or there is None or there["state"] != case.state.value:
            problems.append(f"headquarters does not hold the case {name} as it stands")
    return problems


def _files_there(rarer: RarerWays, office: Office, desk: Desk) -> dict[str, bool]:
    """The attached files by the start of their hash, and whether headquarters has proven each."""
    case = desk.store.case(rarer.cases["agent"])
    hashes = [file.sha256 for file in case.attachments] if case else []

    def are_there() -> dict[str, bool]:
        standings = on_database(office, lambda: desk.store.transfers.standings(hashes))
        return {sha256[:12]: sha256 in standings and standings[sha256].is_at_headquarters for sha256 in hashes}

    with suppress(StuckError):  # the answer says which are missing
        wait_until("headquarters has the files", lambda: all(are_there().values()), FILE_SECONDS)
    return are_there()


def _cases_of(rarer: RarerWays, desk: Desk) -> dict[str, object]:
    """Number and state of every case of the rarer ways."""
    found: dict[str, object] = {}
    for name, case_id in rarer.cases.items():
        case = desk.store.case(case_id)
        assert case is not None
        found[name] = {"case_no": case.case_no, "state": case.state.value, "entries": case.version}
    return found


def _dates(counter: Counter, desk: Desk) -> tuple[dict[str, str], dict[str, str]]:
    from dataclasses import replace

    case = counter.case()
    clocks = []
    for seen in (replace(case, extensions=()), case):
        due = deadlines_of(seen, desk.rules)
        clocks.append({d.policy_id: d.due_on.isoformat() for d in due.each} | {"effective": due.due_on.isoformat()})
    return clocks[0], clocks[1]
