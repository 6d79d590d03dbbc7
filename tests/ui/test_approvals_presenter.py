"""What the approvals page decides, without Qt: four eyes at one PC, and nothing typed is ever lost."""

from __future__ import annotations

from typing import Any

import pytest
from support.case_calls import FakeApprovalCalls
from support.cases import HANDLER, NFRA, PEOPLE, SUPERVISOR, SUPERVISOR_2, TELLER
from support.counter import Branch, Held, Inline

from app.domain.commands import AddNote
from app.language import set_language
from app.ui.approvals.presenter import ApprovalsPresenter


class Screen:
    """What the presenter shows, kept."""

    def __init__(self) -> None:
        self.items: list[Any] = []
        self.selected = -1
        self.stale = ""
        self.reason = ""
        self.reason_problem = ""
        self.asked: list[tuple[Any, Any, str]] = []
        self.is_open = False
        self.signing: list[bool] = []
        self.problem = ("", "")
        self.decided: list[tuple[str, bool]] = []

    def show_items(self, items: Any, selected: int) -> None:
        self.items, self.selected = list(items), selected

    def show_stale(self, why: str) -> None:
        self.stale = why

    def show_reason(self, text: str) -> None:
        self.reason = text

    def show_reason_problem(self, text: str) -> None:
        self.reason_problem = text

    def ask_signature(self, item: Any, verdict: Any, staff_no: str) -> None:
        self.asked.append((item, verdict, staff_no))
        self.is_open = True

    def show_signing(self, is_signing: bool) -> None:
        self.signing.append(is_signing)

    def show_signature_problem(self, text: str, field: str) -> None:
        self.problem = (field, text)

    def end_signature(self) -> None:
        self.is_open = False

    def show_decided(self, case_no: str, verdict: Any) -> None:
        self.decided.append((case_no, verdict.is_approved))


class Desk:
    """A presenter with two requests waiting: the teller's own and the handler's."""

    def __init__(self, who: str = TELLER, *, is_held: bool = False) -> None:
        set_language("en")
        self.branch = Branch(person=PEOPLE[who])
        self.own = self.branch.add("2026-11-19 10:00")
        self.own.request(who=TELLER, request_id="own")
        self.other = self.branch.add("2026-11-20 10:00")
        self.other.request(who=HANDLER, request_id="other")
        self.run = Held() if is_held else Inline()
        self.screen = Screen()
        self.counts: list[int] = []
        self.presenter = ApprovalsPresenter(
            self.screen,
            self.run,
            person=self.branch.person,
            calls=FakeApprovalCalls(self.branch),
            counted=self.counts.append,
        )
        self.presenter.start()


@pytest.fixture(autouse=True)
def _chinese_again() -> Any:
    yield
    set_language("zh")


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_most_urgent_request_is_shown_first(desk: Desk) -> None:
    assert [item.case_id for item in desk.screen.items] == ["case-1", "case-2"]
    assert desk.screen.selected == 0
    assert desk.counts == [2]


def test_a_case_page_leads_to_its_request(desk: Desk) -> None:
    desk.presenter.start("case-2")
    assert desk.screen.selected == 1


def test_wrong_then_right_password(desk: Desk) -> None:
    desk.presenter.change_reason("情况属实，同意。")
    desk.presenter.decide(True)
    _item, verdict, staff_no = desk.screen.asked[-1]
    assert verdict.is_approved
    assert staff_no == ""  # a teller can't sign; the supervisor types her own number
    desk.presenter.sign(SUPERVISOR, "wrong")
    assert desk.screen.problem[0] == "password"
    assert "4 tries left" in desk.screen.problem[1]
    assert desk.screen.is_open
    desk.presenter.sign(SUPERVISOR, "right")
    assert not desk.screen.is_open
    assert desk.screen.decided == [(desk.own.folded.case_no, True)]
    assert desk.own.folded.extensions[0].decision == "approved"
    assert desk.own.folded.extensions[0].decided_by == SUPERVISOR
    assert [item.case_id for item in desk.screen.items] == ["case-2"]
    assert desk.screen.signing == [True, False, True, False]


def test_a_supervisor_finds_her_own_number_filled_in() -> None:
    desk = Desk(SUPERVISOR)
    desk.presenter.decide(True)
    assert desk.screen.asked[-1][2] == SUPERVISOR


def test_the_asker_cannot_decide_and_is_told_who_could(desk: Desk) -> None:
    desk.presenter.change_reason("同意。")
    desk.presenter.decide(True)
    desk.presenter.sign(TELLER, "mine")
    assert desk.screen.problem[0] == "staff_no"
    assert desk.screen.problem[1]
    assert desk.screen.is_open
    assert desk.own.folded.pending_extension is not None


def test_a_supervisors_own_request_needs_another_supervisor() -> None:
    desk = Desk(SUPERVISOR)
    mine = desk.branch.add("2026-11-18 10:00")
    mine.request(who=SUPERVISOR, request_id="mine")
    desk.presenter.start(mine.case_id)
    item = desk.presenter.selected
    assert item is not None
    assert SUPERVISOR not in [person.staff_no for person in item.who_could]
    desk.presenter.decide(True)
    assert desk.screen.asked[-1][2] == ""
    desk.presenter.sign(SUPERVISOR, "right")
    assert desk.screen.problem[0] == "staff_no"
    assert SUPERVISOR_2 in desk.screen.problem[1]
    desk.presenter.sign(SUPERVISOR_2, "also right")
    assert mine.folded.extensions[0].decision == "approved"


def test_returning_needs_a_reason(desk: Desk) -> None:
    desk.presenter.decide(False)
    assert desk.screen.reason_problem
    assert desk.screen.asked == []
    desk.presenter.change_reason("请先联系客户核实。")
    assert desk.screen.reason_problem == ""
    desk.presenter.decide(False)
    desk.presenter.sign(SUPERVISOR, "right")
    assert desk.own.folded.extensions[0].decision == "refused"
    assert desk.screen.decided[-1][1] is False


def test_number_and_password_are_asked_for(desk: Desk) -> None:
    desk.presenter.decide(True)
    desk.presenter.sign(" ", "x")
    assert desk.screen.problem[0] == "staff_no"
    desk.presenter.sign(SUPERVISOR, "")
    assert desk.screen.problem[0] == "password"
    assert "decide" not in desk.branch.called


def test_a_case_that_changed_is_looked_at_again_and_the_reason_stays(desk: Desk) -> None:
    desk.presenter.change_reason("同意。")
    desk.presenter.decide(True)
    desk.own.approve(SUPERVISOR_2, "own")  # decided on another PC meanwhile
    desk.presenter.sign(SUPERVISOR, "right")
    assert not desk.screen.is_open
    assert desk.screen.reason_problem
    assert [item.case_id for item in desk.screen.items] == ["case-2"]


def test_a_note_added_meanwhile_does_not_stop_the_decision_or_is_shown(desk: Desk) -> None:
    desk.presenter.decide(True)
    desk.own.do(HANDLER, AddNote("补充材料已到。"))
    desk.presenter.sign(SUPERVISOR, "right")
    assert desk.screen.decided or desk.screen.reason_problem


def test_reasons_stay_with_their_requests(desk: Desk) -> None:
    desk.presenter.change_reason("第一件")
    desk.presenter.select(1)
    assert desk.screen.reason == ""
    desk.presenter.change_reason("第二件")
    desk.presenter.select(0)
    assert desk.screen.reason == "第一件"
    desk.presenter.changed(frozenset({"cases"}), frozenset())
    assert desk.screen.reason == "第一件"
    assert desk.screen.selected == 0


def test_one_signature_at_a_time() -> None:
    desk = Desk(is_held=True)
    desk.run.flush()
    desk.presenter.decide(True)
    desk.presenter.sign(SUPERVISOR, "right")
    desk.presenter.sign(SUPERVISOR, "right")
    desk.presenter.decide(False)
    desk.run.flush()
    assert desk.branch.called.count("decide") == 1


def test_leaving_the_dialog_writes_nothing(desk: Desk) -> None:
    desk.presenter.change_reason("同意。")
    desk.presenter.decide(True)
    desk.presenter.cancel_signature()
    desk.presenter.sign(SUPERVISOR, "right")
    assert "decide" not in desk.branch.called
    desk.presenter.decide(True)
    assert desk.screen.asked[-1][1].reason == "同意。"


def test_a_list_that_cannot_be_read_keeps_the_old_one(desk: Desk) -> None:
    desk.branch.broken.add("waiting")
    desk.presenter.refresh()
    assert desk.screen.stale
    assert len(desk.screen.items) == 2
    desk.branch.broken.clear()
    desk.presenter.refresh()
    assert desk.screen.stale == ""


def test_an_unexpected_failure_is_shown_in_the_dialog(desk: Desk) -> None:
    desk.presenter.decide(True)
    desk.branch.broken.add("decide")
    desk.presenter.sign(SUPERVISOR, "right")
    assert desk.screen.problem[1]
    assert desk.screen.is_open


def test_what_only_headquarters_may_decide() -> None:
    desk = Desk(SUPERVISOR)
    desk.own.approve(SUPERVISOR, "own")
    desk.own.extend(NFRA, 1)
    desk.own.request(NFRA, 2, TELLER, "last")
    desk.presenter.start("case-1")
    item = desk.presenter.selected
    assert item is not None
    assert item.needs_headquarters


def test_nothing_waits() -> None:
    desk = Desk()
    for scene, request in ((desk.own, "own"), (desk.other, "other")):
        scene.approve(SUPERVISOR, request)
    desk.presenter.refresh()
    assert desk.screen.items == []
    desk.presenter.decide(True)
    desk.presenter.change_reason("x")
    assert desk.screen.asked == []
