"""Sending what a restored copy of the database still held unsent, under the epoch that it was written in.

Work goes on in a later epoch meanwhile (app/store/epochs.py). This comes first in a cycle, while headquarters has not
yet heard of the later one: afterwards it would not begin the older log any more. It may have all of it, and more, from
before the copy was put back; then it says so with the receipt it gave then.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator

from app.journal.framing import pack
from app.journal.signature import Signer, head_digest, verify
from app.journal.standing import LogState
from app.journal.wire import Push, SignedReceipt, receipt_body_digest
from app.journal.wire_codec import decode_receipt, decode_signed_receipt, encode_push
from app.sync.errors import ForgedReceiptError, RefusedError
from app.sync.messages import Answer, Ask
from app.sync.port import JournalPort

_log = logging.getLogger(__name__)
_FINAL = frozenset(("fork", "old_epoch"))
"""Headquarters holds other entries there, or never will take that epoch: asking again changes nothing."""


def send_left_behind(
    port: JournalPort, sign: Signer, suite: str, hub_key: bytes, most_bytes: Callable[[], int]
) -> Generator[Ask, Answer, int]:
    """Send the end of the log that was left behind, if there is one. Returns how many entries were sent.

    Raises: RefusedError to try again later, ForgedReceiptError.
    """
    left = port.left_behind()
    if left is None:
        return 0
    seq, sent, rewinds = left.acked.seq, 0, 0
    receipts: list[tuple[int, SignedReceipt]] = []
    while (batch := port.entries_left(left.epoch, seq, most_bytes())).records:
        head = batch.head
        digest = head_digest(bytes.fromhex(left.device), left.epoch, head.seq, head.hash, suite)
        push = Push(left.device, left.epoch, batch.prev, head, sign(digest), batch.records)
        answer = yield Ask("POST", "/v1/push", pack(encode_push(push)))
        if answer.status == 200:
            signed = decode_signed_receipt(answer.body)
            receipts.append((_checked(signed, hub_key, left, head.seq, head.hash), signed))
            seq, sent = head.seq, sent + len(batch.records)
            continue
        error = answer.error()
        rewinds += 1
        if error.code == "gap" and error.head is not None and error.head.seq < seq and rewinds <= 1:
            seq = error.head.seq  # headquarters was restored too
        elif error.code in _FINAL:
            _log.warning("headquarters did not take the end of epoch %d: %s", left.epoch, error.code)
            break
        else:
            raise RefusedError(error.code, answer.status)
    port.settle_left(left.epoch, receipts)
    return sent


def _checked(signed: SignedReceipt, hub_key: bytes, left: LogState, seq: int, hash_: bytes) -> int:
    """How far a receipt goes. Raises: ForgedReceiptError unless headquarters signed it, for what was sent or more."""
    if not verify(hub_key, receipt_body_digest(signed.body), signed.signature):
        raise ForgedReceiptError(why="signature")
    receipt = decode_receipt(signed.body)
    if (receipt.device, receipt.epoch) != (left.device, left.epoch):
        raise ForgedReceiptError(why="other_log")
    if receipt.head.seq < seq or (receipt.head.seq == seq and receipt.head.hash != hash_):
        raise ForgedReceiptError(why="other_entries")
    return receipt.head.seq
