"""Reads complaints from a CSV file exactly as they stand in it: nothing changed, cut or dropped."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from app.system.errors import KnownError

COLUMNS = ("complainant_name", "phone", "narrative", "remedy_sought", "category", "received_at")
"""The columns that the program knows; only `narrative` has to be there. Others are kept beside the case as given."""

_LONGEST_FIELD = 64 * 1024 * 1024


class CsvFileError(KnownError):
    """The file as a whole can't be read: missing, of an unknown encoding, or without a usable header."""

    code = "csv_file"


@dataclass(frozen=True, slots=True)
class CsvRow:
    """One record. `number` counts records from 1; `line` is where it begins in the file; `raw` is its exact text.

    `problem` is a code, or "" when `values` holds a text for each column.
    """

    number: int
    line: int
    values: dict[str, str] = field(repr=False)
    raw: str = field(repr=False)
    problem: str = ""
    details: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A decoded file: its header and, on iteration, its records."""

    header: tuple[str, ...]
    encoding: str
    text: str = field(repr=False)

    def rows(self) -> Iterator[CsvRow]:
        """Every record after the header, good or not. Empty lines are no records."""
        csv.field_size_limit(_LONGEST_FIELD)
        lines = _Lines(self.text)
        reader = csv.reader(lines, strict=True)
        next(reader)
        number = 0
        while True:
            line, error = lines.begin_record(), None
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as syntax:
                record, error = [], str(syntax)
            raw = lines.record()
            if not error and raw.count('"') % 2:
                # What a broken record leaves behind looks like a record; a sound one has no lone quotation mark.
                error = "lone quotation mark"
            if not record and not error:
                continue
            number += 1
            yield self._row(number, line, record, raw, error)

    def _row(self, number: int, line: int, record: list[str], raw: str, error: str | None) -> CsvRow:
        if error:
            return CsvRow(number, line, {}, raw, "csv_syntax", {"error": error})
        if len(record) != len(self.header):
            details: dict[str, object] = {"found": len(record), "expected": len(self.header)}
            return CsvRow(number, line, {}, raw, "csv_fields", details)
        return CsvRow(number, line, dict(zip(self.header, record, strict=True)), raw)


class _Lines:
    """The lines of a text, one by one, remembering which of them the present record took."""

    def __init__(self, text: str) -> None:
        self._lines = iter(io.StringIO(text, newline=""))
        self._taken: list[str] = []
        self._count = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._taken.append(line)
        self._count += 1
        return line

    def begin_record(self) -> int:
        """Forget the lines so far; returns the number of the line that comes next."""
        self._taken.clear()
        return self._count + 1

    def record(self) -> str:
        """The exact text of the present record, without its line end."""
        return "".join(self._taken).rstrip("\r\n")


def read_csv(path: Path) -> CsvFile:
    """Decode the file and check its header.

    Raises: CsvFileError with a `why` of missing, encoding, empty, no_narrative or twice.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CsvFileError(why="missing", name=path.name) from error
    text, encoding = _decode(data, path.name)
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        first = next(csv.reader(io.StringIO(text, newline=""), strict=True), None)
    except csv.Error as error:
        raise CsvFileError(why="empty", name=path.name) from error
    header = tuple(name.strip().lower() for name in first or ())
    if not any(header):
        raise CsvFileError(why="empty", name=path.name)
    if "narrative" not in header:
        raise CsvFileError(why="no_narrative", name=path.name)
    if len(set(header)) != len(header):
        raise CsvFileError(why="twice", name=path.name)
    return CsvFile(header, encoding, text)


def _decode(data: bytes, name: str) -> tuple[str, str]:
    candidates: tuple[str, ...]
    if data.startswith(codecs.BOM_UTF8):
        candidates = ("utf-8-sig",)
    elif data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise CsvFileError(why="encoding", name=name)
    else:
        candidates = ("utf-8", "gb18030")
    for encoding in candidates:
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise CsvFileError(why="encoding", name=name)
