"""Saving the diagnostic bundle: nothing of a customer is in it, and that it left stands in the book all the same."""

from __future__ import annotations

import hashlib
from pathlib import Path

from app.domain.book import BookKind
from app.domain.entry import book_entry
from app.domain.people import Right, who_may
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.operations.desk import Desk
from app.operations.note import note
from app.system.errors import KnownError


class NotSavedError(KnownError):
    """The bundle could not be written to where it was wanted."""

    code = "bundle_not_saved"


def save_diagnostics(desk: Desk | None, data: bytes, path: Path) -> Refusal | None:
    """Write the bundle; with somebody signed in, as an entry of the book first. The refusal if they may not.

    Raises: NotSavedError, StoreError.
    """
    if desk is not None:
        if not desk.actor.may(Right.TAKE_OUT):
            return refuse(ReasonCode.NO_RIGHT, who_could=who_may(Right.TAKE_OUT, desk.people.values()))
        body = {"what": "diagnostics", "case_id": "", "sha256": hashlib.sha256(data).hexdigest(), "count": 1}
        note(desk, book_entry(BookKind.DATA_TAKEN_OUT, **body, reason="", note=""))
    try:
        path.write_bytes(data)
    except OSError as error:
        raise NotSavedError from error
    return None
