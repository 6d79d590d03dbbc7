"""Approvals in somebody's place: for one request, and standing (令2020-3 art. 24)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.cases import (
    AUDITOR,
    GONE,
    HANDLER,
    HEAD,
    HQ,
    LOCAL,
    NFRA,
    PEOPLE,
    RULES,
    SUPERVISOR,
    TELLER,
    TELLER_2,
    Scene,
    as_entry,
    at,
    context,
)

from app.domain.authority import validate_entry
from app.domain.commands import DecideExtension, DelegateApproval
from app.domain.decide import decide
from app.domain.decisions.extending import approvers_of
from app.domain.entry import EntryKind, NewEntry
from app.domain.people import Role, StandingDelegation
from app.domain.refusal import Refusal

NEXT_WEEK = date(2026, 11, 27)


@pytest.fixture
def scene() -> Scene:
    made = Scene(at("2026-11-20 10:00"))
    made.register()
    made.request(LOCAL, 1)
    return made


def decision(scene: Scene, *, is_approved: bool = True) -> DecideExtension:
    return DecideExtension("r1", is_approved, "情况属实，同意", scene.folded.version, "nonce")


def test_a_delegate_decides_within_the_dates(scene: Scene) -> None:
    assert scene.refused(HANDLER, decision(scene)).code == "no_right"
    scene.do(SUPERVISOR, DelegateApproval("r1", HANDLER, NEXT_WEEK, "出差"))
    assert scene.try_(SUPERVISOR, DelegateApproval("r1", HANDLER, NEXT_WEEK)) == ()
    request = scene.folded.extensions[0]
    assert HANDLER in approvers_of(scene.folded, request, context(HANDLER, at("2026-11-27 23:59")))
    assert HANDLER not in approvers_of(scene.folded, request, context(HANDLER, at("2026-11-28 00:00")))
    assert TELLER_2 not in approvers_of(scene.folded, request, context(HANDLER, scene.now))
    outcome = decide(scene.folded, decision(scene), context(HANDLER, scene.now))
    assert not isinstance(outcome, Refusal)
    entry = as_entry(outcome[0], HANDLER, scene.now, 4)
    assert entry.body["delegated_by"] == SUPERVISOR
    assert validate_entry(scene.folded, entry, PEOPLE, RULES) is None
    late = as_entry(outcome[0], HANDLER, at("2026-11-28 00:00"), 4)
    assert validate_entry(scene.folded, late, PEOPLE, RULES) == "no_right"
    case = scene.do(HANDLER, decision(scene))
    assert (case.extensions[0].decided_by, case.extensions[0].delegated_by) == (HANDLER, SUPERVISOR)


def test_after_its_last_day_a_delegation_is_over(scene: Scene) -> None:
    scene.do(SUPERVISOR, DelegateApproval("r1", HANDLER, date(2026, 11, 20)))
    assert scene.refused(HANDLER, decision(scene), now=at("2026-11-21 00:00")).code == "no_right"


@pytest.mark.parametrize(
    ("to", "until", "code", "field"),
    [
        ("0999", NEXT_WEEK, "person_unknown", "to"),
        (SUPERVISOR, NEXT_WEEK, "delegate_is_you", "to"),
        (TELLER, NEXT_WEEK, "delegate_asked", "to"),
        (GONE, NEXT_WEEK, "delegate_unfit", "to"),
        (AUDITOR, NEXT_WEEK, "delegate_unfit", "to"),
        (HANDLER, date(2026, 11, 19), "delegation_passed", "until_on"),
        (HANDLER, date(2026, 12, 21), "delegation_too_long", "until_on"),
    ],
)
def test_what_a_delegation_needs(scene: Scene, to: str, until: date, code: str, field: str) -> None:
    refusal = scene.refused(SUPERVISOR, DelegateApproval("r1", to, until))
    assert [(p.code, p.field) for p in refusal.problems] == [(code, field)]


def test_thirty_days_are_possible(scene: Scene) -> None:
    assert scene.do(SUPERVISOR, DelegateApproval("r1", HANDLER, date(2026, 12, 20))).delegations


def test_only_who_may_approve_that_stage_delegates_it() -> None:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    scene.request(NFRA, 1)
    refusal = scene.refused(SUPERVISOR, DelegateApproval("r1", HANDLER, NEXT_WEEK))
    assert (refusal.code, refusal.who_could) == ("not_an_approver", (HEAD, HQ))
    assert scene.refused(TELLER, DelegateApproval("r1", HANDLER, NEXT_WEEK)).code == "no_right"
    assert scene.refused(HEAD, DelegateApproval("r9", HANDLER, NEXT_WEEK)).code == "unknown_request"
    forged = NewEntry(
        EntryKind.APPROVAL_DELEGATED, "c1", {"request_id": "r1", "to": HANDLER, "until_on": "2026-11-27", "why": ""}
    )
    entry = as_entry(forged, SUPERVISOR, scene.now, 4)
    assert validate_entry(scene.folded, entry, PEOPLE, RULES) == "not_an_approver"
    scene.do(HEAD, DelegateApproval("r1", HANDLER, NEXT_WEEK))
    assert scene.refused(HANDLER, DelegateApproval("r1", TELLER_2, NEXT_WEEK)).code == "no_right", "no chains"
    scene.approve(HEAD)
    assert scene.refused(HEAD, DelegateApproval("r1", HANDLER, NEXT_WEEK)).code == "extension_decided"


def test_nobody_delegates_what_they_asked_for() -> None:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    scene.request(LOCAL, 1, who=SUPERVISOR)
    assert scene.refused(SUPERVISOR, DelegateApproval("r1", HANDLER, NEXT_WEEK)).code == "four_eyes"


@pytest.mark.parametrize(
    ("today", "is_allowed"), [("2026-11-19", False), ("2026-11-20", True), ("2026-11-25", True), ("2026-11-26", False)]
)
def test_standing_delegations_hold_for_their_days(scene: Scene, today: str, is_allowed: bool) -> None:
    standing = StandingDelegation(Role.SUPERVISOR, date(2026, 11, 20), date(2026, 11, 25), HQ)
    people = {**PEOPLE, HANDLER: replace(PEOPLE[HANDLER], delegations=(standing,))}
    request = scene.folded.extensions[0]
    who = approvers_of(scene.folded, request, replace(context(SUPERVISOR, at(f"{today} 12:00")), people=people))
    assert (HANDLER in who) is is_allowed
    outcome = decide(scene.folded, decision(scene), replace(context(HANDLER, at(f"{today} 12:00")), people=people))
    assert isinstance(outcome, Refusal) is not is_allowed
    if not isinstance(outcome, Refusal):
        assert outcome[0].body["delegated_by"] == HQ
        entry = as_entry(outcome[0], HANDLER, at(f"{today} 12:00"), 4)
        assert validate_entry(scene.folded, entry, people, RULES) is None
        assert validate_entry(scene.folded, entry, PEOPLE, RULES) == "no_right"


def test_a_standing_delegation_of_another_role_does_not_reach(scene: Scene) -> None:
    standing = StandingDelegation(Role.AUDITOR, date(2026, 11, 20), date(2026, 11, 25), HQ)
    person = replace(PEOPLE[HANDLER], delegations=(standing,))
    outcome = decide(scene.folded, decision(scene), replace(context(HANDLER, scene.now), actor=person))
    assert isinstance(outcome, Refusal)
