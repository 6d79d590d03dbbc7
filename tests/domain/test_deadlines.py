"""Two clocks at once, their stages, and what is overdue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import HQ, LOCAL, NFRA, RULES, Scene, at

from app.domain.case import Case
from app.domain.commands import CloseCase
from app.domain.deadlines import (
    Urgency,
    days_left,
    deadlines_of,
    due_if,
    ever_overdue,
    is_clock_stopped,
    next_stages,
    stage_of,
    urgency,
)
from app.domain.people import Role


def case_of(received: str, accepted: str | None = None) -> Case:
    return Scene(at(f"{accepted or received} 10:00")).register(received_at=f"{received} 09:00" if accepted else "")


@pytest.mark.parametrize(
    ("received", "base", "governing"),
    [
        ("2025-09-30", date(2025, 10, 14), LOCAL),
        ("2024-02-08", date(2024, 2, 21), LOCAL),
        ("2026-09-24", date(2026, 10, 9), LOCAL),  # both clocks end that day: the first one is named
        ("2026-11-20", date(2026, 11, 27), LOCAL),
    ],
)
def test_the_earlier_clock_governs(received: str, base: date, governing: str) -> None:
    found = deadlines_of(case_of(received), RULES)
    assert (found.due_on, found.governing) == (base, governing)
    assert found.due_on == min(clock.due_on for clock in found.each)


@pytest.mark.parametrize(
    ("received", "capped"),
    [
        ("2025-09-30", date(2025, 10, 15)),
        ("2024-02-08", date(2024, 2, 23)),
        ("2026-02-13", date(2026, 2, 28)),
        ("2026-09-30", date(2026, 10, 15)),
    ],
)
def test_ten_working_days_are_capped_by_fifteen_natural_days(received: str, capped: date) -> None:
    """domain.md finding 1: a supervisor's ten working days never go beyond the regulator's date."""
    found = due_if(case_of(received), RULES, LOCAL, 1)
    assert (found.due_on, found.governing) == (capped, NFRA)


def test_a_letter_found_late_runs_from_its_receipt() -> None:
    found = deadlines_of(case_of("2026-11-06", accepted="2026-11-20"), RULES)
    local, nfra = found.each
    assert (local.start_on, local.due_on) == (date(2026, 11, 20), date(2026, 11, 27))
    assert (nfra.start_on, nfra.due_on) == (date(2026, 11, 6), date(2026, 11, 21))
    assert (found.due_on, found.governing) == (date(2026, 11, 21), NFRA)


def test_late_in_the_evening_it_is_the_next_day_in_china() -> None:
    found = deadlines_of(Scene(at("2026-11-20 23:59")).register(), RULES)
    assert found.each[1].due_on == date(2026, 12, 5)
    found = deadlines_of(Scene(at("2026-11-21 00:00")).register(), RULES)
    assert found.each[1].due_on == date(2026, 12, 6)


def test_a_term_that_ends_in_an_unpublished_year_is_provisional() -> None:
    found = deadlines_of(case_of("2026-12-25"), RULES)
    assert found.due_on == date(2027, 1, 1)
    assert found.is_provisional
    assert not found.each[1].is_provisional


def test_all_stages_in_order() -> None:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    assert [(o.policy_id, o.stage, o.new_due_on) for o in next_stages(scene.folded, RULES)] == [
        (LOCAL, 1, date(2026, 12, 4)),
        (NFRA, 1, date(2026, 12, 20)),
    ]
    scene.extend(LOCAL, 1)
    assert deadlines_of(scene.folded, RULES).due_on == date(2026, 12, 4)
    scene.extend(NFRA, 1)
    found = deadlines_of(scene.folded, RULES)
    assert [clock.policy_id for clock in found.each] == [NFRA]  # the bank's own term yields
    assert found.due_on == date(2026, 12, 20)
    (last,) = next_stages(scene.folded, RULES)
    assert (last.stage, last.approvers, last.needs_notice) == (2, (Role.HEADQUARTERS,), True)
    scene.extend(NFRA, 2, HQ)
    assert deadlines_of(scene.folded, RULES).due_on == date(2026, 12, 20)  # the complainant has not been told yet
    assert next_stages(scene.folded, RULES) == ()
    scene.tell("extension")
    assert deadlines_of(scene.folded, RULES).due_on == date(2027, 1, 19)
    assert next_stages(scene.folded, RULES) == ()


def test_offers_that_move_nothing_are_not_made() -> None:
    case = case_of("2026-11-06", accepted="2026-11-20")
    assert [offer.policy_id for offer in next_stages(case, RULES)] == [NFRA]


def test_stages_beyond_the_ladder_do_not_exist() -> None:
    case = case_of("2026-11-20")
    assert stage_of(case, RULES, NFRA, 3) is None
    assert stage_of(case, RULES, "NO_SUCH", 0) is None
    assert due_if(case, RULES, NFRA, 9).due_on == date(2027, 1, 19)


def test_an_unknown_version_is_stood_in_for_and_marked() -> None:
    case = replace(case_of("2026-11-20"), policy_version="2031-01-01")
    found = deadlines_of(case, RULES)
    assert found.due_on == date(2026, 11, 27)
    assert found.is_provisional


@pytest.mark.parametrize(
    ("days", "expected"),
    [(-1, Urgency.OVERDUE), (0, Urgency.TODAY), (1, Urgency.SOON), (3, Urgency.SOON), (4, Urgency.LATER)],
)
def test_urgency(days: int, expected: Urgency) -> None:
    today = date(2026, 11, 20)
    assert urgency(today + timedelta(days=days), today) is expected
    assert days_left(today + timedelta(days=days), today) == days


def test_nothing_is_urgent_where_nothing_runs() -> None:
    assert urgency(date(2026, 1, 1), date(2026, 11, 20), is_stopped=True) is Urgency.ENDED
    assert urgency(None, date(2026, 11, 20)) is Urgency.ENDED


def test_the_deadline_day_itself_is_in_time() -> None:
    case = case_of("2026-11-20")
    assert not ever_overdue(case, RULES, date(2026, 11, 27))
    assert ever_overdue(case, RULES, date(2026, 11, 28))


@pytest.mark.parametrize(("told", "was_overdue"), [("2026-11-27 23:59", False), ("2026-11-28 00:00", True)])
def test_the_history_of_being_overdue_survives_closing(told: str, was_overdue: bool) -> None:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    scene.decide()
    scene.tell(now=at(told))
    assert is_clock_stopped(scene.folded)
    assert ever_overdue(scene.folded, RULES, date(2027, 6, 1)) is was_overdue
    case = scene.do("0301", CloseCase(), now=at("2027-01-04 09:00"))
    assert case.was_overdue is was_overdue
    assert case.due_on_at_end == date(2026, 11, 27)
    assert ever_overdue(case, RULES, date(2030, 1, 1)) is was_overdue


@given(
    st.dates(date(2020, 3, 1), date(2027, 12, 31)),
    st.integers(0, 40),
    st.sampled_from([(), ((LOCAL, 1),), ((NFRA, 1),), ((LOCAL, 1), (NFRA, 1)), ((NFRA, 1), (NFRA, 2))]),
)
def test_no_due_date_later_than_the_law_allows(received: date, delay: int, stages: tuple[tuple[str, int], ...]) -> None:
    """令2020-3 art. 18: 15, 30, 60 natural days from receipt, whatever the bank's own rule says."""
    case = case_of(received.isoformat(), accepted=(received + timedelta(days=delay)).isoformat())
    policies = [s for s in stages if s[0] == NFRA]
    cap = {0: 15, 1: 30, 2: 60}[len(policies)]
    found = deadlines_of(case, RULES)
    for policy_id, stage in stages:
        found = due_if(case, RULES, policy_id, stage)
    assert found.due_on <= received + timedelta(days=cap)
