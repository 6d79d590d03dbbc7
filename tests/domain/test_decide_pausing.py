"""Pauses, new facts, agreed dates: what they do to the due date, and what of them is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from support.cases import AUDITOR, HANDLER, HEAD, HQ, LOCAL, NFRA, RULES, SUPERVISOR, TELLER, Scene, as_entry, at

from app.domain.case import CaseState, Restart
from app.domain.commands import AgreeDate, EndPause, RecordNewFacts, RequestExtension, StartPause
from app.domain.deadlines import AGREED, deadlines_of, ever_overdue, is_overdue, next_stages
from app.domain.entry import EntryKind, NewEntry
from app.domain.fold import fold

FRIDAY = at("2026-11-20 10:00")  # due 2026-11-27 by the bank's rule, 2026-12-05 by the law


@pytest.fixture
def scene() -> Scene:
    made = Scene(FRIDAY)
    made.register()
    return made


def pause(**changes: Any) -> StartPause:
    given: dict[str, Any] = {
        "pause_id": "p1",
        "kind": "appraisal",
        "body_name": "省司法鉴定中心",
        "expected_end_on": date(2026, 12, 4),
        "notice_way": "phone",
        "notice_evidence_no": "录音 0231",
    }
    return StartPause(**{**given, **changes})


def due(scene: Scene) -> date:
    return deadlines_of(scene.folded, RULES).due_on


def codes(scene: Scene, command: Any, who: str = HANDLER, now: datetime | None = None) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.field) for problem in scene.refused(who, command, now=now).problems]


# -- pauses


def test_a_pause_leaves_its_days_out_and_ends_earlier_or_later(scene: Scene) -> None:
    case = scene.do(HANDLER, pause(), now=at("2026-11-24 09:00"))
    assert case.open_pause is not None
    assert due(scene) == date(2026, 12, 9)  # of 20 Nov one day counted, from 4 Dec on four more
    assert case.timeline[-1].details["old_due_on"] == "2026-11-27"
    assert case.timeline[-1].details["new_due_on"] == "2026-12-09"
    case = scene.do(HANDLER, EndPause("p1", "鉴定书 77"), now=at("2026-11-30 09:00"))
    assert (case.pauses[0].ended_on, case.pauses[0].end_evidence_no) == (date(2026, 11, 30), "鉴定书 77")
    assert due(scene) == date(2026, 12, 3)
    assert case.state is CaseState.ACCEPTED


def test_repeats_write_nothing(scene: Scene) -> None:
    scene.do(HANDLER, pause())
    assert scene.try_(HANDLER, pause()) == ()
    scene.do(HANDLER, EndPause("p1", "1"))
    assert scene.try_(HANDLER, EndPause("p1", "1")) == ()
    assert scene.refused(HANDLER, EndPause("p1", "2")).code == "pause_ended"
    assert scene.refused(HANDLER, EndPause("p9", "2")).code == "unknown_pause"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"kind": "holiday"}, ("choice_unknown", "kind")),
        ({"body_name": " "}, ("pause_body_missing", "body_name")),
        ({"notice_way": "pigeon"}, ("way_unknown", "notice_way")),
        ({"notice_evidence_no": ""}, ("evidence_missing", "notice_evidence_no")),
        ({"kind": "mediation"}, ("consent_missing", "consent_evidence_no")),
        ({"started_on": date(2026, 11, 25)}, ("pause_in_future", "started_on")),
        ({"started_on": date(2026, 11, 19)}, ("pause_too_early", "started_on")),
        ({"expected_end_on": date(2026, 11, 24)}, ("pause_end_too_early", "expected_end_on")),
        (
            {"expected_end_on": date(2026, 11, 23), "started_on": date(2026, 11, 20)},
            ("pause_end_too_early", "expected_end_on"),
        ),
        ({"expected_end_on": date(2027, 2, 23)}, ("pause_too_long", "expected_end_on")),
    ],
)  # fmt: skip
def test_what_a_pause_needs(scene: Scene, changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert codes(scene, pause(**changes), now=at("2026-11-24 09:00")) == [expected]


def test_the_longest_pauses(scene: Scene) -> None:
    scene.do(HANDLER, pause(expected_end_on=date(2027, 2, 22)), now=at("2026-11-24 09:00"))
    scene.do(HANDLER, EndPause("p1", "1"))
    mediation = pause(
        pause_id="p2", kind="mediation", consent_evidence_no="同意书 3", expected_end_on=date(2027, 1, 23)
    )
    assert scene.do(HANDLER, mediation).pauses[1].consent_evidence_no == "同意书 3"


def test_one_pause_at_a_time_and_only_before_the_decision(scene: Scene) -> None:
    scene.do(HANDLER, pause())
    assert scene.refused(HANDLER, pause(pause_id="p2")).code == "pause_open"
    assert codes(scene, EndPause("p1", " ")) == [("evidence_missing", "evidence_no")]
    assert codes(scene, EndPause("p1", "1", date(2026, 11, 21))) == [("pause_end_in_future", "ended_on")]
    assert codes(scene, EndPause("p1", "1", date(2026, 11, 19))) == [("pause_end_too_early", "ended_on")]
    scene.decide()
    assert scene.do(HANDLER, EndPause("p1", "1")).open_pause is None
    assert scene.refused(HANDLER, pause(pause_id="p2")).code == "wrong_state"
    assert scene.refused(AUDITOR, pause(pause_id="p3")).code == "no_right"


def test_a_pause_begun_after_the_due_date_heals_nothing_and_one_begun_before_does_not_wipe_the_mark(
    scene: Scene,
) -> None:
    late = at("2026-12-01 09:00")
    case = scene.do(HANDLER, pause(expected_end_on=date(2026, 12, 20)), now=late)
    assert due(scene) == date(2026, 11, 27)
    assert [(m.due_on, m.noticed_on) for m in case.overdue_marks] == [(date(2026, 11, 27), date(2026, 12, 1))]
    scene.do(HANDLER, EndPause("p1", "1"))
    scene.do(HANDLER, pause(pause_id="p2", started_on=date(2026, 11, 25), expected_end_on=date(2026, 12, 31)))
    assert due(scene) > date(2026, 12, 30)
    assert not is_overdue(scene.folded, RULES, date(2026, 12, 1))
    assert ever_overdue(scene.folded, RULES, date(2026, 12, 1)), "for ever"


# -- new facts


def test_new_facts_begin_the_term_anew(scene: Scene) -> None:
    scene.extend(LOCAL, 1)
    scene.extend(NFRA, 1)
    scene.request(NFRA, 2, request_id="last")
    case = scene.do(TELLER, RecordNewFacts("f1", "客户补交了转账凭证", "材料 5"), now=at("2026-12-01 09:00"))
    assert case.state is CaseState.IN_PROGRESS
    assert case.extensions[-1].decision == "lapsed"
    assert [e.counts for e in case.extensions] == [False, False, False]
    found = deadlines_of(case, RULES)
    assert [(c.policy_id, c.stage, c.start_on) for c in found.each] == [
        (LOCAL, 0, date(2026, 12, 1)),
        (NFRA, 0, date(2026, 12, 1)),
    ]
    assert found.due_on == date(2026, 12, 8)
    assert [offer.stage for offer in next_stages(case, RULES)] == [1, 1]
    assert scene.try_(TELLER, RecordNewFacts("f1", "客户补交了转账凭证")) == ()
    assert scene.request(LOCAL, 1, request_id="again").pending_extension is not None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"facts": " "}, ("facts_missing", "facts")),
        ({"received_on": date(2026, 11, 21)}, ("facts_in_future", "received_on")),
        ({"received_on": date(2026, 11, 19)}, ("facts_too_early", "received_on")),
    ],
)
def test_what_new_facts_need(scene: Scene, changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert codes(scene, replace(RecordNewFacts("f1", "新的凭证"), **changes)) == [expected]


def test_after_the_decision_new_facts_open_the_case_again_instead(scene: Scene) -> None:
    scene.decide()
    refusal = scene.refused(TELLER, RecordNewFacts("f1", "新的凭证"))
    assert refusal.code == "facts_after_decision"
    assert SUPERVISOR in refusal.who_could
    assert TELLER not in refusal.who_could


# -- agreed dates


def test_an_agreed_date_governs_until_new_facts_come(scene: Scene) -> None:
    case = scene.do(HANDLER, AgreeDate(date(2026, 12, 11), "phone", "录音 9"))
    found = deadlines_of(case, RULES)
    assert (found.due_on, found.governing) == (date(2026, 12, 11), AGREED)
    assert next_stages(case, RULES) == ()
    moves_nothing = scene.refused(TELLER, RequestExtension("r", LOCAL, 1, "需要调取监控录像"))
    assert moves_nothing.code == "extension_moves_nothing"
    assert scene.try_(HANDLER, AgreeDate(date(2026, 12, 11), "phone", "录音 9")) == ()
    assert deadlines_of(scene.do(HANDLER, AgreeDate(date(2026, 12, 1), "sms", "1")), RULES).due_on == date(2026, 12, 1)
    case = scene.do(TELLER, RecordNewFacts("f1", "新的凭证"))
    assert case.agreed is None
    assert due(scene) == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (AgreeDate(date(2026, 11, 20), "phone", "1"), ("agreed_not_ahead", "due_on")),
        (AgreeDate(date(2027, 1, 20), "phone", "1"), ("agreed_too_late", "due_on")),
        (AgreeDate(date(2026, 12, 20), "pigeon", "1"), ("way_unknown", "way")),
        (AgreeDate(date(2026, 12, 20), "phone", " "), ("evidence_missing", "evidence_no")),
    ],
)
def test_what_an_agreed_date_needs(scene: Scene, command: AgreeDate, expected: tuple[str, str]) -> None:
    assert codes(scene, command) == [expected]


def test_an_agreed_date_never_goes_behind_what_the_law_allows(scene: Scene) -> None:
    """The last day lay later while a pause was expected to last; the pause ended early."""
    scene.do(HANDLER, pause(expected_end_on=date(2027, 1, 10)))
    scene.do(HANDLER, AgreeDate(date(2027, 2, 26), "phone", "录音 9"))
    assert due(scene) == date(2027, 2, 26)
    scene.do(HANDLER, EndPause("p1", "1"), now=at("2026-11-23 10:00"))
    assert due(scene) == date(2027, 1, 21)  # sixty natural days and the two that were left out


def test_being_overdue_before_an_agreement_is_kept(scene: Scene) -> None:
    case = scene.do(HANDLER, AgreeDate(date(2026, 12, 11), "phone", "录音 9"), now=at("2026-11-28 00:00"))
    assert ever_overdue(case, RULES, date(2026, 11, 28))
    assert not is_overdue(case, RULES, date(2026, 11, 28))


# -- what comes from other PCs


def other(scene: Scene, what: EntryKind, body: dict[str, object], **changes: object) -> str:
    """The flag of an entry that another PC wrote without seeing the last ones; "" when it stands."""
    scene.write(HANDLER, NewEntry(what, "c1", {**body, **changes}))
    flags = scene.folded.flags
    return flags[-1].code if flags and flags[-1].entry_id == str(scene.entries[-1].origin) else ""


def test_entries_that_cross(scene: Scene) -> None:
    scene.do(HANDLER, pause())
    body = {**scene.entries[-1].body}
    assert other(scene, EntryKind.PAUSE_STARTED, body) == "superseded"
    assert other(scene, EntryKind.PAUSE_STARTED, body, pause_id="p2") == "pause_open"
    assert other(scene, EntryKind.PAUSE_STARTED, body, pause_id="p2", kind="nap") == "malformed"
    assert other(scene, EntryKind.PAUSE_STARTED, body, was_overdue="no") == "malformed"
    ended: dict[str, object] = {"pause_id": "p1", "ended_on": "2026-11-25", "evidence_no": "1"}
    assert other(scene, EntryKind.PAUSE_ENDED, ended, pause_id="p9") == "unknown_pause"
    assert other(scene, EntryKind.PAUSE_ENDED, ended, ended_on="2026-11-01") == "malformed"
    assert other(scene, EntryKind.PAUSE_ENDED, ended) == ""
    assert other(scene, EntryKind.PAUSE_ENDED, ended) == "superseded"
    facts: dict[str, object] = {"facts_id": "f1", "facts": "新的凭证", "received_on": "2026-11-25"}
    assert other(scene, EntryKind.NEW_FACTS_RECEIVED, facts) == ""
    assert other(scene, EntryKind.NEW_FACTS_RECEIVED, facts) == "superseded"
    scene.decide()
    agreed: dict[str, object] = {"due_on": "2026-12-20", "way": "phone", "evidence_no": "1"}
    assert other(scene, EntryKind.DATE_AGREED, agreed) == "wrong_state"
    assert other(scene, EntryKind.NEW_FACTS_RECEIVED, facts, facts_id="f2") == "wrong_state"


def test_an_approval_on_another_pc_meets_a_request_that_lapsed(scene: Scene) -> None:
    scene.request(LOCAL, 1)
    scene.do(TELLER, RecordNewFacts("f1", "新的凭证"))
    entry = NewEntry(
        EntryKind.EXTENSION_DECIDED,
        "c1",
        {"request_id": "r1", "decision": "approved", "old_due_on": "2026-11-27", "new_due_on": "2026-12-04"},
    )
    scene.entries.append(as_entry(entry, SUPERVISOR, scene.now, 99, "b" * 32))
    assert [flag.code for flag in fold(scene.entries).flags] == ["superseded"]


def test_a_restart_of_long_ago_moves_nothing() -> None:
    scene = Scene(FRIDAY)
    case = scene.register()
    odd = replace(case, restarts=(Restart("f", date(2026, 1, 1), scene.now, "旧"),))
    assert deadlines_of(odd, RULES) == deadlines_of(case, RULES)


def test_the_last_stage_counts_pauses_too(scene: Scene) -> None:
    scene.extend(NFRA, 1, HEAD)
    scene.extend(NFRA, 2, HQ)
    scene.tell("extension")
    assert due(scene) == date(2027, 1, 19)
    scene.do(HANDLER, pause(expected_end_on=date(2026, 11, 30)))
    assert due(scene) == date(2027, 1, 28)
