"""Holds: a case is kept beyond its time until another person than who said so says otherwise."""

from __future__ import annotations

from datetime import date

import pytest
from support.cases import AUDITOR, HANDLER, HEAD, SUPERVISOR, SUPERVISOR_2, TELLER, Scene, at, context

from app.domain.commands import DeclareConflict, LiftHold, PlaceHold
from app.domain.decide import decide
from app.domain.entry import EntryKind
from app.domain.fold import fold
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal
from app.operations.offer_steps import offer_steps

HOLD = PlaceHold("h1", "lawsuit", "西城法院年费争议一案", date(2027, 6, 30))
LIFT = LiftHold("h1", "法院已作出生效判决")


@pytest.fixture
def scene() -> Scene:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    return scene


def refusal(scene: Scene, who: str, command: PlaceHold | LiftHold) -> Refusal:
    outcome = decide(scene.folded, command, context(who, scene.now))
    assert isinstance(outcome, Refusal)
    return outcome


def test_a_hold_stands_until_another_person_lifts_it(scene: Scene) -> None:
    scene.do(SUPERVISOR, HOLD)
    (hold,) = scene.folded.open_holds
    assert (hold.reason, hold.placed_by, hold.expected_end_on) == ("lawsuit", SUPERVISOR, date(2027, 6, 30))
    alone = refusal(scene, SUPERVISOR, LIFT)
    assert alone.code == ReasonCode.HOLD_FOUR_EYES
    assert SUPERVISOR not in alone.who_could
    assert SUPERVISOR_2 in alone.who_could
    scene.do(SUPERVISOR_2, LIFT)
    (hold,) = scene.folded.holds
    assert (hold.is_open, hold.lifted_by) == (False, SUPERVISOR_2)
    assert refusal(scene, HEAD, LIFT).code == ReasonCode.HOLD_LIFTED


def test_several_holds_stand_side_by_side_in_any_state(scene: Scene) -> None:
    scene.do(SUPERVISOR, HOLD)
    scene.do(SUPERVISOR, PlaceHold("h2", "inquiry", "监管机构调阅案卷"))
    scene.do(HEAD, LIFT)
    assert [hold.hold_id for hold in scene.folded.open_holds] == ["h2"]


def test_a_repeat_writes_nothing(scene: Scene) -> None:
    scene.do(SUPERVISOR, HOLD)
    assert decide(scene.folded, HOLD, context(HEAD, scene.now)) == ()


@pytest.mark.parametrize("who", [TELLER, HANDLER, AUDITOR])
def test_only_who_has_the_right(scene: Scene, who: str) -> None:
    assert refusal(scene, who, HOLD).code == ReasonCode.NO_RIGHT


def test_who_keeps_out_of_the_case_lifts_nothing(scene: Scene) -> None:
    scene.do(SUPERVISOR, HOLD)
    scene.do(SUPERVISOR_2, DeclareConflict("投诉人是我的亲属"))
    assert refusal(scene, SUPERVISOR_2, LIFT).code == ReasonCode.RECUSED


@pytest.mark.parametrize(
    ("command", "field", "code"),
    [
        (PlaceHold("h1", "?", HOLD.text), "reason", ReasonCode.CHOICE_UNKNOWN),
        (PlaceHold("h1", "audit", " "), "text", ReasonCode.REASON_MISSING),
        (PlaceHold("h1", "audit", HOLD.text, date(2026, 11, 1)), "expected_end_on", ReasonCode.DAY_PASSED),
    ],
)
def test_what_is_missing_is_said_at_the_field(scene: Scene, command: PlaceHold, field: str, code: ReasonCode) -> None:
    (problem,) = refusal(scene, SUPERVISOR, command).problems
    assert (problem.field, problem.code) == (field, code)


def test_what_is_lifted_must_be_there(scene: Scene) -> None:
    assert refusal(scene, SUPERVISOR, LIFT).code == ReasonCode.UNKNOWN_HOLD


def test_an_unsigned_hold_from_elsewhere_is_set_aside(scene: Scene) -> None:
    from dataclasses import replace

    scene.do(SUPERVISOR, HOLD)
    entries = [replace(e, is_signed=False) if e.kind == EntryKind.HOLD_PLACED else e for e in scene.entries]
    case = fold(entries)
    assert case.open_holds == ()
    assert case.flags[-1].code == ReasonCode.NOT_SIGNED


def test_both_sides_are_offered_to_a_teller_with_a_colleague_called_over(scene: Scene) -> None:
    scene.do(SUPERVISOR, HOLD)
    offers = {offer.name: offer for offer in offer_steps(scene.folded, context(TELLER, scene.now))}
    assert SUPERVISOR in offers["place_hold"].signers
    assert set(offers["lift_hold"].signers) == {SUPERVISOR_2, HEAD}
