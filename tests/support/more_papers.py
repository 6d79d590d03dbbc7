"""The papers of rarer turns of a case, to set in tests: notices, forms, agreement, transfer, proof of service."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from support.papers import BRANCH, CASE_NO, CHINA, HANDLER, NARRATIVE, NARRATIVE_EN, letter_of, slip_of

from app.documents.papers import (
    ConfirmationFormPaper,
    DeclineNoticePaper,
    DeliveryRecord,
    OutOfScopeNotePaper,
    PaperHead,
    PauseNoticePaper,
    ResolutionLetterPaper,
    ServiceReceiptPaper,
    SettlementAgreementPaper,
    SlipPaper,
    StaffLine,
    SupplementRequestPaper,
    TransferNotePaper,
    WithdrawalRecordPaper,
)


def head_of(language: str = "zh", **changes: Any) -> PaperHead:
    """The head of a paper of the day after the complaint."""
    fields: dict[str, Any] = {
        "case_no": CASE_NO,
        "branch": BRANCH,
        "complainant": "赵𫖮",
        "received_at": datetime(2026, 11, 23, 14, 30, tzinfo=CHINA),
        "handler": HANDLER[language],
        "issued_on": date(2026, 11, 24),
    }
    return PaperHead(**{**fields, **changes})


def _either(language: str, chinese: str, english: str) -> str:
    return chinese if language == "zh" else english


def _story(language: str) -> str:
    return _either(language, NARRATIVE, NARRATIVE_EN)


def _request(language: str) -> str:
    return _either(language, "取消分期并退还手续费", "Cancel the plan and refund the fee.")


def _identity(language: str) -> str:
    return _either(language, "居民身份证 110***********002X", "Resident identity card 110***********002X")


def pause_of(language: str = "zh", head: PaperHead | None = None, **changes: Any) -> PauseNoticePaper:
    """A signature is examined."""
    fields: dict[str, Any] = {
        "head": head or head_of(language),
        "kind": "appraisal",
        "body_name": _either(language, "北京市示例司法鉴定所", "Shili Forensic Institute, Beijing"),
        "started_on": date(2026, 11, 24),
        "expected_end_on": date(2026, 12, 8),
        "due_without": date(2026, 12, 8),
        "due_with": date(2026, 12, 22),
        "why": _either(
            language,
            "您否认申请书上的签名为本人所签，需要对签名笔迹进行鉴定。",
            "You say that the signature on the form is not yours; it has to be examined.",
        ),
    }
    return PauseNoticePaper(**{**fields, **changes})


def decline_of(language: str = "zh", head: PaperHead | None = None, **changes: Any) -> DeclineNoticePaper:
    """A neighbour complained without a power of attorney."""
    fields: dict[str, Any] = {
        "head": head or head_of(language),
        "matter": _story(language),
        "reasons": _either(
            language,
            "您不是该信用卡的持卡人，也未提供持卡人本人签名的授权委托书。",
            "You are not the holder of the card and brought no power of attorney signed by the holder.",
        ),
        "what_to_bring": _either(
            language,
            "持卡人本人签名的授权委托书原件；您本人的有效身份证件。",
            "The original of a power of attorney signed by the holder; your own identity paper.",
        ),
    }
    return DeclineNoticePaper(**{**fields, **changes})


def out_of_scope_of(language: str = "zh", head: PaperHead | None = None, **changes: Any) -> OutOfScopeNotePaper:
    """A matter between two customers and a shop."""
    fields: dict[str, Any] = {
        "head": head or head_of(language),
        "matter": _either(
            language,
            "我在网上商城用贵行信用卡买了一台电视，商家一直不发货，要求贵行让商家退款。",
            "I bought a television in a web shop and paid with your card. The shop doesn’t deliver.",
        ),
        "reasons": _either(
            language,
            "您与商家之间的买卖合同纠纷，不属于我行产品或服务引起的消费投诉；我行无权处理商家的履约行为。",
            "It is a dispute about a sale between you and the shop, not about a product or service of this bank.",
        ),
        "competent_body": _either(
            language,
            "北京市朝阳区市场监督管理局\n地址：北京市朝阳区示例街 8 号    电话：12315",
            "Chaoyang District Administration for Market Regulation\n8 Shili Street, Beijing    Telephone 12315",
        ),
    }
    return OutOfScopeNotePaper(**{**fields, **changes})


def supplement_of(language: str = "zh", head: PaperHead | None = None, **changes: Any) -> SupplementRequestPaper:
    """Two papers that only the complainant has."""
    fields: dict[str, Any] = {
        "head": head or head_of(language),
        "items": (
            ("您与客户经理的微信聊天记录（截图或打印件）", "11月15日收到的短信截图")
            if language == "zh"
            else ("Your messages with the account manager (screenshots)", "The text message of 15 November")
        ),
        "why": _either(
            language,
            "核实客户经理办卡时就年费减免所作的承诺。",
            "To establish what the account manager promised about the yearly fee.",
        ),
        "by_when": date(2026, 12, 1),
    }
    return SupplementRequestPaper(**{**fields, **changes})


def withdrawal_of(language: str = "zh", head: PaperHead | None = None, **changes: Any) -> WithdrawalRecordPaper:
    """Taken back at the counter."""
    fields: dict[str, Any] = {
        "head": head or head_of(language),
        "matter": _story(language),
        "way": "in_person",
        "received_on": date(2026, 11, 24),
        "recorded_at": datetime(2026, 11, 24, 10, 5, tzinfo=CHINA),
        "reason": _either(
            language, "客户经理已当面解释，本人认可。", "The account manager explained it; I am content."
        ),
        "identity": _identity(language),
    }
    return WithdrawalRecordPaper(**{**fields, **changes})


def confirmation_of(language: str = "zh", head: PaperHead | None = None, **changes: Any) -> ConfirmationFormPaper:
    """Settled at the counter."""
    fields: dict[str, Any] = {
        "head": head or head_of(language),
        "matter": _story(language),
        "settlement": _either(
            language,
            "当场取消账单分期，退还已收手续费，大堂经理当面致歉。",
            "The plan was cancelled and the fee returned at once; the lobby manager apologised.",
        ),
        "settled_at": datetime(2026, 11, 23, 14, 50, tzinfo=CHINA),
        "request": _request(language),
        "in_dispute_fen": 128600,
        "identity": _identity(language),
    }
    return ConfirmationFormPaper(**{**fields, **changes})


def settlement_of(language: str = "zh", head: PaperHead | None = None, **changes: Any) -> SettlementAgreementPaper:
    """An agreement to be signed."""
    fields: dict[str, Any] = {
        "head": head or head_of(language),
        "facts": _story(language),
        "terms": _either(
            language,
            "1. 乙方取消该笔账单分期，退还已收取的手续费。\n2. 乙方免收甲方名下该信用卡2027年度年费。\n"
            "3. 甲方对乙方的上述处理表示认可。",
            "1. Party B cancels the plan and returns the fee.\n2. Party B waives the yearly fee of 2027.\n"
            "3. Party A accepts this.",
        ),
        "amount_fen": 128600,
        "performance_on": date(2026, 12, 10),
        "request": _request(language),
        "identity": _identity(language),
        "phone": "138****2716",
    }
    return SettlementAgreementPaper(**{**fields, **changes})


def transfer_of(language: str = "zh", head: PaperHead | None = None, **changes: Any) -> TransferNotePaper:
    """Handed on to the complaint desk."""
    fields: dict[str, Any] = {
        "head": head or head_of(language, complainant=""),
        "offered_by": StaffLine(_either(language, "柜员", "Counter teller"), "李晓", "010-55550102", "0217"),
        "to": StaffLine(_either(language, "投诉处理岗", "Complaint handling desk"), "吴兰", "010-55550102", "0301"),
        "reason": _either(
            language,
            "涉及信用卡分期业务，需由投诉处理岗向信用卡中心核实。",
            "It concerns an instalment plan; the card centre has to be asked.",
        ),
        "offered_at": datetime(2026, 11, 24, 9, 5, tzinfo=CHINA),
        "due_on": date(2026, 12, 8),
        "complainant": "赵*",
        "phone": "138****2716",
        "channel": _either(language, "营业网点", "At the counter"),
        "category": _either(language, "银行卡 / 信用卡 / 使用和还款", "Bank card / Credit card / Use and repayment"),
        "matter": _story(language),
        "request": _request(language),
    }
    return TransferNotePaper(**{**fields, **changes})


def receipt_of(language: str = "zh", head: PaperHead | None = None, **changes: Any) -> ServiceReceiptPaper:
    """A letter that was served after one attempt in vain."""
    fields: dict[str, Any] = {
        "head": head or head_of(language),
        "served": _either(language, "投诉处理答复书", "Decision on your complaint"),
        "served_on": date(2026, 12, 3),
        "delivery": DeliveryRecord(
            "registered_mail", datetime(2026, 12, 4, 9, 5, tzinfo=CHINA), "赵𫖮", "XA123456789CN", "李晓"
        ),
        "attempts": (
            DeliveryRecord(
                "phone", datetime(2026, 12, 3, 16, 20, tzinfo=CHINA), "", _either(language, "无人接听", "No answer"), ""
            ),
        ),
    }
    return ServiceReceiptPaper(**{**fields, **changes})


def reply_of(language: str = "zh", **changes: Any) -> ResolutionLetterPaper:
    """The reply to an enquiry: it has an answer and nothing else."""
    fields: dict[str, Any] = {
        "complainant": "赵𫖮",
        "intake_type": _either(language, "咨询", "Enquiry"),
        "matter": _either(language, "信用卡年费的减免条件是什么？", "When is the yearly fee of a credit card waived?"),
        "request": "",
        "outcome": "answered",
        "findings": "",
        "basis": "",
        "reasons": "",
        "remedy": _either(
            language,
            "本卡首年免年费；此后每年刷卡满6次，次年免年费。您已满足2027年度的减免条件。",
            "The first year is free; after that, six payments a year waive the fee of the next year.",
        ),
        "compensation_fen": None,
    }
    return letter_of(language, **{**fields, **changes})


def rare_slip_of(language: str = "zh", **changes: Any) -> SlipPaper:
    """A slip with everything that an ordinary one has not: agent, joint complaint, regulator, no complaint."""
    fields: dict[str, Any] = {
        "capacity": _either(language, "受托人", "Authorised agent"),
        "intake_type": _either(language, "建议", "Suggestion"),
        "representative": _either(
            language, "欧阳** 139****0001（授权委托书，原件）", "欧阳** 139****0001 (Power of attorney, original)"
        ),
        "joint": _either(language, "共6人，推选代表：张*、李*芳", "6 people together; representatives: 张*, 李*芳"),
        "forwarded": _either(
            language,
            "国家金融监督管理总局，文号 京金监诉〔2026〕1234号",
            "National Financial Regulatory Administration, ref. 2026-1234",
        ),
    }
    return slip_of(language, **{**fields, **changes})
