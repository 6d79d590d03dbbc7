"""The chapter on how long cases are kept, and what stands beside them. No Qt."""

from __future__ import annotations

from datetime import date

from app.domain.retention import RetentionBook, RetentionRow
from app.language import _, intake_labels, labels, ngettext_

Row = tuple[str, str]


def kept_rows(book: RetentionBook, chosen: str, today: date) -> tuple[tuple[str, tuple[Row, ...], str], ...]:
    """Each rule as its heading, lines and source; then what stands beside cases."""
    version = next((one for one in book.versions if one.version == chosen), book.as_of(today))
    beside = version.beside
    rules = tuple((_years(row.years), _fits(row) or ((_("For"), _("every case")),), row.source) for row in version.rows)
    others = (
        (_("Drafts"), _days(beside.draft_days)),
        (_("Finished print jobs"), _days(beside.print_job_days)),
        (_("Quarantined entries that were seen to"), _days(beside.quarantine_days)),
        (_("Logs of the program"), _days(beside.log_days)),
    )
    return (*rules, (_("Beside cases"), others, ""))


def _fits(row: RetentionRow) -> tuple[Row, ...]:
    parts = (
        (_("Kind"), labels.list_of(labels.intake_type(code) for code in sorted(row.intake_types))),
        (_("Ended as"), labels.list_of(labels.state(code) for code in sorted(row.states))),
        (_("Severity"), labels.list_of(intake_labels.severity(code) for code in sorted(row.severities))),
    )
    return tuple(part for part in parts if part[1])


def _years(years: int) -> str:
    return ngettext_("Kept for {n} year", "Kept for {n} years", years).format(n=years)


def _days(days: int) -> str:
    return ngettext_("{n} natural day", "{n} natural days", days).format(n=days)
