"""What a case is about, said anew; and whom it is about keeps out of it at once (JR/T 0169; 令2020-3 art. 17, 29)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support.cases import AUDITOR, HANDLER, HEAD, PEOPLE, SUPERVISOR, SUPERVISOR_2, TELLER, TELLER_2, Scene, form

from app.domain.case import Classification
from app.domain.commands import AddNote, ClassifyCase, OfferTransfer, RegisterComplaint, WithdrawCase
from app.domain.entry import EntryKind, NewEntry

ABOUT = Classification(severity="complex", rights=("R2_information",), special_groups=("elderly",))


@pytest.fixture
def scene() -> Scene:
    scene = Scene()
    scene.register()
    return scene


def test_what_changes_is_written_and_nothing_else(scene: Scene) -> None:
    case = scene.do(HANDLER, ClassifyCase(ABOUT, "客户补充说明"))
    assert case.about == ABOUT
    assert scene.entries[-1].body == {
        "severity": "complex", "rights": ["R2_information"], "special_groups": ["elderly"], "why": "客户补充说明",
    }  # fmt: skip
    assert scene.try_(HANDLER, ClassifyCase(ABOUT)) == ()
    assert scene.do(HANDLER, ClassifyCase(replace(ABOUT, rights=()))).about.rights == ()


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"severity": "huge"}, "choice_unknown", "severity"),
        ({"rights": ("R9",)}, "choice_unknown", "rights"),
        ({"special_groups": ("giants",)}, "choice_unknown", "special_groups"),
        ({"category": "Z99"}, "category_unknown", "category"),
        ({"reason": "Z99"}, "category_unknown", "reason"),
        ({"business_channel": "Z99"}, "category_unknown", "business_channel"),
        ({"respondents": ("9999",)}, "respondent_unknown", "respondents"),
        ({"respondent_unit": "长" * 201}, "text_too_long", "respondent_unit"),
        ({"severity": "key_case"}, "key_case_not_yours", "severity"),
    ],
)
def test_refused(scene: Scene, change: dict[str, Any], code: str, field: str) -> None:
    refusal = scene.refused(TELLER, ClassifyCase(replace(ABOUT, **change)))
    assert [(problem.code, problem.field) for problem in refusal.problems] == [(code, field)]


def test_key_cases_are_named_and_unnamed_by_supervisors(scene: Scene) -> None:
    key = replace(ABOUT, severity="key_case")
    assert set(scene.refused(HANDLER, ClassifyCase(key)).who_could) == {SUPERVISOR, SUPERVISOR_2, HEAD}
    assert scene.do(SUPERVISOR, ClassifyCase(key)).about.severity == "key_case"
    assert scene.do(HANDLER, ClassifyCase(replace(key, rights=()))).about.severity == "key_case"
    assert scene.refused(HANDLER, ClassifyCase(ABOUT)).code == "key_case_not_yours"


def test_twenty_who_came_in_person_stay_a_major_case() -> None:
    scene = Scene()
    given = {"joint_count": "20", "is_face_to_face": True, "group_representatives": ("王芳芳 13800138000",)}
    assert scene.register(**given).about.severity == "major"
    refusal = scene.refused(SUPERVISOR, ClassifyCase(ABOUT))
    assert [(problem.code, problem.field) for problem in refusal.problems] == [("major_by_law", "severity")]
    assert scene.do(SUPERVISOR, ClassifyCase(replace(ABOUT, severity="key_case"))).about.severity == "key_case"


def test_words_that_name_a_category_become_its_code(scene: Scene) -> None:
    assert scene.do(TELLER, ClassifyCase(Classification(business_channel="营业现场"))).about.business_channel == "A101"


def test_an_owner_who_turns_out_to_be_a_respondent_hands_over_in_the_same_entry(scene: Scene) -> None:
    about = Classification(respondents=(TELLER, HANDLER))
    refusal = scene.refused(TELLER_2, ClassifyCase(about))
    assert (refusal.code, refusal.problems[0].field) == ("hand_to_missing", "hand_to")
    assert set(refusal.who_could) == {TELLER_2, SUPERVISOR, SUPERVISOR_2, HEAD}
    assert scene.refused(TELLER_2, ClassifyCase(about, hand_to=HANDLER)).code == "recused"
    assert scene.refused(TELLER_2, ClassifyCase(about, hand_to=AUDITOR)).code == "owner_cannot_handle"
    case = scene.do(TELLER_2, ClassifyCase(about, hand_to=SUPERVISOR))
    assert (case.owner, case.about.respondents) == (SUPERVISOR, (TELLER, HANDLER))
    for who in (TELLER, HANDLER):
        assert scene.refused(who, AddNote("x")).code == "recused"
        assert scene.refused(who, ClassifyCase(Classification())).code == "recused"  # nor take themselves out of it


def test_where_nobody_is_left_it_is_said_all_the_same(scene: Scene) -> None:
    everybody = tuple(person.staff_no for person in PEOPLE.values() if person.branch == "0102")
    case = scene.do(TELLER, ClassifyCase(Classification(respondents=everybody)))
    assert (case.owner, case.about.respondents) == (TELLER, everybody)


def test_an_offer_to_a_respondent_lapses(scene: Scene) -> None:
    scene.do(TELLER, OfferTransfer("t1", HANDLER, "请您办理"))
    case = scene.do(TELLER_2, ClassifyCase(Classification(respondents=(HANDLER,))))
    assert (case.owner, case.transfers[0].answer) == (TELLER, "lapsed")


def test_after_the_end_nothing_is_handed_over(scene: Scene) -> None:
    scene.do(TELLER, WithdrawCase("phone"))
    assert scene.do(HANDLER, ClassifyCase(Classification(respondents=(TELLER,)))).owner == TELLER


def test_a_respondents_entry_from_another_pc_is_set_aside(scene: Scene) -> None:
    scene.do(TELLER_2, ClassifyCase(Classification(respondents=(HANDLER,))))
    scene.write(HANDLER, NewEntry(EntryKind.CASE_CLASSIFIED, "c1", {"respondents": []}))
    assert scene.folded.about.respondents == (HANDLER,)
    assert [flag.code for flag in scene.folded.flags] == ["recused"]


# --- at the counter --------------------------------------------------------------------------------------------------


def test_a_complaint_about_whoever_records_it_goes_to_the_head() -> None:
    scene = Scene()
    case = scene.register(TELLER, respondents=(TELLER,))
    assert (case.owner, case.registered_by) == (HEAD, TELLER)
    scene = Scene()
    assert scene.register(TELLER, respondents=(TELLER, HEAD)).owner == SUPERVISOR


def test_and_is_not_settled_by_them() -> None:
    scene = Scene()
    refusal = scene.refused(
        TELLER, RegisterComplaint("c1", "TS0102-26A00032-W", form(respondents=(TELLER,)), "已当面致歉")
    )
    assert (refusal.code, refusal.problems[0].field) == ("recused", "settlement")
    assert scene.register(TELLER_2, "已当面致歉", respondents=(TELLER,)).state == "settled_on_spot"


def test_respondents_and_key_cases_at_the_counter() -> None:
    scene = Scene()
    command = RegisterComplaint("c1", "TS0102-26A00032-W", form(respondents=("9999",), severity="key_case"))
    assert [problem.code for problem in scene.refused(TELLER, command).problems] == [
        "respondent_unknown",
        "key_case_not_yours",
    ]
