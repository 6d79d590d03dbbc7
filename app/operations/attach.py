"""Attach a file to a case, look at it, and let it out again (domain.md 2.2; security.md: encrypted at rest)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.domain.commands import AddAttachment
from app.domain.decide import decide
from app.domain.disclosure import Given, Why
from app.domain.free_text import mask_of
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.operations.act import CASES
from app.operations.desk import Desk
from app.operations.disclosure import Taking, copy_mark, objection_to_taking, record_taking, taking_terms
from app.operations.look_at_file import is_in_full, look, may_look, record_look

if TYPE_CHECKING:
    from app.attachments.page import Page
    from app.domain.case import Case
    from app.operations.open_case import CaseView
    from app.store.attachment_transfers import AttachmentStanding

MAX_PREVIEW_PAGES = 20


@dataclass(frozen=True, slots=True)
class Preview:
    """How a file looks: pages as pictures from `first` (0 is the first) on, or the words of a plain text.

    `text` has personal data masked (`hides` where there was any), `full_text` is as it came in, "" while it is masked.
    `mark` is drawn over what is shown in full: who looks, and when.
    """

    media_type: str
    pages: tuple[Page, ...] = ()
    first: int = 0
    text: str = field(default="", repr=False)
    full_text: str = field(default="", repr=False)
    hides: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """What may leave the house: the bytes without place and time of taking, under a name that is safe to save."""

    name: str
    data: bytes
    media_type: str = ""
    is_stripped: bool = False
    is_marked: bool = False

    def __repr__(self) -> str:
        return f"<ExportedFile of {len(self.data)} bytes>"


@dataclass(frozen=True, slots=True)
class ExportTerms:
    """What is asked before a file leaves: a reason of these. `name` is offered for the copy and names nobody."""

    name: str = field(repr=False)
    reasons: tuple[Why, ...]


def attach(desk: Desk, case_id: str, data: bytes, name: str, note: str = "") -> CaseView | Refusal:
    """Check the file, keep its bytes as they are (they are evidence) and put on record that it belongs to the case.

    Bytes and entry come in one transaction. The same file again writes nothing, but brings bytes that were missing on
    this PC. Decodes the whole file, so call it on a lane. Problems are at the fields `file` and `note`.
    """
    from app.attachments.checking import check
    from app.operations.open_case import view_of
    from app.store.attachments import NewBlob

    checked = check(data, name, desk.rules.attachments)
    if isinstance(checked, Refusal):
        return checked
    now = desk.clock.now()
    context = desk.context(now)
    command = AddAttachment(checked.sha256, checked.name, checked.media_type, checked.size, note)
    blob = NewBlob(checked.sha256, data)
    outcome = desk.store.act(case_id, lambda case: decide(case, command, context), desk.author(), now, blob=blob)
    if isinstance(outcome, Refusal):
        return outcome
    desk.announce(CASES, frozenset({case_id}))
    return view_of(desk, outcome.case, now)


def open_attachment(desk: Desk, case_id: str, sha256: str) -> bytes | Refusal:
    """The bytes of an attached file exactly as they came in."""
    found = _find(desk, case_id, sha256)
    return found if isinstance(found, Refusal) else found.data


def preview_attachment(
    desk: Desk, case_id: str, sha256: str, width: int, max_pages: int = 1, first: int = 0, *, in_full: bool = False
) -> Preview | Refusal:
    """How the file looks, `width` pixels wide or less, at most 20 pages at a time; the look is on record when this
    returns (app/operations/look_at_file.py). `in_full`: the words of a text unmasked, if the case's details are shown.

    Refused with FILE_NEEDS_REVEAL where the details have to be shown first. Call it on a lane. Raises: StoreError.
    """
    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    if objection := may_look(desk, case):
        return objection
    found = _find(desk, case_id, sha256)
    if isinstance(found, Refusal):
        return found
    is_masked = found.is_text and not (in_full and is_in_full(desk, case_id))
    taken = look(desk, case, sha256, is_masked=is_masked)
    if isinstance(taken, Refusal):
        return taken
    mark = "" if is_masked else copy_mark(desk, desk.clock.now())
    preview = _words(case, found, mark) if found.is_text else _pages(found, width, max_pages, first, mark)
    if not isinstance(preview, Refusal):
        record_look(desk, taken)
    return preview


def _words(case: Case, found: _Found, mark: str) -> Preview:
    from app.attachments.previews import preview_text

    words = preview_text(found.data)
    masked = mask_of(case)(words)
    full_text = words if mark else ""
    return Preview(found.media_type, text=masked, full_text=full_text, hides=masked != words, mark=mark)


def _pages(found: _Found, width: int, max_pages: int, first: int, mark: str) -> Preview | Refusal:
    from app.attachments.previews import preview_pages

    pages = preview_pages(found.data, found.media_type, width, min(max_pages, MAX_PREVIEW_PAGES), first)
    return pages if isinstance(pages, Refusal) else Preview(found.media_type, tuple(pages), first, mark=mark)


def export_terms(desk: Desk, case_id: str, sha256: str) -> ExportTerms | Refusal:
    """What is asked before this file leaves the house, or why this person can't take it out."""
    found = _find(desk, case_id, sha256)
    if isinstance(found, Refusal):
        return found
    terms = taking_terms(desk, desk.store.case(case_id))
    return terms if isinstance(terms, Refusal) else ExportTerms(_name_outside(desk, case_id, found), terms.reasons)


def export_objection(desk: Desk, case_id: str, given: Given) -> Refusal | None:
    """What is wrong with the reason, at `reason` and `note`, before somebody is asked where to."""
    return objection_to_taking(desk, Taking("attachment", given, case_id))


def export_attachment(desk: Desk, case_id: str, sha256: str, given: Given) -> ExportedFile | Refusal:
    """The file as it is given out: pictures without Exif, GPS and comments, and in it who took it; what is kept stays
    as it came in. That it leaves is on record when this returns. Call it on a lane. Raises: StoreError."""
    from app.attachments.marking import is_markable, mark_copy
    from app.attachments.stripping import export_bytes
    from app.documents.copy_mark import mark_pdf

    taking = Taking("attachment", given, case_id)
    found = _find(desk, case_id, sha256)
    if isinstance(found, Refusal):
        return found
    if objection := objection_to_taking(desk, taking):
        return objection
    data = export_bytes(found.data, found.media_type)
    if isinstance(data, Refusal):
        return data
    is_stripped, mark = data != found.data, copy_mark(desk, desk.clock.now())
    try:
        data = mark_pdf(data, mark) if found.is_pdf else mark_copy(data, found.media_type, mark)
    except ValueError:
        return refuse(ReasonCode.ATTACHMENT_DAMAGED)
    record_taking(desk, taking, data)
    name, is_marked = _name_outside(desk, case_id, found), found.is_pdf or is_markable(found.media_type)
    return ExportedFile(name, data, found.media_type, is_stripped, is_marked)


def _name_outside(desk: Desk, case_id: str, found: _Found) -> str:
    """The file's own name, or the case's number where that would say whose it is."""
    from app.attachments.names import cleaned_name

    case = desk.store.case(case_id)
    if case is not None and mask_of(case)(found.name) != found.name:
        return cleaned_name(f"{case.case_no}-{hashlib.sha256(found.data).hexdigest()[:6]}", found.media_type)
    return cleaned_name(found.name, found.media_type)


def attachments_here(desk: Desk, hashes: frozenset[str]) -> frozenset[str]:
    """Those of these files whose bytes are on this PC; the others were added elsewhere."""
    return desk.store.attachments.which(hashes)


def attachment_standing(desk: Desk, case_id: str) -> dict[str, AttachmentStanding]:
    """How each file of the case stands, by its hash: on this PC, on its way, at headquarters."""
    case = desk.store.case(case_id)
    return dict(desk.store.transfers.standings(known.sha256 for known in case.attachments)) if case else {}


@dataclass(frozen=True, slots=True)
class _Found:
    """A file of the case; `media_type` by its content, whatever an entry from elsewhere says it is."""

    name: str
    media_type: str
    data: bytes

    @property
    def is_pdf(self) -> bool:
        return self.media_type == "application/pdf"

    @property
    def is_text(self) -> bool:
        return self.media_type == "text/plain"

    def __repr__(self) -> str:
        return f"<_Found {self.media_type}>"


def _find(desk: Desk, case_id: str, sha256: str) -> _Found | Refusal:
    from app.attachments.kinds import media_type_of
    from app.attachments.unfit import UnfitError

    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    attachment = next((known for known in case.attachments if known.sha256 == sha256), None)
    if attachment is None:
        return refuse(ReasonCode.UNKNOWN_ATTACHMENT)
    data = desk.store.attachments.read(sha256)
    if data is None:
        desk.store.transfers.miss(sha256)
        return refuse(ReasonCode.ATTACHMENT_NOT_HERE)
    if hashlib.sha256(data).hexdigest() != sha256:
        desk.store.transfers.miss(sha256)
        return refuse(ReasonCode.ATTACHMENT_DAMAGED)
    try:
        return _Found(attachment.name, media_type_of(data), data)
    except UnfitError as unfit:
        return unfit.refusal()
