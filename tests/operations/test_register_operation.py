"""Record a complaint: the case is there in full, or nothing is and every wrong field is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.cases import AUDITOR, HANDLER, HEAD, SUPERVISOR, SUPERVISOR_2, TELLER, TELLER_2, at, form
from support.desk_process import run_and_die
from support.real_desk import RealBranch, real_branch, refused

from app.domain.case import CaseState
from app.domain.case_number import parse
from app.operations.drafts import list_drafts, save_draft
from app.operations.register_complaint import Registered, register_complaint


def test_a_recorded_complaint_is_there_again_from_the_disk(branch: RealBranch) -> None:
    done = register_complaint(branch.desk(), form(phone="138 1024 2716", category="信用卡", amount="1,286.00"))
    assert isinstance(done, Registered)
    kept = branch.store.case(done.case.case_id)
    assert kept == done.case
    assert (kept.state, kept.owner, kept.registered_by) == (CaseState.ACCEPTED, TELLER, TELLER)
    assert kept.intake.complainant.phone == "13810242716"
    assert kept.intake.amount_fen == 128_600
    assert done.deadlines.due_on.isoformat() == "2026-11-27"
    assert branch.changes == [(frozenset({"cases"}), frozenset({kept.case_id}))]
    assert branch.store.newest_case_id() == kept.case_id


def test_settled_on_the_spot_in_one_go(branch: RealBranch) -> None:
    case = branch.register(settlement="当场退还手续费 2 元，客户满意")
    kept = branch.store.case(case.case_id)
    assert kept is not None
    assert (kept.state, kept.settlement) == (CaseState.SETTLED_ON_SPOT, "当场退还手续费 2 元，客户满意")
    assert branch.entries() == 3


def test_every_wrong_field_is_named_and_nothing_is_written(branch: RealBranch) -> None:
    bad = form(
        narrative="  ",
        complainant_name="",
        phone="12",
        id_kind="resident_id",
        id_number="110105194912310021",
        account_tail="12345",
        amount="一百",
        occurred_on="2027-01-01",
        received_at="昨天",
        channel="pigeon",
        intake_type="joke",
        capacity="king",
        language="fr",
        remedy_sought="x" * 20_001,
        category="y" * 201,
        given={"a": "\0"},
    )
    refusal = refused(register_complaint(branch.desk(), bad, settlement="\0"))
    assert {problem.field for problem in refusal.problems} == {
        *("narrative", "complainant_name", "phone", "id_number", "account_tail", "amount", "occurred_on"),
        *("received_at", "channel", "intake_type", "capacity", "language", "remedy_sought", "category", "given"),
        "settlement",
    }
    assert branch.entries() == 0
    assert branch.changes == []


def test_numbers_follow_each_other_whatever_was_refused_in_between(branch: RealBranch) -> None:
    first = branch.register()
    for _ in range(3):
        refused(register_complaint(branch.desk(), form(narrative="")))
    second = branch.register(TELLER_2)
    counters = [parse(case.case_no).counter for case in (first, second)]
    assert counters == [1, 2]


def test_a_number_is_never_given_twice_even_when_the_desk_starts_again(tmp_path: Path) -> None:
    with real_branch(tmp_path) as branch:
        first = branch.register()
    with real_branch(tmp_path, secrets=branch.secrets, clock=branch.clock) as again:
        second = again.register()
    assert [parse(case.case_no).counter for case in (first, second)] == [1, 2]


def test_an_auditor_records_nothing_and_is_told_who_could(branch: RealBranch) -> None:
    refusal = refused(register_complaint(branch.desk(AUDITOR), form()))
    assert refusal.code == "no_right"
    assert set(refusal.who_could) == {TELLER, TELLER_2, HANDLER, SUPERVISOR, SUPERVISOR_2, HEAD}
    assert branch.entries() == 0


def test_the_draft_goes_with_the_case_and_stays_with_a_refusal(branch: RealBranch) -> None:
    desk = branch.desk()
    save_draft(desk, "d1", form(narrative=""))
    save_draft(desk, "d2", form(narrative="别的草稿"))
    refused(register_complaint(desk, form(narrative=""), draft_id="d1"))
    assert {draft.draft_id for draft in list_drafts(desk)} == {"d1", "d2"}
    assert isinstance(register_complaint(desk, form(), draft_id="d1"), Registered)
    assert [draft.draft_id for draft in list_drafts(desk)] == ["d2"]


def test_another_persons_draft_of_the_same_name_stays(branch: RealBranch) -> None:
    save_draft(branch.desk(TELLER_2), "d1", form())
    assert isinstance(register_complaint(branch.desk(), form(), draft_id="d1"), Registered)
    assert [draft.draft_id for draft in list_drafts(branch.desk(TELLER_2))] == ["d1"]


def test_what_an_import_gives_is_kept_word_for_word(branch: RealBranch) -> None:
    raw = {
        "phone": "０１０－６２３４ ５６７８",
        "category": "信用卡",
        "备注": "原样\r\n保留👩‍🦰",
        "received_at": "2026-11-13",
    }
    given = form(complainant_name="", given=raw, **{name: raw[name] for name in ("phone", "category", "received_at")})
    done = register_complaint(branch.desk(), given, is_name_required=False)
    assert isinstance(done, Registered)
    kept = branch.store.case(done.case.case_id)
    assert kept is not None
    assert kept.intake.given == raw
    assert (kept.intake.complainant.name, kept.intake.complainant.phone) == ("", "010-62345678")
    assert kept.received_at == at("2026-11-13 00:00")


@pytest.mark.parametrize(
    ("place", "is_there"), [("store.after_append", False), ("store.before_commit", False), ("store.after_commit", True)]
)
def test_power_goes_while_a_draft_becomes_a_case(tmp_path: Path, place: str, is_there: bool) -> None:
    """The draft is there, or the case is; never both, never neither."""
    with real_branch(tmp_path) as branch:
        save_draft(branch.desk(), "d1", form())
    run_and_die(tmp_path, branch, place, "register")
    with real_branch(tmp_path, secrets=branch.secrets, clock=branch.clock) as again:
        assert [draft.draft_id for draft in list_drafts(again.desk())] == ([] if is_there else ["d1"])
        assert again.entries() == (2 if is_there else 0)
        assert bool(again.store.newest_case_id()) is is_there
        assert parse(again.register().case_no).counter == (2 if is_there else 1)
