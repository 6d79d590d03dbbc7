"""What the case page decides, without Qt: opening, news while someone types, words."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from support.case_desk import CaseDesk
from support.cases import AUDITOR, LOCAL, NFRA, PEOPLE, TELLER_2
from support.counter import Held

from app.domain.case import Flag
from app.domain.commands import AddNote
from app.language import set_language
from app.ui.case import step_choice, words
from app.ui.case.facts import case_facts
from app.ui.case.forms.reading import read_moment
from app.ui.case.history import history, waiting_upload
from app.ui.case.step_words import STEP_ORDER, step_label

CASES = frozenset({"cases"})


@pytest.fixture(autouse=True)
def _chinese_again() -> Any:
    yield
    set_language("zh")


@pytest.fixture
def desk() -> CaseDesk:
    made = CaseDesk()
    made.presenter.open("case-1")
    return made


# ---- opening


def test_a_case_opens_with_its_steps(desk: CaseDesk) -> None:
    assert desk.screen.view.case.case_id == "case-1"
    order = [offer.name for offer in step_choice.steps_put_forward(desk.screen.view)]
    assert order[0] == "record_decision"
    assert step_choice.natural_step(desk.screen.view) == "record_decision"


def test_a_case_that_is_not_there_or_cannot_be_read(desk: CaseDesk) -> None:
    desk.presenter.open("case-9")
    assert desk.screen.missing
    desk.screen.missing = ""
    desk.branch.broken.add("open")
    desk.presenter.open("case-1")
    assert desk.screen.missing


def test_a_late_answer_for_another_case_is_dropped() -> None:
    desk = CaseDesk(is_held=True)
    desk.branch.add("2026-11-21 10:00")
    desk.presenter.open("case-1")
    desk.presenter.open("case-2")
    desk.run.flush()
    assert desk.screen.view.case.case_id == "case-2"


def test_opening_with_a_step(desk: CaseDesk) -> None:
    desk.presenter.open("case-1", "request_extension")
    assert desk.screen.spec.action == "request_extension"


def test_facts_are_masked_until_they_are_shown_in_full(desk: CaseDesk) -> None:
    view = desk.screen.view
    shown = dict(case_facts(view, lambda code: code))
    assert "王*芳" in shown.values()
    assert "138****2716" in shown.values()
    desk.presenter.contact.toggle()
    assert next(iter(desk.screen.reveal_terms.reasons)).code == "call_customer"
    assert desk.screen.contact is None
    desk.presenter.contact.give("call_customer", "", "")
    assert desk.screen.reveal_terms is None
    clear = dict(case_facts(view, lambda code: code, clear=desk.screen.contact.complainant))
    assert "王芳芳" in clear.values()
    assert "13810242716" in clear.values()
    desk.presenter.contact.copy("phone")
    assert desk.screen.copied == ["13810242716"]
    desk.presenter.contact.toggle()
    assert desk.screen.contact is None


def test_details_that_cannot_be_shown(desk: CaseDesk) -> None:
    desk.branch.broken.add("reveal_terms")
    desk.presenter.contact.reveal()
    assert desk.screen.reveal_terms is None
    assert desk.screen.told[-1][1] == "error"
    desk.branch.broken.clear()
    desk.presenter.contact.reveal()
    desk.presenter.contact.give("other", "", "")
    assert set(desk.screen.reveal_problems[0]) == {"note"}
    desk.presenter.contact.give("call_customer", "", "wrong")
    assert "password" in desk.screen.reveal_problems[0]
    desk.branch.broken.add("reveal")
    desk.presenter.contact.give("call_customer", "", "")
    assert desk.screen.reveal_problems[0] == {}
    assert desk.screen.reveal_problems[1]
    assert desk.screen.contact is None


def test_details_that_come_late_are_not_shown_on_another_case(desk: CaseDesk) -> None:
    desk.branch.add("2026-11-21 10:00")
    desk.presenter.contact.reveal()
    run, desk.presenter.contact._run = desk.presenter.contact._run, Held()
    desk.presenter.contact.give("call_customer", "", "")
    desk.presenter.open("case-2")
    desk.presenter.contact._run.flush()
    desk.presenter.contact._run = run
    assert desk.screen.contact is None
    assert not desk.presenter.contact.is_shown


def test_whoever_may_not_see_details_is_told_who_may(desk: CaseDesk) -> None:
    desk.branch.person = PEOPLE[AUDITOR]
    desk.presenter.contact.reveal()
    assert desk.screen.reveal_terms is None
    assert "吴兰" in desk.screen.told[-1][0]


# ---- news


def test_news_while_someone_types_are_shown_and_the_text_stays(desk: CaseDesk) -> None:
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


def test_news_without_a_form_only_mark_the_history(desk: CaseDesk) -> None:
    desk.scene.do(TELLER_2, AddNote("客户又来电。"))
    desk.presenter.changed(CASES, frozenset({"case-1"}))
    assert desk.screen.changed == 0
    assert len(desk.screen.fresh) == 1


def test_news_of_other_cases_or_other_things_change_nothing(desk: CaseDesk) -> None:
    before = desk.branch.called.count("open")
    desk.presenter.changed(CASES, frozenset({"case-7"}))
    desk.presenter.changed(frozenset({"sync"}), frozenset())
    assert desk.branch.called.count("open") == before


def test_news_that_cannot_be_read_change_nothing(desk: CaseDesk) -> None:
    desk.branch.broken.add("open")
    desk.presenter.changed(CASES, frozenset())
    assert desk.screen.view is not None


# ---- words


def test_every_step_has_words_and_every_form_can_be_made(desk: CaseDesk) -> None:
    for name in STEP_ORDER:
        assert step_label(name) != name


def test_clocks_are_explained_and_the_governing_one_is_marked(desk: CaseDesk) -> None:
    local, nfra = desk.screen.view.explanation
    assert (local.policy_id, nfra.policy_id) == (LOCAL, NFRA)
    assert "5 working days" in words.clock_sentence(local)
    assert "2026-11-27" in words.clock_sentence(local)
    assert words.clock_marks(local) == ["earlier, so it governs"]
    assert words.clock_marks(nfra) == []


def test_a_provisional_date_says_so() -> None:
    desk = CaseDesk()
    scene = desk.branch.add("2026-12-28 10:00")
    desk.branch.clock.moment = datetime(2026, 12, 29, 2, tzinfo=UTC)
    desk.presenter.open(scene.case_id)
    assert any("provisional" in mark for mark in words.clock_marks(desk.screen.view.explanation[0]))


def test_what_waits_and_what_was_set_aside_stand_in_the_history(desk: CaseDesk) -> None:
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


def test_news_that_come_while_a_step_is_taken_are_read_when_it_is_done() -> None:
    desk = CaseDesk(is_held=True)
    desk.presenter.open("case-1")
    desk.run.flush()
    desk.presenter.choose("add_note")
    desk.fill(text="已联系客户。")
    desk.presenter.submit()
    work, then, _failed = desk.run.waiting.pop(0)
    result = work(desk.run.desk)  # what the step brings back is older than what comes now
    desk.scene.do(TELLER_2, AddNote("总行来电询问。"))
    desk.presenter.changed(CASES, frozenset({"case-1"}))
    assert not desk.run.waiting
    then(result)
    desk.run.flush()
    assert len(desk.screen.view.case.timeline) == len(desk.scene.folded.timeline)
