"""Taking in hand, deciding, telling, closing, withdrawing, handing over: on real entries, with real signatures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.cases import AUDITOR, DECISION, HANDLER, HEAD, LOCAL, SUPERVISOR, SUPERVISOR_2, TELLER, TELLER_2, at
from support.desk_acts import (
    add_note,
    assign_case,
    close_case,
    decide_extension,
    give_notice,
    record_decision,
    request_extension,
    start_handling,
    withdraw_case,
)
from support.real_desk import RealBranch, done, password_of, refused

from app.domain.case import Case, CaseState
from app.domain.commands import GiveNotice
from app.store.verify import verify

TOLD = GiveNotice("decision", "registered_mail", "王芳芳", "XA12345678911")
NOWHERE = "01890a5d-ac96-774b-bcce-b302099a8057"


def decided(branch: RealBranch) -> Case:
    case = branch.register()
    view = done(record_decision(branch.desk(HANDLER), case.case_id, DECISION))
    branch.later(minutes=1)
    return view.case


def told(branch: RealBranch) -> Case:
    case = decided(branch)
    view = done(give_notice(branch.desk(), case.case_id, TOLD))
    branch.later(minutes=1)
    return view.case


def test_the_whole_way_and_every_signature_holds(branch: RealBranch) -> None:
    case = branch.register()
    assert done(start_handling(branch.desk(HANDLER), case.case_id)).case.owner == HANDLER
    done(add_note(branch.desk(), case.case_id, "客户补交流水一份"))
    done(record_decision(branch.desk(HANDLER), case.case_id, DECISION))
    branch.later(days=1)
    assert done(give_notice(branch.desk(), case.case_id, TOLD)).case.state is CaseState.TOLD
    closed = done(close_case(branch.desk(HANDLER), case.case_id)).case
    assert (closed.state, closed.was_overdue, closed.flags) == (CaseState.CLOSED, False, ())
    assert closed.due_on_at_end == date(2026, 11, 27)
    assert [item.is_signed for item in closed.timeline if item.kind in ("decision_recorded", "case_closed")] == [
        True,
        True,
    ]
    report = verify(branch.store, branch.directory())
    assert report.is_sound, report.first
    assert (report.signatures, report.unknown_keys) == (2, 0)
    assert branch.changes[-1] == (frozenset({"cases"}), frozenset({case.case_id}))


def test_a_decision_names_every_part_that_is_missing(branch: RealBranch) -> None:
    case = branch.register()
    empty = replace(DECISION, outcome="", findings="", basis=" ", reasons="", remedy="", compensation="一万")
    refusal = refused(record_decision(branch.desk(HANDLER), case.case_id, empty))
    assert [p.field for p in refusal.problems] == ["outcome", "findings", "basis", "reasons", "remedy", "compensation"]
    assert branch.view(case.case_id).case.decision is None


def test_a_teller_does_not_decide_and_learns_who_does(branch: RealBranch) -> None:
    case = branch.register()
    refusal = refused(record_decision(branch.desk(), case.case_id, DECISION))
    assert (refusal.code, set(refusal.who_could)) == ("no_right", {HANDLER, SUPERVISOR, SUPERVISOR_2, HEAD})


def test_a_waiting_request_lapses_with_the_decision(branch: RealBranch) -> None:
    case = branch.register()
    view = done(request_extension(branch.desk(), case.case_id, LOCAL, 1, "需调阅监控录像", "r1"))
    branch.later(minutes=1)
    after = done(record_decision(branch.desk(HANDLER), case.case_id, DECISION)).case
    assert (after.extensions[0].decision, after.state) == ("lapsed", CaseState.DECIDED)
    late = decide_extension(
        branch.desk(),
        case.case_id,
        "r1",
        is_approved=True,
        reason="同意延期",
        seen_version=view.case.version,
        staff_no=SUPERVISOR,
        password=password_of(SUPERVISOR),
    )
    assert refused(late).code == "extension_decided"


def test_a_second_decision_is_refused(branch: RealBranch) -> None:
    case = decided(branch)
    assert refused(record_decision(branch.desk(SUPERVISOR), case.case_id, DECISION)).code == "already_decided"


def test_a_failed_attempt_is_on_record_and_tells_nobody(branch: RealBranch) -> None:
    case = decided(branch)
    missed = GiveNotice("decision", "phone", "", "", succeeded=False)
    view = done(give_notice(branch.desk(), case.case_id, missed))
    assert (view.case.state, view.case.notices[0].succeeded) == (CaseState.DECIDED, False)
    assert refused(close_case(branch.desk(HANDLER), case.case_id)).code == "not_told"


def test_a_notice_needs_receiver_proof_and_a_possible_time(branch: RealBranch) -> None:
    case = decided(branch)

    def fields(notice: GiveNotice) -> list[tuple[str, str | None]]:
        refusal = refused(give_notice(branch.desk(), case.case_id, notice))
        return [(str(problem.code), problem.field) for problem in refusal.problems]

    assert fields(GiveNotice("decision", "pigeon", "", "")) == [
        ("way_unknown", "way"),
        ("receiver_missing", "receiver"),
        ("evidence_missing", "evidence_no"),
    ]
    assert fields(replace(TOLD, given_at=at("2026-11-21 10:00"))) == [("notice_in_future", "given_at")]
    assert fields(replace(TOLD, given_at=at("2026-11-20 09:00"))) == [("notice_too_early", "given_at")]
    assert fields(replace(TOLD, about="weather")) == [("notice_subject_unknown", "about")]
    assert fields(replace(TOLD, about="extension")) == [("no_approved_extension", None)]


def test_told_too_late_stays_overdue_for_good(branch: RealBranch) -> None:
    case = decided(branch)
    branch.later(days=30)
    done(give_notice(branch.desk(), case.case_id, TOLD))
    closed = done(close_case(branch.desk(HANDLER), case.case_id)).case
    assert closed.was_overdue
    branch.later(days=300)
    assert branch.view(case.case_id).case.was_overdue


def test_a_teller_does_not_close(branch: RealBranch) -> None:
    case = told(branch)
    assert refused(close_case(branch.desk(), case.case_id)).code == "no_right"


def test_a_withdrawal_ends_the_case_on_its_day(branch: RealBranch) -> None:
    case = branch.register()
    branch.later(days=2)
    desk = branch.desk(TELLER_2)
    assert refused(withdraw_case(desk, case.case_id, "phone", "", date(2026, 11, 23))).code == "withdrawal_in_future"
    assert refused(withdraw_case(desk, case.case_id, "phone", "", date(2026, 11, 19))).code == "withdrawal_too_early"
    assert refused(withdraw_case(desk, case.case_id, "telepathy")).code == "way_unknown"
    gone = done(withdraw_case(desk, case.case_id, "phone", "已与商户自行解决", date(2026, 11, 21))).case
    assert (gone.state, gone.withdrawal, gone.was_overdue) == (CaseState.WITHDRAWN, "已与商户自行解决", False)
    assert refused(withdraw_case(desk, case.case_id, "phone")).code == "already_ended"


def test_after_the_end_only_notes_are_added(branch: RealBranch) -> None:
    case = told(branch)
    done(close_case(branch.desk(HANDLER), case.case_id))
    handler, supervisor = branch.desk(HANDLER), branch.desk(SUPERVISOR)
    ended = [
        start_handling(handler, case.case_id),
        record_decision(handler, case.case_id, DECISION),
        give_notice(handler, case.case_id, TOLD),
        close_case(handler, case.case_id),
        withdraw_case(handler, case.case_id, "phone"),
        assign_case(supervisor, case.case_id, TELLER_2),
        request_extension(handler, case.case_id, LOCAL, 1, "需调阅监控录像"),
    ]
    assert {refused(outcome).code for outcome in ended} == {"already_ended"}
    done(add_note(handler, case.case_id, "归档"))


def test_handing_over(branch: RealBranch) -> None:
    case = branch.register()
    supervisor = branch.desk(SUPERVISOR)
    codes = [refused(assign_case(supervisor, case.case_id, owner)).code for owner in ("9999", TELLER, AUDITOR, "")]
    assert codes == ["person_unknown", "owner_unchanged", "owner_cannot_handle", "person_unknown"]
    assert refused(assign_case(branch.desk(), case.case_id, HANDLER)).code == "no_right"
    view = done(assign_case(supervisor, case.case_id, HANDLER, "业务复杂"))
    assert (view.case.owner, view.names[HANDLER]) == (HANDLER, "吴兰")


def test_no_note_without_words(branch: RealBranch) -> None:
    case = branch.register()
    assert refused(add_note(branch.desk(), case.case_id, "  ")).code == "text_missing"
    assert refused(add_note(branch.desk(AUDITOR), case.case_id, "看过")).code == "no_right"


@pytest.mark.parametrize("who", [TELLER, HANDLER, SUPERVISOR])
def test_a_case_that_is_not_here_is_said_so(branch: RealBranch, who: str) -> None:
    desk = branch.desk(who)
    outcomes = [
        start_handling(desk, NOWHERE),
        add_note(desk, NOWHERE, "x"),
        record_decision(desk, NOWHERE, DECISION),
        give_notice(desk, NOWHERE, TOLD),
        close_case(desk, NOWHERE),
        withdraw_case(desk, NOWHERE, "phone"),
        assign_case(desk, NOWHERE, HANDLER),
        request_extension(desk, NOWHERE, LOCAL, 1, "需调阅监控录像"),
    ]
    assert {refused(outcome).code for outcome in outcomes} == {"case_not_found"}
    assert branch.entries() == 0
