"""What narratives of the counter point to: categories, reasons, and the words that led there."""

from __future__ import annotations

import copy
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import RULES

from app.domain.suggesting import NO_SUGGESTIONS, SuggestionBook, fold
from app.domain.taxonomy import CATEGORIES, REASONS
from app.system.resources import read_json

BOOK = RULES.suggestions
DATA: dict[str, Any] = read_json("rules/suggestions.json")


def codes(narrative: str, tree: str = CATEGORIES) -> list[str]:
    return [suggestion.code for suggestion in BOOK.suggest(narrative, tree)]


NARRATIVES = [
    ("信用卡年费被重复收取，打客服电话没有人解决，要求退还。", "B03022", "C07"),
    ("本人信用卡在境外被盗刷三笔共八千元，从未离身，不是本人交易。", "B03026", "C10"),
    ("储蓄卡昨晚被盗刷五千元，已报警，要求先行赔付。", "B03015", "C10"),
    ("在自助取款机取款时吞卡，机器显示故障，等了两个小时没人处理。", "B03013", "C02"),
    ("ATM机取款一千元未吐钞，账户却扣款了。", "B03013", "C02"),
    ("上午来网点办业务，排队两个小时只开一个窗口，大堂经理态度恶劣。", "B9901", "C01"),
    ("柜员态度很差，说话难听，我问流程她不耐烦。", "B9901", "C01"),
    ("我母亲来存定期，被推销成保险，说是存款，现在退保要扣钱。", "B1001", "C04"),
    ("存单变保单，五万元存款变成分红险，没有告知风险。", "B1001", "C05"),
    ("购买的理财产品亏损百分之八，当时客户经理说保本。", "B04", "C08"),
    ("买的基金净值一直跌，亏了两万，经理没有说明风险。", "B1005", "C08"),
    ("房贷提前还款预约三个月还没批，审批流程太慢。", "B0201", "C03"),
    ("存量房贷利率为什么不下调，利率太高。", "B0201", "C07"),
    ("车贷已结清，车辆登记证迟迟不还给我。", "B0202", None),
    ("孩子的助学贷款逾期了，没有通知我们还款日。", "B0203", "C05"),
    ("申请经营性贷款用于生意周转，要求我买保险才放款，强制搭售。", "B0205", "C06"),
    ("手机银行转账给朋友，账号填错，钱转到别人那里，要求追回。", "B0502", None),
    ("支票被退票，没有说明理由，属于违规压票退票。", "B0503", None),
    ("联网核查不通过，说我身份信息不一致，不给办业务。", "B0504", "C03"),
    ("手机银行APP一直闪退登不上，无法转账。", "B0505", "C02"),
    ("微信支付绑卡被扣款，支付宝也绑不上。", "B0506", None),
    ("拿残币去换，柜台说破损太多不兑换。", "B0601", "C03"),
    ("柜台说我存的一百元是假币直接没收，没有给收缴凭证。", "B0602", None),
    ("拿三百个硬币去存，柜员说不收零钞。", "B0603", None),
    ("预约的纪念币到期去兑换，网点说没有货。", "B0604", None),
    ("想购汇给留学的孩子，被告知便利化额度不够。", "B0701", None),
    ("跨境汇款到美国十天没到账，手续费收了两次。", "B0702", "C07"),
    ("银行擅自查询我的征信，硬查询三次，我没有申请贷款。", "B0902", "C11"),
    ("征信记录有误，提出征信异议超过二十天没有处理。", "B0903", "C03"),
    ("我的个人信息泄露，刚办完业务就接到推销电话，客户信息被倒卖。", "B0904", "C11"),
    ("信用卡逾期后外包公司催收，爆通讯录，威胁我家人。", "B1201", "C12"),
    ("贷款逾期两天，催收半夜打电话恐吓，还联系家人。", "B1202", "C12"),
    ("储蓄国债到期去兑付，柜台拒绝兑付。", "B1301", None),
    ("惠农补贴一直没有拨付到账。", "B1303", None),
    ("代发工资卡，本月工资未到账，单位说已经发了。", "B1103", "C03"),
    ("保险箱钥匙丢了，开箱收费八百元。", "B1102", "C07"),
    ("办存款证明收了两百元，事先没有告知收费。", "B1101", "C05"),
    ("客服热线打不通，转人工等半小时无人接听。", "B9903", "C01"),
    ("银行卡突然变成只收不付，非柜面限额，要求提供各种证明。", "B03011", "C03"),
    ("借记卡每季度扣小额账户管理费，从来没有告知。", "B03012", "C05"),
    ("信用卡积分兑换的机场贵宾厅权益被取消。", "B03024", None),
    ("信用卡申请两次都被拒，审批没有理由。", "B03021", "C03"),
    ("信用卡注销半年了还在收年费。", "B03025", "C07"),
    ("信用卡账单没有收到，电子账单也没有。", "B03023", None),
    ("定期存款提前支取，存款利息算错了。", "B01", None),
    ("购买的金条回购时要收手续费。", "B0801", "C07"),
    ("积存金系统故障无法卖出，亏了五千。", "B0802", "C02"),
    ("父亲去世，来查询遗产存款，要求公证，来回跑了四趟。", "B9902", "C03"),
    ("三方存管银证转账失败，股票没买成。", "B1002", None),
    ("用手机银行缴税，税款扣了两次。", "B1302", None),
]


@pytest.mark.parametrize(("narrative", "category", "reason"), NARRATIVES, ids=lambda value: str(value)[:12])
def test_a_narrative_of_the_counter_points_to_its_category(narrative: str, category: str, reason: str | None) -> None:
    assert category in codes(narrative)
    if reason is not None:
        assert reason in codes(narrative, REASONS)


def test_the_first_suggestion_is_mostly_the_right_one() -> None:
    first = sum(codes(narrative)[:1] == [category] for narrative, category, _ in NARRATIVES)
    assert first >= len(NARRATIVES) * 0.85, f"{first} of {len(NARRATIVES)}"


def test_a_suggestion_says_by_which_words_it_was_reached() -> None:
    best = BOOK.suggest("信用卡在境外被盗刷，不是本人交易")[0]
    assert best.code == "B03026"
    assert best.words[0] == "盗刷"
    assert {"不是本人", "信用卡"} <= set(best.words)


@pytest.mark.parametrize("narrative", ["", "   ", "hello", "今天天气很好", "谢谢"])
def test_nothing_is_suggested_without_words_that_point_somewhere(narrative: str) -> None:
    assert codes(narrative) == []
    assert codes(narrative, REASONS) == []
    assert NO_SUGGESTIONS.suggest("信用卡盗刷") == ()


def test_a_branch_of_the_tree_gives_way_to_what_is_below_it() -> None:
    assert codes("信用卡的事") == ["B0302"]
    assert "B0302" not in codes("信用卡积分不见了")


@given(st.text(max_size=100))
def test_any_text_gets_three_suggestions_at_most_with_words_of_its_own(text: str) -> None:
    for tree in (CATEGORIES, REASONS):
        found = BOOK.suggest(text, tree)
        assert len(found) <= 3
        assert all(suggestion.words and all(word in fold(text) for word in suggestion.words) for suggestion in found)


def test_every_leaf_that_has_a_meaning_can_be_reached() -> None:
    for nodes, tree in ((RULES.taxonomy.categories, "B"), (RULES.taxonomy.reasons, "C")):
        leaves = {node.code for node in nodes if node.is_leaf and node.zh not in ("其他", "其他银行业务")}
        assert leaves <= set(DATA[tree]), leaves - set(DATA[tree])


def _unsound(tree: str, code: str, node: object) -> dict[str, Any]:
    data = copy.deepcopy(DATA)
    data[tree][code] = node
    return data


@pytest.mark.parametrize(
    "data",
    [
        _unsound("B", "B77", {"words": {"车": 1}}),
        _unsound("B", "C01", {"words": {"车": 1}}),
        _unsound("C", "C01", {"words": {}}),
        _unsound("C", "C01", {"words": {" ": 3}}),
        _unsound("C", "C01", {"words": {"差": 10}}),
        _unsound("C", "C01", {"words": {"差": True}}),
        _unsound("C", "C01", {"words": {"差": 3}, "needs": [""]}),
        {**DATA, "most": 0},
    ],
)
def test_unsound_tables_are_refused(data: dict[str, Any]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        SuggestionBook.from_data(data, RULES.taxonomy)


def test_twenty_thousand_characters_are_quick() -> None:
    text = "客户在柜台办理业务时情况比较复杂，" * 1_200
    began = time.perf_counter()
    BOOK.suggest(text)
    BOOK.suggest(text, REASONS)
    assert time.perf_counter() - began < 0.25


@pytest.mark.parametrize(
    ("words", "code"),
    [
        *(("征信", "B09"), ("银行卡", "B03"), ("票券", "B0503"), ("国债", "B1301"), ("人民币流通", "B06")),
        *(("外汇", "B07"), ("违规压票退票", "B0503"), ("服务态度", "B9901"), ("账户问题", "B0501")),
    ],
)
def test_the_categories_of_the_bank_s_own_rules_are_mapped(words: str, code: str) -> None:
    assert RULES.taxonomy.resolve(words) == code
