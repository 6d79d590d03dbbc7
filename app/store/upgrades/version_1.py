"""From version 1 to 2: rows with weight, kind and next date; links, keys of similar cases; files of cases and how far
they are on their way."""

from __future__ import annotations

import sqlalchemy as sa

from app.journal.envelope import decode_body

_ROWS = "CREATE TEMP TABLE kept_row AS SELECT row_id, case_id FROM case_row"
_PUT_BACK = (
    "INSERT INTO case_row SELECT row_id, case_id, '', 0, 0, '', 0, 0, 0, 0, 0, '', '', '', '', '', '', '', '', '', '', "
    "'', 0, 0, 0, 0, 0, NULL, 0, 0, 0 FROM temp.kept_row"
)
_DERIVE_AGAIN = "DELETE FROM meta WHERE key = 'derived'"

_TABLES = (
    "CREATE TABLE case_row (\n\trow_id INTEGER NOT NULL, \n\tcase_id BLOB NOT NULL, \n"
    "\tcase_no TEXT NOT NULL, \n\trank INTEGER NOT NULL, \n\tplace INTEGER NOT NULL, \n\towner TEXT NOT NULL, \n"
    "\tis_awaiting INTEGER NOT NULL, \n\tregistered_on INTEGER NOT NULL, \n\thalf_on INTEGER NOT NULL, \n"
    "\tfour_fifths_on INTEGER NOT NULL, \n\tis_ordered INTEGER NOT NULL, \n\ttransfer_to TEXT NOT NULL, \n"
    "\tstate TEXT NOT NULL, \n"
    "\tseverity TEXT NOT NULL, \n\tintake_type TEXT NOT NULL, \n\tcategory TEXT NOT NULL, \n"
    "\tchannel TEXT NOT NULL, \n\tmasked_name TEXT NOT NULL, \n\tdue_on TEXT NOT NULL, \n"
    "\tnext_on TEXT NOT NULL, \n\tnext_what TEXT NOT NULL, \n\tgoverning TEXT NOT NULL, \n"
    "\tis_provisional INTEGER NOT NULL, \n"
    "\twas_overdue INTEGER NOT NULL, \n\treceived_at INTEGER NOT NULL, \n\tregistered_at INTEGER NOT NULL, \n"
    "\tupdated_at INTEGER NOT NULL, \n\tended_at INTEGER, \n\tversion INTEGER NOT NULL, \n"
    "\tflag_count INTEGER NOT NULL, \n\tis_at_headquarters INTEGER NOT NULL, \n"
    "\tCONSTRAINT pk_case_row PRIMARY KEY (row_id), \n\tCONSTRAINT uq_case_row_case_id UNIQUE (case_id)\n)",
    "CREATE INDEX ix_case_row_owner ON case_row (owner, rank, place)",
    "CREATE INDEX ix_case_row_flagged ON case_row (flag_count) WHERE flag_count > 0",
    "CREATE INDEX ix_case_row_case_no ON case_row (case_no)",
    "CREATE INDEX ix_case_row_views ON case_row (rank, place, owner, registered_on, half_on, transfer_to)",
    "CREATE INDEX ix_case_row_ordered ON case_row (rank, place) WHERE is_ordered = 1",
    "CREATE INDEX ix_case_row_awaiting ON case_row (rank, place) WHERE is_awaiting = 1",
    "CREATE TABLE case_link (\n\tfrom_case BLOB NOT NULL, \n\tkind TEXT NOT NULL, \n\tto_case BLOB NOT NULL, \n"
    "\tCONSTRAINT pk_case_link PRIMARY KEY (from_case, kind)\n)\n WITHOUT ROWID\n\n",
    "CREATE INDEX ix_case_link_to_case ON case_link (to_case)",
    "CREATE TABLE case_figures (\n\trow_id INTEGER NOT NULL, \n\tcase_id BLOB NOT NULL, \n"
    "\tintake_type TEXT NOT NULL, \n\tcategory TEXT NOT NULL, \n\tchannel TEXT NOT NULL, \n"
    "\treceived_on INTEGER NOT NULL, \n\taccepted_on INTEGER NOT NULL, \n\tended_on INTEGER NOT NULL, \n"
    "\ttold_on INTEGER NOT NULL, \n\toverdue_from INTEGER NOT NULL, \n"
    "\tis_settled_on_spot INTEGER NOT NULL, \n\tis_withdrawn INTEGER NOT NULL, \n"
    "\tis_voided INTEGER NOT NULL, \n\tis_merged INTEGER NOT NULL, \n\tis_forwarded INTEGER NOT NULL, \n"
    "\tanswer TEXT NOT NULL, \n\trepeat_of TEXT NOT NULL, \n"
    "\tCONSTRAINT pk_case_figures PRIMARY KEY (row_id)\n)",
    'CREATE TABLE similar_key (\n\t"key" INTEGER NOT NULL, \n\trow_id INTEGER NOT NULL, \n'
    '\tCONSTRAINT pk_similar_key PRIMARY KEY ("key", row_id)\n)\n WITHOUT ROWID\n\n',
    "CREATE INDEX ix_similar_key_row_id ON similar_key (row_id)",
    "CREATE TABLE attachment_blob (\n\tsha256 TEXT NOT NULL, \n\tsize INTEGER NOT NULL, \n"
    "\tkept_at INTEGER NOT NULL, \n\tcontent BLOB NOT NULL, \n"
    "\tCONSTRAINT pk_attachment_blob PRIMARY KEY (sha256)\n)",
    "CREATE TABLE attachment_transfer (\n\tsha256 TEXT NOT NULL, \n\tcase_id BLOB NOT NULL, \n"
    "\tsize INTEGER NOT NULL, \n\tsent_bytes INTEGER NOT NULL, \n\tis_at_headquarters INTEGER NOT NULL, \n"
    "\tis_here INTEGER NOT NULL, \n\tis_wanted INTEGER NOT NULL, \n"
    "\tCONSTRAINT pk_attachment_transfer PRIMARY KEY (sha256)\n)",
    "CREATE INDEX ix_attachment_transfer_to_send ON attachment_transfer (is_here) "
    "WHERE is_at_headquarters = 0 AND is_here = 1",
    "CREATE INDEX ix_attachment_transfer_missing ON attachment_transfer (is_wanted) WHERE is_here = 0",
    "CREATE TABLE attachment_part (\n\tsha256 TEXT NOT NULL, \n\tstart INTEGER NOT NULL, \n"
    "\tcontent BLOB NOT NULL, \n\tCONSTRAINT pk_attachment_part PRIMARY KEY (sha256, start)\n)",
)
_NAMED = (
    "SELECT e.case_id, b.body FROM entry e JOIN entry_body b ON b.device = e.device AND b.epoch = e.epoch "
    "AND b.seq = e.seq WHERE e.kind = 'attachment_added'"
)
_NOTE_NAMED = "INSERT INTO attachment_transfer VALUES (?, ?, ?, 0, 0, 0, 0) ON CONFLICT (sha256) DO NOTHING"


def upgrade(connection: sa.Connection) -> None:
    """Make the rows anew with empty columns; they are derived again from the journal when the store opens.

    The ids of rows stay as they were.
    """
    connection.exec_driver_sql(_ROWS)
    connection.exec_driver_sql("DROP TABLE case_row")
    for statement in _TABLES:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql(_PUT_BACK)
    connection.exec_driver_sql("DROP TABLE temp.kept_row")
    connection.exec_driver_sql(_DERIVE_AGAIN)
    _note_named(connection)


def _note_named(connection: sa.Connection) -> None:
    """Files that a PC with a newer program has attached already: they are fetched once headquarters has them."""
    cursor = connection.connection.cursor()
    for case, packed in cursor.execute(_NAMED).fetchall():
        body = decode_body(packed, is_known=True)
        sha256, size = body.get("sha256"), body.get("size")
        if isinstance(sha256, str) and type(size) is int:
            cursor.execute(_NOTE_NAMED, (sha256, case, size))
