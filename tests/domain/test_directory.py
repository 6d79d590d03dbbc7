"""Headquarters' directory over local rights: who may do what, for how long without contact, and who rules whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from support.cases import AUDITOR, GONE, HANDLER, HEAD, PEOPLE, RULES, SUPERVISOR, TELLER, TELLER_2, at

from app.domain.directory import (
    Contact,
    DirectoryRules,
    Freshness,
    Listed,
    StaffDirectory,
    Standing,
    effective,
    extended_day,
    freshness,
    headquarters_time,
    may_extend,
    reaches,
)
from app.domain.people import Person, Right, Role, StandingDelegation
from app.rules.loading import load_directory_rules

ISSUED = at("2026-11-20 09:00")  # a Friday
TODAY = date(2026, 11, 20)
FRESH, STALE = Freshness(TODAY, TODAY, False), Freshness(TODAY - timedelta(days=1), TODAY, False)
DELEGATION = StandingDelegation(Role.SUPERVISOR, TODAY, TODAY, "ZH01")


def _directory(*people: Person, pending: tuple[str, ...] = (), days: int = 3) -> StaffDirectory:
    return StaffDirectory("0102", 1, ISSUED, days, tuple(Listed(one, ()) for one in people), pending=pending)


def _as(who: str, **changes: object) -> Person:
    return replace(PEOPLE[who], **changes)  # type: ignore[arg-type]


BEFORE, AFTER = ISSUED - timedelta(days=1), ISSUED + timedelta(hours=1)


@pytest.mark.parametrize(
    ("local", "directory", "enrolled_at", "fresh", "role", "is_active", "why"),
    [
        # no directory: local rights stand
        (_as(SUPERVISOR), None, None, None, Role.SUPERVISOR, True, None),
        (_as(GONE), None, None, None, Role.TELLER, False, None),
        # in it: the directory counts
        (_as(SUPERVISOR), _directory(_as(SUPERVISOR)), None, FRESH, Role.SUPERVISOR, True, None),
        (_as(TELLER, role=Role.BRANCH_HEAD), _directory(_as(TELLER)), None, FRESH, Role.TELLER, True, None),
        (_as(TELLER), _directory(_as(TELLER, role=Role.HANDLER)), None, FRESH, Role.HANDLER, True, None),
        (_as(TELLER), _directory(_as(TELLER, is_active=False)), None, FRESH, Role.TELLER, False, Standing.SUSPENDED),
        # suspended here holds at once, before headquarters has heard of it
        (_as(TELLER, is_active=False), _directory(_as(TELLER)), None, FRESH, Role.TELLER, False, Standing.SUSPENDED),
        # not in it
        (_as(HEAD), _directory(_as(TELLER)), AFTER, FRESH, Role.TELLER, True, Standing.UNCONFIRMED),
        (_as(HEAD), _directory(_as(TELLER), pending=(HEAD,)), BEFORE, FRESH, Role.TELLER, True, Standing.UNCONFIRMED),
        (_as(HEAD), _directory(_as(TELLER)), BEFORE, FRESH, Role.BRANCH_HEAD, False, Standing.NOT_LISTED),
        (_as(HEAD), _directory(_as(TELLER)), None, FRESH, Role.BRANCH_HEAD, False, Standing.NOT_LISTED),
        (
            _as(HEAD, is_active=False),
            _directory(_as(TELLER)),
            AFTER,
            FRESH,
            Role.BRANCH_HEAD,
            False,
            Standing.SUSPENDED,
        ),
        # too old: read and print, whoever it is
        (_as(SUPERVISOR), _directory(_as(SUPERVISOR)), None, STALE, Role.SUPERVISOR, True, Standing.STALE),
        (_as(HEAD), _directory(_as(TELLER)), AFTER, STALE, Role.TELLER, True, Standing.STALE),
        (_as(TELLER), _directory(_as(TELLER, is_active=False)), None, STALE, Role.TELLER, False, Standing.SUSPENDED),
    ],
)
def test_what_somebody_may_do_under_a_directory(
    local: Person,
    directory: StaffDirectory | None,
    enrolled_at: datetime | None,
    fresh: Freshness | None,
    role: Role,
    is_active: bool,
    why: Standing | None,
) -> None:
    found = effective(local, directory, enrolled_at, fresh)
    assert (found.person.role, found.is_admitted, found.why) == (role, is_active, why)
    assert found.person.is_read_only == (why is Standing.STALE)
    if why is Standing.STALE:
        assert found.person.rights <= {Right.READ, Right.PRINT, Right.READ_AUDIT, Right.SYNCHRONISE}


def test_delegated_approvals_come_from_the_directory_alone() -> None:
    local = _as(HANDLER, delegations=(DELEGATION,))
    assert effective(local, _directory(_as(HANDLER)), None, FRESH).person.delegations == ()
    listed = _directory(_as(HANDLER, delegations=(DELEGATION,)))
    assert effective(_as(HANDLER), listed, None, FRESH).person.delegations == (DELEGATION,)
    assert effective(local, _directory(_as(TELLER)), AFTER, FRESH).person.delegations == ()


@pytest.mark.parametrize(
    ("confirmed", "now", "extended", "is_fresh"),
    [
        ("2026-11-20 18:00", "2026-11-25 23:59", None, True),  # Friday, then Monday to Wednesday
        ("2026-11-20 18:00", "2026-11-26 00:01", None, False),
        ("2026-11-20 18:00", "2026-11-26 00:01", "2026-12-01", True),
        ("2026-11-20 18:00", "2026-12-02 00:01", "2026-12-01", False),
        ("2026-11-19 18:00", "2026-11-20 08:00", None, True),  # older than the directory itself: its own day counts
        ("2026-11-24 09:00", "2026-11-23 09:00", None, True),  # a clock behind what was confirmed
        ("2026-09-30 09:00", "2026-11-25 12:00", None, True),
    ],
)
def test_a_directory_is_fresh_for_some_working_days(
    confirmed: str, now: str, extended: str | None, is_fresh: bool
) -> None:
    until = date.fromisoformat(extended) if extended else None
    found = freshness(_directory(), at(confirmed), at(now), RULES.calendar, until)
    assert found.is_fresh == is_fresh
    assert found.may_extend == (extended is None)


def test_holidays_do_not_use_days_up() -> None:
    directory = replace(_directory(), issued_at=at("2026-09-30 09:00"))
    found = freshness(directory, at("2026-09-30 17:00"), at("2026-10-08 08:00"), RULES.calendar)
    assert found.is_fresh
    assert found.good_until > date(2026, 10, 8)


def test_an_extension_lasts_as_many_days_again() -> None:
    assert extended_day(_directory(), at("2026-11-26 09:00"), RULES.calendar) == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("clock_then", "now", "highest", "expected"),
    [
        ("2026-11-20 10:00", "2026-11-23 10:00", "2026-11-23 09:00", "2026-11-23 10:00"),  # an honest clock
        ("2026-11-19 10:00", "2026-11-22 10:00", "2026-11-22 09:00", "2026-11-23 10:00"),  # a day behind all along
        ("2027-11-20 10:00", "2027-11-23 10:00", "2027-11-23 09:00", "2026-11-23 10:00"),  # a year ahead all along
        ("2027-11-20 10:00", "2026-11-23 10:00", "2027-11-20 09:00", "2026-11-23 10:00"),  # set right since
        ("2026-11-20 10:00", "2026-11-20 09:00", "2026-11-27 10:00", "2026-11-27 10:00"),  # set back: work shows it
        ("2026-11-20 10:00", "2026-11-20 12:00", "2026-11-27 10:00", "2026-11-27 10:00"),  # set back, not that far
        ("2026-11-20 10:00", "2020-01-01 00:00", "2026-11-20 09:00", "2026-11-20 10:00"),  # never before the contact
    ],
)
def test_a_clock_that_is_set_back_wins_no_time(clock_then: str, now: str, highest: str, expected: str) -> None:
    contact = Contact(at("2026-11-20 10:00"), at(clock_then))
    assert headquarters_time(contact, at(now), at(highest)) == at(expected)


@pytest.mark.parametrize(
    ("who", "others", "expected"),
    [
        (Role.SUPERVISOR, [Role.TELLER], True),
        (Role.SUPERVISOR, [Role.HANDLER, Role.TELLER], True),
        (Role.SUPERVISOR, [Role.TELLER, Role.SUPERVISOR], False),
        (Role.SUPERVISOR, [Role.BRANCH_HEAD], False),
        (Role.SUPERVISOR, [Role.AUDITOR], False),
        (Role.BRANCH_HEAD, [Role.SUPERVISOR, Role.AUDITOR, Role.BRANCH_HEAD], True),
        (Role.BRANCH_HEAD, [Role.HEADQUARTERS], False),
        (Role.TELLER, [Role.TELLER], False),
        (Role.AUDITOR, [Role.TELLER], False),
        (Role.HEADQUARTERS, [Role.HEADQUARTERS], True),
    ],
)
def test_whose_standing_a_role_may_rule(who: Role, others: list[Role], expected: bool) -> None:
    assert reaches(who, others) == expected


def test_only_supervision_lets_work_go_on() -> None:
    able = {who for who, person in PEOPLE.items() if may_extend(person)}
    assert able == {SUPERVISOR, "0402", HEAD}
    assert AUDITOR not in able
    assert TELLER_2 not in able
    assert not may_extend(_as(SUPERVISOR, is_active=False))


def test_the_rules_ship_and_are_checked() -> None:
    assert load_directory_rules().as_of(TODAY).offline_days == 3
    sound = {"version": "1", "effective_from": "2026-01-01", "offline_days": 3}
    for data in ([], [{**sound, "offline_days": 0}], [{**sound, "offline_days": 31}], [sound, sound]):
        with pytest.raises(ValueError, match="version"):
            DirectoryRules.from_data({"versions": data})
