"""Show a complainant's details in full for a moment, to somebody who says why; copy one of them (JR/T 0171-2020 6.1.4).

Each look is an entry of the desk's own book before anything is shown. Whoever proved their password a while ago proves
it again (ASVS 7.5.3); it signs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from app.domain.book import BookKind
from app.domain.case import Case, Complainant
from app.domain.disclosure import (
    ATTACHMENT_SEEN,
    LETTER_SEEN,
    Given,
    Why,
    detail_of,
    objection_to_another_look,
    objection_to_looking,
    objection_to_reason,
    what_is_shown,
)
from app.domain.entry import book_entry
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.operations.desk import Desk
from app.operations.disclosure import copy_mark, done_today, rules_now
from app.operations.note import note
from app.operations.proof import is_proved, prove

GRACE_SECONDS = 5
"""Between the last moment on the screen and the arrival here of what is done with the details."""


@dataclass(frozen=True, slots=True)
class RevealTerms:
    """What is asked before details are shown: a reason of these, and the password where it was proved too long ago."""

    reasons: tuple[Why, ...]
    needs_password: bool
    left_today: int


@dataclass(frozen=True, slots=True)
class Revealed:
    """Details in full, for `seconds`; `mark` is drawn over them: who looks, and when."""

    case_id: str
    complainant: Complainant = field(repr=False)
    seconds: int
    mark: str
    may_copy: bool


def reveal_terms(desk: Desk, case_id: str) -> RevealTerms | Refusal:
    """What this person is asked now for the details of a case, or why they can't see them."""
    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    now = desk.clock.now()
    rules = rules_now(desk, now)
    used = _looks_today(desk, now)
    people = desk.people.values()
    objection = objection_to_looking(case, desk.actor, people) or objection_to_another_look(
        case, desk.actor, people, used, rules
    )
    if objection is not None:
        return objection
    left = rules.limits(desk.actor).reveals_a_day - used
    return RevealTerms(rules.reveal_reasons, not is_proved(desk, now), left)


def reveal_contact(
    desk: Desk, case_id: str, reason: str, note_text: str = "", password: str | None = None
) -> Revealed | Refusal:
    """The details of a case in clear; that they were seen, what of them and why is on record when this returns.

    `password` is the signed-in person's own, None while the last proof still counts. Problems are at the fields
    `reason`, `note` and `password`. Raises: WrongPasswordError, LockedOutError and what else the vault raises for a
    password, StoreError; then nothing is shown.
    """
    terms = reveal_terms(desk, case_id)
    case = desk.store.case(case_id)
    if isinstance(terms, Refusal) or case is None:
        return terms if isinstance(terms, Refusal) else refuse(ReasonCode.CASE_NOT_FOUND)
    rules = rules_now(desk, desk.clock.now())
    given = Given(reason, note_text.strip())
    if objection := objection_to_reason(given, terms.reasons, rules):
        return objection
    if password:
        prove(desk, password)
    elif terms.needs_password:
        return refuse(ReasonCode.PASSWORD_NEEDED, "password")
    _record(desk, case, what_is_shown(case), given)
    limits = rules.limits(desk.actor)
    now = desk.clock.now()
    until = now + timedelta(seconds=rules.shown_seconds + GRACE_SECONDS)
    desk.disclosed.shown[case_id] = until, reason
    if limits.may_copy:
        desk.disclosed.copy_until[case_id] = until
    return Revealed(case_id, case.intake.complainant, rules.shown_seconds, copy_mark(desk, now), limits.may_copy)


def copy_detail(desk: Desk, case_id: str, what: str) -> str | Refusal:
    """One detail in clear for the clipboard, while the case's details are shown; the copy is on record.

    `what` is name, phone, id_number, address or narrative. Raises: KeyError for anything else, StoreError.
    """
    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    now = desk.clock.now()
    if objection := objection_to_looking(case, desk.actor, desk.people.values()):
        return objection
    if not rules_now(desk, now).limits(desk.actor).may_copy:
        return refuse(ReasonCode.COPY_NOT_ALLOWED)
    until = desk.disclosed.copy_until.get(case_id)
    if until is None or now > until:
        return refuse(ReasonCode.NOT_REVEALED)
    text = detail_of(case, what)
    note(desk, book_entry(BookKind.DETAILS_COPIED, case_id=case_id, what=[what]))
    return text


def note_letter_seen(desk: Desk, case: Case) -> None:
    """Put on record that somebody who writes a letter has the full name before their eyes: once for each case since
    they were let in. It is their work, so no reason is asked and no limit counts. Raises: StoreError."""
    if case.case_id in desk.disclosed.letters or objection_to_looking(case, desk.actor, ()) is not None:
        return
    _record(desk, case, (LETTER_SEEN,), Given("write_letter"))
    desk.disclosed.letters.add(case.case_id)


def preview_letter(desk: Desk, case_id: str) -> bytes | Refusal:
    """The answer letter as it would be printed now, for whoever writes it: a PDF. Raises: StoreError."""
    from app.operations.make_paper import RESOLUTION_LETTER, preview_paper

    made = preview_paper(desk, case_id, RESOLUTION_LETTER)
    case = desk.store.case(case_id)
    if not isinstance(made, Refusal) and case is not None:
        note_letter_seen(desk, case)
    return made


def _looks_today(desk: Desk, now: datetime) -> int:
    seen = done_today(desk, BookKind.DETAILS_REVEALED, now)
    return sum(list(body.get("what", ())) not in ([LETTER_SEEN], [ATTACHMENT_SEEN]) for body in seen)


def _record(desk: Desk, case: Case, what: tuple[str, ...], given: Given) -> None:
    body = {"case_id": case.case_id, "what": list(what), "reason": given.reason, "note": given.note}
    note(desk, book_entry(BookKind.DETAILS_REVEALED, **body))
