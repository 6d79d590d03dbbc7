"""A look at a file of a case is a look at its people: who may, what for, and the entry before anything is shown (JR/T
0171-2020 6.1.4; ASVS 14.2.6, 16.3).

- Whoever may not see the details of a case sees none of its files.
- A text is masked like every free text; in full it is shown only while the details are.
- A picture or paper can't be masked. It is shown while the details are, for the reason that was given for them, and to
  whoever is in charge of the case without a question (app/domain/disclosure.py says why).
- Each file is one entry for as long as a person stays signed in and unlocked; its pages, and another look, are the same
  look. A text that was seen masked and is seen in full later is two.
- A picture stays until it is closed, also when the details are masked again after half a minute: nobody reads three
  pages with the customer in front of them in that time, asking again for every page would teach people to press a digit
  without thinking, and the entry says already that the whole file was before somebody's eyes. Over it stands who looks
  and when; another file, another page of the program and every lock close it. A text in full is masked with the
  details, because what is left of it can still be read.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.book import BookKind
from app.domain.case import Case
from app.domain.disclosure import ATTACHMENT_SEEN, objection_to_looking, why_file_is_seen
from app.domain.entry import book_entry
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.operations.desk import Desk
from app.operations.note import note


@dataclass(frozen=True, slots=True)
class Look:
    """A look that may be taken, not on record yet."""

    case_id: str
    sha256: str
    is_masked: bool
    reason: str = field(repr=False)


def may_look(desk: Desk, case: Case) -> Refusal | None:
    """Why this person sees no file of the case, in the words with which its details are refused; None when they may."""
    return objection_to_looking(case, desk.actor, desk.people.values())


def is_in_full(desk: Desk, case_id: str) -> bool:
    """Whether the details of the case are shown at present."""
    return bool(_given(desk, case_id))


def look(desk: Desk, case: Case, sha256: str, *, is_masked: bool) -> Look | Refusal:
    """A look at a file of the case for whoever `may_look`, or a refusal that asks to see the details first; a file that
    was seen since they were let in is not asked about again."""
    reason = why_file_is_seen(case, desk.actor, _given(desk, case.case_id), is_masked=is_masked)
    if reason is None and (case.case_id, sha256, is_masked) in desk.disclosed.files:
        reason = ""
    if reason is None:
        return refuse(ReasonCode.FILE_NEEDS_REVEAL)
    return Look(case.case_id, sha256, is_masked, reason)


def record_look(desk: Desk, taken: Look) -> None:
    """Put the look on record, once for each file since the person was let in; show the file only when this returns.
    Raises: StoreError."""
    key = (taken.case_id, taken.sha256, taken.is_masked)
    if key in desk.disclosed.files:
        return
    body = {
        "case_id": taken.case_id,
        "what": [ATTACHMENT_SEEN],
        "sha256": taken.sha256,
        "is_masked": taken.is_masked,
        "reason": taken.reason,
        "note": "",
    }
    note(desk, book_entry(BookKind.DETAILS_REVEALED, **body))
    desk.disclosed.files.add(key)


def _given(desk: Desk, case_id: str) -> str:
    """What the details of the case are shown for at present, "" while they are masked."""
    until, reason = desk.disclosed.shown.get(case_id, (None, ""))
    return reason if until is not None and desk.clock.now() <= until else ""
