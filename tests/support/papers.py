"""Papers to set in tests, and reading them back with the programs that a recipient would use."""

from __future__ import annotations

import subprocess
from datetime import date, datetime, timedelta, timezone
from typing import Any

from app.documents.papers import (
    ExtensionNoticePaper,
    PaperTaken,
    ResolutionLetterPaper,
    SlipPaper,
    StaffLine,
)
from app.domain.branch import BranchFacts
from app.domain.rights import RightsBook
from app.system.resources import read_json

CHINA = timezone(timedelta(hours=8))
RIGHTS = RightsBook.from_data(read_json("rules/rights.json")).as_of(date(2026, 11, 23))
BRANCH = BranchFacts.from_data(read_json("rules/trial_branch.json"))
CASE_NO = "TS0102-26A00032-K"
HANDLER = {
    "zh": StaffLine("投诉处理岗", "李晓", "010-55550102", "0217"),
    "en": StaffLine("Complaint handling desk", "李晓", "010-55550102", "0217"),
}
NARRATIVE = (
    "2026年10月，我在贵行办理了一张信用卡，当时客户经理承诺首年免年费。11月15日收到账单，发现被扣收年费200元，并且还有一笔"
    "“账单分期”手续费1,286.00元。我从未在任何渠道申请过分期，也没有收到确认短信。我致电客服（等待时间超过40分钟），"
    "客服说是“系统自动办理”，要求我自行到网点处理。"
)
NARRATIVE_EN = (
    "The October statement shows a 12-month instalment plan with a fee of CNY 1,286.00. The customer says that she "
    "never applied for it and didn’t get a “confirmation” message."
)


def slip_of(language: str = "zh", **changes: Any) -> SlipPaper:
    """A slip as it is made at the counter, with some fields changed."""
    is_chinese = language == "zh"
    fields: dict[str, Any] = {
        "case_no": CASE_NO,
        "branch": BRANCH,
        "received_at": datetime(2026, 11, 23, 14, 30, tzinfo=CHINA),
        "accepted_at": datetime(2026, 11, 23, 14, 32, tzinfo=CHINA),
        "complainant": "赵*",
        "phone": "138****2716",
        "identity": f"{'居民身份证' if is_chinese else 'Resident identity card'} 110***********002X",
        "capacity": "本人" if is_chinese else "In person",
        "channel": "营业网点" if is_chinese else "At the counter",
        "category": "银行卡 / 信用卡 / 使用和还款" if is_chinese else "Bank card / Credit card / Use and repayment",
        "occurred_on": date(2026, 11, 20),
        "amount_fen": 128600,
        "narrative": NARRATIVE if is_chinese else NARRATIVE_EN,
        "remedy_sought": "取消分期并退还手续费" if is_chinese else "Cancel the plan and refund the fee.",
        "handler": HANDLER[language],
        "rights": RIGHTS,
        "due_on": date(2026, 12, 8),
        "term": "自收到投诉之日起15日内" if is_chinese else "within 15 days of receipt",
        "papers_taken": (PaperTaken("信用卡账单", 2), PaperTaken("授权委托书", 1, is_original=True)),
    }
    return SlipPaper(**{**fields, **changes})


def notice_of(language: str = "zh", **changes: Any) -> ExtensionNoticePaper:
    """A notice of a first extension."""
    is_chinese = language == "zh"
    fields: dict[str, Any] = {
        "case_no": CASE_NO,
        "branch": BRANCH,
        "complainant": "赵𬀩",
        "received_at": datetime(2026, 11, 23, 14, 30, tzinfo=CHINA),
        "old_due_on": date(2026, 12, 8),
        "new_due_on": date(2026, 12, 23),
        "policy_id": "CN_NFRA_2020_3",
        "stage": 1,
        "reason": "需向信用卡中心调取分期申请录音和短信发送记录。"
        if is_chinese
        else "We need the recordings of the call.",
        "approver_level": "支行主管" if is_chinese else "Branch supervisor",
        "approver_name": "王芳",
        "approved_on": date(2026, 12, 1),
        "handler": HANDLER[language],
        "issued_on": date(2026, 12, 1),
        "remedy_sought": "取消分期并退还手续费" if is_chinese else "Cancel the plan and refund the fee.",
    }
    return ExtensionNoticePaper(**{**fields, **changes})


def letter_of(language: str = "zh", **changes: Any) -> ResolutionLetterPaper:
    """A decision letter that holds every part."""
    is_chinese = language == "zh"
    fields: dict[str, Any] = {
        "case_no": CASE_NO,
        "branch": BRANCH,
        "complainant": "赵𬀩",
        "received_at": datetime(2026, 11, 23, 14, 30, tzinfo=CHINA),
        "matter": NARRATIVE if is_chinese else NARRATIVE_EN,
        "request": "取消分期并退还手续费1,286.00元；当面道歉。"
        if is_chinese
        else "Cancel the plan and refund the fee.",
        "outcome": "partly_upheld",
        "findings": (
            "经调取系统日志和录音，您名下尾号2716的信用卡于2026年10月28日15时12分通过手机银行办理账单分期12期。经核查，"
            "客户端分期确认页面以默认勾选方式展示，短信平台未留存确认短信的记录。\n客服热线当日平均等待时间为38分钟。"
            if is_chinese
            else "The plan was set up in mobile banking; the confirmation page was ticked by default."
        ),
        "basis": (
            "《银行业保险业消费投诉处理管理办法》第十七条、第十八条；《示例银行信用卡领用合约》第十二条。"
            if is_chinese
            else "Credit Card Agreement, clause 12."
        ),
        "reasons": (
            "确认页面默认勾选，未充分保障您的知情权和自主选择权，手续费收取依据不足。"
            if is_chinese
            else "A box ticked by default doesn’t safeguard your right to know and to choose."
        ),
        "remedy": (
            "一、取消该笔账单分期，退还已收手续费。\n二、网点负责人向您当面致歉。"
            if is_chinese
            else "We cancel the plan, refund the fee, and apologise to you in person."
        ),
        "handler": HANDLER[language],
        "issued_on": date(2026, 12, 3),
        "rights": RIGHTS,
        "review_days": 30,
        "compensation_fen": 128600,
        "decided_on": date(2026, 12, 2),
    }
    return ResolutionLetterPaper(**{**fields, **changes})


def run_on(pdf: bytes, *words: str) -> bytes:
    """What a command of poppler or qpdf says about a PDF that it gets on standard input ("-" among its words)."""
    done = subprocess.run(words, input=pdf, capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")
    return done.stdout


def text_of(pdf: bytes, *options: str) -> str:
    """The text that pdftotext finds."""
    return run_on(pdf, "pdftotext", *options, "-enc", "UTF-8", "-", "-").decode("utf-8")


def squeezed(text: str) -> str:
    """Without any space: line ends and justification are the layout's, not the text's."""
    return "".join(text.split())
