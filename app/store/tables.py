"""The tables of a branch database, version 3.

`entry`, `entry_body`, `placement`, `receipt` and `attachment_blob` are what cannot be made again; `case_row`,
`case_state`, `case_link`, `case_file`, `case_figures`, `similar_key`, `audit_line` and the search index are derived
from the journal and may be thrown away at any time (journal.md, the one write path).
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text, text

from app.store.columns import METADATA
from app.store.columns import blob as _bytes
from app.store.columns import origin as _origin
from app.store.columns import text as _text
from app.store.columns import whole as _whole
from app.store.purged_tables import PURGED_BODY, PURGED_CASE, PURGED_FIGURES

__all__ = ["METADATA", "PURGED_BODY", "PURGED_CASE", "PURGED_FIGURES"]

SCHEMA_VERSION = 3
APPLICATION_ID = 0x4A494553  # "JIES"

# -- the journal: only ever added to -------------------------------------------------------------------------------

ENTRY = Table(
    "entry",
    METADATA,
    *_origin(),
    _bytes("hash"),
    _bytes("prev"),
    _bytes("case_id", index=True),
    _text("kind"),
    _whole("hlc"),
    _bytes("envelope"),
    sqlite_with_rowid=False,
)

ENTRY_BODY = Table("entry_body", METADATA, *_origin(), _bytes("body"))

# -- what headquarters said about entries, and how far both sides are ----------------------------------------------

PLACEMENT = Table(
    "placement",
    METADATA,
    *_origin(),
    Column("feed_seq", Integer),
    Column("verdict", Text),
    Column("code", Text),
    sqlite_with_rowid=False,
)

UNPROVEN_SIGNATURE = Table("unproven_signature", METADATA, *_origin(), _text("state"), sqlite_with_rowid=False)

DEVICE_HEAD = Table(
    "device_head",
    METADATA,
    _bytes("device"),
    _whole("epoch"),
    _whole("seq"),
    _bytes("hash"),
    _whole("hlc"),
    PrimaryKeyConstraint("device", "epoch"),
    sqlite_with_rowid=False,
)

SYNC_STATE = Table(
    "sync_state",
    METADATA,
    _whole("epoch", primary_key=True),
    _whole("acked_seq"),
    _bytes("acked_hash"),
    _text("server_epoch"),
    Column("receipt", LargeBinary),
    Column("receipt_signature", LargeBinary),
)

RECEIPT = Table(
    "receipt",
    METADATA,
    _whole("epoch"),
    _whole("seq"),
    _bytes("receipt"),
    _bytes("signature"),
    PrimaryKeyConstraint("epoch", "seq"),
    sqlite_with_rowid=False,
)

FEED_CURSOR = Table(
    "feed_cursor", METADATA, _text("scope", primary_key=True), _whole("seq"), _bytes("hash"), sqlite_with_rowid=False
)

FEED_LINK = Table(
    "feed_link",
    METADATA,
    _text("scope"),
    _whole("feed_seq"),
    _text("kind"),
    _bytes("link"),
    _whole("is_set_aside"),
    PrimaryKeyConstraint("scope", "feed_seq"),
    sqlite_with_rowid=False,
)

QUARANTINE = Table(
    "quarantine",
    METADATA,
    Column("quarantine_id", Integer, primary_key=True),
    _text("scope"),
    _whole("feed_seq"),
    _text("reason"),
    Column("device", LargeBinary),
    Column("epoch", Integer),
    Column("seq", Integer),
    _bytes("raw"),
    Column("body", LargeBinary),
    _whole("is_open", server_default=text("1")),
)

REFERENCE = Table(
    "reference",
    METADATA,
    _text("kind"),
    _text("version"),
    _text("effective_from"),
    _bytes("body"),
    Column("feed_seq", Integer),
    PrimaryKeyConstraint("kind", "version"),
    sqlite_with_rowid=False,
)

# -- derived: one row for each case --------------------------------------------------------------------------------

CASE_ROW = Table(
    "case_row",
    METADATA,
    Column("row_id", Integer, primary_key=True),
    _bytes("case_id", unique=True),
    _text("case_no", index=True),
    _whole("rank"),
    _whole("place"),
    _text("owner"),
    _whole("is_awaiting"),
    _whole("registered_on"),
    _whole("half_on"),
    _whole("four_fifths_on"),
    _whole("is_ordered"),
    _text("transfer_to"),
    _text("state"),
    _text("severity"),
    _text("intake_type"),
    _text("category"),
    _text("channel"),
    _text("masked_name"),
    _text("due_on"),
    _text("next_on"),
    _text("next_what"),
    _text("governing"),
    _whole("is_provisional"),
    _whole("was_overdue"),
    _whole("received_at"),
    _whole("registered_at"),
    _whole("updated_at"),
    Column("ended_at", Integer),
    _whole("version"),
    _whole("flag_count"),
    _whole("is_at_headquarters"),
)
Index(
    "ix_case_row_views",
    CASE_ROW.c.rank,
    CASE_ROW.c.place,
    CASE_ROW.c.owner,
    CASE_ROW.c.registered_on,
    CASE_ROW.c.half_on,
    CASE_ROW.c.transfer_to,
)
Index("ix_case_row_owner", CASE_ROW.c.owner, CASE_ROW.c.rank, CASE_ROW.c.place)
Index("ix_case_row_awaiting", CASE_ROW.c.rank, CASE_ROW.c.place, sqlite_where=text("is_awaiting = 1"))
Index("ix_case_row_ordered", CASE_ROW.c.rank, CASE_ROW.c.place, sqlite_where=text("is_ordered = 1"))
Index("ix_case_row_flagged", CASE_ROW.c.flag_count, sqlite_where=text("flag_count > 0"))

CASE_STATE = Table(
    "case_state",
    METADATA,
    Column("row_id", Integer, primary_key=True),
    _text("summary"),
    _bytes("state"),
)

AUDIT_LINE = Table(
    "audit_line",
    METADATA,
    _whole("wall"),
    _bytes("device"),
    _whole("epoch"),
    _whole("seq"),
    _text("actor"),
    _text("kind"),
    _bytes("case_id"),
    PrimaryKeyConstraint("wall", "device", "epoch", "seq"),
    sqlite_with_rowid=False,
)
Index("ix_audit_line_case_id", AUDIT_LINE.c.case_id, AUDIT_LINE.c.wall)
Index("ix_audit_line_actor", AUDIT_LINE.c.actor, AUDIT_LINE.c.wall)
Index("ix_audit_line_kind", AUDIT_LINE.c.kind, AUDIT_LINE.c.wall)

CASE_LINK = Table(
    "case_link",
    METADATA,
    _bytes("from_case"),
    _text("kind"),
    _bytes("to_case", index=True),
    PrimaryKeyConstraint("from_case", "kind"),
    sqlite_with_rowid=False,
)

CASE_FIGURES = Table(
    "case_figures",
    METADATA,
    Column("row_id", Integer, primary_key=True),
    _bytes("case_id"),
    _text("intake_type"),
    _text("category"),
    _text("channel"),
    _whole("received_on"),
    _whole("accepted_on"),
    _whole("ended_on"),
    _whole("told_on"),
    _whole("overdue_from"),
    _whole("is_settled_on_spot"),
    _whole("is_withdrawn"),
    _whole("is_voided"),
    _whole("is_merged"),
    _whole("is_forwarded"),
    _text("answer"),
    _text("repeat_of"),
)

CASE_FILE = Table(
    "case_file",
    METADATA,
    _bytes("case_id"),
    _text("sha256", index=True),
    PrimaryKeyConstraint("case_id", "sha256"),
    sqlite_with_rowid=False,
)

SIMILAR_KEY = Table(
    "similar_key",
    METADATA,
    _whole("key"),
    _whole("row_id", index=True),
    PrimaryKeyConstraint("key", "row_id"),
    sqlite_with_rowid=False,
)

# -- files of cases, each known by the SHA-256 of its bytes ---------------------------------------------------------

ATTACHMENT_BLOB = Table(
    "attachment_blob",
    METADATA,
    _text("sha256", primary_key=True),
    _whole("size"),
    _whole("kept_at"),
    _bytes("content"),
)

ATTACHMENT_TRANSFER = Table(
    "attachment_transfer",
    METADATA,
    _text("sha256", primary_key=True),
    _bytes("case_id"),
    _whole("size"),
    _whole("sent_bytes"),
    _whole("is_at_headquarters"),
    _whole("is_here"),
    _whole("is_wanted"),
)
Index(
    "ix_attachment_transfer_to_send",
    ATTACHMENT_TRANSFER.c.is_here,
    sqlite_where=text("is_at_headquarters = 0 AND is_here = 1"),
)
Index("ix_attachment_transfer_missing", ATTACHMENT_TRANSFER.c.is_wanted, sqlite_where=text("is_here = 0"))

ATTACHMENT_PART = Table(
    "attachment_part",
    METADATA,
    _text("sha256"),
    _whole("start"),
    _bytes("content"),
    PrimaryKeyConstraint("sha256", "start"),
)

# -- the desk's own -------------------------------------------------------------------------------------------------

CASE_COUNTER = Table(
    "case_counter",
    METADATA,
    _whole("year"),
    _text("device_letter"),
    _whole("last"),
    PrimaryKeyConstraint("year", "device_letter"),
    sqlite_with_rowid=False,
)

DRAFT = Table(
    "draft",
    METADATA,
    _text("staff_no"),
    _text("draft_id"),
    _whole("saved_at"),
    _text("form"),
    PrimaryKeyConstraint("staff_no", "draft_id"),
)

PAPER = Table(
    "paper",
    METADATA,
    _text("sha256", primary_key=True),
    _bytes("case_id", index=True),
    _text("kind"),
    _whole("copy_no"),
    _text("size"),
    _whole("made_at"),
    _bytes("pdf"),
)

PRINT_JOB = Table(
    "print_job",
    METADATA,
    Column("job_id", Integer, primary_key=True),
    _text("sha256"),
    _bytes("case_id"),
    _text("title"),
    _text("printer"),
    _text("media"),
    _whole("copies"),
    _text("state", index=True),
    _text("reason"),
    _text("system_ref"),
    _text("queued_by"),
    _whole("queued_at"),
    _whole("changed_at"),
)

META = Table("meta", METADATA, _text("key", primary_key=True), _text("value"), sqlite_with_rowid=False)

# -- what SQLAlchemy has no words for ------------------------------------------------------------------------------

APPEND_ONLY = (ENTRY, ENTRY_BODY)

SEARCH_DDL = (
    "CREATE VIRTUAL TABLE search USING fts5("
    "who, words, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2')"
)


def trigger_ddl() -> tuple[str, ...]:
    """The triggers that hold the journal to being added to only. Bodies of a case go once the case stands as purged."""
    return tuple(
        f"CREATE TRIGGER tr_{table.name}_no_{verb.lower()} BEFORE {verb} ON {table.name} "
        f"{_UNLESS_PURGED if (table, verb) == (ENTRY_BODY, 'DELETE') else ''}"
        f"BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to: no {verb} of {table.name}'); END"
        for table in APPEND_ONLY
        for verb in ("UPDATE", "DELETE")
    )


_UNLESS_PURGED = (
    "WHEN NOT EXISTS (SELECT 1 FROM entry e JOIN purged_case p ON p.case_id = e.case_id "
    "WHERE e.device = OLD.device AND e.epoch = OLD.epoch AND e.seq = OLD.seq) AND NOT EXISTS (SELECT 1 FROM "
    "purged_body b WHERE b.device = OLD.device AND b.epoch = OLD.epoch AND b.seq = OLD.seq) "
)
