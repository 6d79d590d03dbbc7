"""Two PCs of one branch and headquarters, every part real: they see each other's cases and agree about them."""

from __future__ import annotations

from support.cases import SUPERVISOR, SUPERVISOR_2
from support.desks import Desk
from support.headquarters import HubUnderTest, assert_level

from app.domain.case import CaseState


def test_what_one_desk_records_is_at_headquarters_and_on_the_other_desk(
    hub: HubUnderTest, desk: Desk, second_desk: Desk
) -> None:
    case = desk.register(narrative="客户称 ATM 吞卡。\n第二行 🙂", complainant_name="欧阳·娜𬀩", phone="138 0013 8000")
    outcome = hub.sync(desk)
    assert (outcome.sent, outcome.received) == (2, 0)

    outcome = hub.sync(second_desk)
    assert outcome.received == 2
    assert outcome.touched == {case.case_id}
    seen = second_desk.case(case.case_id)
    assert seen.intake == case.intake
    assert seen.case_no == case.case_no
    there = hub.case(case.case_no)
    assert there is not None
    assert there["registration"]["intake"]["narrative"] == "客户称 ATM 吞卡。\n第二行 🙂"
    assert there["state"] == "accepted"
    balance = assert_level(hub, desk)
    assert (balance.committed, balance.applied, balance.conflicts, balance.quarantined) == (2, 2, 0, 0)


def test_a_supervisor_approves_from_the_other_pc(hub: HubUnderTest, desk: Desk, second_desk: Desk) -> None:
    case = desk.register()
    desk.request_extension(case.case_id)
    hub.sync(desk)
    hub.sync(second_desk)
    second_desk.approve(case.case_id)
    hub.sync(second_desk)
    hub.sync(desk)
    assert desk.case(case.case_id).state is CaseState.IN_PROGRESS
    assert desk.case(case.case_id) == second_desk.case(case.case_id)
    assert desk.case(case.case_id).extensions[0].decided_by == SUPERVISOR
    assert_level(hub, desk, second_desk)


def test_of_two_offline_approvals_of_one_step_the_second_is_superseded(
    hub: HubUnderTest, desk: Desk, second_desk: Desk
) -> None:
    case = desk.register()
    desk.request_extension(case.case_id)
    hub.sync(desk)
    hub.sync(second_desk)
    desk.approve(case.case_id, who=SUPERVISOR)
    second_desk.approve(case.case_id, who=SUPERVISOR_2, is_approved=False)
    hub.sync(second_desk)
    hub.sync(desk)
    hub.sync(second_desk)
    here, there = desk.case(case.case_id), second_desk.case(case.case_id)
    assert here == there
    assert here.extensions[0].decision == "refused"
    assert here.extensions[0].decided_by == SUPERVISOR_2
    assert [(flag.actor, flag.code) for flag in here.flags] == [(SUPERVISOR, "superseded")]
    assert hub.query("select verdict, code, status from conflict") == [("superseded", "superseded", "open")]


def test_a_sync_with_nothing_to_do_is_one_small_call(hub: HubUnderTest, desk: Desk) -> None:
    desk.register()
    hub.sync(desk)
    cycle = hub.cycle(desk)
    talk = cycle.run()
    ask = next(talk)
    assert ask.target == "/v1/hello"
    assert len(ask.body) < 600
    talk.close()
    outcome = hub.sync(desk)
    assert (outcome.sent, outcome.received) == (0, 0)
