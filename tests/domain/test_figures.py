"""The branch's figures against cases counted by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from support.cases import DECISION, HANDLER, RULES, SUPERVISOR, TELLER, Scene, at

from app.domain.case import Case, CaseState, ForwardedCase, OverdueMark, Satisfaction
from app.domain.commands import AgreeDate, CloseCase, WithdrawCase
from app.domain.figures import CaseFigures, Figures, Rate, figures_for, figures_of, overdue_cases

LIMITS = RULES.policies.latest.limits
FIRST, LAST, TODAY = date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 15)


def nov(day: int) -> date:
    return date(2026, 11, day)


def one(case_id: str, received: int, **changes: Any) -> CaseFigures:
    """Received and accepted on that day of November, judged on 15 December."""
    given: dict[str, Any] = {"intake_type": "complaint", "received_on": nov(received), "accepted_on": nov(received)}
    return CaseFigures(**{"case_id": case_id, "as_of": TODAY, **given, **changes})


def november(*records: CaseFigures) -> Figures:
    return figures_for(records, FIRST, LAST, LIMITS)


def test_a_month_counted_by_hand() -> None:
    """Ten complaints accepted in November, one of October closed in it; one voided, one merged, one enquiry."""
    found = november(
        one("a", 2, ended_on=nov(6), told_on=nov(5), answer="satisfied"),
        one("b", 3, ended_on=nov(9), told_on=nov(9), answer="fairly_satisfied"),
        one("c", 4, ended_on=nov(20), told_on=nov(19), overdue_from=nov(12), answer="dissatisfied"),
        one("d", 5, ended_on=nov(5), told_on=nov(5), is_settled_on_spot=True, answer="satisfied"),
        one("e", 6, ended_on=nov(6), told_on=nov(6), is_settled_on_spot=True),  # repeated by f
        one("f", 16, repeat_of="e"),
        one("g", 10, ended_on=nov(12), is_withdrawn=True),
        one("h", 11, overdue_from=nov(19)),  # open and overdue at the end of the month
        one("i", 24, overdue_from=date(2026, 12, 2)),  # overdue only later
        one("j", 25, ended_on=date(2026, 12, 1), told_on=nov(30), is_forwarded=True, repeat_of="a"),
        one("old", 1, received_on=date(2026, 10, 8), accepted_on=date(2026, 10, 8), ended_on=nov(2), told_on=nov(2),
            overdue_from=date(2026, 10, 24)),
        one("void", 7, is_voided=True, ended_on=nov(8), told_on=nov(8), repeat_of="d"),
        one("merged", 26, is_merged=True, repeat_of="h"),
        one("ask", 8, intake_type="enquiry", ended_on=nov(9), told_on=nov(9)),
    )  # fmt: skip
    assert (found.received, found.accepted, found.closed) == (10, 10, 7)
    assert found.timeliness == Rate(5, 7, False)  # a b d e g of a b c d e g old
    assert found.strict_timeliness == Rate(5, 8, False)  # and h
    assert found.open_overdue == 1
    assert found.satisfaction == Rate(2, 4, True)  # a d of a b c d
    assert found.answered == Rate(4, 7, False)
    assert found.completion == Rate(6, 10, False)  # a b c d e g; j came to its end in December
    assert found.first_contact_resolution == Rate(1, 10, False)  # d; e was repeated ten days later
    assert found.regulator_escalation == Rate(1, 10, False)  # a, by j
    assert found.repeats == Rate(3, 11, False)  # f j merged of ten and merged
    assert found.ever_overdue == Rate(3, 10, False)  # c h i
    assert found.timeliness.share == Fraction(5, 7)


def test_nothing_to_count_has_no_share() -> None:
    found = november()
    assert found.timeliness == Rate(0, 0, True)
    assert found.timeliness.share is None
    assert found.completion.share is None


@pytest.mark.parametrize(("again", "resolved"), [(5, 0), (35, 0), (36, 1)])
def test_a_repeat_within_thirty_days_undoes_the_first_contact(again: int, resolved: int) -> None:
    """Settled on 5 November: a repeat up to and including 5 December counts against it."""
    on = date.fromordinal(date(2026, 10, 31).toordinal() + again)
    settled = one("a", 5, ended_on=nov(5), told_on=nov(5), is_settled_on_spot=True)
    repeat = one("b", 5, received_on=on, accepted_on=on, repeat_of="a")
    assert november(settled, repeat).first_contact_resolution.count == resolved


def test_a_repeat_of_a_repeat_is_one_of_the_first_too() -> None:
    settled = one("a", 5, ended_on=nov(5), told_on=nov(5), is_settled_on_spot=True)
    merged = one("b", 9, is_merged=True, repeat_of="a")
    found = november(settled, merged, one("c", 12, repeat_of="b", is_forwarded=True))
    assert found.first_contact_resolution.count == 0
    assert found.regulator_escalation == Rate(1, 2, True)  # a; merged b counts nowhere but as a repeat
    assert found.repeats == Rate(2, 3, True)


def test_links_in_a_ring_and_to_nowhere_end() -> None:
    found = november(one("a", 5, repeat_of="b"), one("b", 6, repeat_of="a"), one("c", 7, repeat_of="gone"))
    assert found.repeats == Rate(3, 3, True)


def test_what_the_regulator_sent_itself_has_not_escalated() -> None:
    found = november(one("a", 5, is_forwarded=True), one("b", 9, is_forwarded=True, repeat_of="a"))
    assert found.regulator_escalation.count == 0


def test_an_earlier_case_is_no_repeat() -> None:
    found = november(one("a", 9), one("b", 5, repeat_of="a", is_forwarded=True))
    assert found.regulator_escalation.count == 0


def test_enquiries_when_asked_for() -> None:
    record = one("a", 5, intake_type="enquiry", ended_on=nov(6), told_on=nov(6))
    assert figures_for([record], FIRST, LAST, LIMITS, frozenset({"enquiry"})).closed == 1


def test_open_cases_are_judged_as_of_the_day_they_were_looked_at() -> None:
    record = one("a", 5, as_of=nov(12), overdue_from=nov(13))
    assert november(record).open_overdue == 0
    assert november(replace(record, as_of=nov(13))).open_overdue == 1


def test_overdue_cases_with_their_days() -> None:
    """Told on the 19th after the 11th was the last day: eight days late. What runs counts up to the period's end."""
    found = overdue_cases(
        (
            one("told", 4, overdue_from=nov(12), told_on=nov(19), ended_on=nov(20)),
            one("runs", 11, overdue_from=nov(19)),
            one("later", 24, overdue_from=date(2026, 12, 2)),
            one("before", 1, overdue_from=date(2026, 10, 20), ended_on=date(2026, 10, 31), told_on=date(2026, 10, 30)),
            one("void", 2, overdue_from=nov(3), is_voided=True),
            one("merged", 2, overdue_from=nov(3), is_merged=True),
            one("ask", 2, overdue_from=nov(3), intake_type="enquiry"),
            one("told in December", 3, overdue_from=nov(30), told_on=date(2026, 12, 5), ended_on=date(2026, 12, 5)),
        ),
        FIRST,
        LAST,
    )
    assert [(case.case_id, case.days, case.is_running) for case in found] == [
        ("runs", 12, True),
        ("told", 8, False),
        ("told in December", 1, True),
    ]


# -- records of real cases


def case_at(scene: Scene) -> CaseFigures:
    return figures_of(scene.folded, RULES, TODAY)


@pytest.fixture
def scene() -> Scene:
    made = Scene(at("2026-11-20 10:00"))
    made.register()
    return made


def test_the_record_of_an_open_case(scene: Scene) -> None:
    assert case_at(scene) == one("c1", 20, overdue_from=nov(28))
    assert figures_of(scene.folded, RULES, nov(27)).overdue_from is None


@pytest.mark.parametrize(("told", "overdue_from"), [("2026-11-27 23:59", None), ("2026-11-28 00:00", nov(28))])
def test_the_record_of_a_closed_case(scene: Scene, told: str, overdue_from: date | None) -> None:
    scene.do(SUPERVISOR, DECISION)
    scene.tell(now=at(told))
    scene.do(HANDLER, CloseCase(), now=at("2026-11-30 10:00"))
    found = case_at(scene)
    assert (found.told_on, found.ended_on) == (date.fromisoformat(told[:10]), nov(30))
    assert found.overdue_from == overdue_from
    assert november(found).timeliness.count == (overdue_from is None)


def test_an_agreed_date_does_not_wipe_that_it_was_overdue(scene: Scene) -> None:
    scene.do(HANDLER, AgreeDate(date(2026, 12, 11), "phone", "录音 9"), now=at("2026-11-29 10:00"))
    scene.do(SUPERVISOR, DECISION)
    scene.tell()
    scene.do(HANDLER, CloseCase())
    assert case_at(scene).overdue_from == nov(28)
    assert november(case_at(scene)).timeliness == Rate(0, 1, True)


def test_the_record_of_what_ended_at_once() -> None:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register(settlement="当场退还")
    found = case_at(scene)
    assert (found.is_settled_on_spot, found.told_on, found.ended_on) == (True, nov(20), nov(20))


def test_the_record_of_a_withdrawal(scene: Scene) -> None:
    scene.do(TELLER, WithdrawCase("phone"))
    assert case_at(scene).is_withdrawn
    assert november(case_at(scene)).timeliness == Rate(1, 1, True)


def answered(case: Case, *answers: str) -> Case:
    return replace(
        case,
        satisfaction=tuple(
            Satisfaction(answer, "phone", "", TELLER, at(f"2026-11-2{n} 10:00")) for n, answer in enumerate(answers)
        ),
    )


def test_the_latest_answer_counts_and_a_refusal_is_none(scene: Scene) -> None:
    case = answered(scene.folded, "satisfied", "dissatisfied", "refused")
    assert figures_of(case, RULES, TODAY).answer == "dissatisfied"
    assert figures_of(answered(scene.folded, "not_reached"), RULES, TODAY).answer == ""


def test_marks_and_links(scene: Scene) -> None:
    case = replace(
        scene.folded,
        overdue_marks=(OverdueMark(nov(23), nov(25)),),
        repeat_of="c0",
        intake=replace(scene.folded.intake, forwarded=ForwardedCase("nfra")),
    )
    found = figures_of(case, RULES, nov(25))
    assert (found.overdue_from, found.repeat_of, found.is_forwarded) == (nov(24), "c0", True)
    merged = replace(case, state=CaseState.MERGED, merged_into="c9")
    assert figures_of(merged, RULES, nov(25)).repeat_of == "c9"
    assert figures_of(replace(case, state=CaseState.VOIDED), RULES, nov(25)).is_voided
