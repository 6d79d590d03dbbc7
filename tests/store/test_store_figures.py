"""What the figures need stands beside the rows: the same as the fold gives, at any day, and nothing left out counts."""

from __future__ import annotations

import random
from datetime import date, timedelta
from pathlib import Path

from support.cases import DECISION, HANDLER, RULES, SUPERVISOR, TELLER
from support.stores import TODAY, Desk, key_box, new_store, reopened

from app.domain.case import Case
from app.domain.commands import AskSatisfaction, CloseCase, GiveNotice, RecordDecision, WithdrawCase
from app.domain.figures import CaseFigures, figures_for, figures_of, overdue_cases
from app.store.engine import connect
from app.store.rebuild import dump, rebuild
from app.store.store import Store
from app.store.verify import verify

LIMITS = RULES.policies.latest.limits
LONG_AGO, FAR = date(2000, 1, 1), date(2100, 1, 1)


def _close(desk: Desk, case: Case, answer: str = "") -> None:
    desk.do(case.case_id, SUPERVISOR, RecordDecision(**{f: getattr(DECISION, f) for f in DECISION.__slots__}))
    desk.do(case.case_id, HANDLER, GiveNotice("decision", "in_person", "本人", "签收单 17"))
    desk.do(case.case_id, HANDLER, CloseCase())
    if answer:
        desk.do(case.case_id, HANDLER, AskSatisfaction(answer, "phone"))


def _some_cases(store: Store) -> list[str]:
    desk = Desk(store)
    made = [desk.register(narrative=f"第{n}件：年费重复收取。") for n in range(6)]
    _close(desk, made[0], "satisfied")
    desk.do(made[1].case_id, TELLER, WithdrawCase("phone"))
    desk.now += timedelta(days=40)
    _close(desk, made[2])
    desk.register(settlement="当场退还手续费 2 元", channel="phone")
    repeat = desk.register(repeat_of=made[0].case_id, narrative="又扣了一次。")
    return [*(case.case_id for case in made), repeat.case_id]


def _by_id(records: list[CaseFigures]) -> dict[str, CaseFigures]:
    return {record.case_id: record for record in records}


def test_the_records_are_those_of_the_fold_on_any_day(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        ids = _some_cases(store)
        for today in (TODAY + timedelta(days=n) for n in (40, 46, 47, 48, 49, 90)):
            found = _by_id(store.figures.records(LONG_AGO, FAR, today))
            assert len(found) == 8
            for case_id in ids:
                case = store.case(case_id)
                assert case is not None
                assert found[case_id] == figures_of(case, RULES, today), case.case_no


def test_what_is_left_out_changes_no_figure(tmp_path: Path) -> None:
    """Each period of a year gives the same over what was read for it as over every case."""
    with new_store(tmp_path) as store:
        _some_cases(store)
        today, dice = TODAY + timedelta(days=60), random.Random(7)
        every = store.figures.records(LONG_AGO, FAR, today)
        for _n in range(300):
            first = TODAY + timedelta(days=dice.randint(-30, 90))
            last = first + timedelta(days=dice.randint(0, 60))
            some = store.figures.records(first, last, today)
            assert figures_for(some, first, last, LIMITS) == figures_for(every, first, last, LIMITS)
            assert overdue_cases(some, first, last) == overdue_cases(every, first, last)


def test_counts_by_family_and_channel(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        _some_cases(store)
        assert sum(n for _code, n in store.figures.counts("category", LONG_AGO, FAR)) == 8
        channels = dict(store.figures.counts("channel", LONG_AGO, FAR))
        assert channels["phone"] == 1
        assert store.figures.counts("channel", LONG_AGO, TODAY - timedelta(days=1)) == []
        assert all(len(code) <= 3 for code, _n in store.figures.counts("category", LONG_AGO, FAR))


def test_names_are_masked(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        case = Desk(store).register(complainant_name="王明芳")
        named = store.figures.named([case.case_id, "0" * 8 + "-0000-7000-8000-" + "0" * 12])
        assert list(named) == [case.case_id]
        assert named[case.case_id].masked_name != "王明芳"
        assert "王" not in repr(named[case.case_id])


def test_a_rebuild_gives_the_same_and_a_wrong_record_is_found(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        _some_cases(store)
        before = list(dump(store.database))
        assert sum(row[0] == "figures" for row in before) == 8
        rebuild(store)
        assert list(dump(store.database)) == before
        assert verify(store).is_sound
    connection = connect(tmp_path / "A.db", key_box())
    connection.execute("UPDATE case_figures SET answer = 'satisfied' WHERE row_id = 3")
    connection.close()
    with reopened(tmp_path / "A.db") as store:
        assert [problem.what for problem in verify(store).problems] == ["row"]
