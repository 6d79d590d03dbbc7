"""Drafts: every change kept, there again after a crash, nobody else's."""

from __future__ import annotations

from pathlib import Path

from support.cases import TELLER_2, form
from support.real_desk import RealBranch, real_branch

from app.operations.drafts import discard_draft, list_drafts, save_draft


def test_a_draft_is_there_again_in_the_next_start(tmp_path: Path) -> None:
    typed = form(
        narrative="没写完", complainant_name="赵𬀩", phone="138 1", amount="一", received_at="昨", language="en"
    )
    with real_branch(tmp_path) as branch:
        saved_at = save_draft(branch.desk(), "d1", typed, "当场退")
    with real_branch(tmp_path, secrets=branch.secrets, clock=branch.clock) as again:
        (draft,) = list_drafts(again.desk())
        assert (draft.form, draft.saved_at, draft.settlement) == (typed, saved_at, "当场退")


def test_the_newest_comes_first_and_a_change_replaces(branch: RealBranch) -> None:
    desk = branch.desk()
    for draft_id in ("d1", "d2"):
        save_draft(desk, draft_id, form(narrative=draft_id))
        branch.later(minutes=1)
    save_draft(desk, "d1", form(narrative="改了"))
    assert [(d.draft_id, d.form.narrative) for d in list_drafts(desk)] == [("d1", "改了"), ("d2", "d2")]


def test_nobody_sees_another_persons_drafts(branch: RealBranch) -> None:
    save_draft(branch.desk(), "d1", form())
    assert list_drafts(branch.desk(TELLER_2)) == []
    discard_draft(branch.desk(TELLER_2), "d1")
    assert len(list_drafts(branch.desk())) == 1


def test_discarding_twice_is_harmless(branch: RealBranch) -> None:
    desk = branch.desk()
    save_draft(desk, "d1", form())
    discard_draft(desk, "d1")
    discard_draft(desk, "d1")
    assert list_drafts(desk) == []


def test_a_draft_of_another_version_opens_with_what_is_known(branch: RealBranch) -> None:
    desk = branch.desk()
    branch.store.drafts.save(
        desk.actor.staff_no, "d1", {"narrative": "旧稿", "colour_of_hat": "red"}, branch.clock.now()
    )
    branch.store.drafts.save(desk.actor.staff_no, "d0", {"phone": "138"}, branch.clock.now())
    found = {draft.draft_id: draft.form for draft in list_drafts(desk)}
    assert (found["d1"].narrative, found["d0"].narrative, found["d0"].phone) == ("旧稿", "", "138")


def test_what_was_typed_stays_out_of_the_log(branch: RealBranch) -> None:
    save_draft(branch.desk(), "d1", form(narrative="秘密"), "和解内容")
    assert "和解" not in repr(list_drafts(branch.desk()))
    assert "秘密" not in repr(list_drafts(branch.desk()))
