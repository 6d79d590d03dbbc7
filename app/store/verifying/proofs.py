"""What stands outside the database or was signed by others: the anchor, headquarters' receipts and feed, deletions."""

from __future__ import annotations

from collections.abc import Iterator

from app.journal.purging import purge_digest
from app.journal.signature import verify as is_signature_of
from app.journal.view import case_text
from app.journal.wire import BadMessageError, receipt_body_digest
from app.journal.wire_codec import decode_receipt
from app.store.anchor import difference
from app.store.identity import StoreIdentity
from app.store.verifying.logs import Missing
from app.store.verifying.report import BrokenEntry, Looking, Step, origin_text

_RECEIPTS = "SELECT epoch, seq, receipt, signature FROM receipt ORDER BY epoch, seq"
_HASH = "SELECT hash FROM entry WHERE device = ? AND epoch = ? AND seq = ?"
_UNPROVEN_ACKS = (
    "SELECT s.epoch, s.acked_seq FROM sync_state s WHERE s.acked_seq > 0 AND NOT EXISTS "
    "(SELECT 1 FROM receipt r WHERE r.epoch = s.epoch AND r.seq >= s.acked_seq)"
)
_PURGED = "SELECT case_id FROM purged_case ORDER BY case_id"


def check_anchor(looking: Looking, own: StoreIdentity) -> Iterator[BrokenEntry]:
    """The head that is kept outside the database (app/store/anchor.py)."""
    anchor = looking.anchor
    if anchor is None:
        return
    why = difference(looking.connection, own, anchor)
    looking.report.is_anchored = not why
    if why:
        yield BrokenEntry(why, origin_text(own.device_bytes, anchor[0], anchor[1]))


def check_receipts(looking: Looking) -> Iterator[BrokenEntry]:
    """Headquarters signed for entries of this device: they must still be the ones that it saw."""
    device = looking.own[0]
    cursor = looking.connection.connection.cursor()
    rows = looking.connection.exec_driver_sql(_RECEIPTS).fetchall()
    for epoch, seq, body, signature in looking.through(Step.PROOFS, rows, len(rows)):
        name = origin_text(device, epoch, seq)
        if looking.hub_key is not None:
            looking.report.receipts += 1
            if not is_signature_of(looking.hub_key, receipt_body_digest(body), signature):
                yield BrokenEntry("receipt_signature", name)
                continue
        try:
            receipt = decode_receipt(body)
        except BadMessageError as error:
            if looking.hub_key is not None:  # without the key such bytes prove nothing for or against
                yield BrokenEntry("receipt", name, detail=str(error.details.get("why")))
            continue
        if (receipt.device, receipt.epoch, receipt.head.seq) != (device.hex(), epoch, seq):
            yield BrokenEntry("receipt", name, detail="other_log")
            continue
        found = cursor.execute(_HASH, (device, epoch, seq)).fetchone()
        if found is None or found[0] != receipt.head.hash:
            yield BrokenEntry("receipt", name, detail="entry_missing" if found is None else "other_hash")
    for epoch, seq in looking.connection.exec_driver_sql(_UNPROVEN_ACKS).fetchall():
        yield BrokenEntry("receipt_missing", origin_text(device, epoch, seq))


def check_deletions(looking: Looking, missing: Missing) -> Iterator[BrokenEntry]:
    """Bodies may be gone where a signed entry says so, with the digest of just those entries; nowhere else."""
    purged = {row[0] for row in looking.connection.exec_driver_sql(_PURGED).fetchall()}
    for case in sorted(missing.hashes.keys() | purged):
        hashes = missing.hashes.get(case, [])
        if case not in purged:
            yield BrokenEntry("body_missing", missing.origins[case], case_text(case))
        elif purge_digest(case, hashes).hex() not in missing.claims.get(case, ()):
            yield BrokenEntry("purge", missing.origins.get(case, ""), case_text(case))
