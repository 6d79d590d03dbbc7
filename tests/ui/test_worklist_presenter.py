"""What worklist and search decide, without Qt: late answers, selection that stays, one reading at a time."""

from __future__ import annotations

from array import array
from typing import Any

import pytest
from support.cases import HANDLER
from support.counter import Branch, Held, Inline
from support.page_calls import FakeSearchCalls, FakeWorklistCalls

from app.domain.commands import StartHandling
from app.language import set_language
from app.operations.worklist import Query
from app.ui.search.presenter import SearchPresenter
from app.ui.worklist.presenter import WorklistPresenter
from app.ui.worklist.rows import COLUMNS, RowWording, column_title

CASES = frozenset({"cases"})


class Screen:
    """What the presenter shows, kept."""

    def __init__(self) -> None:
        self.wanted: Any = None
        self.ids: array[int] = array("q")
        self.counts: dict[str, int] = {}
        self.selected = -9
        self.rows: list[Any] = []
        self.missing: list[int] = []
        self.stale = ""
        self.case: Any = "nothing"
        self.told: list[tuple[str, str]] = []

    def show_filter(self, wanted: Query) -> None:
        self.wanted = wanted

    def show_list(self, ids: array[int], counts: Any, selected: int) -> None:
        self.ids, self.counts, self.selected = ids, dict(counts), selected

    def show_rows(self, generation: int, start: int, rows: Any) -> None:
        self.rows = list(rows)

    def show_rows_missing(self, generation: int, start: int) -> None:
        self.missing.append(start)

    def show_stale(self, why: str) -> None:
        self.stale = why

    def show_case(self, view: Any) -> None:
        self.case = view

    def tell(self, text: str, tone: str) -> None:
        self.told.append((text, tone))


class Desk:
    """A presenter on a branch with twelve cases."""

    def __init__(self, *, is_held: bool = False, view: str = "all") -> None:
        self.branch = Branch()
        for number in range(12):
            self.branch.add(
                f"2026-11-{8 + number:02d} 10:00", complainant_name="王明" + "甲乙丙丁戊己庚辛壬癸子丑"[number]
            )
        self.run = Held() if is_held else Inline()
        self.screen = Screen()
        self.opened: list[str] = []
        self.presenter = WorklistPresenter(
            self.screen,
            self.run,
            open_case=self.opened.append,
            calls=FakeWorklistCalls(self.branch),
            wanted=Query(view=view),
        )


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.presenter.start()
    return made


def test_the_list_comes_with_counts_and_its_first_row(desk: Desk) -> None:
    assert len(desk.screen.ids) == 12
    assert desk.screen.counts["all"] == 12
    assert desk.screen.selected == 0


def test_views_filters_and_order(desk: Desk) -> None:
    desk.presenter.choose_view("overdue")
    assert 0 < len(desk.screen.ids) < 12
    desk.presenter.choose_view("all")
    desk.presenter.narrow(text="王明丙")
    assert len(desk.screen.ids) == 1
    desk.presenter.clear()
    assert len(desk.screen.ids) == 12
    assert desk.screen.wanted.text == ""
    assert desk.presenter.wanted.view == "all"
    desk.presenter.sort("case_no")
    assert list(desk.screen.ids) == list(range(1, 13))
    desk.presenter.sort("case_no")
    assert list(desk.screen.ids) == list(range(12, 0, -1))
    desk.presenter.sort("due_on")
    assert not desk.presenter.wanted.descending


def test_filters_and_selection_are_there_when_the_page_comes_back(desk: Desk) -> None:
    desk.presenter.narrow(text="王明")
    desk.presenter.select(5)
    selected = desk.presenter.selected_id
    desk.presenter.start()
    assert desk.screen.wanted.text == "王明"
    assert desk.screen.selected == 5
    assert desk.presenter.selected_id == selected


def test_news_keep_the_selected_case_even_when_it_moved(desk: Desk) -> None:
    desk.presenter.select(5)
    desk.branch.add("2026-11-01 10:00")
    desk.presenter.changed(CASES, frozenset())
    assert desk.screen.selected == 6
    desk.presenter.changed(frozenset({"sync"}), frozenset())
    assert desk.screen.selected == 6


def test_what_left_the_list_makes_way_for_its_neighbour() -> None:
    desk = Desk(view="mine")
    desk.presenter.start()
    desk.presenter.select(3)
    desk.branch.scenes["case-4"].do(HANDLER, StartHandling())
    desk.presenter.refresh()
    assert len(desk.screen.ids) == 11
    assert desk.screen.selected == 3


def test_changes_that_come_fast_lead_to_one_more_reading() -> None:
    desk = Desk(is_held=True)
    desk.presenter.start()
    for _n in range(20):
        desk.presenter.changed(CASES, frozenset())
    desk.run.flush()
    assert desk.branch.called.count("read") == 2


def test_the_answer_to_an_older_filter_is_not_shown() -> None:
    desk = Desk(is_held=True)
    desk.presenter.start()
    desk.presenter.narrow(text="王明丙")
    desk.presenter.narrow(text="王明丁")
    desk.run.flush()
    assert len(desk.screen.ids) == 1
    assert desk.branch.called.count("read") == 2


def test_rows_come_by_window_and_late_ones_are_dropped() -> None:
    desk = Desk(is_held=True)
    desk.presenter.start()
    desk.run.flush()
    desk.presenter.choose_view("overdue")
    desk.presenter.need_rows(0)  # the table still asks for rows of the list before
    desk.run.flush()
    assert desk.screen.rows == []
    desk.presenter.need_rows(0)
    desk.run.flush()
    assert len(desk.screen.rows) == len(desk.screen.ids)


def test_a_case_that_is_gone_leaves_its_place_empty(desk: Desk) -> None:
    desk.presenter.ids.append(99)
    desk.presenter.need_rows(0)
    assert desk.screen.rows[-1] is None
    assert desk.screen.rows[0].row_id == desk.screen.ids[0]


def test_a_failed_reading_keeps_the_old_list_and_says_so(desk: Desk) -> None:
    desk.branch.broken.add("read")
    desk.presenter.refresh()
    assert desk.screen.stale
    assert len(desk.screen.ids) == 12
    desk.branch.broken.clear()
    desk.presenter.refresh()
    assert desk.screen.stale == ""


def test_rows_that_cannot_be_read_are_asked_for_again(desk: Desk) -> None:
    desk.branch.broken.add("rows")
    desk.presenter.need_rows(0)
    assert desk.screen.missing == [0]
    assert desk.screen.stale


def test_the_pane_follows_the_selection_and_drops_late_answers() -> None:
    desk = Desk(is_held=True)
    desk.presenter.start()
    desk.run.flush()
    desk.presenter.show_selected("case-1")
    desk.presenter.show_selected("case-2")
    desk.run.flush()
    assert desk.screen.case.case.case_id == "case-2"
    desk.presenter.show_selected("case-77")
    desk.run.flush()
    assert desk.screen.case is None


def test_an_empty_list_shows_no_case(desk: Desk) -> None:
    desk.presenter.show_selected("case-1")
    desk.presenter.narrow(text="没有这个人")
    assert desk.screen.case is None
    assert desk.presenter.selected_id == 0


def test_opening_and_reprinting(desk: Desk) -> None:
    desk.presenter.open("case-3")
    desk.presenter.open("")
    assert desk.opened == ["case-3"]
    desk.presenter.reprint_slip("case-3")
    assert desk.branch.printed == [("case-3", "ack_slip")]
    assert desk.screen.told[-1][1] == "ok"


def test_the_next_case_of_the_list(desk: Desk) -> None:
    found: list[str] = []
    desk.presenter.neighbour("case-1", 1, found.append)
    desk.presenter.neighbour("case-1", -1, found.append)
    desk.presenter.neighbour("case-12", 1, found.append)
    desk.presenter.neighbour("case-77", 1, found.append)
    assert found == ["case-2", "", "", ""]


def test_every_column_has_a_title_and_rows_have_words(desk: Desk) -> None:
    set_language("zh")
    assert all(column_title(column) for column in COLUMNS)
    desk.presenter.need_rows(0)
    wording = RowWording(desk.branch.clock.now().date(), lambda no: f"<{no}>", lambda code: code or "—")
    words = wording.words(desk.screen.rows[0])
    assert len(words.texts) == len(COLUMNS)
    assert "王*甲" in words.texts
    assert "王明甲" not in "".join(words.texts)
    assert words.deadline_tone == "overdue"
    assert words.spoken_deadline


# ---- search


class SearchScreen:
    """What the search presenter shows, kept."""

    def __init__(self) -> None:
        self.hits: list[Any] | None = None
        self.is_cut = False
        self.problem = ""
        self.emptied = 0

    def show_hits(self, hits: Any, text: str, is_cut: bool) -> None:
        self.hits, self.is_cut = list(hits), is_cut

    def show_tips(self) -> None:
        self.hits = None

    def show_problem(self, text: str) -> None:
        self.problem = text

    def empty_box(self) -> None:
        self.emptied += 1


class SearchDesk:
    """A search presenter on a branch with two cases."""

    def __init__(self, *, is_held: bool = False) -> None:
        self.branch = Branch()
        self.branch.add("2026-11-20 10:00", complainant_name="王明芳")
        self.branch.add("2026-11-20 10:00", complainant_name="王明远")
        self.run = Held() if is_held else Inline()
        self.screen = SearchScreen()
        self.opened: list[str] = []
        self.presenter = SearchPresenter(
            self.screen, self.run, open_case=self.opened.append, calls=FakeSearchCalls(self.branch)
        )


def test_words_are_looked_for_from_two_characters_on() -> None:
    desk = SearchDesk()
    desk.presenter.search("王")
    assert desk.screen.hits is None
    desk.presenter.search("王明")
    assert len(desk.screen.hits or []) == 2
    desk.presenter.open(1)
    desk.presenter.open(7)
    assert desk.opened == ["case-2"]
    desk.presenter.search("没有")
    assert desk.screen.hits == []


def test_a_scanned_number_opens_its_case_at_once() -> None:
    desk = SearchDesk()
    number = desk.branch.cases()[1].case_no
    desk.presenter.enter(number.lower().replace("-", ""))
    assert desk.opened == ["case-2"]
    assert desk.screen.emptied == 1


def test_a_number_with_a_wrong_character_is_named_as_such() -> None:
    desk = SearchDesk()
    number = desk.branch.cases()[0].case_no
    wrong = number[:-3] + ("1" if number[-3] != "1" else "2") + number[-2:]
    desk.presenter.enter(wrong)
    assert desk.screen.problem
    assert desk.opened == []


def test_a_right_number_of_no_case() -> None:
    from app.domain.case_number import make

    desk = SearchDesk()
    desk.presenter.enter(make("0102", 2026, "B", 77))
    assert desk.screen.problem
    assert desk.opened == []


def test_anything_else_that_is_entered_is_looked_for() -> None:
    desk = SearchDesk()
    desk.presenter.enter("王明芳")
    assert len(desk.screen.hits or []) == 1


def test_late_hits_are_dropped_and_errors_are_shown() -> None:
    desk = SearchDesk(is_held=True)
    desk.presenter.search("王明芳")
    desk.presenter.search("王明")
    desk.run.flush()
    assert len(desk.screen.hits or []) == 2
    desk.branch.broken.add("find")
    desk.presenter.again()
    desk.run.flush()
    assert desk.screen.problem


def test_too_many_hits_are_cut_and_said_so() -> None:
    desk = SearchDesk()
    for _n in range(60):
        desk.branch.add("2026-11-20 10:00", complainant_name="李英")
    desk.presenter.search("李英")
    assert desk.screen.is_cut
    assert len(desk.screen.hits or []) == 50
