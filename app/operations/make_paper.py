"""Make a paper: set it, put on record that it was made, and lay it into the print queue, where it is safe."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from app.domain.calendar import china_day
from app.domain.case import Case, Extension
from app.domain.commands import RecordPaper
from app.domain.context import Context
from app.domain.deadlines import deadlines_of
from app.domain.decide import decide
from app.domain.entry import NewEntry
from app.domain.letter import missing_letter_parts
from app.domain.people import Person
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem, Refusal, refuse
from app.operations.act import CASES
from app.operations.desk import Desk

ACK_SLIP = "ack_slip"
EXTENSION_NOTICE = "extension_notice"
RESOLUTION_LETTER = "resolution_letter"
PAPERS = frozenset({"papers"})

MAX_COPIES = 9

Setter = Callable[[Case, int], bytes]
"""Sets a paper of a case as its n-th copy (0 = first print)."""


@dataclass(frozen=True, slots=True)
class MadePaper:
    """A paper that is on record and lies in the print queue as `job_id`. `copy_no` n > 0 is the n-th reprint."""

    case_id: str
    kind: str
    copy_no: int
    pdf: bytes
    job_id: int

    def __repr__(self) -> str:
        return f"<MadePaper {self.kind} copy {self.copy_no} job {self.job_id}>"


def make_paper(desk: Desk, case_id: str, kind: str, about: str = "") -> MadePaper | Refusal:
    """A paper of any kind of `codes.PAPER_KINDS` in its usual form, on record and in the print queue.

    `about` is the id of what it is about: the request of an extension, a pause, a transfer, the kind of paper that was
    served; empty for the latest.
    """
    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    if kind == ACK_SLIP:
        return make_slip(desk, case_id)
    if kind == EXTENSION_NOTICE:
        return make_extension_notice(desk, case_id, about or _latest_extension(case))
    if kind == RESOLUTION_LETTER:
        return make_resolution_letter(desk, case_id)
    return refuse(ReasonCode.PAPER_UNKNOWN, "kind")


def make_slip(
    desk: Desk, case_id: str, size: str | None = None, copies: int = 1, language: str | None = None
) -> MadePaper | Refusal:
    """The acknowledgement slip (domain.md 2.9 row 1); from the second time on it carries the reprint mark."""
    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    paper_size = size or desk.slip_size
    return _make(desk, case, ACK_SLIP, paper_size, copies, lambda seen, no: _slip(desk, seen, paper_size, no, language))


def make_extension_notice(desk: Desk, case_id: str, request_id: str) -> MadePaper | Refusal:
    """The notice of an approved extension (令2020-3 art. 18)."""
    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    extension = next((e for e in case.extensions if e.request_id == request_id), None)
    if extension is None or extension.decision != "approved":
        return refuse(ReasonCode.NO_APPROVED_EXTENSION)

    def set_notice(seen: Case, copy_no: int) -> bytes:
        return _notice(desk, seen, extension, copy_no)

    return _make(desk, case, EXTENSION_NOTICE, "a4", 1, set_notice, about=request_id)


def make_resolution_letter(desk: Desk, case_id: str) -> MadePaper | Refusal:
    """The decision letter with every part that art. 19 demands; refused while one is empty, saying which."""
    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    incomplete = _incomplete(desk, case)
    if incomplete is not None:
        return incomplete
    return _make(desk, case, RESOLUTION_LETTER, "a4", 1, lambda seen, no: _letter(desk, seen, no))


def preview_slip(desk: Desk, case_id: str, size: str, copy_no: int, language: str | None = None) -> bytes | Refusal:
    """The slip as its copy `copy_no` (0 = first print) would look now; nothing is recorded."""
    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    return _slip(desk, case, size, copy_no, language)


def preview_paper(
    desk: Desk, case_id: str, kind: str, about: str = "", *, copy_no: int | None = None
) -> bytes | Refusal:
    """The paper as it would be printed now, or as its copy `copy_no`; nothing is recorded."""
    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    if kind == ACK_SLIP:
        return _slip(desk, case, desk.slip_size, case.prints_of(kind) if copy_no is None else copy_no, None)
    if kind == EXTENSION_NOTICE:
        about = about or _latest_extension(case)
        extension = next((e for e in case.extensions if e.request_id == about and e.decision == "approved"), None)
        if extension is None:
            return refuse(ReasonCode.NO_APPROVED_EXTENSION)
        return _notice(desk, case, extension, case.prints_of(kind, about) if copy_no is None else copy_no)
    if kind == RESOLUTION_LETTER:
        return _incomplete(desk, case) or _letter(desk, case, case.prints_of(kind) if copy_no is None else copy_no)
    return refuse(ReasonCode.PAPER_UNKNOWN, "kind")


def _latest_extension(case: Case) -> str:
    return next((e.request_id for e in reversed(case.extensions) if e.decision == "approved"), "")


def _incomplete(desk: Desk, case: Case) -> Refusal | None:
    if case.decision is None:
        return refuse(ReasonCode.NOT_DECIDED)
    missing = missing_letter_parts(case, desk.branch)
    if not missing:
        return None
    return Refusal(tuple(Problem(ReasonCode.LETTER_INCOMPLETE, part, {"part": part}) for part in missing))


def _make(
    desk: Desk, case: Case, kind: str, size: str, copies: int, set_paper: Setter, about: str = ""
) -> MadePaper | Refusal:
    """The entry and the print job are one transaction: a recorded paper is in the queue, and only a recorded one."""
    from app.store.print_queue import NewPaper

    if not 1 <= copies <= MAX_COPIES:
        raise ValueError(f"{copies} copies")
    now = desk.clock.now()
    context = desk.context(now)
    while True:
        copy_no = case.prints_of(kind, about)
        pdf = set_paper(case, copy_no)
        command = RecordPaper(kind, hashlib.sha256(pdf).hexdigest(), size, about)
        paper = NewPaper(kind, copy_no, size, copies, case.case_no, pdf)
        try:
            outcome = desk.store.act(
                case.case_id, _unless_changed(command, context, case.version), desk.author(), now, paper=paper
            )
        except _ChangedMeanwhile as meanwhile:
            case = meanwhile.case
            continue
        if isinstance(outcome, Refusal):
            return outcome
        desk.announce(CASES | PAPERS, frozenset({case.case_id}))
        return MadePaper(case.case_id, kind, copy_no, pdf, outcome.job_id)


class _ChangedMeanwhile(Exception):  # noqa: N818
    """Something happened to the case while its paper was being set: it has to be set again from what stands now."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case


def _unless_changed(
    command: RecordPaper, context: Context, version: int
) -> Callable[[Case | None], tuple[NewEntry, ...] | Refusal]:
    def decide_paper(case: Case | None) -> tuple[NewEntry, ...] | Refusal:
        if case is not None and case.version != version:
            raise _ChangedMeanwhile(case)
        return decide(case, command, context)

    return decide_paper


def _slip(desk: Desk, case: Case, size: str, copy_no: int, language: str | None) -> bytes:
    from app.documents.from_case import slip_paper
    from app.documents.slip import make_slip as set_slip

    lang = language or case.intake.language
    category = desk.rules.taxonomy.path_label(case.intake.category, lang) if case.intake.category else ""
    paper = slip_paper(
        case,
        deadlines_of(case, desk.rules),
        desk.branch,
        _owner(desk, case),
        copy_no=copy_no,
        language=lang,
        category=category,
        reprinted_on=china_day(desk.clock.now()),
    )
    return set_slip(paper, size, lang)


def _owner(desk: Desk, case: Case) -> Person:
    return desk.people.get(case.owner, desk.actor)


def _notice(desk: Desk, case: Case, extension: Extension, copy_no: int) -> bytes:
    from app.documents.extension_notice import make_extension_notice as set_notice
    from app.documents.from_case import extension_notice_paper

    lang = case.intake.language
    approver = desk.people.get(extension.decided_by or "")
    is_provisional = deadlines_of(case, desk.rules).is_provisional
    paper = extension_notice_paper(
        case,
        extension,
        desk.branch,
        _owner(desk, case),
        approver,
        is_provisional=is_provisional,
        copy_no=copy_no,
        language=lang,
    )
    return set_notice(paper, lang)


def _letter(desk: Desk, case: Case, copy_no: int) -> bytes:
    from app.documents.from_case import resolution_letter_paper
    from app.documents.resolution_letter import make_resolution_letter as set_letter

    lang = case.intake.language
    made_at = next((paper.made_at for paper in case.papers if paper.kind == RESOLUTION_LETTER), desk.clock.now())
    issued_on = china_day(made_at)  # a copy bears the day of the letter, not its own
    paper = resolution_letter_paper(
        case, desk.branch, _owner(desk, case), issued_on=issued_on, copy_no=copy_no, language=lang
    )
    return set_letter(paper, lang)
