"""Make a paper: set it, put on record that it was made, and lay it into the print queue, where it is safe."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.domain.case import Case
from app.domain.commands import AddNote, RecordPaper
from app.domain.context import Context
from app.domain.decide import decide
from app.domain.decisions.papers import paper_objection
from app.domain.entry import NewEntry
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem, Refusal, refuse
from app.operations import set_paper as setting
from app.operations.act import CASES
from app.operations.desk import Desk
from app.operations.set_paper import ACK_SLIP, EXTENSION_NOTICE, RESOLUTION_LETTER, SERVICE_RECEIPT

__all__ = [
    "ACK_SLIP",
    "EXTENSION_NOTICE",
    "PAPERS",
    "RESOLUTION_LETTER",
    "MadePaper",
    "PaperJob",
    "make_extension_notice",
    "make_paper",
    "make_resolution_letter",
    "make_slip",
    "objection_to_paper",
    "preview_paper",
    "preview_slip",
    "record_and_queue",
]

PAPERS = frozenset({"papers"})

MAX_COPIES = 9


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


@dataclass(frozen=True, slots=True)
class PaperJob:
    """A paper to be made: `set_paper` sets it as the n-th copy (0 = first print) of the case as it stands then.

    `words` stand on it and nowhere else; `note` is put into the case's history with it.
    """

    kind: str
    set_paper: Callable[[Case, int], bytes]
    about: str = ""
    size: str = "a4"
    copies: int = 1
    words: Mapping[str, str] = field(default_factory=dict, repr=False)
    note: str = field(default="", repr=False)


def make_paper(desk: Desk, case_id: str, kind: str, about: str = "") -> MadePaper | Refusal:
    """A paper of any kind of `codes.PAPER_KINDS` in its usual form, on record and in the print queue.

    `about` is the id of what it is about: the request of an extension, a pause, a transfer, the kind of paper that was
    served, the draft or request of which this is a copy; empty for the latest.
    """
    if kind == ACK_SLIP:
        return make_slip(desk, case_id)
    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    about = setting.subject_of(case, kind, about)
    if objection := objection_to_paper(desk, case, kind, about):
        return objection

    def set_it(seen: Case, copy_no: int) -> bytes:
        return setting.set_paper(desk, seen, kind, about, copy_no)

    return record_and_queue(desk, case, PaperJob(kind, set_it, about, words=setting.words_of(case, kind, about)))


def make_slip(
    desk: Desk, case_id: str, size: str | None = None, copies: int = 1, language: str | None = None
) -> MadePaper | Refusal:
    """The acknowledgement slip (domain.md 2.9 row 1); from the second time on it carries the reprint mark."""
    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    paper_size = size or desk.slip_size

    def set_it(seen: Case, copy_no: int) -> bytes:
        return setting.slip(desk, seen, paper_size, copy_no, language)

    return record_and_queue(desk, case, PaperJob(ACK_SLIP, set_it, size=paper_size, copies=copies))


def make_extension_notice(desk: Desk, case_id: str, request_id: str) -> MadePaper | Refusal:
    """The notice of an approved extension (令2020-3 art. 18)."""
    return make_paper(desk, case_id, EXTENSION_NOTICE, request_id)


def make_resolution_letter(desk: Desk, case_id: str) -> MadePaper | Refusal:
    """The decision letter with every part that art. 19 demands; refused while one is empty, saying which."""
    return make_paper(desk, case_id, RESOLUTION_LETTER)


def preview_slip(desk: Desk, case_id: str, size: str, copy_no: int, language: str | None = None) -> bytes | Refusal:
    """The slip as its copy `copy_no` (0 = first print) would look now; nothing is recorded."""
    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    return setting.slip(desk, case, size, copy_no, language)


def preview_paper(
    desk: Desk, case_id: str, kind: str, about: str = "", *, copy_no: int | None = None
) -> bytes | Refusal:
    """The paper as it would be printed now, or as its copy `copy_no`; nothing is recorded; `about` is as above."""
    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    about = setting.subject_of(case, kind, about)
    if objection := objection_to_paper(desk, case, kind, about):
        return objection
    number = case.prints_of(kind, about) if copy_no is None else copy_no
    return setting.set_paper(desk, case, kind, about, number)


def objection_to_paper(desk: Desk, case: Case, kind: str, about: str) -> Refusal | None:
    """Why the paper may not be made of the case as it stands, each missing part at its own field; None when it may."""
    objection = paper_objection(case, kind, desk.context(desk.clock.now()), about)
    if objection is None:
        if setting.is_settable(case, kind, about):
            return None
        return refuse(ReasonCode.NOTHING_TO_SERVE if kind == SERVICE_RECEIPT else ReasonCode.PAPER_WORDS_MISSING)
    if objection.code != ReasonCode.LETTER_INCOMPLETE:
        return objection
    parts = objection.problems[0].details.get("parts", ())
    named = parts if isinstance(parts, tuple) else ()
    return Refusal(tuple(Problem(ReasonCode.LETTER_INCOMPLETE, part, {"part": part}) for part in named))


def record_and_queue(desk: Desk, case: Case, job: PaperJob) -> MadePaper | Refusal:
    """The entry and the print job are one transaction: a recorded paper is in the queue, and only a recorded one."""
    from app.store.print_queue import NewPaper

    if not 1 <= job.copies <= MAX_COPIES:
        raise ValueError(f"{job.copies} copies")
    now = desk.clock.now()
    context = desk.context(now)
    while True:
        copy_no = case.prints_of(job.kind, job.about)
        pdf = job.set_paper(case, copy_no)
        words = {} if copy_no else job.words
        command = RecordPaper(job.kind, hashlib.sha256(pdf).hexdigest(), job.size, job.about, words)
        notes = (AddNote(job.note),) if job.note and not copy_no else ()
        paper = NewPaper(job.kind, copy_no, job.size, job.copies, case.case_no, pdf)
        try:
            decide_paper = _unless_changed((command, *notes), context, case.version)
            outcome = desk.store.act(case.case_id, decide_paper, desk.author(), now, paper=paper)
        except _ChangedMeanwhile as meanwhile:
            case = meanwhile.case
            continue
        if isinstance(outcome, Refusal):
            return outcome
        desk.announce(CASES | PAPERS, frozenset({case.case_id}))
        return MadePaper(case.case_id, job.kind, copy_no, pdf, outcome.job_id)


class _ChangedMeanwhile(Exception):  # noqa: N818
    """Something happened to the case while its paper was being set: it has to be set again from what stands now."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case


def _unless_changed(
    commands: tuple[RecordPaper | AddNote, ...], context: Context, version: int
) -> Callable[[Case | None], tuple[NewEntry, ...] | Refusal]:
    def decide_paper(case: Case | None) -> tuple[NewEntry, ...] | Refusal:
        if case is not None and case.version != version:
            raise _ChangedMeanwhile(case)
        entries: list[NewEntry] = []
        for command in commands:
            outcome = decide(case, command, context)
            if isinstance(outcome, Refusal):
                return outcome
            entries += outcome
        return tuple(entries)

    return decide_paper
