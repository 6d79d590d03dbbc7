"""From version 2 to 3: a line for each entry for audit, every receipt of headquarters, cases whose bodies may go."""

from __future__ import annotations

import sqlalchemy as sa

_TABLES = (
    "CREATE TABLE audit_line (\n\twall INTEGER NOT NULL, \n\tdevice BLOB NOT NULL, \n\tepoch INTEGER NOT NULL, \n"
    "\tseq INTEGER NOT NULL, \n\tactor TEXT NOT NULL, \n\tkind TEXT NOT NULL, \n\tcase_id BLOB NOT NULL, \n"
    "\tCONSTRAINT pk_audit_line PRIMARY KEY (wall, device, epoch, seq)\n)\n WITHOUT ROWID\n\n",
    "CREATE INDEX ix_audit_line_case_id ON audit_line (case_id, wall)",
    "CREATE INDEX ix_audit_line_actor ON audit_line (actor, wall)",
    "CREATE INDEX ix_audit_line_kind ON audit_line (kind, wall)",
    "CREATE TABLE receipt (\n\tepoch INTEGER NOT NULL, \n\tseq INTEGER NOT NULL, \n\treceipt BLOB NOT NULL, \n"
    "\tsignature BLOB NOT NULL, \n\tCONSTRAINT pk_receipt PRIMARY KEY (epoch, seq)\n)\n WITHOUT ROWID\n\n",
    "CREATE TABLE purged_case (\n\tcase_id BLOB NOT NULL, \n\tpurged_at INTEGER NOT NULL, \n"
    "\tCONSTRAINT pk_purged_case PRIMARY KEY (case_id)\n)\n WITHOUT ROWID\n\n",
    "CREATE TABLE purged_body (\n\tdevice BLOB NOT NULL, \n\tepoch INTEGER NOT NULL, \n\tseq INTEGER NOT NULL, \n"
    "\tcase_id BLOB NOT NULL, \n\tis_late INTEGER NOT NULL, \n"
    "\tCONSTRAINT pk_purged_body PRIMARY KEY (device, epoch, seq)\n)\n WITHOUT ROWID\n\n",
    "CREATE INDEX ix_purged_body_case_id ON purged_body (case_id)",
    "CREATE TABLE purged_figures (\n\trow_id INTEGER NOT NULL, \n\tintake_type TEXT NOT NULL, \n"
    "\tcategory TEXT NOT NULL, \n\tchannel TEXT NOT NULL, \n\treceived_on INTEGER NOT NULL, \n"
    "\taccepted_on INTEGER NOT NULL, \n\tended_on INTEGER NOT NULL, \n\ttold_on INTEGER NOT NULL, \n"
    "\toverdue_from INTEGER NOT NULL, \n\tis_settled_on_spot INTEGER NOT NULL, \n"
    "\tis_withdrawn INTEGER NOT NULL, \n\tis_merged INTEGER NOT NULL, \n\tis_forwarded INTEGER NOT NULL, \n"
    "\tanswer TEXT NOT NULL, \n\twas_repeat INTEGER NOT NULL, \n\trepeated_on INTEGER NOT NULL, \n"
    "\thas_escalated INTEGER NOT NULL, \n\tCONSTRAINT pk_purged_figures PRIMARY KEY (row_id)\n)\n\n",
    "CREATE TABLE case_file (\n\tcase_id BLOB NOT NULL, \n\tsha256 TEXT NOT NULL, \n"
    "\tCONSTRAINT pk_case_file PRIMARY KEY (case_id, sha256)\n)\n WITHOUT ROWID\n\n",
    "CREATE INDEX ix_case_file_sha256 ON case_file (sha256)",
    "CREATE TABLE feed_link (\n\tscope TEXT NOT NULL, \n\tfeed_seq INTEGER NOT NULL, \n\tkind TEXT NOT NULL, \n"
    "\tlink BLOB NOT NULL, \n\tis_set_aside INTEGER NOT NULL, \n"
    "\tCONSTRAINT pk_feed_link PRIMARY KEY (scope, feed_seq)\n)\n WITHOUT ROWID\n\n",
)
_FEEDS_SO_FAR = "INSERT INTO feed_link SELECT scope, seq, 'start', hash, 0 FROM feed_cursor WHERE seq > 0"
_KNOWN_RECEIPTS = (
    "INSERT INTO receipt SELECT epoch, acked_seq, receipt, receipt_signature FROM sync_state WHERE receipt IS NOT NULL"
)
_TRIGGER = (
    "DROP TRIGGER tr_entry_body_no_delete",
    "CREATE TRIGGER tr_entry_body_no_delete BEFORE DELETE ON entry_body "
    "WHEN NOT EXISTS (SELECT 1 FROM entry e JOIN purged_case p ON p.case_id = e.case_id "
    "WHERE e.device = OLD.device AND e.epoch = OLD.epoch AND e.seq = OLD.seq) AND NOT EXISTS (SELECT 1 FROM "
    "purged_body b WHERE b.device = OLD.device AND b.epoch = OLD.epoch AND b.seq = OLD.seq) "
    "BEGIN SELECT RAISE(ABORT, 'the journal is only ever added to: no DELETE of entry_body'); END",
)
_DERIVE_AGAIN = "DELETE FROM meta WHERE key = 'derived'"


def upgrade(connection: sa.Connection) -> None:
    """Add the tables; the lines for audit are derived when the store opens."""
    for statement in (*_TABLES, _FEEDS_SO_FAR, _KNOWN_RECEIPTS, *_TRIGGER, _DERIVE_AGAIN):
        connection.exec_driver_sql(statement)
