"""Files of a case are looked at like its details: who may, what for, an entry of the book before anything is shown."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from sqlcipher3.dbapi2 import IntegrityError
from support.cases import AUDITOR, HANDLER, SUPERVISOR, TELLER, TELLER_2
from support.files import pdf, picture
from support.real_desk import RealBranch, done, password_of, refused

from app.domain.book import BookKind
from app.domain.case import Case
from app.domain.commands import StartHandling
from app.operations.act import carry_out
from app.operations.attach import Preview, attach, preview_attachment
from app.operations.desk import Desk, Disclosed
from app.operations.reveal import Revealed, RevealTerms, reveal_contact, reveal_terms
from app.store.disclosures import bodies_since

LETTER = "王芳芳（13810242716）来电，请退还年费。"
MASKED = "王*芳（138****2716）来电，请退还年费。"


def noted(branch: RealBranch, who: str) -> list[dict[str, Any]]:
    """The person's looks at files, as they stand in the book."""
    since = branch.clock.time.replace(year=2020)
    bodies = bodies_since(branch.store.database, who, BookKind.DETAILS_REVEALED, since)
    return [dict(body) for body in bodies if body["what"] == ["attachment"]]


def shown(outcome: object) -> Preview:
    """What must not be refused."""
    assert isinstance(outcome, Preview), outcome
    return outcome


def with_file(branch: RealBranch, data: bytes, name: str, **fields: Any) -> tuple[Case, str]:
    """A case that the teller is in charge of, and the hash of its file."""
    case = branch.register(phone="13810242716", **fields)
    done(attach(branch.desk(), case.case_id, data, name))
    branch.later(minutes=1)
    return case, hashlib.sha256(data).hexdigest()


def reveal(desk: Desk, case: Case, reason: str = "check_identity") -> None:
    """The details are shown."""
    told = reveal_contact(desk, case.case_id, reason, password=password_of(desk.actor.staff_no))
    assert isinstance(told, Revealed), told


def test_whoever_is_in_charge_looks_without_a_question_and_on_record(branch: RealBranch) -> None:
    case, sha256 = with_file(branch, pdf(pages=3), "合同.pdf")
    desk, before = branch.desk(), branch.entries()
    preview = shown(preview_attachment(desk, case.case_id, sha256, 100))
    assert (len(preview.pages), preview.mark.split()[0]) == (1, TELLER)
    assert branch.entries() == before + 1
    for page in (1, 2, 0):
        assert shown(preview_attachment(desk, case.case_id, sha256, 100, 1, page)).pages
    branch.later(hours=2)
    shown(preview_attachment(desk, case.case_id, sha256, 100))
    (body,) = noted(branch, TELLER)
    assert (body["case_id"], body["sha256"], body["is_masked"]) == (case.case_id, sha256, False)
    assert (body["reason"], body["note"]) == ("own_case", "")
    desk.disclosed = Disclosed()  # locked and let in again
    shown(preview_attachment(desk, case.case_id, sha256, 100))
    assert len(noted(branch, TELLER)) == 2


def test_others_say_what_for_and_a_look_at_the_details_covers_it(branch: RealBranch) -> None:
    case, sha256 = with_file(branch, picture(), "身份证.jpg")
    done(attach(branch.desk(), case.case_id, pdf(pages=2), "合同.pdf"))
    other = hashlib.sha256(pdf(pages=2)).hexdigest()
    desk = branch.desk(SUPERVISOR)
    assert refused(preview_attachment(desk, case.case_id, sha256, 50)).code == "file_needs_reveal"
    assert noted(branch, SUPERVISOR) == []
    reveal(desk, case)
    assert shown(preview_attachment(desk, case.case_id, sha256, 50)).pages
    (body,) = noted(branch, SUPERVISOR)
    assert (body["reason"], body["sha256"]) == ("check_identity", sha256)
    branch.later(seconds=36)
    assert shown(preview_attachment(desk, case.case_id, sha256, 50)).pages  # it was seen already
    assert refused(preview_attachment(desk, case.case_id, other, 50)).code == "file_needs_reveal"
    assert len(noted(branch, SUPERVISOR)) == 1


def test_details_of_another_case_cover_nothing(branch: RealBranch) -> None:
    case, sha256 = with_file(branch, picture(), "身份证.jpg")
    desk = branch.desk(HANDLER)
    reveal(desk, branch.register())
    assert refused(preview_attachment(desk, case.case_id, sha256, 50)).code == "file_needs_reveal"


def test_a_text_is_masked_and_in_full_only_with_the_details(branch: RealBranch) -> None:
    case, sha256 = with_file(branch, LETTER.encode(), "来信.txt")
    desk = branch.desk(HANDLER)
    preview = shown(preview_attachment(desk, case.case_id, sha256, 50, in_full=True))
    assert (preview.text, preview.full_text, preview.hides, preview.mark) == (MASKED, "", True, "")
    reveal(desk, case, "call_customer")
    assert shown(preview_attachment(desk, case.case_id, sha256, 50)).full_text == ""
    preview = shown(preview_attachment(desk, case.case_id, sha256, 50, in_full=True))
    assert (preview.text, preview.full_text) == (MASKED, LETTER)
    assert "13810242716" not in repr(preview)
    branch.later(seconds=36)
    assert shown(preview_attachment(desk, case.case_id, sha256, 50, in_full=True)).full_text == ""
    said = [(body["is_masked"], body["reason"]) for body in noted(branch, HANDLER)]
    assert said == [(True, ""), (False, "call_customer")]
    assert shown(preview_attachment(branch.desk(), case.case_id, sha256, 50, in_full=True)).full_text == ""  # one's own


@pytest.mark.parametrize(("who", "code"), [(AUDITOR, "no_right"), (TELLER_2, "recused")])
@pytest.mark.parametrize("name", ["身份证.jpg", "来信.txt"])
def test_who_may_not_see_the_details_sees_no_file(branch: RealBranch, who: str, code: str, name: str) -> None:
    data = picture() if name.endswith("jpg") else LETTER.encode()
    case, sha256 = with_file(branch, data, name, respondents=(TELLER_2,))
    refusal = refused(preview_attachment(branch.desk(who), case.case_id, sha256, 50))
    assert refusal.code == code
    assert refusal == refused(reveal_terms(branch.desk(who), case.case_id))
    assert noted(branch, who) == []


def test_files_do_not_use_up_the_looks_of_a_day(branch: RealBranch) -> None:
    case, sha256 = with_file(branch, picture(), "身份证.jpg")
    before = reveal_terms(branch.desk(), case.case_id)
    shown(preview_attachment(branch.desk(), case.case_id, sha256, 50))
    after = reveal_terms(branch.desk(), case.case_id)
    assert isinstance(before, RevealTerms)
    assert isinstance(after, RevealTerms)
    assert before.left_today == after.left_today


def test_what_can_not_be_put_on_record_is_not_shown(branch: RealBranch) -> None:
    case, sha256 = with_file(branch, picture(), "身份证.jpg")
    with branch.store.database.write() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON entry BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )
    for _ in range(2):
        with pytest.raises(IntegrityError):
            preview_attachment(branch.desk(), case.case_id, sha256, 50)


def test_a_file_that_can_not_be_shown_is_no_look(branch: RealBranch) -> None:
    case, sha256 = with_file(branch, picture(), "身份证.jpg")
    with branch.store.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM attachment_blob")
    desk = branch.desk(SUPERVISOR)
    assert refused(preview_attachment(desk, case.case_id, sha256, 50)).code == "attachment_not_here"
    assert noted(branch, SUPERVISOR) == []


def test_who_takes_a_case_over_is_not_asked_any_more(branch: RealBranch) -> None:
    case, sha256 = with_file(branch, picture(), "身份证.jpg")
    done(carry_out(branch.desk(HANDLER), case.case_id, StartHandling()))
    assert shown(preview_attachment(branch.desk(HANDLER), case.case_id, sha256, 50)).pages
    assert refused(preview_attachment(branch.desk(), case.case_id, sha256, 50)).code == "file_needs_reveal"
