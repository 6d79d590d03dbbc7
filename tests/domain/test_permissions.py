"""The permission audit over plain rows, counted by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.domain.audit_rules import AuditRuleBook, AuditRules
from app.domain.book import BookKind
from app.domain.calendar import CHINA, WorkCalendar
from app.domain.entry import EntryKind
from app.domain.people import RIGHTS, Right, Role, StandingDelegation
from app.domain.permissions import (
    KINDS_OF_ACT,
    RIGHTS_TOLD,
    Act,
    AuditMaterial,
    Holder,
    HolderStanding,
    PermissionAudit,
    RemarkCode,
    RightsSource,
    SensitiveAct,
    is_out_of_hours,
    permission_audit,
)
from app.domain.stations import SignIn, stations_of, stays_of, twice_signed_in

RULES = AuditRules()
CALENDAR = WorkCalendar({})
FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)
MONDAY = datetime(2026, 9, 7, 9, 0, tzinfo=CHINA)


def holder(staff_no: str, role: Role, **changed: Any) -> Holder:
    made = Holder(staff_no, f"名{staff_no}", role, HolderStanding.ACTIVE, RightsSource.LOCAL, RIGHTS[role])
    return replace(made, **changed)


TELLER, BOSS, HEAD = holder("0217", Role.TELLER), holder("0108", Role.SUPERVISOR), holder("0101", Role.BRANCH_HEAD)


def audit(**changed: Any) -> PermissionAudit:
    material: dict[str, Any] = {
        "first": FIRST,
        "last": LAST,
        "holders": (TELLER, BOSS, HEAD),
        "wrote": {},
        "acts": (),
        "sign_ins": (),
    }
    return permission_audit(AuditMaterial(**{**material, **changed}), RULES, CALENDAR)


def remarked(made: PermissionAudit, code: RemarkCode) -> list[tuple[str, int]]:
    return [(one.staff_no, one.count) for one in made.remarks if one.code is code]


def test_counts_by_person_and_kind_of_act() -> None:
    made = audit(
        wrote={("0217", "details_revealed"): 3, ("0217", "paper_made"): 2, ("0217", "paper_printed"): 1,
               ("0108", "extension_decided"): 4, ("0217", "note_added"): 50},
        sign_ins=(SignIn("0217", "d1", MONDAY, None, 2), SignIn("0217", "d1", MONDAY + timedelta(hours=2), None, 1)),
    )  # fmt: skip
    assert made.count("0217", SensitiveAct.REVEALS) == 3
    assert made.count("0217", SensitiveAct.PRINTS) == 3
    assert made.count("0217", SensitiveAct.REFUSED) == 3
    assert made.count("0108", SensitiveAct.APPROVALS) == 4
    assert made.count("0101", SensitiveAct.VOIDS) == 0


def test_unused_rights_are_those_without_an_entry() -> None:
    made = audit(wrote={("0217", kind): 1 for kind in ("case_registered", "note_added", "paper_made")})
    assert set(made.unused["0217"]) == {Right.REQUEST_EXTENSION, Right.GIVE_NOTICE, Right.WITHDRAW, Right.REVEAL}
    assert Right.READ not in made.unused["0217"]
    assert set(made.unused["0101"]) == RIGHTS[Role.BRANCH_HEAD] & RIGHTS_TOLD


def test_who_wrote_nothing_is_dormant_and_strong_rights_without_use_are_named() -> None:
    made = audit(wrote={("0108", "note_added"): 1, ("0101", "backup_made"): 1, ("0101", "person_enrolled"): 1})
    assert remarked(made, RemarkCode.DORMANT) == [("0217", 0)]
    strong = {one.staff_no: one.rights for one in made.remarks if one.code is RemarkCode.STRONG_UNUSED}
    assert strong["0108"] == (Right.PURGE, Right.MANAGE_PEOPLE, Right.KEEP_STORE)
    assert Right.MANAGE_PEOPLE not in strong["0101"]


def test_officers_of_headquarters_are_not_dormant() -> None:
    officer = holder("ZH01", Role.HEADQUARTERS)
    assert remarked(audit(holders=(BOSS, HEAD, officer), wrote={("0108", "note_added"): 1}), RemarkCode.DORMANT) == [
        ("0101", 0)
    ]


@pytest.mark.parametrize(
    ("holders", "code", "about"),
    [
        ((TELLER,), RemarkCode.NO_MANAGER, [("", 0)]),
        ((TELLER, BOSS), RemarkCode.FEW_MANAGERS, [("0108", 1)]),
        (
            (BOSS, replace(HEAD, standing=HolderStanding.SUSPENDED, rights=frozenset())),
            RemarkCode.FEW_MANAGERS,
            [("0108", 1)],
        ),
        ((BOSS, HEAD), RemarkCode.FEW_MANAGERS, []),
    ],
)
def test_who_may_manage_people(holders: tuple[Holder, ...], code: RemarkCode, about: list[tuple[str, int]]) -> None:
    assert remarked(audit(holders=holders), code) == about


def test_entries_of_somebody_whom_nobody_knows() -> None:
    made = audit(wrote={("9999", "note_added"): 2, ("9999", "details_revealed"): 1})
    assert remarked(made, RemarkCode.UNKNOWN_ACTOR) == [("9999", 3)]
    assert made.remarks[0].is_weighty


@pytest.mark.parametrize(
    ("at", "is_out"),
    [
        (MONDAY, False),
        (MONDAY.replace(hour=7, minute=29), True),
        (MONDAY.replace(hour=7, minute=30), False),
        (MONDAY.replace(hour=18, minute=59), False),
        (MONDAY.replace(hour=19, minute=0), True),
        (MONDAY - timedelta(days=1), True),
    ],
)
def test_hours_of_the_branch(at: datetime, is_out: bool) -> None:
    assert is_out_of_hours(at, RULES, CALENDAR) is is_out


def test_sensitive_acts_out_of_hours_but_not_nightly_backups() -> None:
    night = MONDAY.replace(hour=23)
    acts = [Act("0217", "details_revealed", night), Act("0108", "backup_made", night), Act("0217", "paper_made", night)]
    assert remarked(audit(acts=acts), RemarkCode.OUT_OF_HOURS) == [("0217", 1)]


def test_headquarters_keeps_hours_of_its_own() -> None:
    officer = holder("ZH01", Role.HEADQUARTERS)
    at_night = datetime(2026, 9, 6, 2, 0, tzinfo=CHINA)
    acts = [Act(who, "review_decided", at_night) for who in ("ZH01", "0108")]
    made = audit(holders=(TELLER, BOSS, HEAD, officer), acts=acts)
    assert remarked(made, RemarkCode.OUT_OF_HOURS) == [("0108", 1)]


def test_too_many_reveals_on_one_day() -> None:
    many = [Act("0217", "details_revealed", MONDAY + timedelta(minutes=n)) for n in range(31)]
    assert remarked(audit(acts=many), RemarkCode.MANY_REVEALS) == [("0217", 31)]
    assert remarked(audit(acts=many[:30]), RemarkCode.MANY_REVEALS) == []
    spread = [replace(act, at=act.at + timedelta(days=place % 2)) for place, act in enumerate(many)]
    assert remarked(audit(acts=spread), RemarkCode.MANY_REVEALS) == []


def test_too_many_files_on_one_day_are_told_apart_from_details() -> None:
    many = [Act("0217", "details_revealed", MONDAY + timedelta(minutes=n), is_of_file=True) for n in range(61)]
    made = audit(acts=many)
    assert remarked(made, RemarkCode.MANY_FILES) == [("0217", 61)]
    assert remarked(made, RemarkCode.MANY_REVEALS) == []
    assert remarked(audit(acts=many[:60]), RemarkCode.MANY_FILES) == []


def test_refused_passwords_and_delegations() -> None:
    given = StandingDelegation(Role.SUPERVISOR, LAST, LAST + timedelta(days=5), "ZH07")
    past = StandingDelegation(Role.SUPERVISOR, FIRST - timedelta(days=9), FIRST - timedelta(days=1), "ZH07")
    made = audit(
        holders=(replace(TELLER, delegations=(given, past)), BOSS, HEAD),
        sign_ins=(SignIn("0217", "d1", MONDAY, None, 5),),
    )
    assert remarked(made, RemarkCode.REFUSED_PASSWORDS) == [("0217", 5)]
    assert [one.on for one in made.remarks if one.code is RemarkCode.DELEGATED] == [given.until_on]


def test_stays_from_sign_ins_and_sign_outs() -> None:
    minute: Callable[[int], datetime] = lambda n: MONDAY + timedelta(minutes=n)  # noqa: E731
    stays = stays_of(
        [
            (minute(0), "0217", "d1", 0),
            (minute(9), "0217", "d1", None),
            (minute(10), "0305", "d1", 3),
            (minute(20), "0305", "d1", 0),  # killed before
            (minute(30), "0305", "d1", None),
            (minute(40), "0305", "d1", None),  # nothing was open
        ]
    )
    assert [(stay.staff_no, stay.at, stay.until, stay.refused_before) for stay in stays] == [
        ("0217", minute(0), minute(9), 0),
        ("0305", minute(10), None, 3),
        ("0305", minute(20), minute(30), 0),
    ]


def test_shared_stations_quick_changes_and_overlaps() -> None:
    def stay(who: str, device: str, begins: int, ends: int | None) -> SignIn:
        return SignIn(
            who, device, MONDAY + timedelta(seconds=begins), None if ends is None else MONDAY + timedelta(seconds=ends)
        )

    stays = (
        stay("0217", "d1", 0, 100),
        stay("0305", "d1", 130, 300),  # 30 s later
        stay("0305", "d1", 310, 400),  # the same person
        stay("0217", "d1", 390, 500),  # before the other one left
        stay("0217", "d1", 600, None),
        stay("0305", "d1", 610, 700),  # nobody can tell
        stay("0217", "d2", 480, 490),  # while in at d1
    )
    first, second = stations_of(stays, 60)
    assert first.people == (("0217", 3), ("0305", 3))
    assert (first.quick_changes, first.overlapping, first.is_shared) == (1, 1, True)
    assert not second.is_shared
    assert twice_signed_in(stays) == {"0217": 1}
    made = audit(sign_ins=stays)
    assert [(one.code, one.device) for one in made.remarks if one.device] == [
        (RemarkCode.OVERLAPPING, "d1"),
        (RemarkCode.QUICK_CHANGES, "d1"),
    ]
    assert remarked(made, RemarkCode.TWICE_SIGNED_IN) == [("0217", 1)]


def test_every_kind_that_is_counted_exists() -> None:
    known = {kind.value for kind in (*BookKind, *EntryKind)}
    assert {kind for kinds in KINDS_OF_ACT.values() for kind in kinds} <= known


def test_rules_that_ship_and_rules_that_are_not_sound() -> None:
    shipped = json.loads(Path("resources/rules/audit.json").read_text("utf-8"))
    book = AuditRuleBook.from_data(shipped)
    assert book.as_of(date(2027, 1, 1)) == AuditRules() == book.as_of(date(2020, 1, 1))
    (version,) = shipped["versions"]
    later = {**version, "version": "2027", "effective_from": "2027-01-01", "closes": "20:00"}
    assert AuditRuleBook.from_data({"versions": [later, version]}).as_of(date(2027, 1, 1)).closes == time(20, 0)
    for broken in (
        {"versions": []},
        {"versions": [version, version]},
        {"versions": [{**version, "closes": "07:00"}]},
        {"versions": [{**version, "reveals_a_day": 0}]},
        {"versions": [{**version, "files_a_day": 0}]},
        {"versions": [{**version, "least_managers": True}]},
        {"versions": [{**version, "opens": "soon"}]},
    ):
        with pytest.raises((ValueError, KeyError, TypeError)):
            AuditRuleBook.from_data(broken)
