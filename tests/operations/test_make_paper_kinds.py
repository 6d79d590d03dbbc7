"""Every kind of paper on a real desk: refused while its matter is not there, made from the record, copied as it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from support.cases import HANDLER, SUPERVISOR, TELLER, TELLER_2, at
from support.real_desk import RealBranch, done, refused, text_of

from app.domain.case import Case
from app.domain.codes import PAPER_KINDS
from app.domain.commands import (
    AgreeSettlement,
    AnswerTransfer,
    Command,
    GiveNotice,
    OfferTransfer,
    RecordDecision,
    StartPause,
    WithdrawCase,
)
from app.operations.act import carry_out
from app.operations.make_paper import MadePaper, make_paper, make_resolution_letter, preview_paper
from app.operations.paper_drafts import (
    make_settlement_draft,
    make_supplement_request,
    preview_settlement_draft,
    preview_supplement_request,
)
from app.operations.print_queue import print_jobs, reprint

FIELDS = {
    "complainant_name": "欧阳𫖮芳",
    "phone": "138 1024 2716",
    "id_kind": "resident_id",
    "id_number": "11010519491231002X",
    "remedy_sought": "退还年费",
}
SECRETS = ("13810242716", "11010519491231002X")
TERMS = "1. 乙方退还年费。\n2. 甲方对处理表示认可。"
ITEMS = ["与客户经理的聊天记录", "11月15日的短信截图"]
DECEMBER = date(2026, 12, 10)


def made(outcome: Any) -> MadePaper:
    assert isinstance(outcome, MadePaper), outcome
    return outcome


def case_of(branch: RealBranch, case_id: str) -> Case:
    case = branch.store.case(case_id)
    assert case is not None
    return case


def do(branch: RealBranch, who: str, case: Case, command: Command) -> None:
    done(carry_out(branch.desk(who), case.case_id, command))
    branch.later(minutes=1)


def held(pdf: bytes, *parts: str) -> None:
    text = text_of(pdf)
    missing = [part for part in parts if "".join(part.split()) not in text]
    assert not missing, missing


def letter(branch: RealBranch, case: Case, kind: str, about: str = "") -> str:
    """What the paper says; its preview is the paper, and its copy is the paper with the mark."""
    preview = preview_paper(branch.desk(), case.case_id, kind, about)
    paper = made(make_paper(branch.desk(), case.case_id, kind, about))
    assert preview == paper.pdf
    assert paper.copy_no == 0
    branch.later(days=1)
    copy = made(reprint(branch.desk(), paper.job_id))
    words, again = text_of(paper.pdf), text_of(copy.pdf)
    assert copy.copy_no == 1
    assert "补打" not in words
    assert again.replace("第1次补打", "") == words
    for secret in SECRETS:
        assert secret not in words
    return words


@pytest.mark.parametrize("kind", [kind for kind in PAPER_KINDS if kind != "ack_slip"])
def test_nothing_but_the_slip_is_made_of_a_new_case(branch: RealBranch, kind: str) -> None:
    case = branch.register(**FIELDS)
    before = branch.entries()
    for outcome in (make_paper(branch.desk(), case.case_id, kind), preview_paper(branch.desk(), case.case_id, kind)):
        assert refused(outcome)
    assert branch.entries() == before
    assert print_jobs(branch.desk()) == []


def test_the_slip_is_made_by_its_kind_too(branch: RealBranch) -> None:
    case = branch.register(**FIELDS)
    assert made(make_paper(branch.desk(), case.case_id, "ack_slip")).kind == "ack_slip"
    assert refused(make_paper(branch.desk(), case.case_id, "banknote")).code == "paper_unknown"
    assert refused(make_paper(branch.desk(), "01890a5d-ac96-774b-bcce-b302099a8057", "pause_notice")).code == (
        "case_not_found"
    )


def test_a_pause_is_told_with_its_effect(branch: RealBranch) -> None:
    case = branch.register(**FIELDS)
    pause = StartPause("p1", "appraisal", "示例司法鉴定所", date(2026, 12, 4), "phone", "通话录音 88", why="核实笔迹")
    do(branch, TELLER, case, pause)
    words = letter(branch, case, "pause_notice")
    for part in ("期限中止告知书", "欧阳𫖮芳", "鉴定", "示例司法鉴定所", "2026年11月20日", "2026年12月4日", "核实笔迹"):
        assert part in words
    assert "第十八条" in words
    assert "通话录音88" in words


def test_declined_and_out_of_scope_have_their_own_papers(branch: RealBranch) -> None:
    declined, elsewhere = branch.register(**FIELDS), branch.register(**FIELDS)
    decline = RecordDecision("declined", "", "", "未提供授权委托书", "", what_to_bring="授权委托书原件")
    do(branch, HANDLER, declined, decline)
    words = letter(branch, declined, "decline_notice")
    for part in ("不予办理告知书", "未提供授权委托书", "授权委托书原件", "第十八条", "12378"):
        assert part in words
    competent = "朝阳区市场监督管理局 12315"
    do(
        branch,
        HANDLER,
        elsewhere,
        RecordDecision("out_of_scope", "", "", "属于与商家的买卖纠纷", "", competent_body=competent),
    )
    words = letter(branch, elsewhere, "out_of_scope_note")
    for part in ("非受理范围说明", "属于与商家的买卖纠纷", "朝阳区市场监督管理局12315"):
        assert part in words
    for case in (declined, elsewhere):
        assert refused(make_resolution_letter(branch.desk(), case.case_id)).code == "paper_not_for_outcome"


def test_an_enquiry_is_answered_in_a_reply(branch: RealBranch) -> None:
    case = branch.register(intake_type="enquiry", complainant_name="王芳芳", narrative="年费减免条件是什么？")
    do(branch, HANDLER, case, RecordDecision("answered", "", "", "", "每年刷卡满6次免次年年费。"))
    words = letter(branch, case, "resolution_letter")
    for part in ("答复函", "咨询", "年费减免条件是什么？", "每年刷卡满6次免次年年费。"):
        assert part in words
    assert "救济途径" not in words
    do(branch, TELLER, case, GiveNotice("decision", "in_person", "王芳芳", "签收单 1"))
    assert "答复函" in letter(branch, case, "service_receipt", "resolution_letter")


def test_a_withdrawal_names_its_day_and_is_signed(branch: RealBranch) -> None:
    case = branch.register(**FIELDS)
    do(branch, TELLER, case, WithdrawCase("letter", "已与客户经理和好"))
    words = letter(branch, case, "withdrawal_record")
    for part in ("撤诉确认单", "信件", "已与客户经理和好", "程序终止日期2026年11月20日", "投诉人签名", "经办人签名"):
        assert part in words


def test_what_was_settled_on_the_spot_is_confirmed(branch: RealBranch) -> None:
    case = branch.register(settlement="当场退还年费并致歉", amount="200.00", **FIELDS)
    words = letter(branch, case, "confirmation_form")
    for part in ("确认书", "当场退还年费并致歉", "人民币200.00元（大写：贰佰元整）", "小写", "大写", "投诉人签名"):
        assert part in words


def test_an_agreement_is_printed_to_be_signed_and_then_as_it_is(branch: RealBranch) -> None:
    case = branch.register(**FIELDS)
    desk = branch.desk(HANDLER)
    preview = preview_settlement_draft(desk, case.case_id, TERMS, "1,286.50", DECEMBER)
    draft = made(make_settlement_draft(desk, case.case_id, TERMS, "1,286.50", DECEMBER))
    assert draft.pdf == preview
    held(draft.pdf, "和解协议", "欧阳𫖮芳", "乙方退还年费", "人民币1,286.50元（大写：壹仟贰佰捌拾陆元伍角整）")
    held(draft.pdf, "2026年12月10日", "甲方（签名或盖章）", "乙方（公章）", "一式两份")
    (job,) = print_jobs(desk)
    assert job.copies == 2
    other = made(make_settlement_draft(desk, case.case_id, TERMS, "", DECEMBER))
    held(other.pdf, "本协议不涉及款项支付")
    assert other.copy_no == 0
    again = made(make_settlement_draft(desk, case.case_id, TERMS, "1,286.50", DECEMBER))
    assert again.copy_no == 1
    held(made(reprint(desk, other.job_id)).pdf, "本协议不涉及款项支付", "第1次补打")
    do(branch, HANDLER, case, AgreeSettlement(TERMS, "1,286.50", DECEMBER, "HJ-2026-0007"))
    words = letter(branch, case, "settlement_agreement")
    assert "HJ-2026-0007" in words
    assert "壹仟贰佰捌拾陆元伍角整" in words


def test_what_may_not_be_agreed_is_not_printed_for_signature(branch: RealBranch) -> None:
    case = branch.register(**FIELDS)
    desk = branch.desk(HANDLER)
    for outcome in (
        make_settlement_draft(desk, case.case_id, " ", "zwölf", date(2026, 11, 1)),
        preview_settlement_draft(desk, case.case_id, " ", "zwölf", date(2026, 11, 1)),
    ):
        assert [problem.field for problem in refused(outcome).problems] == ["terms", "amount", "performance_on"]
    assert refused(make_settlement_draft(branch.desk(), case.case_id, TERMS, "", DECEMBER)).code == "no_right"
    assert print_jobs(desk) == []


def test_a_transfer_note_shows_nothing_about_the_person_in_full(branch: RealBranch) -> None:
    case = branch.register(**FIELDS)
    do(branch, TELLER, case, OfferTransfer("t1", TELLER_2, "需要双语员工办理"))
    words = letter(branch, case, "transfer_note")
    for part in ("投诉转办单", "李晓", "周敏（0218）", "需要双语员工办理", "欧阳**", "138****2716", "接收人签名"):
        assert part in words
    assert "欧阳𫖮芳" not in words
    do(branch, TELLER_2, case, AnswerTransfer("t1", "accepted"))
    held(made(make_paper(branch.desk(), case.case_id, "transfer_note", "t1")).pdf, "☑同意接收")


def test_service_is_proved_with_the_attempts_in_vain(branch: RealBranch) -> None:
    case = branch.register(**FIELDS)
    do(branch, HANDLER, case, RecordDecision("upheld", "属实", "《领用合约》第八条", "符合减免条件", "退还年费"))
    assert refused(make_paper(branch.desk(), case.case_id, "service_receipt")).code == "nothing_to_serve"
    made(make_resolution_letter(branch.desk(), case.case_id))
    branch.later(minutes=1)
    failed = GiveNotice("decision", "phone", "", "", succeeded=False, remark="无人接听")
    do(branch, TELLER, case, failed)
    do(branch, TELLER, case, GiveNotice("decision", "in_person", "欧阳𫖮芳", "签收单 7"))
    words = letter(branch, case, "service_receipt")
    for part in ("送达回证", "投诉处理答复书", "无人接听", "签收单7", "☑当面递交", "送达人李晓", "第二十一条"):
        assert part in words


def test_papers_are_asked_for_and_the_words_are_noted(branch: RealBranch) -> None:
    case = branch.register(**FIELDS)
    desk = branch.desk()
    preview = preview_supplement_request(desk, case.case_id, ITEMS, "核实承诺内容", date(2026, 12, 1))
    paper = made(make_supplement_request(desk, case.case_id, ITEMS, "核实承诺内容", date(2026, 12, 1)))
    assert paper.pdf == preview
    held(paper.pdf, "补充材料通知", *ITEMS, "核实承诺内容", "不晚于 2026年12月1日", "我行已有或者能够自行查询的材料")
    notes = [item.details["text"] for item in case_of(branch, case.case_id).timeline if item.kind == "note_added"]
    assert notes == [f"已通知补充材料：{ITEMS[0]}；{ITEMS[1]}。用途：核实承诺内容。提交期限：2026-12-01。"]
    branch.later(days=2)
    for copy in (reprint(desk, paper.job_id), make_paper(desk, case.case_id, "supplement_request")):
        held(made(copy).pdf, *ITEMS, "2026年11月20日", "次补打")
    other = made(make_supplement_request(desk, case.case_id, ITEMS[:1], "核实承诺内容", date(2026, 12, 1)))
    assert other.copy_no == 0
    assert sum(item.kind == "note_added" for item in case_of(branch, case.case_id).timeline) == 2


def test_papers_are_not_asked_for_without_saying_which_why_and_by_when(branch: RealBranch) -> None:
    case = branch.register(**FIELDS)
    outcome = make_supplement_request(branch.desk(), case.case_id, [" ", ""], " ", date(2026, 11, 1))
    assert [problem.field for problem in refused(outcome).problems] == ["items", "why", "by_when"]
    assert refused(make_paper(branch.desk(), case.case_id, "supplement_request")).code == "paper_words_missing"


def test_papers_in_the_complainants_language(branch: RealBranch) -> None:
    case = branch.register(language="en", **FIELDS)
    do(branch, SUPERVISOR, case, WithdrawCase("in_person"))
    held(made(make_paper(branch.desk(), case.case_id, "withdrawal_record")).pdf, "Record of withdrawal", "Face to face")
    assert branch.clock.now() > at("2026-11-20 10:00")
