"""The journal's head anchored outside of the database: kept beside the machine secret, under its seal (journal.md 4.8).

Somebody who puts an older copy of the database in place puts back a journal that is sound in itself; only an anchor
kept elsewhere tells that it went further. In the keyring, rolling the anchor back takes the owner's login; under a
branch passphrase it lies beside the keystore and protects against edits, not against a whole older folder.

With it stands the revision of the keystore, so that an older keystore file that was put back whole, with somebody who
was removed or a counter of failures that was lower, is refused too.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.journal.json_fields import canonical, encode_bytes, from_time, is_canonical, load
from app.journal.sealing import context_of
from app.vault.errors import AnchorLostError, AnchorTamperedError, KeystoreDamagedError, VaultError
from app.vault.json_fields import Fields
from app.vault.kdf import derive, wipe
from app.vault.machine_secret import MachineSecrets
from app.vault.opened import OpenedKeystore
from app.vault.people_keys import Binding

_VERSION = 2
_WITHOUT_REVISION = 1

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Anchor:
    """How far the journal of this device went: number and hash (32 bytes) of the last entry of `epoch`, and when."""

    epoch: int
    seq: int
    hash: bytes
    at: datetime


class Anchors(OpenedKeystore):
    """Setting and reading the anchor. Both raise what the place of the machine secret raises (keyring errors)."""

    def set_anchor(self, anchor: Anchor) -> None:
        """Keep `anchor` in place of the one before: at lock, exit and after synchronising. Needs nobody signed in.

        The first one is remembered in the keystore too, so that its loss is noticed. Raises: KeystoreUnreadableError.
        """
        with self._kept.lock:
            store = self._kept.refresh()
            self._secrets.save_note(self.store_id, _text_of(anchor, store.revision, self._binding))
            if not store.has_anchor:
                self._kept.save(replace(store, has_anchor=True))

    def anchor(self) -> Anchor | None:
        """The anchor as it was set; None when none ever was.

        Raises: AnchorLostError when one was set and is gone, AnchorTamperedError when it was edited.
        """
        text = self._secrets.load_note(self.store_id)
        if text is None:
            if self._kept.value.has_anchor:
                raise AnchorLostError
            return None
        return _anchor_of(text, self._binding)[0]

    @property
    def store_id(self) -> str:
        """The id of the store that the keys belong to."""
        return self._binding.store_id


def kept_revision(secrets: MachineSecrets, binding: Binding) -> int:
    """The revision that the keystore had at least; 0 where no anchor says it, or one that was edited.

    Raises: what the place of the machine secret raises.
    """
    text = secrets.load_note(binding.store_id)
    try:
        return 0 if text is None else _anchor_of(text, binding)[1]
    except AnchorTamperedError:  # whoever opens the journal is told
        return 0


def keep_revision(secrets: MachineSecrets, binding: Binding, revision: int) -> None:
    """Put the keystore's new revision into the anchor, where there is one. A place that does not answer is left for the
    next time: the keystore itself was saved."""
    try:
        text = secrets.load_note(binding.store_id)
        if text is not None:
            secrets.save_note(binding.store_id, _text_of(_anchor_of(text, binding)[0], revision, binding))
    except VaultError as error:
        _log.warning("the keystore's revision was not anchored: %s", error.code)


def _text_of(anchor: Anchor, revision: int, binding: Binding) -> str:
    document: dict[str, Any] = {
        "version": _VERSION,
        "epoch": anchor.epoch,
        "seq": anchor.seq,
        "hash": encode_bytes(anchor.hash),
        "at": from_time(anchor.at),
        "keystore": revision,
    }
    return canonical({**document, "mac": encode_bytes(_mac(document, binding))}).decode()


def _anchor_of(text: str, binding: Binding) -> tuple[Anchor, int]:
    """The anchor and the keystore's revision. Raises: AnchorTamperedError."""
    content = text.encode("utf-8", "replace")
    document, is_json = load(content)
    if not is_json or not isinstance(document, dict) or not is_canonical(document, content):
        raise AnchorTamperedError
    mac = document.pop("mac", None)
    if not isinstance(mac, str) or not hmac.compare_digest(
        mac.encode(), encode_bytes(_mac(document, binding)).encode()
    ):
        raise AnchorTamperedError
    try:
        with Fields(document) as fields:
            revision = 0 if fields.number("version") == _WITHOUT_REVISION else fields.number("keystore")
            anchor = Anchor(fields.number("epoch"), fields.number("seq"), fields.blob("hash", 32), fields.time("at"))
        return anchor, revision
    except KeystoreDamagedError:
        raise AnchorTamperedError from None


def _mac(document: dict[str, Any], binding: Binding) -> bytes:
    key = derive(binding.machine_secret.b, context_of("anchor-mac", binding.store_id))
    try:
        return hmac.digest(key, canonical(document), hashlib.sha256)
    finally:
        wipe(key)
