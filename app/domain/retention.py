"""For how long a case is kept, and why (domain.md 1.7 no. 98, 2.4: 个人信息保护法 art. 19, 47, 56; 令2020-5: at least
three years from closing). Pure; the terms are data (resources/rules/retention.json)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.calendar import china_day
from app.domain.case import Case, CaseState
from app.domain.codes import INTAKE_TYPES, SEVERITIES
from app.domain.entry import EntryKind

LEAST_YEARS = 3
"""What the law demands for every case; no data may say less."""
MOST_YEARS = 30
LEAST_LOG_DAYS = 183
"""Logs are kept for six months at least (网络安全法 art. 21)."""

_ENDED = tuple(state.value for state in CaseState if state.is_ended)
_KINDS = frozenset(kind.value for kind in EntryKind)


@dataclass(frozen=True, slots=True)
class RetentionRow:
    """Cases of these types, ended in these states, of this weight are kept for `years`; empty fits everything."""

    years: int
    source: str
    intake_types: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    severities: frozenset[str] = frozenset()

    def fits(self, intake_type: str, state: str, severity: str) -> bool:
        """Whether the row is about such a case."""
        asked = ((self.intake_types, intake_type), (self.states, state), (self.severities, severity))
        return all(not wanted or value in wanted for wanted, value in asked)


@dataclass(frozen=True, slots=True)
class BesideRetention:
    """For how many days what stands beside cases is kept: drafts since they were last saved, print jobs and quarantined
    entries since they were finished, logs since they were written."""

    draft_days: int
    print_job_days: int
    quarantine_days: int
    log_days: int


@dataclass(frozen=True, slots=True)
class RetentionVersion:
    """All terms as they are from `effective_from` on."""

    version: str
    effective_from: date
    rows: tuple[RetentionRow, ...]
    not_counted: frozenset[str]
    beside: BesideRetention

    @property
    def least_years(self) -> int:
        """The shortest time for which any case is kept."""
        return min(row.years for row in self.rows)

    def row_for(self, intake_type: str, state: str, severity: str) -> RetentionRow:
        """The row with the longest time of those that fit, the first of equals."""
        fitting = [row for row in self.rows if row.fits(intake_type, state, severity)]
        return max(fitting or self.rows, key=lambda row: row.years)


class RetentionBook:
    """Every version that ever was in force. The one of today holds for all cases that are still there."""

    def __init__(self, versions: Iterable[RetentionVersion]) -> None:
        self.versions = tuple(sorted(versions, key=lambda version: version.effective_from))
        if not self.versions or len({version.version for version in self.versions}) != len(self.versions):
            raise ValueError("no version of the terms of keeping, or two of one name")

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> RetentionBook:
        """From the content of retention.json.

        Raises: KeyError, TypeError or ValueError when a term is shorter than the law allows, a case would have none, or
        a word is not known.
        """
        return cls(_version(item) for item in data["versions"])

    def as_of(self, day: date) -> RetentionVersion:
        """The version in force on `day`; the first one for days before any."""
        return next((v for v in reversed(self.versions) if v.effective_from <= day), self.versions[0])


SHIPPED_RETENTION = RetentionBook(
    (
        RetentionVersion(
            "2020-11-01",
            date(2020, 11, 1),
            (RetentionRow(LEAST_YEARS, "令2020-5"),),
            frozenset(),
            BesideRetention(draft_days=90, print_job_days=30, quarantine_days=1096, log_days=LEAST_LOG_DAYS),
        ),
    )
)
"""What holds where no other data was loaded."""


@dataclass(frozen=True, slots=True)
class Retention:
    """How long one case is kept. `keep_until` is the last day of it: `years` after `counted_from`, on which an entry of
    the kind `counted_kind` was the last about the matter. `open_matters` keep it longer, however old it is."""

    keep_until: date
    counted_from: date
    counted_kind: str
    years: int
    source: str
    version: str
    open_matters: tuple[str, ...] = ()

    def is_over(self, today: date) -> bool:
        """Whether nothing asks for the case any more."""
        return not self.open_matters and today > self.keep_until


def retention_of(case: Case, book: RetentionBook, today: date) -> Retention | None:
    """For how long `case` is kept by the rules of `today`; None while it has not ended.

    The first day does not count and the last one is kept (民法典 art. 201); where the month has no such day, its last
    day ends the time (art. 202).
    """
    if not case.state.is_ended or case.ended_at is None:
        return None
    rules = book.as_of(today)
    row = rules.row_for(case.intake.intake_type, case.state.value, case.about.severity)
    counted_from, kind = _last_that_matters(case, rules)
    return Retention(
        years_later(counted_from, row.years),
        counted_from,
        kind,
        row.years,
        row.source,
        rules.version,
        tuple(_open_matters(case)),
    )


def years_later(day: date, years: int) -> date:
    """The same day `years` later, the last of February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def _last_that_matters(case: Case, rules: RetentionVersion) -> tuple[date, str]:
    """The day and kind of the last entry about the matter. What was set aside counts too: somebody did it."""
    ended_at = case.ended_at or case.registered_at
    last, kind = ended_at, ""
    for item in case.timeline:
        if item.kind not in rules.not_counted and item.at >= last:
            last, kind = item.at, item.kind
    return china_day(last), kind


def _open_matters(case: Case) -> Iterable[str]:
    """What is still owed to somebody although the case has ended."""
    if case.open_holds:
        yield "hold"
    if case.open_review is not None:
        yield "review"
    if case.void_request is not None and case.void_request.decision is None:
        yield "void"
    if any(item.is_original and item.returned_at is None for item in case.evidence):
        yield "evidence"
    if any(plan.finished_at is None for plan in case.corrections):
        yield "correction"


def _version(item: Mapping[str, Any]) -> RetentionVersion:
    rows = tuple(_row(row) for row in item["cases"])
    not_counted = _codes(item["not_counted"], _KINDS)
    for intake_type in INTAKE_TYPES:
        for state in _ENDED:
            if not any(row.fits(intake_type, state, SEVERITIES[0]) for row in rows):
                raise ValueError(f"no time of keeping for {intake_type} that are {state}")
    if "case_closed" in not_counted:
        raise ValueError("the end of a case counts")
    beside = BesideRetention(*(_days(item["beside"], name) for name in BesideRetention.__slots__))
    if beside.log_days < LEAST_LOG_DAYS:
        raise ValueError("logs are kept for six months at least")
    return RetentionVersion(str(item["version"]), date.fromisoformat(item["effective_from"]), rows, not_counted, beside)


def _row(row: Mapping[str, Any]) -> RetentionRow:
    years = row["years"]
    if type(years) is not int or not LEAST_YEARS <= years <= MOST_YEARS:
        raise ValueError(f"cases are kept for {LEAST_YEARS} to {MOST_YEARS} years")
    if not str(row["source"]).strip():
        raise ValueError("a time of keeping without its source")
    return RetentionRow(
        years,
        str(row["source"]),
        _codes(row.get("intake_types", ()), INTAKE_TYPES),
        _codes(row.get("states", ()), _ENDED),
        _codes(row.get("severities", ()), SEVERITIES),
    )


def _codes(values: Iterable[str], known: Iterable[str]) -> frozenset[str]:
    found = frozenset(values)
    if unknown := found - frozenset(known):
        raise ValueError(f"not known: {sorted(unknown)}")
    return found


def _days(beside: Mapping[str, Any], name: str) -> int:
    days = beside[name]
    if type(days) is not int or not 1 <= days <= 366 * MOST_YEARS:
        raise ValueError(f"{name}: no number of days")
    return days
