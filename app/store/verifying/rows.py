"""What is derived from the journal, and the bytes that entries name: rows, states, figures, search, files, papers."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from app.domain.case import Case
from app.domain.entry import Entry
from app.domain.rules import Rules
from app.journal.errors import BadEnvelopeError
from app.journal.view import case_text
from app.store.case_entries import entries_of, folded
from app.store.case_rows import row_values, running_deadlines, search_text_of, summary_of
from app.store.figures import figure_values
from app.store.state import encode_state
from app.store.verifying.report import BrokenEntry, Looking, Step
from app.store.verifying.words import WordsOfCases

_ROW = (
    "SELECT r.*, s.summary, s.state, d.id FROM case_row r LEFT JOIN case_state s USING (row_id) "
    "LEFT JOIN search_docsize d ON d.id = r.row_id WHERE r.case_id = ?"
)
_FIGURES = "SELECT f.* FROM case_figures f JOIN case_row r USING (row_id) WHERE r.case_id = ?"
_EXTRA = (
    "SELECT case_id FROM case_row WHERE case_id NOT IN (SELECT case_id FROM entry) "
    "OR case_id IN (SELECT case_id FROM purged_case) ORDER BY case_id"
)
_CASES = (
    "SELECT DISTINCT case_id FROM entry WHERE case_id <> zeroblob(16) "
    "AND case_id NOT IN (SELECT case_id FROM purged_case) ORDER BY case_id"
)
_BLOBS = "SELECT sha256, size, content FROM attachment_blob ORDER BY sha256"
_PAPERS = "SELECT sha256, case_id, pdf FROM paper ORDER BY sha256"
_UNREADABLE = "SELECT raw FROM quarantine WHERE scope = 'case'"


def check_rows(looking: Looking) -> Iterator[BrokenEntry]:
    """Every case's row, state, figures and words against what its entries amount to."""
    with WordsOfCases() as words:
        yield from _check_cases(looking, words)
        looking.tell(Step.CASES)
        if not words.are_in(looking.connection):
            yield BrokenEntry("search", detail="other words")
    for (case,) in looking.connection.exec_driver_sql(_EXTRA).fetchall():
        yield BrokenEntry("row_extra", case_id=case_text(case))


def _check_cases(looking: Looking, words: WordsOfCases) -> Iterator[BrokenEntry]:
    connection = looking.connection
    unreadable = {row[0] for row in connection.exec_driver_sql(_UNREADABLE).fetchall()}
    cursor = connection.connection.cursor()
    cases = connection.exec_driver_sql(_CASES).fetchall()
    for (case,) in looking.through(Step.CASES, cases, len(cases), every=50):
        row = cursor.execute(_ROW, (case,)).fetchone()
        if case in unreadable:
            _pass_over(words, row)
            continue
        looking.report.cases += 1
        case_id = case_text(case)
        try:
            entries = entries_of(connection, case_id)
            state = folded(entries)
        except BadEnvelopeError:
            _pass_over(words, row)
            continue  # named already, where its log was looked at
        if state is None:
            if row is not None:
                yield BrokenEntry("row_extra", case_id=case_id)
            continue
        last = str(entries[-1].origin)
        if row is None:
            yield BrokenEntry("row_missing", last, case_id)
            continue
        words.add(row[0], search_text_of(state, entries))
        if not _is_derived(cursor, case, row, state, entries, looking.rules):
            yield BrokenEntry("row", last, case_id)
        elif row[-1] is None:
            yield BrokenEntry("search", last, case_id)


def _pass_over(words: WordsOfCases, row: Any) -> None:
    """The index may hold what it held of such a case before."""
    if row is not None:
        words.pass_over(row[0])


def _is_derived(cursor: Any, case: bytes, row: Any, state: Case, entries: list[Entry], rules: Rules) -> bool:
    """Whether row, state and figures are what the entries amount to."""
    deadlines = running_deadlines(state, rules)
    if row[1:-1] != (*row_values(state, entries, rules, deadlines), summary_of(state), encode_state(state)):
        return False
    figures = cursor.execute(_FIGURES, (case,)).fetchone()
    return figures is not None and figures[1:] == figure_values(state, rules, deadlines)


def check_files(looking: Looking) -> Iterator[BrokenEntry]:
    """Attached files and kept papers by the hashes that entries name them with."""
    cursor = looking.connection.connection.cursor()
    for name, size, content in looking.through(Step.FILES, cursor.execute(_BLOBS), every=1):
        if sha256(content).hexdigest() != name or len(content) != size:
            yield BrokenEntry("attachment", detail=name)
    for name, case, pdf in looking.through(Step.FILES, cursor.execute(_PAPERS), every=1):
        if sha256(pdf).hexdigest() != name:
            yield BrokenEntry("paper", case_id=case_text(case), detail=name)
