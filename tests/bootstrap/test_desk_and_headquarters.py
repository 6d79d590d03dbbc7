"""A desk and its real headquarters on this computer: started, level, read back, gone, and the desk works on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.cases import DECISION, form
from support.desk_acts import close_case, decide_extension, give_notice, record_decision, request_extension
from support.real_desk import done
from support.trial_desk import HANDLER, HEAD, recorded
from support.watched_office import Watched, book_entries, watched

from app.bootstrap.office import Office
from app.domain.calendar import china_day
from app.domain.case import Case
from app.domain.commands import GiveNotice
from app.operations.desk import Desk
from app.operations.make_paper import MadePaper, make_slip
from app.operations.register_complaint import Registered, register_complaint
from app.sync.service import Phase

__all__ = ["watched"]

THE_OTHER_DAY = (china_day(datetime.now(UTC)) - timedelta(days=2)).isoformat()
GIVEN = {"phone": "１３８ 1024 2716", "备注": "原样保留\r\n👩‍🦰", "received_at": THE_OTHER_DAY}

pytestmark = pytest.mark.allow_log("synchronisation failed", "did not stop in time")


def recorded_and_extended(desk: Desk) -> Case:
    """A letter with its texts as given, recorded, printed and extended on the teller's screen."""
    given = form(given=GIVEN, phone=GIVEN["phone"], received_at=GIVEN["received_at"], channel="letter")
    registered = register_complaint(desk, given)
    assert isinstance(registered, Registered)
    case_id = registered.case.case_id
    assert isinstance(make_slip(desk, case_id), MadePaper)
    case = done(request_extension(desk, case_id, "CN_NFRA_2020_3", 1, "需调阅监控录像核实")).case
    approved = decide_extension(
        desk,
        case_id,
        case.extensions[0].request_id,
        is_approved=True,
        reason="同意延期",
        seen_version=case.version,
        staff_no=HEAD.staff_no,
        password=HEAD.password,
    )
    return done(approved).case


def decided_told_closed(desk: Desk, case_id: str) -> None:
    """The rest of the way."""
    done(record_decision(desk, case_id, DECISION))
    done(give_notice(desk, case_id, GiveNotice("decision", "in_person", "王芳芳", "签收单 1")))
    done(close_case(desk, case_id))


def assert_headquarters_holds(office: Office, desk: Desk, case_id: str) -> None:
    """The case reads back from headquarters as it stands here, with the very registration."""
    here = desk.store.case(case_id)
    assert here is not None
    assert office.headquarters is not None
    there = office.headquarters.case("0102", here.case_no)
    assert there is not None
    assert (there["state"], there["version"], there["owner"]) == (here.state, here.version, here.owner)
    assert there["flags"] == []
    entries = desk.store.entries(case_id)
    assert there["kinds"] == [str(entry.kind) for entry in entries]
    assert there["registration"] == entries[0].body
    assert there["registration"]["intake"].get("given", {}) == here.intake.given
    assert [extension[:3] for extension in there["extensions"]] == [
        [extension.policy_id, extension.stage, extension.decision] for extension in here.extensions
    ]


def test_everything_is_level_and_reads_back_equal(watched: Watched) -> None:
    desk = watched.enter()
    early = watched.on("database", lambda: recorded(desk))
    watched.until("headquarters is there", lambda: "ready" in watched.steps)
    assert watched.steps == ["database", "service", "ready"]
    watched.until("synchronisation began by itself for who was here already", lambda: bool(watched.states))
    case = watched.on("database", lambda: recorded_and_extended(desk))
    handler = watched.enter(HANDLER)
    watched.on("database", lambda: decided_told_closed(handler, case.case_id))
    watched.synchronise()

    balance = watched.on("database", handler.store.sync.balance)
    count = 2 + 8 + watched.on("database", lambda: book_entries(handler))
    assert balance.committed == balance.receipted == balance.at_headquarters == balance.applied == count
    assert balance.conflicts == balance.quarantined == 0
    assert watched.office.headquarters is not None
    (row,) = watched.office.headquarters.balance("0102")
    assert (row["events"], row["receipted"], row["placed"], row["conflicts"]) == (count, count, count, 0)
    for case_id in (case.case_id, early.case_id):
        assert_headquarters_holds(watched.office, handler, case_id)
    kept = handler.store.case(case.case_id)
    assert kept is not None
    assert kept.intake.given == GIVEN
    assert {case.case_id, early.case_id} <= watched.touched


def test_headquarters_may_die_the_desk_works_on_and_it_comes_back(watched: Watched) -> None:
    desk = watched.enter()
    watched.until("headquarters is there", lambda: "ready" in watched.steps)
    watched.on("database", lambda: recorded(desk))
    watched.synchronise()
    assert watched.office.headquarters is not None
    process = watched.office.headquarters._process
    assert process is not None
    process.kill()
    process.wait()
    heard = len(watched.states)
    watched.on("database", lambda: recorded(desk))
    assert watched.office.sync_now()
    watched.until("it is noticed", lambda: any(state.phase is Phase.OFFLINE for state in watched.states[heard:]))
    watched.office.lock()
    for lane in ("network", "papers", "database"):
        watched.on(lane, lambda: None)
    assert (watched.office.desk, watched.office.sync_state) == (None, None)
    again = watched.enter(HANDLER)
    case = watched.on("database", lambda: recorded(again))
    assert again.store.case(case.case_id) == case
    watched.until("headquarters came back by itself", lambda: watched.steps.count("ready") == 2)
    watched.synchronise()
    balance = watched.on("database", again.store.sync.balance)
    count = 6 + watched.on("database", lambda: book_entries(again))
    assert (balance.committed, balance.receipted, balance.at_headquarters) == (count, count, count)


def test_locking_while_headquarters_starts_does_not_wait_for_it(watched: Watched) -> None:
    desk = watched.enter()
    watched.until("it has begun to start", lambda: bool(watched.steps))
    watched.office.lock()
    for lane in ("network", "papers", "database"):
        watched.on(lane, lambda: None)
    assert watched.office.desk is None
    assert "ready" not in watched.steps, "the keys were wiped long before"
    watched.until("headquarters is there", lambda: "ready" in watched.steps)
    watched.on("network", lambda: None)
    assert watched.office.sync_state is None, "nobody is here to synchronise for"
    assert desk is not watched.enter()
    watched.until("now there is", lambda: bool(watched.states))


def test_closing_while_headquarters_starts_leaves_nothing_behind(watched: Watched, folder: Path) -> None:
    watched.enter()
    watched.until("it has begun to start", lambda: bool(watched.steps))
    watched.office.close()
    assert watched.office.headquarters is not None
    assert not watched.office.headquarters.is_running
    assert not (folder / "headquarters" / "postgres" / "data" / "postmaster.pid").exists()
