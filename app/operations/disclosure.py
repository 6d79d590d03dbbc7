"""Let data leave the house: who may, why, how often a day, and the mark on the copy (ASVS 16.3; PIPL art. 51).

Whoever saves a file, a paper or a list outside asks here first. The entry stands before the data leaves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from app.domain.book import BookKind
from app.domain.calendar import CHINA, china_day
from app.domain.case import Case
from app.domain.disclosure import DisclosureRules, Given, Why, objection_to_reason, objection_to_taking_out
from app.domain.entry import book_entry
from app.domain.refusal import Refusal
from app.operations.desk import Desk
from app.operations.note import note


@dataclass(frozen=True, slots=True)
class TakingTerms:
    """What is asked before data leaves: a reason of these. `left_today` times are left."""

    reasons: tuple[Why, ...]
    left_today: int


@dataclass(frozen=True, slots=True)
class Taking:
    """Data that is to leave: `what` as the book names it (attachment, paper, figures, list, evidence, permissions,
    diagnostics), the case that it is about ("" for none) and how many things it holds."""

    what: str
    given: Given
    case_id: str = ""
    count: int = 1


def taking_terms(desk: Desk, case: Case | None = None) -> TakingTerms | Refusal:
    """What this person is asked before data leaves the house (of `case`), or why they can't take it out."""
    now = desk.clock.now()
    rules = rules_now(desk, now)
    used = len(done_today(desk, BookKind.DATA_TAKEN_OUT, now))
    if objection := objection_to_taking_out(desk.actor, desk.people.values(), used, rules, case):
        return objection
    return TakingTerms(rules.take_out_reasons, rules.limits(desk.actor).takings_a_day - used)


def objection_to_taking(desk: Desk, taking: Taking) -> Refusal | None:
    """Why this may not be taken out now, with this reason; None when it may."""
    case = desk.store.case(taking.case_id) if taking.case_id else None
    terms = taking_terms(desk, case)
    if isinstance(terms, Refusal):
        return terms
    return objection_to_reason(taking.given, terms.reasons, rules_now(desk, desk.clock.now()))


def record_taking(desk: Desk, taking: Taking, data: bytes) -> None:
    """Put on record that `data` leaves, byte for byte; ask `objection_to_taking` first. Raises: StoreError."""
    body = {
        "what": taking.what,
        "case_id": taking.case_id,
        "sha256": hashlib.sha256(data).hexdigest(),
        "count": taking.count,
        "reason": taking.given.reason,
        "note": taking.given.note.strip(),
    }
    note(desk, book_entry(BookKind.DATA_TAKEN_OUT, **body))


def take_out(desk: Desk, taking: Taking, data: bytes) -> Refusal | None:
    """Ask and put on record in one; None when `data` may leave. Raises: StoreError."""
    objection = objection_to_taking(desk, taking)
    if objection is None:
        record_taking(desk, taking, data)
    return objection


def copy_mark(desk: Desk, now: datetime) -> str:
    """What a copy and a screen with details say: who, when (Chinese time) and where."""
    person = desk.actor
    at = now.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")
    return f"{person.staff_no} {person.name}  {at}  {desk.branch.code}"


def rules_now(desk: Desk, now: datetime) -> DisclosureRules:
    """The rules of disclosure of this day."""
    return desk.rules.disclosure.as_of(china_day(now))


def done_today(desk: Desk, kind: BookKind, now: datetime) -> list[Mapping[str, Any]]:
    """What this person did of that kind since midnight, Chinese time."""
    from app.store.disclosures import bodies_since

    midnight = datetime.combine(china_day(now), time(), CHINA)
    return bodies_since(desk.store.database, desk.actor.staff_no, kind, midnight)
