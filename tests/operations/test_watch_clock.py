"""A desk whose clock was set back says so, once on record, and due dates do not move away."""

from __future__ import annotations

from datetime import timedelta

from support.cases import at, form
from support.real_desk import RealBranch

from app.domain.book import BookKind
from app.journal.view import milliseconds
from app.operations.desk import Desk
from app.operations.register_complaint import Registered, register_complaint
from app.operations.watch_clock import ClockWatch, guard_clock, watch_clock


def _guarded(branch: RealBranch, now: str) -> Desk:
    branch.clock.time = at(now)
    desk = branch.desk()
    desk.clock = branch.clock
    guard_clock(desk)
    return desk


def _noted(branch: RealBranch) -> int:
    with branch.store.database.read() as connection:
        kind = BookKind.CLOCK_DOUBTED.value
        return int(connection.exec_driver_sql("SELECT count(*) FROM entry WHERE kind = ?", (kind,)).scalar_one())


def test_a_clock_set_back_is_doubted_once_and_wins_no_time(branch: RealBranch) -> None:
    branch.register()
    desk, watch = _guarded(branch, "2026-11-10 09:00"), ClockWatch()
    assert watch_clock(desk, watch) > 9 * 86400
    assert watch_clock(desk, watch) > 9 * 86400
    assert _noted(branch) == 1
    made = register_complaint(desk, form())
    assert isinstance(made, Registered)
    assert made.case.registered_at >= at("2026-11-20 10:00")


def test_a_right_clock_is_not_doubted(branch: RealBranch) -> None:
    branch.register()
    desk, watch = _guarded(branch, "2026-11-20 10:03"), ClockWatch()
    assert watch_clock(desk, watch) == 0
    branch.later(hours=5)
    assert watch_clock(desk, watch) == 0
    assert watch_clock(branch.desk("0301"), watch) == 0  # one that nobody guards
    assert _noted(branch) == 0


def test_headquarters_word_counts_and_takes_back_what_a_fast_clock_wrote(branch: RealBranch) -> None:
    branch.clock.time = at("2027-11-20 10:00")
    branch.register()  # a year ahead
    desk, watch = _guarded(branch, "2026-11-20 10:00"), ClockWatch()
    assert watch_clock(desk, watch) > 364 * 86400
    said = at("2026-11-20 10:01")
    desk.store.sync.note_contact(milliseconds(said), milliseconds(branch.clock.now()))
    assert watch_clock(desk, watch) == 0
    assert abs(desk.clock.now() - at("2026-11-20 10:00")) < timedelta(minutes=5)
    desk.store.sync.note_contact(milliseconds(at("2026-11-20 11:00")), milliseconds(branch.clock.now()))
    assert 3500 <= watch_clock(desk, watch) <= 3600
    guard_clock(desk)
    assert desk.clock.now() >= at("2026-11-20 11:00")
