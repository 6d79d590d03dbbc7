"""Opening the store of a desk with what the vault holds: the right one of two keys, the right file, the right head.

Everything here runs on the database lane. `Workplace` joins it with who is signed in.
"""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from app.domain.rules import Rules
from app.journal.signature import KeyDirectory
from app.store.anchor import anchor_of, check_anchor
from app.store.errors import DiskError, StoreError, StoreMissingError
from app.store.identity import StoreIdentity
from app.store.opening import create_database
from app.store.rekey import rekey, which_key
from app.store.replacing import finish_replacing
from app.store.store import Store, open_store
from app.system.crash_points import reach
from app.system.errors import KnownError
from app.vault.anchors import Anchor
from app.vault.errors import AnchorLostError
from app.vault.sessions import Session
from app.vault.vault import Vault

_log = logging.getLogger(__name__)

STORE_FILE = "journal.db"
DEVICE_LETTER = "A"


class StoreRoom:
    """The database file of a desk in `folder`, and the mark that one was made there."""

    def __init__(self, folder: Path, rules: Rules) -> None:
        self._folder = folder
        self._rules = rules
        self.doubt: KnownError | None = None  # about the store that was opened last, for its notice

    @property
    def path(self) -> Path:
        """The database."""
        return self._folder / STORE_FILE

    @property
    def marker(self) -> Path:
        """Stands for good where a database was made: a missing one is then missed, and never made anew in silence."""
        return self._folder / "store-made"

    def open(self, vault: Vault, session: Session, directory: KeyDirectory) -> Store:
        """The store, made the very first time. A change of keys that was cut off is made up for or called off; the
        journal is held against its anchor. Raises: StoreError, the vault's errors about anchor and keystore.
        """
        finish_replacing(self.path)
        if not self.marker.exists() and not self.path.exists():
            if _has_had_a_journal(vault):  # the mark was taken away with the database
                raise StoreMissingError(path=self.path.name)
            identity = StoreIdentity(vault.store_id, vault.branch, vault.device, 1, DEVICE_LETTER)
            create_database(self.path, session.key, identity).close()
        self._mark_made()
        self._heal(vault, session)
        store = open_store(self.path, session.key, self._rules, vault.store_id, directory)
        try:
            self._hold_against_anchor(vault, store)
        except BaseException:
            store.close()
            raise
        return store

    def _mark_made(self) -> None:
        """Raises: DiskError."""
        try:
            if not self.marker.exists():
                self.marker.touch(mode=0o600)
        except OSError as error:
            raise DiskError(path=self.marker.name, why=type(error).__name__) from error

    def _hold_against_anchor(self, vault: Vault, store: Store) -> None:
        self.doubt = None
        try:
            kept = vault.anchor()
        except AnchorLostError as error:  # the journal can still be verified, and headquarters knows its head
            _log.warning("the journal's anchor is gone")
            self.doubt = error
            return
        check_anchor(store, None if kept is None else (kept.epoch, kept.seq, kept.hash))

    def finish(self) -> None:
        """Do what is left of a restore that was cut off. Raises: StoreError."""
        finish_replacing(self.path)

    def settle_key(self, vault: Vault, session: Session) -> None:
        """Settle a change of keys that was cut off, where the database opens at all: what is set aside must stay
        readable with a key that the keystore holds."""
        try:
            self._heal(vault, session)
        except StoreError as error:
            _log.warning("a change of the database key can't be settled: %s", error)

    def open_again(self, vault: Vault, session: Session, directory: KeyDirectory) -> Store:
        """The store that was closed a moment ago, for its key's sake."""
        return open_store(self.path, session.key, self._rules, vault.store_id, directory)

    def anchor(self, vault: Vault, store: Store, at: datetime) -> None:
        """Keep the head of the journal outside the database, as of `at`: at lock and exit, before the store closes."""
        epoch, seq, hash_ = anchor_of(store)
        try:
            kept = vault.anchor()
        except AnchorLostError:
            kept = None
        if kept is None or (kept.epoch, kept.seq, kept.hash) != (epoch, seq, hash_):
            vault.set_anchor(Anchor(epoch, seq, hash_, at))

    def change_key(self, vault: Vault, session: Session) -> None:
        """Put the closed database under a fresh key, in the order that survives a crash anywhere (security.md 2).

        Raises: NotAllowedError, StoreError, the vault's errors; then it opens with the old key, which is in use.
        """
        pending = vault.begin_rotation(session)
        reach("rotation.begun")
        try:
            rekey(self.path, session.key, pending)
        finally:
            self._heal(vault, session)

    def _heal(self, vault: Vault, session: Session) -> None:
        """See which of two keys the database stands under and settle for it; nothing while there is but one."""
        pending = session.pending_key
        if pending is None:
            return
        if which_key(self.path, [session.key, pending]) == 1:
            vault.finish_rotation()
            reach("rotation.finished")
            session.promote_key()
            _log.info("the database stands under the new key")
        else:
            vault.cancel_rotation()
            session.drop_pending()
            _log.warning("a change of the database key was called off; the old key is in use")


def _has_had_a_journal(vault: Vault) -> bool:
    """Whether the keys remember a journal that went further than its beginning. Raises: AnchorTamperedError."""
    try:
        kept = vault.anchor()
    except AnchorLostError:
        return True
    return kept is not None
