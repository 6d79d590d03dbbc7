"""What the case page decides, without Qt: steps, forms, news while someone types, every refusal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from support.cases import AUDITOR, DECISION, HANDLER, LOCAL, NFRA, PEOPLE, SUPERVISOR, TELLER, TELLER_2, Scene
from support.counter import Branch, FakeCaseCalls, Held, Inline

from app.domain.case import Flag
from app.domain.commands import AddNote, StartHandling
from app.language import set_language
from app.ui.case import words
from app.ui.case.facts import case_facts
from app.ui.case.history import history, waiting_upload
from app.ui.case.presenter import CasePresenter, read_moment

CASES = frozenset({"cases"})


class Screen:
    """What the presenter shows, kept."""

    def __init__(self) -> None:
        self.view: Any = None
        self.fresh: frozenset[str] = frozenset()
        self.missing = ""
        self.changed = 0
        self.contact: Any = None
        self.spec: Any = None
        self.values: dict[str, str] = {}
        self.problems: dict[str, str] = {}
        self.whole = ""
        self.note = ""
        self.letter: Any = None
        self.letter_missing = ""
        self.busy: list[bool] = []
        self.told: list[tuple[str, str]] = []

    def show_loading(self) -> None:
        self.view = None

    def show_missing(self, why: str) -> None:
        self.missing = why

    def show_case(self, view: Any, new_entries: frozenset[str]) -> None:
        self.view, self.fresh = view, new_entries

    def show_changed(self, count: int) -> None:
        self.changed = count

    def show_contact(self, complainant: Any) -> None:
        self.contact = complainant

    def show_form(self, spec: Any, values: Any) -> None:
        self.spec, self.values = spec, dict(values)

    def show_problems(self, at_fields: Any, whole: str) -> None:
        self.problems, self.whole = dict(at_fields), whole

    def show_note(self, text: str) -> None:
        self.note = text

    def show_letter(self, pages: Any, missing: str) -> None:
        self.letter, self.letter_missing = pages, missing

    def show_busy(self, is_busy: bool) -> None:
        self.busy.append(is_busy)

    def tell(self, text: str, tone: str) -> None:
        self.told.append((text, tone))


class Desk:
    """A presenter on a branch with one case in progress."""

    def __init__(self, who: str = HANDLER, *, is_held: bool = False) -> None:
        set_language("en")
        self.branch = Branch(person=PEOPLE[who])
        self.scene: Scene = self.branch.add("2026-11-20 10:00", phone="13810242716")
        self.scene.do(HANDLER, StartHandling())
        self.run = Held() if is_held else Inline()
        self.screen = Screen()
        self.calls = FakeCaseCalls(self.branch)
        self.went: list[tuple[str, dict[str, Any]]] = []
        self.presenter = CasePresenter(
            self.screen,
            self.run,
            people=lambda: self.branch.people,
            go=lambda name, **arguments: self.went.append((name, arguments)),
            calls=self.calls,
        )

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.presenter.change(name, value)

    def take(self, action: str, **values: str) -> None:
        self.presenter.choose(action)
        self.fill(**values)
        self.presenter.submit()


@pytest.fixture(autouse=True)
def _chinese_again() -> Any:
    yield
    set_language("zh")


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    made.presenter.open("case-1")
    return made


# ---- opening


def test_a_case_opens_with_its_steps(desk: Desk) -> None:
    assert desk.screen.view.case.case_id == "case-1"
    order = [offer.name for offer in words.step_order(desk.screen.view)]
    assert order[0] == "record_decision"
    assert words.natural_step(desk.screen.view) == "record_decision"


def test_a_case_that_is_not_there_or_cannot_be_read(desk: Desk) -> None:
    desk.presenter.open("case-9")
    assert desk.screen.missing
    desk.screen.missing = ""
    desk.branch.broken.add("open")
    desk.presenter.open("case-1")
    assert desk.screen.missing


def test_a_late_answer_for_another_case_is_dropped() -> None:
    desk = Desk(is_held=True)
    desk.branch.add("2026-11-21 10:00")
    desk.presenter.open("case-1")
    desk.presenter.open("case-2")
    desk.run.flush()
    assert desk.screen.view.case.case_id == "case-2"


def test_opening_with_a_step(desk: Desk) -> None:
    desk.presenter.open("case-1", "request_extension")
    assert desk.screen.spec.action == "request_extension"


def test_facts_are_masked_until_they_are_shown_in_full(desk: Desk) -> None:
    view = desk.screen.view
    shown = dict(case_facts(view, lambda code: code))
    assert "王*芳" in shown.values()
    assert "138****2716" in shown.values()
    desk.presenter.reveal()
    clear = dict(case_facts(view, lambda code: code, clear=desk.screen.contact))
    assert "王芳芳" in clear.values()
    assert "13810242716" in clear.values()
    desk.presenter.mask()
    assert desk.screen.contact is None


def test_details_that_cannot_be_shown(desk: Desk) -> None:
    desk.branch.broken.add("reveal")
    desk.presenter.reveal()
    assert desk.screen.contact is None
    assert desk.screen.told[-1][1] == "error"


# ---- steps


def test_a_refused_step_says_why_and_who_could(desk: Desk) -> None:
    desk.presenter.choose("close")
    text, tone = desk.screen.told[-1]
    assert tone == "warning"
    assert text
    desk.branch.person = PEOPLE[TELLER]
    desk.presenter.open("case-1")
    desk.presenter.choose("record_decision")
    assert "吴兰 0301" in desk.screen.told[-1][0]
    assert desk.screen.spec is None


def test_an_auditor_reads_and_does_nothing() -> None:
    desk = Desk(AUDITOR)
    desk.presenter.open("case-1")
    allowed = [offer.name for offer in words.step_order(desk.screen.view) if offer.is_allowed]
    assert allowed == []


def test_a_note(desk: Desk) -> None:
    desk.take("add_note", text="已致电客户。")
    assert desk.screen.told[-1][1] == "ok"
    assert desk.screen.spec is None
    assert any(line.body == "已致电客户。" for line in history(desk.screen.view, datetime(2026, 11, 23).date()))
    desk.presenter.choose("add_note")
    assert desk.screen.values == {}  # nothing is left over from the note before


def test_an_empty_note_is_refused_at_its_field(desk: Desk) -> None:
    desk.take("add_note", text=" ")
    assert list(desk.screen.problems) == ["text"]
    assert desk.screen.spec is not None


def test_more_time_shows_both_dates_and_the_cap_by_the_other_clock(desk: Desk) -> None:
    desk.presenter.choose("request_extension")
    offer = desk.screen.view.offers[0]
    assert offer.policy_id == LOCAL
    assert "2026-11-27" in desk.screen.note
    assert "2026-12-04" in desk.screen.note
    desk.take("request_extension", reason="需要调取监控录像")
    assert desk.screen.view.case.state.value == "extension_requested"
    assert words.natural_step(desk.screen.view) == "decide_extension"


def test_an_extension_that_the_other_clock_caps() -> None:
    desk = Desk()
    scene = desk.branch.add("2026-02-13 10:00")  # ten working days end after fifteen natural days (domain.md 0.1)
    desk.branch.clock.moment = datetime(2026, 2, 14, 2, tzinfo=UTC)
    desk.presenter.open(scene.case_id, "request_extension")
    local = next(o for o in desk.screen.view.offers if o.policy_id == LOCAL)
    assert local.new_due_on.isoformat() == "2026-02-28"
    assert "Capped by the other clock" in desk.screen.note


def test_a_reason_that_says_nothing_is_refused_at_its_field(desk: Desk) -> None:
    desk.take("request_extension", reason="无")
    assert list(desk.screen.problems) == ["reason"]
    assert desk.presenter.action == "request_extension"


def test_a_request_sent_twice_is_one_request() -> None:
    desk = Desk(is_held=True)
    desk.presenter.open("case-1")
    desk.run.flush()
    desk.presenter.choose("request_extension")
    desk.fill(reason="需要调取监控录像")
    desk.presenter.submit()
    desk.presenter.submit()
    desk.run.flush()
    assert len(desk.scene.folded.extensions) == 1
    assert desk.branch.called.count("request_extension") == 1


def test_an_extension_is_decided_on_its_own_page(desk: Desk) -> None:
    desk.scene.request(who=TELLER)
    desk.presenter.open("case-1")
    desk.presenter.choose("decide_extension")
    assert desk.went == [("approvals", {"case_id": "case-1"})]


def test_an_approved_extension_is_printed_and_told(desk: Desk) -> None:
    desk.scene.extend(LOCAL, 1)
    desk.presenter.open("case-1")
    assert words.natural_step(desk.screen.view) == "make_extension_notice"
    desk.presenter.choose("make_extension_notice")
    assert desk.branch.printed == [("case-1", "extension_notice")]
    assert words.natural_step(desk.screen.view) == "give_notice"
    desk.presenter.choose("give_notice")
    assert desk.screen.values["about"] == "extension"
    desk.fill(receiver="王芳芳", evidence_no="签收单 7")
    desk.presenter.submit()
    assert words.extension_to_tell(desk.screen.view) == ""
    assert words.natural_step(desk.screen.view) == "record_decision"


def test_a_decision_with_parts_missing_names_each_at_its_field(desk: Desk) -> None:
    desk.take("record_decision", outcome="upheld", findings="属实", compensation="一百")
    assert set(desk.screen.problems) == {"basis", "reasons", "remedy", "compensation"}
    assert desk.presenter.action == "record_decision"


def test_a_choice_that_was_not_made_is_asked_for(desk: Desk) -> None:
    desk.take("record_decision", findings="属实")
    assert desk.screen.problems == {"outcome": "Choose one."}
    assert "record_decision" not in desk.branch.called


def _decide(desk: Desk) -> None:
    names = ("outcome", "findings", "basis", "reasons", "remedy", "compensation")
    desk.take("record_decision", **{name: getattr(DECISION, name) for name in names})


def test_from_decision_to_letter_notice_and_closing(desk: Desk) -> None:
    _decide(desk)
    assert desk.screen.view.case.state.value == "decided"
    assert words.natural_step(desk.screen.view) == "make_letter"
    desk.presenter.choose("make_letter")
    assert desk.screen.letter
    desk.presenter.submit()
    assert desk.branch.printed == [("case-1", "resolution_letter")]
    assert words.natural_step(desk.screen.view) == "give_notice"
    desk.take("give_notice", receiver="王芳芳", evidence_no="EMS 1")
    assert desk.screen.view.case.state.value == "told"
    desk.presenter.choose("close")
    assert "in time" in desk.screen.spec.lead
    desk.presenter.submit()
    assert desk.screen.view.case.state.value == "closed"
    assert words.natural_step(desk.screen.view) == ""


def test_told_too_late_is_said_before_closing(desk: Desk) -> None:
    _decide(desk)
    desk.branch.clock.move(days=30)
    desk.take("give_notice", receiver="王芳芳", evidence_no="EMS 1")
    desk.presenter.choose("close")
    assert "overdue" in desk.screen.spec.lead


def test_a_letter_that_lacks_a_part_says_which(desk: Desk) -> None:
    _decide(desk)
    desk.branch.branch = type(desk.branch.branch).from_data(
        {**_branch_data(), "superior_name": "", "superior_address": ""}
    )
    desk.presenter.choose("make_letter")
    assert desk.screen.letter is None
    assert len(desk.screen.letter_missing.splitlines()) == 2


def _branch_data() -> dict[str, Any]:
    from app.system.resources import read_json

    return dict(read_json("rules/trial_branch.json"))


def test_the_letter_is_drawn_again_for_another_width(desk: Desk) -> None:
    _decide(desk)
    desk.presenter.choose("make_letter")
    desk.screen.letter = None
    desk.presenter.fit_letter(700)
    assert desk.screen.letter


def test_a_notice_without_proof_or_in_the_future(desk: Desk) -> None:
    _decide(desk)
    desk.take("give_notice", receiver="", evidence_no="")
    assert set(desk.screen.problems) == {"receiver", "evidence_no"}
    desk.take("give_notice", receiver="王芳芳", evidence_no="1", given_at="下午三点")
    assert set(desk.screen.problems) == {"given_at"}
    desk.take("give_notice", given_at="2027-01-01 10:00")
    assert set(desk.screen.problems) == {"given_at"}


def test_an_attempt_that_failed_leaves_the_case_untold(desk: Desk) -> None:
    _decide(desk)
    desk.take("give_notice", succeeded="no", way="phone")
    assert desk.screen.view.case.state.value == "decided"
    assert len(desk.screen.view.case.notices) == 1


def test_withdrawing(desk: Desk) -> None:
    desk.take("withdraw", way="letter", received_on="23 November")
    assert set(desk.screen.problems) == {"received_on"}
    desk.take("withdraw", received_on="2026/11/22")
    assert desk.screen.view.case.state.value == "withdrawn"


def test_assigning_to_somebody_else() -> None:
    desk = Desk(SUPERVISOR)
    desk.presenter.open("case-1")
    desk.presenter.choose("assign")
    owners = dict(desk.screen.spec.fields[0].choices)
    assert HANDLER not in owners  # who has it already
    assert AUDITOR not in owners
    desk.fill(owner=TELLER_2)
    desk.presenter.submit()
    assert desk.screen.view.case.owner == TELLER_2


def test_a_slip_is_printed_again(desk: Desk) -> None:
    desk.presenter.choose("reprint_slip")
    assert desk.branch.printed == [("case-1", "ack_slip")]
    assert desk.screen.told[-1][1] == "ok"


def test_a_step_that_fails_keeps_the_form(desk: Desk) -> None:
    desk.branch.broken.add("add_note")
    desk.take("add_note", text="已致电客户。")
    assert desk.screen.whole
    assert desk.presenter.action == "add_note"
    assert desk.screen.busy == [True, False]
    desk.branch.broken.clear()
    desk.presenter.submit()
    assert desk.presenter.action == ""


def test_leaving_a_form_keeps_what_was_typed(desk: Desk) -> None:
    desk.presenter.choose("add_note")
    desk.fill(text="半句话")
    desk.presenter.leave_form()
    assert desk.screen.spec is None
    desk.presenter.choose("add_note")
    assert desk.screen.values["text"] == "半句话"


def test_text_for_another_case_waits_there(desk: Desk) -> None:
    desk.branch.add("2026-11-21 10:00")
    desk.presenter.choose("add_note")
    desk.fill(text="半句话")
    desk.presenter.open("case-2")
    assert desk.screen.spec is None
    desk.presenter.open("case-1")
    assert desk.screen.spec.action == "add_note"
    assert desk.screen.values["text"] == "半句话"


# ---- news


def test_news_while_someone_types_are_shown_and_the_text_stays(desk: Desk) -> None:
    desk.presenter.choose("record_decision")
    desk.fill(findings="属实")
    desk.scene.do(TELLER_2, AddNote("客户又来电。"))
    desk.presenter.changed(CASES, frozenset({"case-1"}))
    assert desk.screen.changed == 1
    assert len(desk.screen.fresh) == 1
    assert desk.presenter.action == "record_decision"
    desk.scene.do(TELLER_2, AddNote("第三次来电。"))
    desk.presenter.changed(CASES, frozenset())
    assert desk.screen.changed == 2
    desk.presenter.acknowledge_news()
    assert desk.screen.changed == 0
    assert desk.screen.fresh == frozenset()
    again = desk.presenter.retranslated_form()
    assert again is not None
    assert again[1]["findings"] == "属实"


def test_news_without_a_form_only_mark_the_history(desk: Desk) -> None:
    desk.scene.do(TELLER_2, AddNote("客户又来电。"))
    desk.presenter.changed(CASES, frozenset({"case-1"}))
    assert desk.screen.changed == 0
    assert len(desk.screen.fresh) == 1


def test_news_of_other_cases_or_other_things_change_nothing(desk: Desk) -> None:
    before = desk.branch.called.count("open")
    desk.presenter.changed(CASES, frozenset({"case-7"}))
    desk.presenter.changed(frozenset({"sync"}), frozenset())
    assert desk.branch.called.count("open") == before


def test_news_that_cannot_be_read_change_nothing(desk: Desk) -> None:
    desk.branch.broken.add("open")
    desk.presenter.changed(CASES, frozenset())
    assert desk.screen.view is not None


# ---- words


def test_every_step_has_words_and_every_form_can_be_made(desk: Desk) -> None:
    for name in words.STEP_KEYS:
        assert words.step_label(name) != name


def test_clocks_are_explained_and_the_governing_one_is_marked(desk: Desk) -> None:
    local, nfra = desk.screen.view.explanation
    assert (local.policy_id, nfra.policy_id) == (LOCAL, NFRA)
    assert "5 working days" in words.clock_sentence(local)
    assert "2026-11-27" in words.clock_sentence(local)
    assert words.clock_marks(local) == ["earlier, so it governs"]
    assert words.clock_marks(nfra) == []


def test_a_provisional_date_says_so() -> None:
    desk = Desk()
    scene = desk.branch.add("2026-12-28 10:00")
    desk.branch.clock.moment = datetime(2026, 12, 29, 2, tzinfo=UTC)
    desk.presenter.open(scene.case_id)
    assert any("provisional" in mark for mark in words.clock_marks(desk.screen.view.explanation[0]))


def test_what_waits_and_what_was_set_aside_stand_in_the_history(desk: Desk) -> None:
    view = desk.screen.view
    today = datetime(2026, 11, 23).date()
    assert history(view, today)[-1].tone == "waiting"
    assert waiting_upload(view)
    item = view.case.timeline[-1]
    from dataclasses import replace

    flagged = replace(view.case, flags=(Flag(item.entry_id, item.kind, "superseded", item.actor, item.at),))
    line = next(line for line in history(replace(view, case=flagged), today) if line.entry_id == item.entry_id)
    assert line.tone == "warning"
    assert "set aside" in line.body.lower()
    lost = replace(view.case, flags=(Flag("elsewhere", "note_added", "malformed", "0301", item.at),))
    assert any(line.tone == "warning" and line.body for line in history(replace(view, case=lost), today))


def test_read_moment() -> None:
    assert read_moment("") is None
    assert read_moment("２０２６-11-20 14:30") == datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
    assert read_moment("2026/11/20 14:30") == datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
    with pytest.raises(ValueError, match="time data"):
        read_moment("14:30")
