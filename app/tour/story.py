"""What is typed during the tour: one plausible complaint in each language, about nobody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """The words of one tour. `form` by field name, in the order of typing."""

    language: str
    form: dict[str, str]
    extension_reason: str
    approval_reason: str
    decision: dict[str, str]
    notice: dict[str, str]


_ZH = Story(
    language="zh",
    form={
        "complainant_name": "王明芳",
        "phone": "138 1024 2716",
        "id_number": "11010519491231002X",
        "category": "信用卡",
        "amount": "1,286.00",
        "narrative": "客户反映 10 月账单显示开通“账单分期”12 期，手续费 1,286.00 元，本人称未办理也未收到确认短信。",
        "remedy_sought": "取消分期并退还手续费",
    },
    extension_reason="需调取 10 月 8 日外呼录音并请信用卡中心核实分期申请渠道",
    approval_reason="情况属实，同意延期",
    decision={
        "outcome": "upheld",
        "findings": "经调取外呼录音核实，10 月 8 日外呼中客户未明确同意办理账单分期，"
        "系统误作同意处理，且未发送确认短信。",
        "basis": "《信用卡领用合约》第十二条；《银行保险机构消费者权益保护管理办法》关于自主选择权的规定。",
        "reasons": "未取得客户明确同意即办理分期，侵害了客户的自主选择权，投诉请求成立。",
        "remedy": "撤销该笔账单分期，全额退还手续费 1,286.00 元，三个工作日内入账，并向客户致歉。",
        "compensation": "1,286.00",
    },
    notice={"receiver": "王明芳", "evidence_no": "XA20261122011"},
)

_EN = Story(
    language="en",
    form={
        "complainant_name": "王明芳",
        "phone": "138 1024 2716",
        "id_number": "11010519491231002X",
        "category": "Credit card",
        "amount": "1,286.00",
        "narrative": "The customer says the October statement shows a 12-month instalment plan with a fee of "
        "CNY 1,286.00 that she neither ordered nor was told of.",
        "remedy_sought": "Cancel the plan and refund the fee",
    },
    extension_reason="The recording of the call of 8 October has to be obtained from the card centre",
    approval_reason="Justified, agreed",
    decision={
        "outcome": "upheld",
        "findings": "In the recording of 8 October the customer does not agree to an instalment plan. The plan was "
        "set up by mistake and no confirmation was sent.",
        "basis": "Credit card agreement, clause 12; Measures on Consumer Protection of Banking and Insurance "
        "Institutions, right of free choice.",
        "reasons": "A plan was set up without the customer's clear consent, which violates the right of free choice.",
        "remedy": "The plan is cancelled; the fee of CNY 1,286.00 is refunded within three working days, "
        "with our apology.",
        "compensation": "1,286.00",
    },
    notice={"receiver": "王明芳", "evidence_no": "XA20261122011"},
)


def story(language: str) -> Story:
    """The story in "zh" or "en"."""
    return _EN if language == "en" else _ZH
