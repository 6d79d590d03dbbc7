"""Data that leaves the house: a reason, an entry with its hash, limits by role, and a mark on the copy."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from support.cases import AUDITOR, HANDLER, SUPERVISOR, SUPERVISOR_2, TELLER
from support.files import picture
from support.real_desk import RealBranch, done, refused

from app.domain.book import BookKind
from app.domain.calendar import china_day
from app.domain.disclosure import DisclosureBook, Given
from app.operations.attach import ExportedFile, ExportTerms, attach, export_attachment, export_terms
from app.operations.disclosure import Taking, TakingTerms, take_out, taking_terms
from app.store.disclosures import bodies_since

WHY = Given("for_customer")


def taken(branch: RealBranch, who: str) -> list[dict[str, object]]:
    """What stands in the book."""
    since = branch.clock.time.replace(year=2020)
    return [dict(body) for body in bodies_since(branch.store.database, who, BookKind.DATA_TAKEN_OUT, since)]


def test_what_leaves_stands_in_the_book_with_its_hash(branch: RealBranch) -> None:
    desk = branch.desk(SUPERVISOR)
    assert take_out(desk, Taking("figures", Given("for_authority", "人行季度检查"), count=12), b"table") is None
    assert taken(branch, SUPERVISOR) == [
        {
            "what": "figures",
            "case_id": "",
            "sha256": hashlib.sha256(b"table").hexdigest(),
            "count": 12,
            "reason": "for_authority",
            "note": "人行季度检查",
        }
    ]


def test_without_a_reason_or_the_right_nothing_leaves(branch: RealBranch) -> None:
    refusal = take_out(branch.desk(SUPERVISOR), Taking("list", Given("other")), b"x")
    assert refused(refusal).problems[0].field == "note"
    assert refused(take_out(branch.desk(SUPERVISOR), Taking("list", Given("")), b"x")).problems[0].field == "reason"
    refusal = refused(take_out(branch.desk(TELLER), Taking("list", WHY), b"x"))
    assert refusal.code == "no_right"
    assert HANDLER in refusal.who_could
    assert isinstance(taking_terms(branch.desk(AUDITOR)), TakingTerms)
    assert taken(branch, SUPERVISOR) == taken(branch, TELLER) == []


def test_a_day_has_its_limit(branch: RealBranch) -> None:
    branch.register()
    desk = branch.desk(HANDLER)
    rules = desk.rules.disclosure.as_of(china_day(branch.clock.now()))
    roles = {**rules.roles, desk.actor.role: replace(rules.roles[desk.actor.role], takings_a_day=1)}
    desk = replace(desk, rules=replace(desk.rules, disclosure=DisclosureBook((replace(rules, roles=roles),))))
    assert take_out(desk, Taking("list", WHY), b"x") is None
    refusal = refused(take_out(desk, Taking("list", WHY), b"x"))
    assert refusal.code == "takings_used_up"
    assert {SUPERVISOR, SUPERVISOR_2} <= set(refusal.who_could)
    branch.later(days=1)
    assert take_out(desk, Taking("list", WHY), b"x") is None


def test_whoever_keeps_out_of_a_case_takes_nothing_from_it(branch: RealBranch) -> None:
    case = branch.register(respondents=(HANDLER,))
    refusal = refused(take_out(branch.desk(HANDLER), Taking("paper", WHY, case.case_id), b"x"))
    assert refusal.code == "recused"


@pytest.mark.parametrize(
    "media_type", ["image/jpeg", "image/png", "image/gif", "image/bmp", "image/tiff", "image/webp"]
)
def test_a_picture_is_marked_where_it_does_not_touch_it(branch: RealBranch, media_type: str) -> None:
    case = branch.register()
    desk = branch.desk(HANDLER)
    data = picture(media_type)
    (file,) = done(attach(desk, case.case_id, data, "a.bin")).case.attachments
    given = export_attachment(desk, case.case_id, file.sha256, WHY)
    assert isinstance(given, ExportedFile)
    assert given.is_marked == (media_type in ("image/jpeg", "image/png", "image/gif"))
    assert (f"{HANDLER} 吴兰".encode() in given.data) == given.is_marked
    (body,) = taken(branch, HANDLER)
    assert (body["what"], body["case_id"]) == ("attachment", case.case_id)
    assert body["sha256"] == hashlib.sha256(given.data).hexdigest()


def test_the_name_of_a_copy_names_nobody(branch: RealBranch) -> None:
    case = branch.register()
    desk = branch.desk(HANDLER)
    (file,) = done(attach(desk, case.case_id, picture(), "王芳芳的身份证.jpg")).case.attachments
    terms = export_terms(desk, case.case_id, file.sha256)
    assert isinstance(terms, ExportTerms)
    assert terms.name == f"{case.case_no}-{file.sha256[:6]}.jpg"
    assert next(iter(terms.reasons)).code == "for_customer"
