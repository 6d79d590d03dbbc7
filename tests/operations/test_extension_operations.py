"""More time, under four eyes: never by the asker, only by who may, with their own password, on the case as it is."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from support.cases import AUDITOR, HANDLER, HEAD, LOCAL, NFRA, SUPERVISOR, SUPERVISOR_2, TELLER, TELLER_2
from support.desk_acts import add_note, assign_case, decide_extension, request_extension
from support.real_desk import RealBranch, done, password_of, refused

from app.domain.case import CaseState
from app.domain.commands import DelegateApproval
from app.domain.refusal import Refusal
from app.journal.signature import is_signed_by_actor
from app.operations.act import carry_out
from app.operations.approvals import waiting_approvals
from app.operations.desk import Desk
from app.operations.open_case import CaseView
from app.store.case_entries import entries_of
from app.vault.errors import LockedOutError, WrongPasswordError

REASON = "需向总行核实扣费明细，时间不足"


def ask(branch: RealBranch, case_id: str, policy: str = LOCAL, stage: int = 1, who: str = TELLER) -> CaseView:
    view = done(request_extension(branch.desk(who), case_id, policy, stage, REASON))
    branch.later(minutes=1)
    return view


def answer(desk: Desk, view: CaseView, who: str = SUPERVISOR, **changes: Any) -> CaseView | Refusal:
    request = view.case.extensions[-1]
    given: dict[str, Any] = {
        "is_approved": True,
        "reason": "同意延期",
        "seen_version": view.case.version,
        "staff_no": who,
        "password": password_of(who),
    }
    return decide_extension(desk, view.case.case_id, request.request_id, **{**given, **changes})


def test_asked_by_a_teller_and_approved_on_her_screen(branch: RealBranch) -> None:
    case = branch.register()
    view = ask(branch, case.case_id)
    assert view.case.state is CaseState.EXTENSION_REQUESTED
    assert view.deadlines.due_on.isoformat() == "2026-11-27", "asking moves nothing"
    approved = done(answer(branch.desk(TELLER), view))
    (extension,) = approved.case.extensions
    assert (extension.decision, extension.decided_by, extension.requested_by) == ("approved", SUPERVISOR, TELLER)
    assert approved.deadlines.due_on.isoformat() == "2026-12-04"
    assert approved.case.state is CaseState.IN_PROGRESS
    assert branch.desk().actor.staff_no == TELLER, "the teller is still the one who is signed in"


def test_the_approval_bears_the_supervisors_signature_and_the_tellers_session(branch: RealBranch) -> None:
    case = branch.register()
    done(answer(branch.desk(TELLER), ask(branch, case.case_id)))
    with branch.store.database.read() as connection:
        last = entries_of(connection, case.case_id)[-1]
        row = connection.exec_driver_sql("SELECT envelope FROM entry ORDER BY seq DESC LIMIT 1").fetchone()
    assert row is not None
    from app.journal.envelope import decode

    envelope = decode(row[0])
    assert (last.kind, last.actor, last.is_signed) == ("extension_decided", SUPERVISOR, True)
    assert envelope.session == branch.desk().session.session_id
    assert is_signed_by_actor(envelope, branch.directory())


def test_a_refusal_keeps_the_date_and_the_case_goes_on(branch: RealBranch) -> None:
    case = branch.register()
    view = ask(branch, case.case_id)
    assert refused(answer(branch.desk(), view, is_approved=False, reason="不")).code == "reason_too_short"
    answered = done(answer(branch.desk(), view, is_approved=False, reason="理由不充分，请按期办结"))
    assert answered.case.extensions[0].decision == "refused"
    assert answered.deadlines.due_on.isoformat() == "2026-11-27"
    again = ask(branch, case.case_id)
    assert again.case.pending_extension is not None


def test_a_wrong_password_writes_nothing_and_counts_down(branch: RealBranch) -> None:
    case = branch.register()
    view = ask(branch, case.case_id)
    before = branch.entries()
    tries = []
    for _ in range(2):
        with pytest.raises(WrongPasswordError) as failed:
            answer(branch.desk(), view, password="wrong password")
        tries.append(failed.value.details["tries_left"])
    assert tries[1] == tries[0] - 1
    with pytest.raises(WrongPasswordError) as unknown:
        answer(branch.desk(), view, staff_no="9999")
    assert unknown.value.code == "wrong_password", "nobody is told which of both is wrong"
    assert branch.entries() == before
    assert branch.view(case.case_id).case.pending_extension is not None
    done(answer(branch.desk(), view))


def test_too_many_wrong_passwords_make_her_wait_and_nobody_else(branch: RealBranch) -> None:
    case = branch.register()
    view = ask(branch, case.case_id)
    codes = set()
    for _ in range(20):
        with pytest.raises((WrongPasswordError, LockedOutError)) as failed:
            answer(branch.desk(), view, password="wrong password")
        codes.add(failed.value.code)
    assert codes == {"wrong_password", "locked_out"}
    with pytest.raises(LockedOutError):
        answer(branch.desk(), view)
    done(answer(branch.desk(), view, SUPERVISOR_2))


def test_nobody_decides_on_their_own_request(branch: RealBranch) -> None:
    case = branch.register()
    view = ask(branch, case.case_id, who=SUPERVISOR)
    refusal = refused(answer(branch.desk(SUPERVISOR), view, SUPERVISOR))
    assert (refusal.code, refusal.who_could) == ("four_eyes", (SUPERVISOR_2, HEAD))
    done(answer(branch.desk(SUPERVISOR), view, SUPERVISOR_2))


@pytest.mark.parametrize("who", [TELLER, TELLER_2, HANDLER, AUDITOR])
def test_a_right_password_of_somebody_who_may_not_is_refused(branch: RealBranch, who: str) -> None:
    case = branch.register()
    view = ask(branch, case.case_id)
    before = branch.entries()
    refusal = refused(answer(branch.desk(), view, who))
    assert refusal.code == ("four_eyes" if who == TELLER else "no_right")
    assert refusal.who_could == (SUPERVISOR, SUPERVISOR_2, HEAD)
    assert branch.entries() == before


def test_what_changed_since_it_was_read_is_read_again(branch: RealBranch) -> None:
    case = branch.register()
    view = ask(branch, case.case_id)
    done(add_note(branch.desk(), case.case_id, "客户来电催办"))
    done(assign_case(branch.desk(SUPERVISOR), case.case_id, HANDLER))
    branch.later(minutes=1)
    done(answer(branch.desk(), view))
    second = ask(branch, case.case_id, NFRA, 1)
    done(answer(branch.desk(), second, HEAD, is_approved=False, reason="请先按期办理"))
    third = ask(branch, case.case_id, NFRA, 1)
    stale = refused(answer(branch.desk(), third, HEAD, seen_version=second.case.version))
    assert stale.code == "case_changed"
    assert refused(answer(branch.desk(), third, HEAD, seen_version=third.case.version + 1)).code == "case_changed"
    done(answer(branch.desk(), third, HEAD))


def test_a_request_is_decided_once(branch: RealBranch) -> None:
    case = branch.register()
    view = ask(branch, case.case_id)
    done(answer(branch.desk(), view))
    again = refused(answer(branch.desk(), view, SUPERVISOR_2))
    assert again.code == "extension_decided"


def test_the_same_request_twice_is_one_request(branch: RealBranch) -> None:
    case = branch.register()
    for _ in range(2):
        done(request_extension(branch.desk(), case.case_id, LOCAL, 1, REASON, "same"))
    assert len(branch.view(case.case_id).case.extensions) == 1


def test_requests_that_lead_nowhere_are_refused(branch: RealBranch) -> None:
    case = branch.register()
    desk = branch.desk()

    def code(policy: str, stage: int, reason: str = REASON) -> str:
        return str(refused(request_extension(desk, case.case_id, policy, stage, reason)).code)

    assert code("CN_LOCAL_7_30", 1) == "unknown_policy"
    assert code(LOCAL, 2) == "no_further_stage" or code(LOCAL, 2) == "stage_out_of_order"
    assert code(NFRA, 2) == "stage_out_of_order"
    assert code(LOCAL, 1, "") == "reason_missing"
    assert code(LOCAL, 1, "忙") == "reason_too_short"
    ask(branch, case.case_id)
    pending = refused(request_extension(desk, case.case_id, NFRA, 1, REASON))
    assert (pending.code, pending.who_could) == ("extension_pending", (SUPERVISOR, SUPERVISOR_2, HEAD))


def test_an_overdue_case_gets_no_more_time(branch: RealBranch) -> None:
    case = branch.register()
    waiting = branch.register()
    view = ask(branch, waiting.case_id)
    branch.later(days=8)
    late = refused(request_extension(branch.desk(), case.case_id, LOCAL, 1, REASON))
    assert late.code == "already_overdue"
    assert refused(answer(branch.desk(), view)).code == "already_overdue"
    done(answer(branch.desk(), view, is_approved=False, reason="已逾期，请立即办结"))


# -- in an approver's place ------------------------------------------------------------------------------------------


def test_a_delegate_approves_with_their_own_password(branch: RealBranch) -> None:
    case = branch.register()
    view = ask(branch, case.case_id)
    assert refused(answer(branch.desk(), view, HANDLER)).code == "no_right"
    request_id = view.case.extensions[-1].request_id
    command = DelegateApproval(request_id, HANDLER, date(2026, 11, 27), "主管外出培训")
    given = done(carry_out(branch.desk(SUPERVISOR), case.case_id, command))
    assert given.case.delegations[0].given_by == SUPERVISOR
    (item,) = waiting_approvals(branch.desk())
    assert HANDLER in [person.staff_no for person in item.who_could]
    approved = done(answer(branch.desk(TELLER), given, HANDLER))
    (extension,) = approved.case.extensions
    assert (extension.decision, extension.decided_by, extension.delegated_by) == ("approved", HANDLER, SUPERVISOR)
    assert approved.case.flags == ()


# -- what waits -------------------------------------------------------------------------------------------------------


def test_what_waits_is_listed_with_both_dates_and_who_could(branch: RealBranch) -> None:
    late, soon = branch.register(), branch.register(received_at="2026-11-06", channel="letter")
    ask(branch, late.case_id, LOCAL)
    ask(branch, soon.case_id, NFRA, who=SUPERVISOR)
    first, second = waiting_approvals(branch.desk())
    assert [first.case_id, second.case_id] == [soon.case_id, late.case_id], "the most urgent first"
    assert (first.due_now.isoformat(), first.due_then.isoformat()) == ("2026-11-21", "2026-12-06")
    assert (second.due_now.isoformat(), second.due_then.isoformat()) == ("2026-11-27", "2026-12-04")
    assert [person.staff_no for person in first.who_could] == [HEAD]
    assert [person.staff_no for person in second.who_could] == [SUPERVISOR, SUPERVISOR_2, HEAD]
    assert (second.requester_name, second.needs_headquarters) == ("李晓", False)
    assert second.case_version == branch.view(late.case_id).case.version
    assert re.search("信用卡年费", second.summary)
    done(answer(branch.desk(), branch.view(late.case_id)))
    assert [item.case_id for item in waiting_approvals(branch.desk())] == [soon.case_id]


def test_the_last_stage_waits_for_headquarters_alone(branch: RealBranch) -> None:
    case = branch.register()
    done(answer(branch.desk(), ask(branch, case.case_id, LOCAL)))
    done(answer(branch.desk(), ask(branch, case.case_id, NFRA), HEAD))
    view = ask(branch, case.case_id, NFRA, 2)
    (item,) = waiting_approvals(branch.desk())
    assert item.needs_headquarters
    assert item.who_could == ()
    assert item.due_then > item.due_now
    offer = view.action("decide_extension")
    assert not offer.is_allowed
    assert offer.refusal is not None
    assert (offer.refusal.code, offer.refusal.who_could) == ("headquarters_only", ())
    for who in (SUPERVISOR, TELLER_2):
        refusal = refused(answer(branch.desk(), view, who))
        assert refusal.code == ("headquarters_only" if who == SUPERVISOR else "no_right")
        assert refusal.who_could == (), "nobody at this branch could"


def test_a_stage_that_moves_nothing_is_listed_with_its_approvers(branch: RealBranch) -> None:
    """Asked for when it still moved the date; meanwhile another clock governs. It must still be decided by somebody."""
    case = branch.register(received_at="2026-11-06", channel="letter")
    request = refused(request_extension(branch.desk(), case.case_id, LOCAL, 1, REASON))
    assert request.code == "extension_moves_nothing"
    from app.domain.commands import RequestExtension
    from app.domain.entry import EntryKind, NewEntry

    command = RequestExtension("foreign", LOCAL, 1, REASON)
    body = {
        "request_id": command.request_id,
        "policy_id": LOCAL,
        "stage": 1,
        "reason": REASON,
        "old_due_on": "2026-11-21",
        "new_due_on": "2026-11-21",
    }
    desk = branch.desk()
    entry = NewEntry(EntryKind.EXTENSION_REQUESTED, case.case_id, body)
    desk.store.act(case.case_id, lambda seen: (entry,), desk.author(), branch.clock.now())
    (item,) = waiting_approvals(desk)
    assert [person.staff_no for person in item.who_could] == [SUPERVISOR, SUPERVISOR_2, HEAD]
    assert item.due_now == item.due_then
    view = branch.view(case.case_id)
    assert refused(answer(desk, view)).code == "extension_moves_nothing"
    assert view.action("decide_extension").is_allowed, "it can still be returned"
    done(answer(desk, view, is_approved=False, reason="另一时限先到，不再需要"))
