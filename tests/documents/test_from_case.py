"""From real cases to papers: what is masked, what is said in full, which words follow from the case."""

from __future__ import annotations

from datetime import date

import pytest
from support.cases import BRANCH, DECISION, HANDLER, HQ, LOCAL, PEOPLE, RULES, SUPERVISOR, TELLER, Scene, at
from support.papers import squeezed, text_of

from app.documents.extension_notice import make_extension_notice
from app.documents.from_case import (
    confirmation_form_paper,
    decline_notice_paper,
    draft_of,
    extension_notice_paper,
    head_of,
    out_of_scope_note_paper,
    resolution_letter_paper,
    slip_paper,
    withdrawal_record_paper,
)
from app.documents.papers import IncompletePaperError, SlipPaper
from app.documents.resolution_letter import make_resolution_letter
from app.documents.slip import make_slip
from app.domain.case import Case
from app.domain.deadlines import deadlines_of
from app.domain.letter import missing_letter_parts

RIGHTS = RULES.rights.as_of(date(2026, 11, 24))
FIELDS = {
    "complainant_name": "欧阳明芳",
    "phone": "138 1024 2716",
    "id_kind": "resident_id",
    "id_number": "11010519491231002X",
    "amount": "1,286.00",
    "remedy_sought": "退还年费",
}


def _slip(case: Case, **options: object) -> SlipPaper:
    return slip_paper(case, deadlines_of(case, RULES), BRANCH, PEOPLE[TELLER], rights=RIGHTS, **options)  # type: ignore[arg-type]


def test_the_slip_masks_the_person() -> None:
    case = Scene().register(**FIELDS)
    paper = _slip(case)
    assert (paper.complainant, paper.phone) == ("欧阳**", "138****2716")
    assert paper.identity == "居民身份证 110***********002X"
    text = text_of(make_slip(paper, "a4", "zh"))
    for secret in ("欧阳明芳", "13810242716", "11010519491231002X"):
        assert secret not in text
    assert "欧阳明芳" not in repr(paper)


def test_the_slip_says_which_term_governs() -> None:
    case = Scene(now=at("2026-11-20 10:00")).register()
    paper = _slip(case)
    assert paper.due_on == date(2026, 11, 27)
    assert paper.term == "自受理之日起5个工作日内"
    assert not paper.is_provisional
    assert _slip(case, language="en").term == "within 5 working days of acceptance"
    late = Scene(now=at("2026-12-28 10:00")).register()
    assert _slip(late).is_provisional


def test_the_language_is_the_complainants() -> None:
    case = Scene().register(language="en", **FIELDS)
    paper = _slip(case)
    assert paper.capacity == "In person"
    assert paper.handler.post == "Counter teller"
    assert (
        slip_paper(case, deadlines_of(case, RULES), BRANCH, PEOPLE[HANDLER], rights=RIGHTS).handler.post
        == "Complaint handling desk"
    )


@pytest.mark.parametrize(
    ("fields", "way"),
    [
        ({"channel": "phone", "phone": "13810242716"}, "phone"),
        ({"channel": "counter", "phone": "13810242716"}, "either"),
        ({"channel": "letter", "phone": "13810242716"}, "either"),
        ({"channel": "letter"}, "written"),
        ({"channel": "counter"}, "written"),
    ],
)
def test_the_answer_comes_as_the_complaint_came(fields: dict[str, str], way: str) -> None:
    assert _slip(Scene().register(**fields)).answer_way == way


def test_settled_on_the_spot() -> None:
    case = Scene().register(settlement="当场退还并致歉。")
    paper = _slip(case)
    assert (paper.due_on, paper.term, paper.settlement) == (None, "", "当场退还并致歉。")


def test_a_draft_has_no_number_and_no_reprint_mark() -> None:
    draft = draft_of(_slip(Scene().register(), copy_no=2, reprinted_on=date(2026, 11, 21)))
    assert (draft.case_no, draft.accepted_at, draft.copy_no) == ("", None, 0)
    make_slip(draft, "80mm", "zh")


def test_the_notice_names_the_approver_in_full() -> None:
    scene = Scene()
    scene.register(**FIELDS)
    scene.request(LOCAL)
    case = scene.approve()
    paper = extension_notice_paper(case, case.extensions[0], BRANCH, PEOPLE[TELLER], PEOPLE[SUPERVISOR])
    assert paper.complainant == "欧阳明芳"
    assert (paper.approver_level, paper.approver_name) == ("支行主管", "王芳")
    assert paper.issued_on == paper.approved_on == date(2026, 11, 20)
    assert paper.new_due_on > paper.old_due_on
    text = squeezed(text_of(make_extension_notice(paper, "zh"), "-raw"))
    assert "尊敬的欧阳明芳：" in text
    assert "审批层级支行主管王芳" in text


def test_the_level_follows_from_the_stage_where_the_approver_is_unknown() -> None:
    scene = Scene()
    scene.register()
    scene.request(LOCAL)
    case = scene.approve()
    extension = case.extensions[0]
    assert extension_notice_paper(case, extension, BRANCH, PEOPLE[TELLER]).approver_level == "支行主管"
    headquarters = extension_notice_paper(case, extension, BRANCH, PEOPLE[TELLER], PEOPLE[HQ])
    assert headquarters.approver_level == "总行"


def test_an_open_request_is_not_told() -> None:
    scene = Scene()
    scene.register()
    case = scene.request(LOCAL)
    with pytest.raises(ValueError, match="approved"):
        extension_notice_paper(case, case.extensions[0], BRANCH, PEOPLE[TELLER])


def test_the_letter_is_whole_and_in_full() -> None:
    scene = Scene()
    scene.register(**FIELDS)
    case = scene.do(HANDLER, DECISION)
    paper = resolution_letter_paper(
        case, BRANCH, PEOPLE[HANDLER], issued_on=date(2026, 11, 24), rights=RIGHTS, review_days=30
    )
    text = squeezed(text_of(make_resolution_letter(paper, "zh"), "-raw"))
    assert "尊敬的欧阳明芳：" in text
    assert "投诉请求：退还年费" in text
    assert "人民币200.00元（大写：贰佰元整）" in text
    assert "11010519491231002X" not in text
    assert "13810242716" not in text


def test_letter_and_rules_agree_on_what_is_missing() -> None:
    scene = Scene()
    case = scene.register()
    paper = resolution_letter_paper(
        case, BRANCH, PEOPLE[HANDLER], issued_on=date(2026, 11, 24), rights=RIGHTS, review_days=30
    )
    with pytest.raises(IncompletePaperError) as caught:
        make_resolution_letter(paper, "zh")
    assert caught.value.parts == missing_letter_parts(case, BRANCH)


def test_the_slip_says_who_acts_for_whom_and_what_was_taken() -> None:
    scene = Scene()
    case = scene.register(
        **{**FIELDS, "capacity": "agent"},
        representative_name="李四光",
        representative_phone="13900000001",
        representative_id_kind="resident_id",
        representative_id_number="440524188001010014",
        authority="power_of_attorney",
        is_authority_original=True,
        papers_taken=("power_of_attorney/1/original", "correspondence/3/copy"),
        joint_count="6",
        group_representatives=("张三 13810000001", "欧阳明 13810000002"),
        intake_type="suggestion",
    )
    paper = _slip(case)
    assert paper.representative == "李*光 139****0001（授权委托书，原件）"
    assert [(taken.name, taken.count, taken.is_original) for taken in paper.papers_taken] == [
        ("授权委托书", 1, True),
        ("往来函件、信息", 3, False),
    ]
    assert paper.joint == "共6人，推选代表：张*、欧阳*"
    assert paper.intake_type == "建议"
    assert not paper.represents_organisation
    text = text_of(make_slip(paper, "a4", "zh"))
    for secret in ("李四光", "13900000001", "440524188001010014", "13810000002"):
        assert secret not in text


def test_the_slip_of_a_forwarded_complaint_has_its_reference() -> None:
    fields = {"channel": "regulator", "regulator": "nfra", "regulator_reference_no": "京金监诉〔2026〕7号"}
    case = Scene().register(**FIELDS, **fields, regulator_received_on="2026-11-16", forwarded_on="2026-11-18")
    assert _slip(case).forwarded == "国家金融监督管理总局，文号 京金监诉〔2026〕7号"
    assert _slip(case, language="en").forwarded == (
        "National Financial Regulatory Administration, ref. 京金监诉〔2026〕7号"
    )


def test_papers_of_what_has_not_happened_can_not_be_made() -> None:
    case = Scene().register(**FIELDS)
    head = head_of(case, BRANCH, PEOPLE[TELLER], issued_on=date(2026, 11, 20))
    assert (head.complainant, head.handler.name) == ("欧阳明芳", "李晓")
    assert "欧阳" not in repr(head)
    for make in (
        withdrawal_record_paper,
        confirmation_form_paper,
        decline_notice_paper,
        out_of_scope_note_paper,
    ):
        with pytest.raises(ValueError, match=r"^(there is no|the case is not)"):
            make(head, case)
