"""Hidden details: a reason, the password after a while, an entry for every look, limits by role."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support.cases import AUDITOR, HANDLER, HEAD, SUPERVISOR, SUPERVISOR_2, TELLER, TELLER_2
from support.real_desk import RealBranch, password_of, refused

from app.domain.book import BookKind
from app.domain.calendar import china_day
from app.domain.disclosure import DisclosureBook
from app.domain.people import Role
from app.operations.desk import Desk
from app.operations.reveal import (
    Revealed,
    RevealTerms,
    copy_detail,
    note_letter_seen,
    reveal_contact,
    reveal_terms,
)
from app.store.disclosures import bodies_since
from app.vault.errors import WrongPasswordError


def seen(outcome: object) -> Revealed:
    """What must not be refused."""
    assert isinstance(outcome, Revealed), outcome
    return outcome


def noted(branch: RealBranch, who: str, kind: BookKind = BookKind.DETAILS_REVEALED) -> list[dict[str, Any]]:
    """What stands in the book."""
    bodies = bodies_since(branch.store.database, who, kind, branch.clock.time.replace(year=2020))
    return [dict(body) for body in bodies]


def limited(branch: RealBranch, who: str, **limits: Any) -> Desk:
    """A desk whose role may do less."""
    desk = branch.desk(who)
    rules = desk.rules.disclosure.as_of(china_day(branch.clock.now()))
    role = desk.actor.role
    roles = {**rules.roles, role: replace(rules.roles[role], **limits)}
    return replace(desk, rules=replace(desk.rules, disclosure=DisclosureBook((replace(rules, roles=roles),))))


@pytest.mark.parametrize("who", [TELLER, HANDLER, SUPERVISOR])
def test_staff_see_the_contact_in_clear_and_it_is_on_record(branch: RealBranch, who: str) -> None:
    case = branch.register(phone="13810242716")
    branch.desk(who).disclosed.proved_at = branch.clock.now()
    shown = seen(reveal_contact(branch.desk(who), case.case_id, "call_customer"))
    assert (shown.complainant.name, shown.complainant.phone, shown.seconds) == ("王芳芳", "13810242716", 30)
    assert "王芳芳" not in repr(shown)
    assert shown.mark.startswith(f"{who} ")
    assert "2026-11-20 10:0" in shown.mark
    (body,) = noted(branch, who)
    assert (body["case_id"], body["reason"], body["note"]) == (case.case_id, "call_customer", "")
    assert {"name", "phone", "narrative"} <= set(body["what"])
    assert "13810242716" not in str(body)


def test_after_five_minutes_the_password_is_asked_again(branch: RealBranch) -> None:
    case = branch.register()
    desk = branch.desk()
    desk.disclosed.proved_at = branch.clock.now()
    terms = reveal_terms(desk, case.case_id)
    assert isinstance(terms, RevealTerms)
    assert not terms.needs_password
    assert terms.reasons[0].code == "call_customer"
    branch.later(minutes=5, seconds=1)
    terms = reveal_terms(desk, case.case_id)
    assert isinstance(terms, RevealTerms)
    assert terms.needs_password
    refusal = refused(reveal_contact(desk, case.case_id, "call_customer"))
    assert (refusal.code, refusal.problems[0].field) == ("password_needed", "password")
    with pytest.raises(WrongPasswordError):
        reveal_contact(desk, case.case_id, "call_customer", password="mima-wrong")
    assert noted(branch, TELLER) == []
    before = branch.entries()
    seen(reveal_contact(desk, case.case_id, "call_customer", password=password_of(TELLER)))
    assert branch.entries() == before + 1
    branch.later(minutes=4)
    seen(reveal_contact(desk, case.case_id, "check_identity"))


def test_sign_in_counts_as_proof_and_a_clock_set_back_does_not(branch: RealBranch) -> None:
    case = branch.register()
    branch.later(hours=1)
    desk = branch.desk(SUPERVISOR)  # signs in now
    seen(reveal_contact(desk, case.case_id, "call_customer"))
    branch.later(hours=-1)
    terms = reveal_terms(desk, case.case_id)
    assert isinstance(terms, RevealTerms)
    assert terms.needs_password


def test_a_reason_that_says_more_needs_its_words(branch: RealBranch) -> None:
    case = branch.register()
    desk = branch.desk()
    refusal = refused(reveal_contact(desk, case.case_id, "other", "  "))
    assert (refusal.code, refusal.problems[0].field) == ("disclosure_note_missing", "note")
    assert refused(reveal_contact(desk, case.case_id, "")).code == "disclosure_reason_missing"
    assert noted(branch, TELLER) == []
    seen(reveal_contact(desk, case.case_id, "other", "核对寄送地址", password_of(TELLER)))
    assert noted(branch, TELLER)[0]["note"] == "核对寄送地址"


def test_an_auditor_sees_masked_people_only(branch: RealBranch) -> None:
    case = branch.register(phone="13810242716")
    refusal = refused(reveal_contact(branch.desk(AUDITOR), case.case_id, "call_customer"))
    assert refusal.code == "no_right"
    assert set(refusal.who_could) == {TELLER, TELLER_2, HANDLER, SUPERVISOR, SUPERVISOR_2, HEAD}
    missing = reveal_contact(branch.desk(), "01890a5d-ac96-774b-bcce-b302099a8057", "call_customer")
    assert refused(missing).code == "case_not_found"


def test_whoever_has_to_keep_out_sees_nobody(branch: RealBranch) -> None:
    case = branch.register(respondents=(TELLER_2,))
    refusal = refused(reveal_contact(branch.desk(TELLER_2), case.case_id, "call_customer"))
    assert refusal.code == "recused"
    assert set(refusal.who_could) == {SUPERVISOR, SUPERVISOR_2, HEAD}
    assert refused(copy_detail(branch.desk(TELLER_2), case.case_id, "phone")).code == "recused"


def test_a_days_looks_are_counted_and_a_supervisor_can_look_instead(branch: RealBranch) -> None:
    case = branch.register()
    desk = limited(branch, TELLER, reveals_a_day=2)
    desk.disclosed.proved_at = branch.clock.now()
    note_letter_seen(desk, case)
    for _ in range(2):
        seen(reveal_contact(desk, case.case_id, "call_customer"))
    refusal = refused(reveal_contact(desk, case.case_id, "call_customer"))
    assert refusal.code == "reveals_used_up"
    assert set(refusal.who_could) == {SUPERVISOR, SUPERVISOR_2, HEAD}
    branch.later(hours=15)  # the next day, Chinese time
    seen(reveal_contact(desk, case.case_id, "call_customer", password=password_of(TELLER)))


def test_copying_is_on_record_and_only_while_it_is_shown(branch: RealBranch) -> None:
    case = branch.register(phone="13810242716")
    desk = branch.desk(HANDLER)
    assert refused(copy_detail(desk, case.case_id, "phone")).code == "not_revealed"
    assert seen(reveal_contact(desk, case.case_id, "call_customer")).may_copy
    assert copy_detail(desk, case.case_id, "phone") == "13810242716"
    assert noted(branch, HANDLER, BookKind.DETAILS_COPIED) == [{"case_id": case.case_id, "what": ["phone"]}]
    branch.later(seconds=36)
    assert refused(copy_detail(desk, case.case_id, "phone")).code == "not_revealed"
    seen(reveal_contact(desk, case.case_id, "call_customer"))
    with pytest.raises(KeyError):
        copy_detail(desk, case.case_id, "account")


def test_a_role_may_look_and_not_copy(branch: RealBranch) -> None:
    case = branch.register()
    desk = branch.desk(TELLER)
    assert desk.actor.role is Role.TELLER
    assert not seen(reveal_contact(desk, case.case_id, "call_customer", password=password_of(TELLER))).may_copy
    assert refused(copy_detail(desk, case.case_id, "phone")).code == "copy_not_allowed"
    assert noted(branch, TELLER, BookKind.DETAILS_COPIED) == []


def test_the_letter_that_one_writes_is_noted_once(branch: RealBranch) -> None:
    case = branch.register()
    desk = branch.desk(HANDLER)
    note_letter_seen(desk, case)
    note_letter_seen(desk, case)
    assert [(body["what"], body["reason"]) for body in noted(branch, HANDLER)] == [(["letter"], "write_letter")]
    note_letter_seen(branch.desk(AUDITOR), case)
    assert noted(branch, AUDITOR) == []
