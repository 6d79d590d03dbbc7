"""Views, filters, order and figures of the list."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from support.cases import DECISION, HANDLER, HEAD, LOCAL, RULES, SUPERVISOR, TELLER, TELLER_2, at
from support.stores import NOON, TODAY, Desk, new_store

from app.domain.commands import (
    AnswerOrder,
    AnswerTransfer,
    GiveNotice,
    OfferTransfer,
    OrderSupervision,
    RecordDecision,
    RequestExtension,
    RequestVoid,
    StartHandling,
    WithdrawCase,
)
from app.domain.warning import warning_of
from app.store.case_rows import ENDED_RANK, KEY_RANK
from app.store.engine import Database
from app.store.store import Store
from app.store.verify import verify
from app.store.worklist import SORTS, View


@dataclass(frozen=True)
class Query:
    """What a page asks for."""

    view: str = "all"
    text: str = ""
    category: str = ""
    channel: str = ""
    owner: str = ""
    severity: str = ""
    intake_type: str = ""
    sort: str = "due_on"
    descending: bool = False


@dataclass(frozen=True)
class Branch:
    """A store with cases of every kind, by what they are."""

    store: Store
    cases: dict[str, str]

    def listed(self, query: Query, today: date = TODAY, staff_no: str = TELLER) -> list[str]:
        ids = self.store.worklist.ids(query, staff_no, today)
        names = {case_id: name for name, case_id in self.cases.items()}
        return [names[row.case_id] for row in self.store.worklist.rows(ids)]


@pytest.fixture
def branch(tmp_path: Path):
    with new_store(tmp_path) as store:
        cases = {}
        late = Desk(store, at("2026-10-01 09:00"))
        cases["late"] = late.register(complainant_name="欧阳建国", channel="phone").case_id
        desk = Desk(store, NOON)
        cases["asked"] = desk.register(complainant_name="买买提·艾力", phone="138 0013 8000").case_id
        cases["told"] = desk.register(TELLER_2, complainant_name="John Smith").case_id
        cases["settled"] = desk.register(complainant_name="王芳", settlement="当场退还手续费 2 元").case_id
        cases["withdrawn"] = desk.register(complainant_name="王小明").case_id
        cases["older"] = desk.register(complainant_name="李四", received_at="2026-11-18").case_id
        cases["newer"] = desk.register(complainant_name="李四光").case_id
        desk.do(cases["asked"], HANDLER, StartHandling())
        desk.do(cases["asked"], HANDLER, RequestExtension("r1", LOCAL, 1, "需向总行核实扣费明细，时间不足。"))
        desk.do(cases["told"], HANDLER, RecordDecision(**{f: getattr(DECISION, f) for f in DECISION.__slots__}))
        desk.do(cases["told"], HANDLER, GiveNotice("decision", "in_person", "本人", "签收单 17"))
        desk.do(cases["withdrawn"], TELLER, WithdrawCase("phone", "已自行解决"))
        yield Branch(store, cases)


def test_the_list_is_in_order_of_work(branch: Branch) -> None:
    assert branch.listed(Query()) == ["late", "asked", "older", "newer", "told", "withdrawn", "settled"]
    assert branch.listed(Query(descending=True)) == branch.listed(Query())[::-1]


@pytest.mark.parametrize(
    ("view", "names"),
    [
        ("all", ["late", "asked", "older", "newer", "told", "withdrawn", "settled"]),
        ("mine", ["late", "older", "newer"]),
        ("overdue", ["late"]),
        ("due_today", []),
        ("awaiting_approval", ["asked"]),
        ("ended", ["withdrawn", "settled"]),
    ],
)
def test_views_hold_what_their_counts_say(branch: Branch, view: str, names: list[str]) -> None:
    assert branch.listed(Query(view=view)) == names
    assert branch.store.worklist.counts(TELLER, TODAY)[view] == len(names)


def test_the_due_day_itself_is_today_and_the_next_is_late(branch: Branch) -> None:
    row = branch.store.worklist.rows([branch.store.worklist.row_id_of(branch.cases["newer"]) or 0])[0]
    assert row.due_on is not None
    assert "newer" in branch.listed(Query(view="due_today"), row.due_on)
    assert "newer" not in branch.listed(Query(view="overdue"), row.due_on)
    assert "newer" in branch.listed(Query(view="overdue"), row.due_on + timedelta(days=1))
    assert "told" not in branch.listed(Query(view="overdue"), row.due_on + timedelta(days=90))
    assert branch.store.worklist.figures(row.due_on)["due_today"] == len(
        branch.listed(Query(view="due_today"), row.due_on)
    )


def test_figures_of_the_day(branch: Branch) -> None:
    assert branch.store.worklist.figures(TODAY) == {"registered_today": 6, "due_today": 0, "overdue": 1}
    assert branch.store.worklist.figures(date(2026, 10, 1))["registered_today"] == 1


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("李四", {"older", "newer"}),
        ("四光", {"newer"}),
        ("艾力", {"asked"}),
        ("买买提艾力", {"asked"}),
        ("smith", {"told"}),
        ("JOHN sm", {"told"}),
        ("8000", {"asked"}),
        ("138-0013-8000", {"asked"}),
        ("１３８００１３８０００", {"asked"}),
        ("26A00007", {"newer"}),
        ("TS010226A00001", {"late"}),
        ("ts0102-26a00002", {"asked"}),
        ("退还", set()),
        ("，", set()),
        ("不存在", set()),
    ],
)
def test_the_filter_looks_at_number_name_and_phone(branch: Branch, text: str, names: set[str]) -> None:
    assert set(branch.listed(Query(text=text))) == names


def test_filters_join(branch: Branch) -> None:
    assert branch.listed(Query(channel="phone")) == ["late"]
    assert branch.listed(Query(owner=TELLER_2)) == ["told"]
    assert branch.listed(Query(view="mine", text="李", channel="counter")) == ["older", "newer"]
    assert branch.listed(Query(view="mine"), staff_no=SUPERVISOR) == []


@pytest.mark.parametrize("sort", sorted(SORTS))
def test_every_column_sorts_both_ways(branch: Branch, sort: str) -> None:
    up = branch.listed(Query(sort=sort))
    assert len(up) == 7
    assert branch.listed(Query(sort=sort, descending=True)) == up[::-1]


def test_unknown_views_and_columns_are_mistakes(branch: Branch) -> None:
    with pytest.raises(ValueError, match="nonsense"):
        branch.listed(Query(sort="nonsense; DROP TABLE entry"))
    with pytest.raises(ValueError, match="nonsense"):
        branch.listed(Query(view="nonsense"))


def test_rows_show_masked_people_and_what_the_list_needs(branch: Branch) -> None:
    ids = branch.store.worklist.ids(Query(), TELLER, TODAY)
    late, asked, *_, settled = branch.store.worklist.rows([*ids, 9999])
    assert (late.masked_name, late.state, late.channel, late.owner) == ("欧阳**", "accepted", "phone", TELLER)
    assert late.summary == "信用卡年费被重复收取，要求退还。"
    assert (asked.is_awaiting, asked.has_flags, asked.is_at_headquarters, asked.version) == (True, False, False, 4)
    assert (settled.state, settled.due_on, settled.ended_at is not None) == (
        "settled_on_spot",
        date(2026, 11, 27),
        True,
    )
    assert branch.store.worklist.rows([]) == []
    assert "王" not in repr(settled)


# -- a hundred thousand cases ----------------------------------------------------------------------------------------


def test_a_hundred_thousand_cases_answer_at_once(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        _fill(store.database, 100_000)
        longest = {}
        for view in View:
            longest[view.value] = _milliseconds(lambda view=view: store.worklist.ids(Query(view=view), TELLER, TODAY))
        for sort in SORTS:
            longest[f"by {sort}"] = _milliseconds(lambda sort=sort: store.worklist.ids(Query(sort=sort), TELLER, TODAY))
        longest["text"] = _milliseconds(lambda: store.worklist.ids(Query(text="王芳 0017"), TELLER, TODAY))
        longest["counts"] = _milliseconds(lambda: store.worklist.counts(TELLER, TODAY))
        longest["figures"] = _milliseconds(lambda: store.worklist.figures(TODAY))
        ids = store.worklist.ids(Query(), TELLER, TODAY)
        longest["window"] = _milliseconds(lambda: store.worklist.rows(ids[50_000:50_256]))
        longest["search"] = _milliseconds(lambda: store.search("吞卡 17"))
    print({name: round(took, 1) for name, took in longest.items()})
    assert len(ids) == 100_000
    assert max(longest.values()) < 450, longest  # three times the aim of 150 ms, for a busy machine


def _milliseconds(work: object) -> float:
    start = time.perf_counter()
    work()  # type: ignore[operator]
    first = time.perf_counter() - start
    del first
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return (time.perf_counter() - start) * 1000


def _fill(database: Database, count: int) -> None:
    from app.store.search_text import fields_of

    with database.write() as connection:
        cursor = connection.connection.cursor()
        for number in range(1, count + 1):
            is_ended = number % 10 != 0
            place = 1_000_000_000 - number if is_ended else TODAY.toordinal() - 5 + number % 40
            name = "王李张刘陈"[number % 5] + "芳伟敏静强磊"[number % 6]
            rank = ENDED_RANK if is_ended else KEY_RANK + number % 3
            case_no, due_on = f"TS0102-26A{number:05d}-K", "2026-11-27"
            row = (
                number, number.to_bytes(16, "big"), case_no, rank, place, f"02{number % 20:02d}",
                int(number % 97 == 0 and not is_ended), TODAY.toordinal() - number % 300,
                0 if is_ended else place - 3, 0 if is_ended else place - 1, int(number % 89 == 0), "",
                "closed" if is_ended else "accepted", "ordinary", "complaint", f"B{number % 30}", "counter",
                name[0] + "*", due_on, due_on, "answer", "CN_LOCAL_5_10",
                0, 0, number * 1000, number * 1000, number * 1500, None, 5, 0, 1,
            )  # fmt: skip
            cursor.execute(f"INSERT INTO case_row VALUES ({','.join('?' * len(row))})", row)
            cursor.execute("INSERT INTO case_state VALUES (?, ?, ?)", (number, "在自助机取款时吞卡" * 4, _STATE))
            who = fields_of(case_no, name, f"138{number:08d}")
            words = fields_of("在自助机取款时吞卡，要求退还卡片并说明处理时限。" * 3 + str(number))
            cursor.execute("INSERT INTO search (rowid, who, words) VALUES (?, ?, ?)", (number, who, words))


def _state() -> bytes:
    from app.journal.cbor import encode_canonical

    person = {"name": "王芳", "phone": "13800138000", "id_number": ""}
    text = "在自助机取款时吞卡，要求退还卡片并说明处理时限。" * 3
    return encode_canonical({"intake": {"complainant": person, "narrative": text, "remedy_sought": "", "x": "y" * 600}})


_STATE = _state()


def test_a_category_stands_for_all_below_it(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        desk = Desk(store, NOON)
        for code in ("B03", "B0301", "B03021", "B0501", ""):
            desk.register(category=code)

        def listed(code: str) -> int:
            return len(store.worklist.ids(Query(category=code), TELLER, TODAY))

        assert [listed(code) for code in ("", "B03", "B0302", "B03021", "B05", "B99")] == [5, 3, 1, 1, 1, 0]


# -- weight, orders, offers, warnings --------------------------------------------------------------------------------


@pytest.fixture
def weighed(tmp_path: Path):
    with new_store(tmp_path) as store:
        desk = Desk(store, NOON)
        cases = {}
        for name, fields in {
            "soon": {"received_at": "2026-11-18"},
            "key": {"severity": "key_case"},
            "major": {"severity": "major"},
            "complex": {"severity": "complex"},
            "praise": {"intake_type": "praise"},
            "key, told": {"severity": "key_case"},
            "key, settled": {"severity": "key_case", "settlement": "当场退还手续费 2 元"},
        }.items():
            cases[name] = desk.register(SUPERVISOR if "severity" in fields else TELLER, **fields).case_id
        told = cases["key, told"]
        desk.do(told, HANDLER, RecordDecision(**{f: getattr(DECISION, f) for f in DECISION.__slots__}))
        desk.do(told, HANDLER, GiveNotice("decision", "in_person", "本人", "签收单 17"))
        yield Branch(store, cases)


def test_running_key_cases_lead_every_list_then_major_ones(weighed: Branch) -> None:
    in_order = ["key", "major", "soon", "complex", "praise", "key, told", "key, settled"]
    assert weighed.listed(Query()) == in_order
    assert weighed.listed(Query(descending=True)) == in_order[::-1]
    assert weighed.listed(Query(view="mine"), staff_no=SUPERVISOR)[:2] == ["key", "major"]
    assert weighed.listed(Query(view="key"), staff_no=TELLER) == ["key"]
    assert weighed.store.worklist.counts(TELLER, TODAY)["key"] == 1


def test_lists_narrow_to_a_weight_and_a_kind(weighed: Branch) -> None:
    assert weighed.listed(Query(severity="key_case")) == ["key", "key, told", "key, settled"]
    assert weighed.listed(Query(intake_type="praise")) == ["praise"]
    assert weighed.listed(Query(intake_type="praise", severity="major")) == []


def test_rows_say_weight_kind_and_next_date(weighed: Branch) -> None:
    key, *_, ended = weighed.store.worklist.rows(weighed.store.worklist.ids(Query(), TELLER, TODAY))
    assert (key.severity, key.intake_type, key.has_order, key.transfer_to) == ("key_case", "complaint", False, "")
    assert key.next_on is not None
    assert key.next_what
    assert key.half_on is not None
    assert key.due_on is not None
    assert TODAY < key.half_on < key.due_on
    assert (ended.next_on, ended.next_what, ended.half_on) == (None, "", None)


def test_warned_cases_are_past_half_their_term_and_not_late(weighed: Branch) -> None:
    row = weighed.store.worklist.rows([weighed.store.worklist.row_id_of(weighed.cases["key"]) or 0])[0]
    assert row.half_on is not None
    assert row.due_on is not None

    def is_warned(day: date) -> bool:
        listed = weighed.listed(Query(view="warned"), day)
        assert weighed.store.worklist.counts(TELLER, day)["warned"] == len(listed)
        return "key" in listed

    days = (row.half_on - timedelta(days=1), row.half_on, row.due_on, row.due_on + timedelta(days=1))
    assert [is_warned(day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize("received_at", ["2026-11-20", "2026-11-19", "2026-11-17", "2026-11-14"])
@pytest.mark.parametrize("channel", ["counter", "phone", "letter", "regulator"])
def test_rows_warn_on_the_days_of_the_rule(tmp_path: Path, received_at: str, channel: str) -> None:
    given = {"regulator": "nfra"} if channel == "regulator" else {}
    with new_store(tmp_path) as store:
        case = Desk(store, NOON).register(received_at=received_at, channel=channel, **given)
        (row,) = store.worklist.rows([1])
        for days in range(70):
            today = TODAY + timedelta(days=days)
            assert row.alert(today) is warning_of(case, RULES, today), today


def test_cases_that_somebody_wants_voided_wait_for_a_second_person(weighed: Branch) -> None:
    desk = Desk(weighed.store, NOON + timedelta(hours=1))
    ended = weighed.cases["key, settled"]
    desk.do(ended, SUPERVISOR, RequestVoid("v1", "重复登记，同一客户同一事项已另行登记。"))
    assert weighed.listed(Query(view="awaiting_approval")) == ["key, settled"]
    assert weighed.store.worklist.counts(TELLER, TODAY)["awaiting_approval"] == 1


def test_open_orders_and_offers_have_lists_of_their_own(weighed: Branch) -> None:
    desk = Desk(weighed.store, NOON + timedelta(hours=1))
    asked = weighed.cases["complex"]
    desk.do(asked, HEAD, OrderSupervision("o1", "请尽快办结并报告。", TODAY + timedelta(days=1)))
    desk.do(asked, SUPERVISOR, OfferTransfer("t1", TELLER_2, "客户在二号窗口办理，移交同事。"))
    assert weighed.listed(Query(view="orders")) == ["complex"]
    assert weighed.listed(Query(view="transfers"), staff_no=TELLER_2) == ["complex"]
    assert weighed.listed(Query(view="transfers")) == []
    counts = weighed.store.worklist.counts(TELLER_2, TODAY)
    assert (counts["orders"], counts["transfers"]) == (1, 1)
    row = weighed.store.worklist.rows([weighed.store.worklist.row_id_of(asked) or 0])[0]
    assert (row.has_order, row.transfer_to, row.next_on) == (True, TELLER_2, TODAY + timedelta(days=1))
    desk.do(asked, TELLER_2, AnswerTransfer("t1", "accepted"))
    desk.do(asked, TELLER_2, AnswerOrder("o1", "已联系客户，明日答复。"))
    counts = weighed.store.worklist.counts(TELLER_2, TODAY)
    assert (counts["orders"], counts["transfers"], counts["mine"]) == (0, 0, 1)
    assert verify(weighed.store).is_sound
