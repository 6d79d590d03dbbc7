"""Records every row of a file through the real operations, then reads the cases back from headquarters."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from app.domain.bodies import instant_text
from app.domain.case import Case
from app.domain.commands import IntakeForm
from app.domain.intake_bodies import intake_body
from app.domain.refusal import Refusal
from app.language import in_language
from app.language.error_words import sentence
from app.language.reasons import error_text, refusal_text
from app.operations.desk import Desk
from app.system.errors import KnownError
from app.tour.csv_input import COLUMNS, CsvFile, CsvRow
from app.trial.people import TRIAL_BRANCH, TRIAL_PEOPLE

if TYPE_CHECKING:
    from app.bootstrap.office import Office

Say = Callable[[str], None]
PROGRESS_EVERY = 200
RAW = "raw"
"""The last column of rejected.csv: the exact text of a record whose fields can't be told apart."""
VERBATIM = frozenset({"narrative", "remedy_sought"})
"""Columns that are recorded exactly as they stand, so that they need not be kept twice."""


def import_cases(office: Office, file: CsvFile, out: Path, language: str, say: Say) -> list[str]:
    """Write cases.jsonl, rejected.csv, balance.json and tour.json into `out`; returns what is not as it should be."""
    from app.tour.results import synchronise, unlevel

    began = perf_counter()
    teller = TRIAL_PEOPLE[0]
    desk: Desk = office.lanes["database"].do(lambda: office.sign_in(teller.staff_no, teller.password)).result()
    recorded: list[tuple[int, Case]] = []
    problems: list[str] = []
    rejected = 0
    with (out / "rejected.csv").open("w", encoding="utf-8-sig", newline="") as stream, in_language(language):
        writer = csv.writer(stream)
        own = ("row", "line", "reason_code", "reason", RAW)
        writer.writerow((*own[:-1], *(_column(name, own) for name in file.header), RAW))
        for row in file.rows():
            outcome = _record(desk, row, language)
            if isinstance(outcome, Case):
                recorded.append((row.number, outcome))
                problems += _make_slip(desk, row, outcome)
            else:
                rejected += 1
                texts = [row.values.get(name, "") for name in file.header]
                writer.writerow((row.number, row.line, *outcome, *texts, "" if row.values else row.raw))
            if row.number % PROGRESS_EVERY == 0:
                say(f"{row.number} …")
    seconds = perf_counter() - began
    sums = synchronise(office, desk)
    problems += _write_cases(office, file, recorded, out / "cases.jsonl")
    _write_json(out / "balance.json", sums)
    _write_json(
        out / "tour.json",
        {
            "input": {"encoding": file.encoding, "columns": list(file.header)},
            "recorded": len(recorded),
            "rejected": rejected,
            "seconds_recording": round(seconds, 2),
            "seconds_in_all": round(perf_counter() - began, 2),
        },
    )
    say(f"{len(recorded)} recorded, {rejected} rejected")
    return problems + (unlevel(sums) if recorded else [])


def _record(desk: Desk, row: CsvRow, language: str) -> Case | tuple[str, str]:
    """The recorded case, or (code, sentence) of why the row was refused."""
    from app.operations.register_complaint import register_complaint

    if row.problem:
        return row.problem, sentence(row.problem, row.details) or row.problem
    known: dict[str, Any] = {name: row.values[name] for name in COLUMNS if name in row.values}
    given = {name: text for name, text in row.values.items() if text and name not in VERBATIM}
    form = IntakeForm(**known, given=given, language=language)
    try:
        outcome = register_complaint(desk, form, is_name_required=False)
    except KnownError as error:
        return error.code, error_text(error)
    if isinstance(outcome, Refusal):
        return str(outcome.code), refusal_text(outcome)
    return outcome.case


def _make_slip(desk: Desk, row: CsvRow, case: Case) -> list[str]:
    """Make the slip; it waits in the print queue. Returns what went wrong: the case itself is recorded whatever."""
    from app.operations.make_paper import make_slip

    try:
        slip = make_slip(desk, case.case_id)
    except KnownError as error:
        return [f"row {row.number}: no slip: {error_text(error)}"]
    return [f"row {row.number}: no slip: {refusal_text(slip)}"] if isinstance(slip, Refusal) else []


def _write_cases(office: Office, file: CsvFile, recorded: list[tuple[int, Case]], path: Path) -> list[str]:
    """One line a row as headquarters holds it; says which cases are not there, or not as they were recorded."""
    problems = []
    there = {case["case_no"]: case for case in office.headquarters.cases(TRIAL_BRANCH)} if office.headquarters else {}
    with path.open("w", encoding="utf-8") as stream:
        for number, case in recorded:
            copy = there.get(case.case_no)
            if copy is None:
                problems.append(f"row {number}: headquarters does not hold {case.case_no}")
                continue
            held = copy["registration"]
            if held["intake"] != intake_body(case.intake) or held["received_at"] != instant_text(case.received_at):
                problems.append(f"row {number}: headquarters holds {case.case_no} otherwise than it was recorded")
            stream.write(json.dumps(_line(number, file.header, copy), ensure_ascii=False) + "\n")
    return problems


def _line(number: int, header: Sequence[str], there: dict[str, Any]) -> dict[str, Any]:
    """The row as given, from headquarters' copy, and beside it what the program made of it."""
    intake = there["registration"]["intake"]
    stored = {
        "complainant_name": intake["complainant"]["name"],
        "phone": intake["complainant"]["phone"],
        "narrative": intake["narrative"],
        "remedy_sought": intake["remedy_sought"],
        "category": intake["category"],
        "received_at": there["registration"]["received_at"],
    }
    given = {**intake.get("given", {}), **{name: stored[name] for name in VERBATIM}}
    own = {"row": number, "case_no": there["case_no"]}
    columns = {_column(name, (*own, "stored")): given.get(name, "") for name in header}
    return {**own, **columns, "stored": stored}


def _column(name: str, own: Sequence[str]) -> str:
    """What a column of the file is called beside the program's `own`: "column NAME" where the two would be mixed up."""
    return f"column {name}" if name in own else name


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
