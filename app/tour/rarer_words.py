"""What is typed in the second part of the tour, about the rarer ways, in each language; all of it is invented."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, Mapping[str, str]]
"""By what they are for, then by the name of the field."""

CARD_NUMBER = "4111 1111 1111 1111"
"""The test number of every card terminal; it belongs to nobody."""

_ZH: Words = {
    "agent": {
        "complainant_name": "赵玉兰",
        "phone": "139 1024 3301",
        "id_number": "110101196803071035",
        "narrative": "来信反映：2026 年 9 月贷款合同上的签名不是本人所签，贷款已发放并逾期，要求核实并撤销不良记录。",
        "remedy_sought": "核实签名真伪，撤销逾期记录",
        "representative_name": "林国强",
        "representative_phone": "139 1024 3302",
        "representative_id_number": "110102197905122041",
        "address": "北京市朝阳区示例路 18 号 3 单元 502",
        "regulator_reference_no": "银消转〔2026〕118 号",
    },
    "card": {
        "complainant_name": "周桂芳",
        "phone": "136 1024 5508",
        "narrative": "本人信用卡 4111 1111 1111 1111 被重复收取年费 300.00 元，自动还款时一并扣划，多次致电未退。",
        "remedy_sought": "退还重复收取的年费",
        "amount": "300.00",
    },
    "similar": {
        "complainant_name": "周桂芳",
        "phone": "136 1024 5508",
        "narrative": "年费一事之外，再次来行反映：网点代销的某保险公司年金险到期收益与宣传不一致，要求保险公司说明。",
    },
    "joint": {
        "complainant_name": "刘建平",
        "phone": "139 1024 5501",
        "narrative": "二十五名商户到网点反映：收单手续费自十月起上调，未提前告知，要求退还差额并公示收费标准。",
        "group_representatives": "刘建平 13910245501\n何素珍 13910245502\n马志军 13910245503",
    },
    "stranger": {
        "complainant_name": "许文博",
        "phone": "137 1024 6601",
        "narrative": "称邻居账户被冻结，要求银行说明冻结原因并提供该账户流水。",
    },
    "lost": {
        "complainant_name": "郑海涛",
        "phone": "135 1024 7702",
        "narrative": "来电反映自助机吞钞 200.00 元，未见入账，来电后未再留其他联系方式。",
        "amount": "200.00",
    },
    "mistaken": {
        "complainant_name": "测试登记",
        "phone": "135 1024 0000",
        "narrative": "培训时误在正式界面登记的练习内容。",
    },
    "settled": {
        "complainant_name": "秦晓梅",
        "phone": "138 1024 8803",
        "narrative": "排队超过四十分钟，叫号顺序混乱，要求说明。",
        "settlement": "当场说明系叫号机故障，已换用备用机并优先办理，客户表示接受。",
    },
    "offer_transfer": {"reason": "涉及贷款合同笔迹鉴定，由投诉承办岗周敏跟进办理"},
    "start_pause": {
        "body_name": "北京市某司法鉴定所",
        "notice_evidence_no": "QS-20261122-07",
        "why": "签名真伪须经笔迹鉴定",
    },
    "end_pause": {"evidence_no": "JD-2026-0088"},
    "request_extension": {"reason": "鉴定意见须与合同原件逐页比对，并向贷款经办人补充调查"},
    "notice": {"receiver": "林国强", "evidence_no": "XA20261122118"},
    "answer_order": {"answer": "已告知投诉人鉴定进展，合同原件已调取，将于三日内形成处理意见并书面报告。"},
    "agent_decision": {
        "findings": "经鉴定，2026 年 9 月贷款合同签名与投诉人样本不一致，贷款经办人未当面核对身份。",
        "basis": "《个人贷款管理办法》关于面谈面签的规定；《征信业管理条例》第二十五条。",
        "reasons": "未落实面签即发放贷款，逾期记录由此产生，投诉请求成立。",
        "remedy": "撤销该笔贷款及逾期记录，五个工作日内报送征信更正，并向投诉人书面致歉。",
    },
    "request_review": {"grounds": "要求同时追究贷款经办人责任并公开处理结果"},
    "reopen": {"facts": "投诉人补充提供当日不在本地的行程证明，涉及另一份担保合同", "evidence_no": "CL-2026-031"},
    "draft": {"terms": "一、银行退还重复收取的年费 300.00 元；二、客户不再就此事另行主张。", "amount": "300.00"},
    "agree_settlement": {"agreement_no": "HJ-2026-0012"},
    "ask_satisfaction": {"comment": "处理及时，希望今后先核对再扣费"},
    "mark_typical": {
        "title": "年费减免规则未同步导致重复收费",
        "text": "减免条件已满足，系统仍按旧规则扣收年费。启示：规则变更当日应逐项核对计费参数。",
    },
    "check_typical": {"remark": "未见可识别个人的内容"},
    "out_of_scope": {
        "reasons": "所述年金险收益争议属于保险公司与投保人之间的保险合同纠纷，网点仅代理销售。",
        "competent_body": "某人寿保险股份有限公司北京分公司，北京市西城区示例街 6 号，电话 010-55550199",
    },
    "supplement_request": {
        "items": "账户所有人的授权委托书原件\n受托人身份证件",
        "why": "来访人不是账户所有人，须证明有权代为提出",
    },
    "declined": {
        "reasons": "来访人不是账户所有人，也未提交授权委托书，不具备投诉主体资格。",
        "what_to_bring": "由账户所有人本人提出，或持其授权委托书原件和双方身份证件再次提出。",
    },
    "lost_decision": {
        "findings": "经查，当日自助机长款 200.00 元，与客户所述时间一致。",
        "basis": "《自助设备管理规程》关于长款处理的规定。",
        "reasons": "长款归属清楚，投诉请求成立。",
        "remedy": "200.00 元退回原账户，三个工作日内入账。",
    },
    "not_reached": {"remark": "两次拨打均为空号"},
    "mail_returned": {"remark": "邮件因地址不详退回", "evidence_no": "XA20261122207"},
    "record_unreachable": {
        "summary": "当日电话为空号，挂号信因地址不详退回，未留其他联系方式，已在网点公告栏留存通知。"
    },
    "withdraw": {"reason": "银行已公示标准并退还差额，二十五名商户一致同意撤回"},
    "request_void": {"reason": "培训时误登记，不是真实投诉"},
    "void_reason": {"reason": "经核对确属误登记，同意作废"},
    "headquarters": {
        "extension": "情况复杂，同意延长至法定最长期限",
        "order": "请于三日内向投诉人反馈鉴定进展，并书面报告总行。",
        "review": "原处理意见事实清楚、依据充分，予以维持；责任追究另行处理。",
    },
    "finder": {"text": "办结"},
}

_EN: Words = {
    "agent": {
        **_ZH["agent"],
        "narrative": "By letter: the signature on the loan contract of September 2026 is not hers; the loan was paid "
        "out and is overdue. She asks for verification and for the overdue record to be removed.",
        "remedy_sought": "Verify the signature, remove the overdue record",
    },
    "card": {
        **_ZH["card"],
        "narrative": "The annual fee of CNY 300.00 was charged twice to credit card 4111 1111 1111 1111; several calls "
        "led to nothing. She wants the fee back.",
        "remedy_sought": "Refund of the fee charged twice",
    },
    "similar": {
        **_ZH["similar"],
        "narrative": "Besides the annual fee: the annuity of an insurer sold at the branch pays less than was "
        "advertised; the insurer is to explain.",
    },
    "joint": {
        **_ZH["joint"],
        "narrative": "Twenty-five merchants at the branch: the acquiring fee was raised in October without notice. "
        "They want the difference back and the tariff displayed.",
    },
    "stranger": {
        **_ZH["stranger"],
        "narrative": "Says that a neighbour's account is frozen; wants the reason and the statements of that account.",
    },
    "lost": {
        **_ZH["lost"],
        "narrative": "By phone: the machine kept CNY 200.00 without crediting it. No other contact was left.",
    },
    "mistaken": {**_ZH["mistaken"], "narrative": "Recorded by mistake during a training."},
    "settled": {
        **_ZH["settled"],
        "narrative": "Waited more than forty minutes; the numbers were called out of order. Wants an explanation.",
        "settlement": "Explained at once: the ticket machine was broken; served first. The customer accepts.",
    },
    "offer_transfer": {"reason": "A signature has to be appraised; the handler goes on with it"},
    "start_pause": {
        "body_name": "An appraisal institute in Beijing",
        "notice_evidence_no": "QS-20261122-07",
        "why": "The signature has to be appraised",
    },
    "end_pause": _ZH["end_pause"],
    "request_extension": {"reason": "The appraisal has to be compared with the original contract page by page"},
    "notice": _ZH["notice"],
    "answer_order": {"answer": "The complainant was told how far it is; the original contract has been obtained."},
    "agent_decision": {
        "findings": "By the appraisal the signature on the contract differs from the complainant's samples.",
        "basis": "Measures on Personal Loans, interview and signature in person; Credit Reporting Regulation, art. 25.",
        "reasons": "The loan was paid out without a signature in person; the overdue record follows from that.",
        "remedy": "Loan and overdue record are removed; the correction is sent within five working days, in writing.",
    },
    "request_review": {"grounds": "The loan officer is to be held responsible and the result made public"},
    "reopen": {
        "facts": "Proof of travel on that day was handed in; a second contract is concerned",
        "evidence_no": "CL-31",
    },
    "draft": {
        "terms": "The bank refunds the fee of CNY 300.00; the customer makes no further claim.",
        "amount": "300.00",
    },
    "agree_settlement": _ZH["agree_settlement"],
    "ask_satisfaction": {"comment": "Quick; next time check before charging"},
    "mark_typical": {
        "title": "A fee waiver that was not carried over",
        "text": "The conditions of the waiver were met, the system still charged the fee by the old rule. Learnt: "
        "check the parameters on the day on which a rule changes.",
    },
    "check_typical": {"remark": "Nothing in it says who it was about"},
    "out_of_scope": {
        "reasons": "The dispute is about an insurance contract between the insurer and the insured.",
        "competent_body": "A life insurance company, Beijing branch, 6 Example Street, Xicheng, tel. 010-55550199",
    },
    "supplement_request": {
        "items": "Power of attorney of the account holder, original\nIdentity paper of the agent",
        "why": "The visitor is not the account holder",
    },
    "declined": {
        "reasons": "The visitor is not the account holder and has shown no power of attorney.",
        "what_to_bring": "The account holder in person, or an original power of attorney and both identity papers.",
    },
    "lost_decision": {
        "findings": "The machine had a surplus of CNY 200.00 at the time that the customer named.",
        "basis": "Rules for self-service machines, surpluses.",
        "reasons": "It is clear whose money it is.",
        "remedy": "CNY 200.00 is returned to the account within three working days.",
    },
    "not_reached": {"remark": "The number does not exist"},
    "mail_returned": {"remark": "Returned: address unknown", "evidence_no": "XA20261122207"},
    "record_unreachable": {
        "summary": "Called, the number does not exist; the registered letter came back; no other way."
    },
    "withdraw": {"reason": "The tariff is displayed and the difference was refunded; all twenty-five agree"},
    "request_void": {"reason": "Recorded by mistake during a training"},
    "void_reason": {"reason": "Checked: recorded by mistake"},
    "headquarters": {
        "extension": "The matter is complex; extended to the longest term of the law",
        "order": "Tell the complainant within three days how far the appraisal is, and report in writing.",
        "review": "Facts and reasons of the decision are sound; it is maintained.",
    },
    "finder": {"text": "close"},
}


def words(language: str) -> Words:
    """The words in "zh" or "en"."""
    return _EN if language == "en" else _ZH
