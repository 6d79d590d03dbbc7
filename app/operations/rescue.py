"""Typed work that could not be kept in the store: sealed into a file, and taken back at the next sign-in.

The file's key comes from the store's key and the person's number, so it is as safe as the store and as private as the
person's drafts in it. Nothing is deleted before it stands in the store.
"""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Mapping
from typing import Any

from app.journal.sealing import UnopenableError, context_of
from app.operations.desk import Desk
from app.operations.drafts import form_of, save_draft
from app.operations.places import keep_place
from app.system.atomic_file import write_private_file
from app.system.errors import KnownError
from app.vault.kdf import derive, wipe
from app.vault.sealing import unwrap, wrap

_log = logging.getLogger(__name__)

_NAMES = "drafts-*.sealed"


def keep_or_rescue(desk: Desk, plain: Mapping[str, Any]) -> bytes | None:
    """Keep a place in the store; where that fails, in a sealed file beside it.

    Where no file can be written either, the sealed bytes come back, for `open_sealed` at the next sign-in.
    Raises: what keeping raised, if nothing can be sealed.
    """
    try:
        keep_place(desk, plain)
    except KnownError as error:
        sealed = seal(desk, plain)
        if sealed is None:
            raise
        _log.warning("a place was sealed: %s", error.code)
        return None if write_sealed(desk, sealed) else sealed
    return None


def seal(desk: Desk, plain: Mapping[str, Any]) -> bytes | None:
    """A place as bytes that only this person's next sign-in opens; None when the keys are gone."""
    store_key = getattr(desk.session, "key", None)
    if store_key is None:
        return None
    content = bytearray(json.dumps(dict(plain), ensure_ascii=True).encode())
    key = _key(desk, store_key)
    try:
        return wrap(key, content, _context(desk))
    finally:
        wipe(key, content)


def write_sealed(desk: Desk, sealed: bytes) -> bool:
    """Write what `seal` gave into a file of its own; whether the disk took it."""
    if desk.folder is None:
        return False
    try:
        write_private_file(desk.folder / f"drafts-{secrets.token_hex(8)}.sealed", sealed, crash_name="rescue")
    except OSError:
        return False
    return True


def open_sealed(desk: Desk, sealed: bytes) -> dict[str, Any] | None:
    """A sealed place; None for another person's, or one from before the store's key was changed."""
    store_key = getattr(desk.session, "key", None)
    if store_key is None:
        return None
    key = _key(desk, store_key)
    try:
        content = unwrap(key, sealed, _context(desk))
    except UnopenableError:
        return None
    finally:
        wipe(key)
    plain: dict[str, Any] = json.loads(bytes(content))
    wipe(content)
    return plain


def take_rescued(desk: Desk) -> int:
    """Bring this person's sealed work back into the store, then delete its files; how many there were.

    Raises: StoreError; then the files stay.
    """
    taken = 0
    for path in sorted(desk.folder.glob(_NAMES)) if desk.folder is not None else ():
        try:
            plain = open_sealed(desk, path.read_bytes())
        except OSError:
            continue
        if plain is not None:
            take_back(desk, plain)
            path.unlink()
            taken += 1
    return taken


def take_back(desk: Desk, plain: Mapping[str, Any]) -> None:
    """Put a rescued place into the store, its open forms among the drafts. Raises: StoreError."""
    for draft in plain.get("pages", {}).get("intake", {}).get("open") or ():
        save_draft(desk, str(draft["draft_id"]), form_of(draft["form"]), draft["settlement"])
    keep_place(desk, plain)


def _key(desk: Desk, store_key: Any) -> bytearray:
    return derive(store_key.b, context_of("rescued-drafts", desk.actor.staff_no))


def _context(desk: Desk) -> bytes:
    return context_of("rescued-drafts", desk.branch.code, desk.actor.staff_no)
