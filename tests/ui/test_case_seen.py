"""What was recorded about a case can be read on its page: nothing typed is out of sight."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.cases import HANDLER, NFRA, PEOPLE, RULES, SUPERVISOR, TELLER, Scene, at

from app.domain.case import Case
from app.domain.commands import (
    AgreeSettlement,
    CloseCase,
    GiveNotice,
    RecordDecision,
    RecordReviewDecision,
    RequestReview,
    StartPause,
    WithdrawCase,
)
from app.domain.deadlines import deadlines_of
from app.domain.deidentify import leaks
from app.domain.telling import last_day_to_post
from app.language import in_language
from app.operations.open_case import CaseView
from app.ui.case.facts import case_facts, given_facts
from app.ui.case.forms import Asked, form_for, note_for
from app.ui.case.history import history
from app.ui.case.standing import standing

TODAY = date(2026, 12, 1)


def view_of(case: Case) -> CaseView:
    """The page of a case, without its steps."""
    return CaseView(case, deadlines_of(case, RULES), (), (), {}, ())


def said(case: Case, *, is_clear: bool = False) -> str:
    """Everything that the history and the facts of the case say."""
    view = view_of(case)
    with in_language("zh"):
        lines = [line.spoken for line in history(view, TODAY)]
        clear = case.intake.complainant if is_clear else None
        lines += [" ".join(row) for row in case_facts(view, lambda code: code, clear=clear)]
    return "\n".join(lines)


@pytest.fixture
def scene() -> Scene:
    made = Scene(at("2026-11-20 10:00"))
    made.register(
        address="北京市海淀区中关村大街 27 号",
        capacity="agent",
        representative_name="李代理",
        representative_phone="13900000001",
        representative_id_kind="passport",
        representative_id_number="G98765432",
        authority="power_of_attorney",
        is_authority_original=True,
        joint_count="3",
        group_representatives=("赵代表 13700000002",),
        remedies=("refund",),
    )
    return made


def test_every_part_of_a_decision_is_in_the_history(scene: Scene) -> None:
    scene.do(HANDLER, RecordDecision("upheld", "核实甲", "依据乙", "理由丙", "措施丁", "88.66", ("apology",)))
    words = said(scene.folded)
    for part in ("核实甲", "依据乙", "理由丙", "措施丁", "88.66", "赔礼道歉"):
        assert part in words, part


def test_proofs_and_failures_are_in_the_history(scene: Scene) -> None:
    pause = StartPause("p1", "mediation", "调解中心", date(2026, 12, 10), "phone", "通话 7", None, "", "同意书 8")
    scene.do(HANDLER, pause)
    scene.do(TELLER, GiveNotice("progress", "phone", "", "", None, False, "两次无人接听"))
    words = said(scene.folded)
    for part in ("通话 7", "同意书 8", "两次无人接听"):
        assert part in words, part


def test_reviews_settlements_and_withdrawals_are_in_the_history(scene: Scene) -> None:
    scene.do(HANDLER, AgreeSettlement("退还年费", "200", date(2026, 12, 20), "和解 5"))
    scene.do(HANDLER, CloseCase())
    scene.do(TELLER, RequestReview("v1", "不认可金额", "letter"))
    scene.do(SUPERVISOR, RecordReviewDecision("v1", "maintained", "维持", "核〔2026〕9号"))
    withdrawn = Scene()
    withdrawn.register()
    withdrawn.do(TELLER, WithdrawCase("phone", "已解决"))
    words = said(scene.folded) + said(withdrawn.folded)
    for part in ("和解 5", "2026-12-20", "不认可金额", "核〔2026〕9号", "电话 · 2026-11-20 · 已解决"):
        assert part in words, part


def test_contact_details_stand_masked_among_the_facts_until_they_are_revealed(scene: Scene) -> None:
    hidden, clear = said(scene.folded), said(scene.folded, is_clear=True)
    for part in ("北京市海淀区中关村大街 27 号", "G98765432", "13700000002", "13900000001"):
        assert part in clear, part
        assert part not in hidden, part
    assert "北京市海淀区***" in hidden
    assert "退费" in hidden


def test_more_time_that_nobody_was_told_of_stands_at_the_top(scene: Scene) -> None:
    """令2020-3 art. 18: headquarters' stage counts once the complainant has been told."""
    scene.extend(NFRA, 1)
    scene.extend(NFRA, 2)
    (untold,) = standing(view_of(scene.folded), TODAY)
    assert (untold.name, "2027-01-19" in untold.text, "2026-12-20" in untold.text) == ("untold", True, True)
    assert standing(view_of(scene.folded), date(2026, 12, 21)) == []
    scene.tell("extension")
    assert standing(view_of(scene.folded), TODAY) == []


def test_a_letter_says_until_when_it_is_posted_in_time() -> None:
    """In writing: posted within the term (art. 21); on a day off nobody posts."""
    scene = Scene(at("2026-11-20 10:00"))
    scene.register(received_at="2026-11-05")
    scene.extend(NFRA, 1)  # until Saturday 5 December
    view = replace(view_of(scene.folded), posting=last_day_to_post(scene.folded, RULES))
    asked = Asked(view, PEOPLE, TODAY, RULES.taxonomy)
    words = note_for("give_notice", asked, {"way": "registered_mail"})
    assert ("2026-12-05" in words, "2026-12-04" in words) == (True, True)
    assert note_for("give_notice", asked, {"way": "phone"}) == ""


def test_an_owner_who_cannot_go_on_stands_at_the_top(scene: Scene) -> None:
    """No open case with nobody who works on it (domain.md no. 15)."""
    (found,) = standing(replace(view_of(scene.folded), needs_owner=True), TODAY)
    assert (found.name, found.tone) == ("owner", "error")


def test_a_typical_case_begins_with_the_story_without_anybodys_data(scene: Scene) -> None:
    begun = form_for("mark_typical", Asked(view_of(scene.folded), PEOPLE, TODAY, RULES.taxonomy)).defaults["text"]
    assert begun
    assert leaks(scene.folded, begun) == ()


def test_the_words_of_an_imported_file_are_masked_until_they_are_revealed() -> None:
    scene = Scene(at("2026-11-20 10:00"))
    given = {
        "complainant_name": "王芳芳",
        "phone": "138 1024 2716",
        "category": "卡 6222021001000000007",
        "备注": "妻子李小美 13900000001",
    }
    scene.register(given=given)
    view = view_of(scene.folded)
    masked = dict(given_facts(view))
    assert masked["complainant_name"] == "王*芳"
    assert masked["phone"].endswith("2716")
    assert "1024" not in masked["phone"]
    assert masked["category"].startswith("卡 622202")
    assert "00100" not in masked["category"]
    assert masked["备注"] == "***"
    assert dict(given_facts(view, is_clear=True)) == given
    plain = Scene(at("2026-11-20 10:00"))
    plain.register()
    assert given_facts(view_of(plain.folded)) == []
