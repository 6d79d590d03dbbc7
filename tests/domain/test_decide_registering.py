"""Record, accept, settle on the spot, take in hand, note, assign."""

from __future__ import annotations

import pytest
from support.cases import (
    AUDITOR,
    GONE,
    HANDLER,
    HEAD,
    HQ,
    PEOPLE,
    SUPERVISOR,
    SUPERVISOR_2,
    TELLER,
    TELLER_2,
    Scene,
    at,
    context,
    form,
)

from app.domain.case import CaseState
from app.domain.commands import (
    AddNote,
    AssignCase,
    IntakeForm,
    LogContact,
    RegisterComplaint,
    StartHandling,
)
from app.domain.decide import decide
from app.domain.entry import EntryKind
from app.domain.refusal import Refusal

NUMBER = "TS0102-26A00032-W"


def test_recording_accepts_at_once_and_the_recorder_owns_the_case() -> None:
    scene = Scene(at("2026-11-20 14:32"))
    case = scene.register()
    assert [entry.kind for entry in scene.entries] == ["case_registered", "case_accepted"]
    assert (case.state, case.owner, case.registered_by) == (CaseState.ACCEPTED, TELLER, TELLER)
    assert case.received_at == case.accepted_at == at("2026-11-20 14:32")
    assert case.policy_version == "2026-01-01"
    assert (case.case_no, case.branch, case.version) == (NUMBER, "0102", 2)


def test_a_letter_keeps_its_day_of_receipt() -> None:
    case = Scene(at("2026-11-20 14:32")).register(received_at="2026-11-13", channel="letter")
    assert case.received_at == at("2026-11-13 00:00")
    assert case.accepted_at == at("2026-11-20 14:32")


def test_settled_on_the_spot_in_one_go() -> None:
    scene = Scene(at("2026-11-20 14:32"))
    case = scene.register(settlement="当场退还手续费并致歉")
    assert [entry.kind for entry in scene.entries] == ["case_registered", "case_accepted", "settled_on_spot"]
    assert case.state is CaseState.SETTLED_ON_SPOT
    assert case.settlement == "当场退还手续费并致歉"
    assert not case.was_overdue
    assert case.ended_at == at("2026-11-20 14:32")


def test_a_letter_settled_too_late_is_on_record_as_overdue() -> None:
    case = Scene(at("2026-11-20 14:32")).register(settlement="已退款", received_at="2026-11-04")
    assert case.was_overdue
    assert str(case.due_on_at_end) == "2026-11-19"


@pytest.mark.parametrize("who", [TELLER, HANDLER, SUPERVISOR])
def test_everybody_at_the_desk_records(who: str) -> None:
    assert Scene().register(who).owner == who


@pytest.mark.parametrize(("who", "code"), [(AUDITOR, "no_right"), (HQ, "no_right"), (GONE, "person_inactive")])
def test_others_do_not_record_and_are_told_who_could(who: str, code: str) -> None:
    outcome = decide(None, RegisterComplaint("c1", NUMBER, form()), context(who, at("2026-11-20 10:00")))
    assert isinstance(outcome, Refusal)
    assert outcome.code == code
    assert outcome.who_could == (TELLER, TELLER_2, HANDLER, SUPERVISOR, SUPERVISOR_2, HEAD)


def test_a_case_is_recorded_once() -> None:
    scene = Scene()
    scene.register()
    assert scene.refused(TELLER, RegisterComplaint("c1", NUMBER, form())).code == "case_exists"


def test_every_problem_of_the_form_is_in_the_refusal() -> None:
    command = RegisterComplaint("c1", NUMBER, IntakeForm("", phone="x"), settlement="a\0")
    outcome = Scene().refused(TELLER, command)
    assert [p.field for p in outcome.problems] == ["narrative", "complainant_name", "phone", "settlement"]


def test_a_bad_settlement_alone_is_refused_too() -> None:
    assert Scene().refused(TELLER, RegisterComplaint("c1", NUMBER, form(), "a\0")).problems[0].field == "settlement"


def test_a_nameless_row_of_a_file() -> None:
    command = RegisterComplaint("c1", NUMBER, IntakeForm("只有内容"), is_name_required=False)
    assert Scene().do(TELLER, command).intake.complainant.name == ""


def test_nothing_can_be_done_with_a_case_that_is_not_there() -> None:
    for command in (StartHandling(), AddNote("x"), AssignCase(HANDLER)):
        assert Scene().refused(SUPERVISOR, command).code == "case_not_found"


def test_whoever_takes_a_case_in_hand_owns_it() -> None:
    scene = Scene()
    scene.register()
    case = scene.do(HANDLER, StartHandling())
    assert (case.state, case.owner) == (CaseState.IN_PROGRESS, HANDLER)
    refusal = scene.refused(TELLER, StartHandling())
    assert (refusal.code, refusal.who_could) == ("in_hand_already", (SUPERVISOR, SUPERVISOR_2, HEAD))


def test_notes_are_kept_as_typed_and_also_after_the_end() -> None:
    scene = Scene()
    scene.register(settlement="已退款")
    case = scene.do(TELLER, AddNote(" 第二天致电\n确认 "))
    assert case.timeline[-1].details["text"] == " 第二天致电\n确认 "
    assert case.state is CaseState.SETTLED_ON_SPOT
    assert scene.refused(TELLER, AddNote("  ")).code == "text_missing"


def test_contacts_are_logged() -> None:
    scene = Scene()
    scene.register()
    case = scene.do(TELLER, LogContact("phone", "王芳芳", "已说明进度"))
    assert case.timeline[-1].kind == EntryKind.CONTACT_LOGGED
    assert scene.refused(TELLER, LogContact("pigeon", "", "x")).code == "way_unknown"
    assert scene.refused(TELLER, LogContact("phone", "", " ")).code == "text_missing"


def test_a_supervisor_assigns() -> None:
    scene = Scene()
    scene.register()
    case = scene.do(SUPERVISOR, AssignCase(HANDLER, "熟悉业务"))
    assert (case.owner, case.state) == (HANDLER, CaseState.ACCEPTED)


@pytest.mark.parametrize(
    ("owner", "code"),
    [
        ("9999", "person_unknown"),
        (TELLER, "owner_unchanged"),
        (AUDITOR, "owner_cannot_handle"),
        (GONE, "owner_cannot_handle"),
        (HQ, "owner_cannot_handle"),
    ],
)
def test_who_cannot_be_given_a_case(owner: str, code: str) -> None:
    scene = Scene()
    scene.register()
    refusal = scene.refused(SUPERVISOR, AssignCase(owner))
    assert (refusal.code, refusal.problems[0].field) == (code, "owner")
    assert TELLER not in refusal.who_could
    assert HANDLER in refusal.who_could


def test_tellers_do_not_assign() -> None:
    scene = Scene()
    scene.register()
    assert scene.refused(TELLER, AssignCase(HANDLER)).who_could == (SUPERVISOR, SUPERVISOR_2, HEAD)


def test_people_of_another_branch_keep_out() -> None:
    scene = Scene()
    scene.register()
    stranger = context(HANDLER, scene.now)
    person = PEOPLE[HANDLER].__class__("0301", "吴兰", PEOPLE[HANDLER].role, "0999")
    outcome = decide(scene.case, StartHandling(), stranger.__class__(person, scene.now, stranger.rules, PEOPLE))
    assert isinstance(outcome, Refusal)
    assert outcome.code == "other_branch"
