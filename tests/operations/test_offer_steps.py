"""What the page of a case offers is what the rules allow: for every state, every role and every step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from support.cases import (
    AUDITOR,
    DECISION,
    HANDLER,
    HQ,
    LOCAL,
    NFRA,
    PEOPLE,
    RULES,
    SUPERVISOR,
    SUPERVISOR_2,
    TELLER,
    TELLER_2,
    Scene,
    at,
    context,
)

from app.domain.case import Case, CaseState
from app.domain.commands import (
    AddNote,
    AssignCase,
    CloseCase,
    Command,
    DecideExtension,
    GiveNotice,
    RecordPaper,
    RequestExtension,
    StartHandling,
    WithdrawCase,
)
from app.domain.deadlines import deadlines_of
from app.domain.decide import decide
from app.domain.entry import EntryKind
from app.domain.refusal import Refusal
from app.operations.offer_steps import ActionOffer, offer_steps

STAFF = (TELLER, TELLER_2, HANDLER, SUPERVISOR, SUPERVISOR_2, AUDITOR)
STEPS = (
    *("start_handling", "add_note", "request_extension", "decide_extension", "record_decision", "make_letter"),
    *("give_notice", "close", "withdraw", "assign", "reprint_slip"),
)


def registered() -> Scene:
    """Recorded, but its acceptance has not arrived yet."""
    scene = Scene()
    scene.register()
    scene.entries = [entry for entry in scene.entries if entry.kind == EntryKind.CASE_REGISTERED]
    from app.domain.fold import fold

    scene.case = fold(scene.entries)
    return scene


def accepted() -> Scene:
    scene = Scene()
    scene.register()
    return scene


def in_hand() -> Scene:
    scene = accepted()
    scene.do(HANDLER, StartHandling())
    return scene


def asked(who: str = TELLER) -> Scene:
    scene = accepted()
    scene.request(who=who)
    return scene


def asked_of_headquarters() -> Scene:
    scene = accepted()
    scene.extend(NFRA, 1)
    scene.request(NFRA, 2, request_id="r2")
    return scene


def all_stages() -> Scene:
    scene = accepted()
    scene.extend(NFRA, 1)
    scene.request(NFRA, 2, request_id="r2")
    scene.approve(HQ, "r2")
    return scene


def decided() -> Scene:
    scene = accepted()
    scene.decide()
    return scene


def told() -> Scene:
    scene = decided()
    scene.tell()
    return scene


def told_but_not_of_the_extension() -> Scene:
    scene = all_stages()
    scene.decide()
    scene.tell()
    return scene


def closed() -> Scene:
    scene = told()
    scene.do(HANDLER, CloseCase())
    return scene


def settled() -> Scene:
    scene = Scene()
    scene.register(settlement="当场退还手续费")
    return scene


def withdrawn() -> Scene:
    scene = accepted()
    scene.do(TELLER, WithdrawCase("phone"))
    return scene


def nameless_decided() -> Scene:
    scene = Scene()
    from support.cases import form

    from app.domain.commands import RegisterComplaint

    command = RegisterComplaint("c1", "TS0102-26A00032-W", form(complainant_name=""), is_name_required=False)
    scene.do(TELLER, command)
    scene.decide()
    return scene


SCENES: dict[str, Callable[[], Scene]] = {
    made.__name__: made
    for made in (
        *(registered, accepted, in_hand, asked, asked_of_headquarters, all_stages, decided, told),
        *(told_but_not_of_the_extension, closed, settled, withdrawn, nameless_decided),
    )
} | {"asked_by_supervisor": lambda: asked(SUPERVISOR)}


def sound_commands(step: str, case: Case, actor: str) -> Iterator[Command]:
    """Everything that a careful person could type for this step; one of them must do where the step is offered."""
    if step == "request_extension":
        for policy in (LOCAL, NFRA):
            for stage in (1, 2, 3):
                yield RequestExtension("new", policy, stage, "需向总行核实扣费明细")
    elif step == "give_notice":
        for about in ("decision", "extension", "progress"):
            yield GiveNotice(about, "in_person", "王芳芳", "签收单 1")
    elif step == "assign":
        yield from (AssignCase(person) for person in PEOPLE)
    elif step == "withdraw":
        yield from (WithdrawCase("letter", "", day) for day in (None, case.received_at.date()))
    else:
        yield {
            "start_handling": StartHandling(),
            "add_note": AddNote("记录"),
            "record_decision": DECISION,
            "make_letter": RecordPaper("resolution_letter", "ab" * 32, "a4"),
            "close": CloseCase(),
            "reprint_slip": RecordPaper("ack_slip", "ab" * 32, "80mm"),
        }[step]


def allows(case: Case, step: str, who: str, seen: Any) -> bool:
    """Whether the rules allow the step to `who`; deciding on an extension to anybody who could be called over."""
    if step != "decide_extension":
        return any(not isinstance(decide(case, c, seen(who)), Refusal) for c in sound_commands(step, case, who))
    request = case.pending_extension
    return request is not None and any(
        not isinstance(
            decide(
                case, DecideExtension(request.request_id, is_yes, "情况属实，同意", case.version, "n"), seen(person)
            ),
            Refusal,
        )
        for person in STAFF
        for is_yes in (True, False)
    )


def offers(case: Case, who: str, seen: Any) -> dict[str, ActionOffer]:
    found = {offer.name: offer for offer in offer_steps(case, seen(who))}
    assert tuple(found) == STEPS
    return found


@pytest.mark.parametrize("days", [0, 40], ids=["in time", "overdue"])
@pytest.mark.parametrize("name", SCENES)
def test_every_step_is_offered_exactly_when_the_rules_allow_it(name: str, days: int) -> None:
    scene = SCENES[name]()
    case, now = scene.folded, scene.now + timedelta(days=days, minutes=1)
    people = {staff_no: PEOPLE[staff_no] for staff_no in (*STAFF, "0299")}

    def seen(who: str) -> Any:
        return replace(context(who, now), people=people)

    for who in STAFF:
        for step, offer in offers(case, who, seen).items():
            assert offer.is_allowed == allows(case, step, who, seen), (name, who, step)
            assert (offer.refusal is None) == offer.is_allowed


@pytest.mark.parametrize("name", SCENES)
def test_whoever_is_named_could_really_do_it(name: str) -> None:
    """ "This could be done by" is a promise: nobody is sent to a colleague who would be refused as well."""
    scene = SCENES[name]()
    now = scene.now + timedelta(minutes=1)

    def seen(who: str) -> Any:
        return replace(context(who, now), people={staff_no: PEOPLE[staff_no] for staff_no in STAFF})

    for who in STAFF:
        for step, offer in offers(scene.folded, who, seen).items():
            if offer.refusal is not None and offer.refusal.code == "no_right":
                assert offer.refusal.who_could, (name, who, step)
                for colleague in offer.refusal.who_could:
                    assert allows(scene.folded, step, colleague, seen), (name, who, step, colleague)


def test_every_state_is_among_the_scenes() -> None:
    assert {SCENES[name]().folded.state for name in SCENES} == set(CaseState)


def test_a_decision_may_come_while_a_request_waits_and_a_withdrawal_at_any_open_step() -> None:
    for scene in (asked(), in_hand(), accepted()):
        found = {offer.name: offer for offer in offer_steps(scene.folded, context(HANDLER, scene.now))}
        assert found["record_decision"].is_allowed
    for name in ("registered", "accepted", "in_hand", "asked", "decided", "told"):
        scene = SCENES[name]()
        found = {offer.name: offer for offer in offer_steps(scene.folded, context(TELLER, scene.now))}
        assert found["withdraw"].is_allowed, name


def test_a_step_that_nobody_can_take_says_so_instead_of_naming_the_wrong_people() -> None:
    scene = closed()
    found = {offer.name: offer for offer in offer_steps(scene.folded, context(TELLER, scene.now))}
    refusal = found["close"].refusal
    assert refusal is not None
    assert (refusal.code, refusal.who_could) == ("already_ended", ())


def test_an_incomplete_letter_is_not_offered_and_says_what_is_missing() -> None:
    scene = nameless_decided()
    found = {offer.name: offer for offer in offer_steps(scene.folded, context(HANDLER, scene.now))}
    refusal = found["make_letter"].refusal
    assert refusal is not None
    assert (refusal.code, refusal.problems[0].details["parts"]) == ("letter_incomplete", ("complainant_name",))


def test_the_only_supervisor_can_not_decide_on_her_own_request() -> None:
    scene = asked(SUPERVISOR)
    alone = replace(context(SUPERVISOR, scene.now), people={n: PEOPLE[n] for n in (TELLER, SUPERVISOR)})
    found = {offer.name: offer for offer in offer_steps(scene.folded, alone)}
    refusal = found["decide_extension"].refusal
    assert refusal is not None
    assert (refusal.code, refusal.who_could) == ("four_eyes", ())


def test_more_time_is_offered_until_the_end_of_the_due_day() -> None:
    scene = accepted()
    assert deadlines_of(scene.folded, RULES).due_on == date(2026, 11, 27)
    for now, is_offered in ((at("2026-11-27 23:59"), True), (at("2026-11-28 00:00"), False)):
        found = {offer.name: offer for offer in offer_steps(scene.folded, context(TELLER, now))}
        assert found["request_extension"].is_allowed is is_offered
