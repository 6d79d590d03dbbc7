"""The steps of a case, without Qt: every form, every refusal, nothing typed is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from support.case_desk import CaseDesk
from support.cases import AUDITOR, DECISION, GONE, HANDLER, LOCAL, PEOPLE, SUPERVISOR, TELLER, TELLER_2

from app.language import set_language
from app.ui.case import step_choice
from app.ui.case.history import history

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


# ---- steps


def test_a_refused_step_says_why_and_who_could(desk: CaseDesk) -> None:
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
    desk = CaseDesk(AUDITOR)
    desk.presenter.open("case-1")
    allowed = [offer.name for offer in step_choice.steps_put_forward(desk.screen.view) if offer.is_allowed]
    assert allowed == []


def test_a_note(desk: CaseDesk) -> None:
    desk.take("add_note", text="已致电客户。")
    assert desk.screen.told[-1][1] == "ok"
    assert desk.screen.spec is None
    assert any(line.body == "已致电客户。" for line in history(desk.screen.view, datetime(2026, 11, 23).date()))
    desk.presenter.choose("add_note")
    assert desk.screen.values == {}  # nothing is left over from the note before


def test_an_empty_note_is_refused_at_its_field(desk: CaseDesk) -> None:
    desk.take("add_note", text=" ")
    assert list(desk.screen.problems) == ["text"]
    assert desk.screen.spec is not None


def test_more_time_shows_both_dates_and_the_cap_by_the_other_clock(desk: CaseDesk) -> None:
    desk.presenter.choose("request_extension")
    offer = desk.screen.view.offers[0]
    assert offer.policy_id == LOCAL
    assert "2026-11-27" in desk.screen.note
    assert "2026-12-04" in desk.screen.note
    desk.take("request_extension", reason="需要调取监控录像")
    assert desk.screen.view.case.state.value == "extension_requested"
    assert step_choice.natural_step(desk.screen.view) == "decide_extension"


def test_an_extension_that_the_other_clock_caps() -> None:
    desk = CaseDesk()
    scene = desk.branch.add("2026-02-13 10:00")  # ten working days end after fifteen natural days (domain.md 0.1)
    desk.branch.clock.moment = datetime(2026, 2, 14, 2, tzinfo=UTC)
    desk.presenter.open(scene.case_id, "request_extension")
    local = next(o for o in desk.screen.view.offers if o.policy_id == LOCAL)
    assert local.new_due_on.isoformat() == "2026-02-28"
    assert "Capped by the other clock" in desk.screen.note


def test_a_reason_that_says_nothing_is_refused_at_its_field(desk: CaseDesk) -> None:
    desk.take("request_extension", reason="无")
    assert list(desk.screen.problems) == ["reason"]
    assert desk.presenter.action == "request_extension"


def test_a_request_sent_twice_is_one_request() -> None:
    desk = CaseDesk(is_held=True)
    desk.presenter.open("case-1")
    desk.run.flush()
    desk.presenter.choose("request_extension")
    desk.fill(reason="需要调取监控录像")
    desk.presenter.submit()
    desk.presenter.submit()
    desk.run.flush()
    assert len(desk.scene.folded.extensions) == 1
    assert desk.branch.called.count("request_extension") == 1


def test_an_extension_is_decided_on_its_own_page(desk: CaseDesk) -> None:
    desk.scene.request(who=TELLER)
    desk.presenter.open("case-1")
    desk.presenter.choose("decide_extension")
    assert desk.went == [("approvals", {"case_id": "case-1"})]


def test_an_approved_extension_is_printed_and_told(desk: CaseDesk) -> None:
    desk.scene.extend(LOCAL, 1)
    desk.presenter.open("case-1")
    assert step_choice.natural_step(desk.screen.view) == "make_extension_notice"
    desk.presenter.choose("make_extension_notice")
    assert desk.branch.printed == [("case-1", "extension_notice")]
    assert step_choice.natural_step(desk.screen.view) == "give_notice"
    desk.presenter.choose("give_notice")
    assert desk.screen.values["about"] == "extension"
    desk.fill(receiver="王芳芳", evidence_no="签收单 7")
    desk.presenter.submit()
    assert step_choice.extension_to_tell(desk.screen.view) == ""
    assert step_choice.natural_step(desk.screen.view) == "record_decision"


def test_a_decision_with_parts_missing_names_each_at_its_field(desk: CaseDesk) -> None:
    desk.take("record_decision", outcome="upheld", findings="属实", compensation="一百")
    assert set(desk.screen.problems) == {"basis", "reasons", "remedy", "compensation"}
    assert desk.presenter.action == "record_decision"


def test_a_choice_that_was_not_made_is_asked_for(desk: CaseDesk) -> None:
    desk.take("record_decision", findings="属实")
    assert desk.screen.problems == {"outcome": "Choose one."}
    assert "record_decision" not in desk.branch.called


def _decide(desk: CaseDesk) -> None:
    names = ("outcome", "findings", "basis", "reasons", "remedy", "compensation")
    desk.take("record_decision", **{name: getattr(DECISION, name) for name in names})


def test_from_decision_to_letter_notice_and_closing(desk: CaseDesk) -> None:
    _decide(desk)
    assert desk.screen.view.case.state.value == "decided"
    assert step_choice.natural_step(desk.screen.view) == "make_letter"
    desk.presenter.choose("make_letter")
    assert desk.screen.letter
    desk.presenter.submit()
    assert desk.branch.printed == [("case-1", "resolution_letter")]
    assert step_choice.natural_step(desk.screen.view) == "give_notice"
    desk.take("give_notice", receiver="王芳芳", evidence_no="EMS 1")
    assert desk.screen.view.case.state.value == "told"
    desk.presenter.choose("close")
    assert "in time" in desk.screen.spec.lead
    desk.presenter.submit()
    assert desk.screen.view.case.state.value == "closed"
    assert step_choice.natural_step(desk.screen.view) == ""


def test_told_too_late_is_said_before_closing(desk: CaseDesk) -> None:
    _decide(desk)
    desk.branch.clock.move(days=30)
    desk.take("give_notice", receiver="王芳芳", evidence_no="EMS 1")
    desk.presenter.choose("close")
    assert "overdue" in desk.screen.spec.lead


def test_a_letter_that_lacks_a_part_says_which(desk: CaseDesk) -> None:
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


def test_the_letter_is_drawn_again_for_another_width(desk: CaseDesk) -> None:
    _decide(desk)
    desk.presenter.choose("make_letter")
    desk.screen.letter = None
    desk.presenter.letter.fit(700)
    assert desk.screen.letter


def test_a_notice_without_proof_or_in_the_future(desk: CaseDesk) -> None:
    _decide(desk)
    desk.take("give_notice", receiver="", evidence_no="")
    assert set(desk.screen.problems) == {"receiver", "evidence_no"}
    desk.take("give_notice", receiver="王芳芳", evidence_no="1", given_at="下午三点")
    assert set(desk.screen.problems) == {"given_at"}
    desk.take("give_notice", given_at="2027-01-01 10:00")
    assert set(desk.screen.problems) == {"given_at"}


def test_an_attempt_that_failed_leaves_the_case_untold(desk: CaseDesk) -> None:
    _decide(desk)
    desk.take("give_notice", succeeded="no", way="phone")
    assert desk.screen.view.case.state.value == "decided"
    assert len(desk.screen.view.case.notices) == 1


def test_withdrawing(desk: CaseDesk) -> None:
    desk.take("withdraw", way="letter", received_on="23 November")
    assert set(desk.screen.problems) == {"received_on"}
    desk.take("withdraw", received_on="2026/11/22")
    assert desk.screen.view.case.state.value == "withdrawn"


def test_assigning_to_somebody_else() -> None:
    desk = CaseDesk(SUPERVISOR)
    desk.presenter.open("case-1")
    desk.presenter.choose("assign")
    barred = desk.screen.spec.fields[0].barred
    assert set(barred) >= {HANDLER, AUDITOR, GONE}  # who has it already, who may not handle, who has left
    desk.fill(owner=TELLER_2)
    desk.presenter.submit()
    assert desk.screen.view.case.owner == TELLER_2


def test_a_slip_is_printed_again(desk: CaseDesk) -> None:
    desk.presenter.choose("reprint_slip")
    assert desk.branch.printed == [("case-1", "ack_slip")]
    assert desk.screen.told[-1][1] == "ok"


def test_a_step_that_fails_keeps_the_form(desk: CaseDesk) -> None:
    desk.branch.broken.add("add_note")
    desk.take("add_note", text="已致电客户。")
    assert desk.screen.whole
    assert desk.presenter.action == "add_note"
    assert desk.screen.busy == [True, False]
    desk.branch.broken.clear()
    desk.presenter.submit()
    assert desk.presenter.action == ""


def test_leaving_a_form_keeps_what_was_typed(desk: CaseDesk) -> None:
    desk.presenter.choose("add_note")
    desk.fill(text="半句话")
    desk.presenter.leave_form()
    assert desk.screen.spec is None
    desk.presenter.choose("add_note")
    assert desk.screen.values["text"] == "半句话"


def test_text_for_another_case_waits_there(desk: CaseDesk) -> None:
    desk.branch.add("2026-11-21 10:00")
    desk.presenter.choose("add_note")
    desk.fill(text="半句话")
    desk.presenter.open("case-2")
    assert desk.screen.spec is None
    desk.presenter.open("case-1")
    assert desk.screen.spec.action == "add_note"
    assert desk.screen.values["text"] == "半句话"
