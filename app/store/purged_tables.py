"""The tables of cases whose time is over: their bodies may go, their envelopes stay in the chain."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table

from app.store.columns import METADATA, blob, origin, text, whole

PURGED_CASE = Table(
    "purged_case",
    METADATA,
    blob("case_id", primary_key=True),
    whole("purged_at"),
    sqlite_with_rowid=False,
)

# Bodies that went with a case although their entry stands in the desk's book, and entries (`is_late`) that came when
# their case was purged already, whose bodies were never kept.
PURGED_BODY = Table(
    "purged_body",
    METADATA,
    *origin(),
    blob("case_id", index=True),
    whole("is_late"),
    sqlite_with_rowid=False,
)

# What the figures of past years need of a purged case: days and codes, nothing that leads to it.
PURGED_FIGURES = Table(
    "purged_figures",
    METADATA,
    Column("row_id", Integer, primary_key=True),
    text("intake_type"),
    text("category"),
    text("channel"),
    whole("received_on"),
    whole("accepted_on"),
    whole("ended_on"),
    whole("told_on"),
    whole("overdue_from"),
    whole("is_settled_on_spot"),
    whole("is_withdrawn"),
    whole("is_merged"),
    whole("is_forwarded"),
    text("answer"),
    whole("was_repeat"),
    whole("repeated_on"),
    whole("has_escalated"),
)
