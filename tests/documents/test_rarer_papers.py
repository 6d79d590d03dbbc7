"""Notices, forms, agreement, transfer note, proof of service: every mandatory part, both languages, one sheet each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from support.more_papers import (
    confirmation_of,
    decline_of,
    head_of,
    out_of_scope_of,
    pause_of,
    rare_slip_of,
    receipt_of,
    reply_of,
    settlement_of,
    supplement_of,
    transfer_of,
    withdrawal_of,
)
from support.papers import BRANCH, CASE_NO, CHINA, NARRATIVE, letter_of, slip_of, squeezed, text_of

from app.documents.forms import make_confirmation_form, make_withdrawal_record
from app.documents.notices import (
    make_decline_notice,
    make_out_of_scope_note,
    make_pause_notice,
    make_supplement_request,
)
from app.documents.papers import UNDELIVERED, DeliveryRecord, IncompletePaperError, SlipPaper
from app.documents.resolution_letter import empty_parts, make_resolution_letter
from app.documents.service_receipt import make_service_receipt
from app.documents.settlement_agreement import make_settlement_agreement
from app.documents.slip import make_slip
from app.documents.transfer_note import make_transfer_note
from app.printing.preview import page_count

Make = Callable[[Any, str], bytes]
Of = Callable[..., Any]
KINDS: dict[str, tuple[Make, Of]] = {
    "pause": (make_pause_notice, pause_of),
    "decline": (make_decline_notice, decline_of),
    "out_of_scope": (make_out_of_scope_note, out_of_scope_of),
    "supplement": (make_supplement_request, supplement_of),
    "withdrawal": (make_withdrawal_record, withdrawal_of),
    "confirmation": (make_confirmation_form, confirmation_of),
    "settlement": (make_settlement_agreement, settlement_of),
    "transfer": (make_transfer_note, transfer_of),
    "service": (make_service_receipt, receipt_of),
}
each_kind = pytest.mark.parametrize("name", KINDS)
each_language = pytest.mark.parametrize("language", ["zh", "en"])


def said(pdf: bytes) -> str:
    """All that a paper says, without spaces."""
    return squeezed(text_of(pdf, "-raw"))


def holds(pdf: bytes, *parts: str) -> None:
    """Each part is on the paper."""
    text = said(pdf)
    missing = [part for part in parts if squeezed(part) not in text]
    assert not missing, missing


@each_kind
@each_language
def test_an_ordinary_paper_takes_one_sheet_and_says_who_and_which(name: str, language: str) -> None:
    make, of = KINDS[name]
    pdf = make(of(language), language)
    assert page_count(pdf) == 1
    bank = "示例银行" if language == "zh" else "Shili Bank"
    holds(pdf, CASE_NO, bank, BRANCH.hotline, "第 1 页 共 1 页" if language == "zh" else "Page 1 of 1")
    assert make(of(language), language) == pdf
    if name != "transfer":
        holds(pdf, "赵𫖮")


@each_kind
def test_copies_are_marked_and_names_of_every_kind_are_set(name: str) -> None:
    make, of = KINDS[name]
    head = head_of(complainant="欧阳𪚥·买买提 😀", copy_no=2)
    text = said(make(of(head=head), "zh"))
    assert "第2次补打" in text
    if name != "transfer":
        assert squeezed(head.complainant) in text
    assert "欧阳" not in repr(of(head=head))


@each_kind
def test_long_texts_go_on_over_the_page_and_nothing_is_lost(name: str) -> None:
    make, of = KINDS[name]
    story = "".join(f"第{n}句，情况如下。" for n in range(300))
    field = {
        "pause": "why", "decline": "reasons", "out_of_scope": "reasons", "supplement": "why", "withdrawal": "reason",
        "confirmation": "settlement", "settlement": "terms", "transfer": "reason",
    }.get(name)  # fmt: skip
    if field is None:
        return
    pdf = make(of(**{field: story}), "zh")
    assert page_count(pdf) > 1
    text = said(pdf)
    for n in (0, 150, 299):
        assert f"第{n}句，情况如下。" in text


@pytest.mark.parametrize(
    ("name", "changes", "part"),
    [
        ("pause", {"body_name": " "}, "body_name"),
        ("decline", {"reasons": ""}, "reasons"),
        ("out_of_scope", {"reasons": ""}, "reasons"),
        ("out_of_scope", {"competent_body": "\n"}, "competent_body"),
        ("supplement", {"items": ()}, "items"),
        ("supplement", {"why": ""}, "why"),
        ("confirmation", {"settlement": ""}, "settlement"),
        ("settlement", {"terms": ""}, "terms"),
        ("settlement", {"head": head_of(complainant="")}, "complainant_name"),
        ("transfer", {"reason": ""}, "reason"),
    ],
)
def test_no_paper_without_a_mandatory_part(name: str, changes: dict[str, Any], part: str) -> None:
    make, of = KINDS[name]
    with pytest.raises(IncompletePaperError) as caught:
        make(of(**changes), "zh")
    assert caught.value.parts == (part,)


def test_pause_notice() -> None:
    holds(
        make_pause_notice(pause_of(), "zh"),
        *("期限中止告知书", "中止事由鉴定", "承办机构北京市示例司法鉴定所", "中止起始日2026年11月24日（星期二）"),
        *("预计结束日2026年12月8日", "原处理期限不晚于 2026年12月8日", "不晚于 2026年12月22日（星期二）"),
        *("笔迹进行鉴定", "第十八条", "恢复办理时，我行将及时告知您", "投诉处理岗 李晓", "（公章）", "送达记录"),
    )
    mediation = said(make_pause_notice(pause_of(kind="mediation", why=""), "zh"))
    assert "经双方同意" in mediation
    assert "第二十三条" in mediation
    assert "中止原因" not in mediation
    stays = pause_of(due_with=date(2026, 12, 8), is_provisional=True)
    holds(make_pause_notice(stays, "zh"), "我行内部承诺的办理期限继续计算，答复期限仍为不晚于 2026年12月8日")
    holds(make_pause_notice(pause_of(is_provisional=True), "zh"), "［暂定：相关节假日安排尚未公布］")
    holds(make_pause_notice(pause_of("en"), "en"), "Appraisal", "no later than Tuesday, 22 December 2026", "article 18")


def test_decline_notice_and_out_of_scope_note() -> None:
    holds(
        make_decline_notice(decline_of(), "zh"),
        *("不予办理告知书", NARRATIVE, "您不是该信用卡的持卡人", "授权委托书原件", "第十三条、第十四条、第十八条"),
        *("继承人凭继承证明", BRANCH.superior_name, BRANCH.superior_phone, "12378", "（公章）", "送达记录"),
    )
    assert "需补充材料" not in said(make_decline_notice(decline_of(what_to_bring=""), "zh"))
    holds(
        make_out_of_scope_note(out_of_scope_of(), "zh"),
        *("非受理范围说明", "买卖合同纠纷", "有权处理机构北京市朝阳区市场监督管理局", "示例街 8 号", "电话：12315"),
        *("（公章）", "送达记录"),
    )


def test_supplement_request() -> None:
    holds(
        make_supplement_request(supplement_of(), "zh"),
        *("补充材料通知", "我行已有或者能够自行查询的材料，您无需提供", "1.您与客户经理的微信聊天记录"),
        *("2.11月15日收到的短信截图", "材料用途核实客户经理", "提交期限不晚于 2026年12月1日（星期二）", "（公章）"),
    )


def test_withdrawal_record() -> None:
    holds(
        make_withdrawal_record(withdrawal_of(), "zh"),
        *("撤诉确认单", "居民身份证 110***********002X", "撤诉方式当面", "收到撤诉时间2026年11月24日 10:05"),
        *("程序终止日期2026年11月24日（星期二）", "本人自愿撤回", "有新的事实和理由的", "投诉人签名", "经办人签名"),
    )
    late = withdrawal_of(way="letter", received_on=date(2026, 11, 23), reason="")
    holds(
        make_withdrawal_record(late, "zh"),
        *("撤诉方式信件", "收到撤诉时间2026年11月23日（星期一）", "程序终止日期2026年11月23日"),
        *("登记时间2026年11月24日 10:05", "撤诉原因未提出", "非当面撤诉的"),
    )


def test_confirmation_form() -> None:
    holds(
        make_confirmation_form(confirmation_of(), "zh"),
        *("确认书", NARRATIVE, "涉及金额人民币1,286.00元（大写：壹仟贰佰捌拾陆元整）", "处理结果当场取消账单分期"),
        *("小写：￥", "大写：", "填写“无”", "办结时间2026年11月23日 14:50", "本人予以确认", "投诉人签名", "经办人签名"),
    )
    assert "涉及金额" not in said(make_confirmation_form(confirmation_of(in_dispute_fen=None), "zh"))


def test_settlement_agreement() -> None:
    holds(
        make_settlement_agreement(settlement_of(), "zh"),
        *(
            "和解协议",
            "甲方赵𫖮（投诉人）",
            "138****2716",
            "乙方示例银行朝阳支行（银行）",
            "免收甲方名下该信用卡2027年度年费",
        ),
        *("乙方向甲方支付人民币1,286.00元（大写：壹仟贰佰捌拾陆元整）", "2026年12月10日（星期四）前（含当日）履行完毕"),
        *("一式两份", "甲方（签名或盖章）", "乙方（公章）", "经办人签名"),
    )
    signed = settlement_of(
        agreement_no="HJ-7", amount_fen=None, representative="欧阳明 139****0001（授权委托书，原件）"
    )
    holds(make_settlement_agreement(signed, "zh"), "协议编号HJ-7", "不涉及款项支付", "代理人：欧阳明 139****0001")
    text = text_of(make_settlement_agreement(settlement_of(facts=NARRATIVE * 4, terms=NARRATIVE * 5), "zh"), "-raw")
    assert "其他约定" in text.split("\f")[-2], "the signatures never stand on a sheet of their own"


def test_transfer_note() -> None:
    holds(
        make_transfer_note(transfer_of(), "zh"),
        *(
            "投诉转办单",
            "内部使用",
            "转出人员柜员 李晓（0217）",
            "接收人员投诉处理岗 吴兰（0301）",
            "转办原因涉及信用卡分期业务",
        ),
        *("答复期限不晚于 2026年12月8日（星期二）", "投诉人赵*", "138****2716", NARRATIVE, "□ 同意接收", "接收人签名"),
    )
    taken = transfer_of(accepted_at=datetime(2026, 11, 24, 10, 0, tzinfo=CHINA), due_on=None, complainant="")
    holds(make_transfer_note(taken, "zh"), "☑ 同意接收", "接收时间2026年11月24日 10:00", "投诉人未留姓名")
    holds(make_transfer_note(transfer_of(is_provisional=True), "zh"), "［暂定：相关节假日安排尚未公布］")


def test_service_receipt() -> None:
    holds(
        make_service_receipt(receipt_of(), "zh"),
        *("送达回证", "受送达人赵𫖮", "送达文书投诉处理答复书", "文书日期2026年12月3日", "☑ 挂号信或快递"),
        *("送达时间2026年12月4日 09:05", "XA123456789CN", "收件人赵𫖮", "送达人李晓", "第二十一条"),
        *("第1次时间2026年12月3日 16:20", "电话告知", "无人接听", "第2次时间"),
    )
    many = tuple(
        DeliveryRecord("phone", datetime(2026, 12, day, 9, tzinfo=CHINA), "", f"第{day}天无人接听") for day in (1, 2, 3)
    )
    empty = make_service_receipt(receipt_of(delivery=UNDELIVERED, attempts=many), "zh")
    holds(empty, "收件人签名", "送达人签名", "第3次时间", "第3天无人接听")
    assert "☑" not in said(empty)


def test_a_reply_needs_an_answer_and_nothing_else() -> None:
    pdf = make_resolution_letter(reply_of(), "zh")
    holds(pdf, "答复函", "事项类型咨询", "减免条件是什么", "答复意见", "刷卡满6次", "（公章）", "送达记录")
    for part in ("救济途径", "核实情况", "核查", "依据"):
        assert part not in said(pdf)
    assert page_count(pdf) == 1
    assert empty_parts(reply_of(remedy=" ", branch=replace(BRANCH, superior_name=""))) == ("remedy",)
    assert empty_parts(letter_of(remedy=" ")) == ("remedy",)
    full = reply_of(findings="查询系统。", basis="《领用合约》。", reasons="条件已满足。")
    holds(make_resolution_letter(full, "zh"), "查询系统。", "依据：《领用合约》。", "理由：条件已满足。")


@pytest.mark.parametrize("size", ["80mm", "a5", "a4"])
def test_a_slip_says_what_is_not_ordinary(size: str) -> None:
    rare: SlipPaper = rare_slip_of()
    holds(
        make_slip(rare, size, "zh"),
        *("事项类型建议", "代理人欧阳** 139****0001（授权委托书，原件）", "共同投诉共6人，推选代表：张*、李*芳"),
        *("转办机关国家金融监督管理总局，文号 京金监诉〔2026〕1234号",),
    )
    holds(make_slip(replace(rare, represents_organisation=True), size, "zh"), "代表人欧阳**")
    ordinary = said(make_slip(slip_of(), size, "zh"))
    for label in ("事项类型", "代理人", "共同投诉", "转办机关"):
        assert label not in ordinary
