"""The database key changed in two slots, and headquarters' recovery keys (security.md 2, "Rotation", "HQ recovery").

The order that survives a crash at any point:

1. `begin_rotation(session)` saves a fresh key as `pending`; both keys stand in the keystore.
2. The store is put under the pending key (all other connections closed).
3. `finish_rotation()` makes it the current key and drops the old one; `session.promote_key()` follows in memory.

A crash leaves one key or two. Whoever opens the store tries `session.key`, then `session.pending_key`. If the second
opens it, step 3 is made up for; if the first does, the rotation begins again (with the same pending key) or is called
off with `cancel_rotation()`.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import replace

from app.domain.people import Right
from app.journal.recovery import HOLDERS
from app.system.key_box import KeyBox
from app.vault import sealing
from app.vault.keystore import Keystore
from app.vault.opened import OpenedKeystore
from app.vault.people_keys import Binding
from app.vault.records import RecoveryRecord
from app.vault.seals import keys_of, sealed_to_holders, without_seals
from app.vault.sessions import Session
from app.vault.store_keys import name_of_key, seal_machine_secret, seal_store_key

_log = logging.getLogger(__name__)


class KeyChanges(OpenedKeystore):
    """Changes of keys. Every method is one save of the keystore and raises what reading and writing it raises."""

    def begin_rotation(self, session: Session) -> KeyBox:
        """A fresh database key, saved as `pending` and sealed to all active people and the recovery keys.

        The box belongs to the session (it is `session.pending_key`): don't wipe it. When a key is pending already, it
        is that one. Raises: NotAllowedError (Right.KEEP_STORE), SessionEndedError, SessionStaleError (somebody began
        while this person was signed in elsewhere).
        """
        with self._kept.lock:
            store, _ = self._allowed(session, Right.KEEP_STORE)
            if store.pending is not None:
                pending = keys_of(session, store)[store.pending]
                _log.info("rotation goes on with the pending key")
                return pending
            keys_of(session, store)
            key, now = KeyBox(sealing.new_seed()), self._clock.now()
            try:
                name = name_of_key(key)
                holders = {user.uid: user.keys.seal for user in store.users if user.is_active}
                holders |= {holder: record.seal for holder, record in store.recovery.items()}
                record = seal_store_key(store.store_id, key, holders, now)
                self._kept.save(replace(store, keys={**store.keys, name: record}, pending=name, epoch=store.epoch + 1))
                session.hold_pending(key)
            except BaseException:
                key.wipe()
                raise
            _log.info("rotation begun: key %d by %s", store.epoch + 1, session.uid)
            return key

    def finish_rotation(self) -> None:
        """The store opens under the pending key: it becomes the current one, the old one's record goes.

        Nothing when no key is pending, so that it may be called again after a crash. Call `session.promote_key()` next.
        """
        with self._kept.lock:
            store = self._kept.refresh()
            if store.pending is None:
                return
            due = store.rotation_due
            self._kept.save(
                replace(
                    store,
                    keys={store.pending: store.keys[store.pending]},
                    current=store.pending,
                    pending=None,
                    rotation_due=None if due is None or due.epoch < store.epoch else due,
                )
            )
            _log.info("rotation finished: key %d", store.epoch)

    def cancel_rotation(self) -> None:
        """Call the rotation off. Only where the store is known to open under the current key still.

        Nothing when no key is pending. Call `session.drop_pending()` next.
        """
        with self._kept.lock:
            store = self._kept.refresh()
            if store.pending is None:
                return
            self._kept.save(replace(store, keys={store.current: store.keys[store.current]}, pending=None))
            _log.info("rotation called off")

    @property
    def is_rotation_pending(self) -> bool:
        """Whether a rotation was begun and neither finished nor called off."""
        return self._kept.value.pending is not None

    @property
    def rotation_due(self) -> str | None:
        """Why the database key should be changed soon: person_removed, recovered; None for no reason."""
        due = self._kept.value.rotation_due
        return None if due is None else due.why

    @property
    def key_name(self) -> str:
        """The id of the current database key, 16 hex digits, as the book names it."""
        return self._kept.value.current

    def set_recovery_keys(
        self, session: Session, public_keys: Mapping[str, bytes], officers: Mapping[str, bytes]
    ) -> bool:
        """Headquarters' recovery keys ("hq1", "hq2": X25519 public keys) and the officers who may sign a recovery.

        `officers` maps staff numbers of headquarters to the public keys of their signatures. The caller proved that
        headquarters published them. Seals the machine secret and the database keys anew; keys that are no longer named
        lose theirs. Gives whether anything changed. Any person's session will do.
        Raises: SessionEndedError, SessionStaleError; ValueError for other names or keys that are none.
        """
        check_recovery_names(public_keys)
        with self._kept.lock:
            session.must_live()
            store = self._kept.refresh()
            known = {holder: record.seal for holder, record in store.recovery.items()}
            if known == dict(public_keys) and dict(store.officers) == dict(officers):
                return False
            if known != dict(public_keys):
                store = _sealed_to_headquarters(store, self._binding, public_keys, keys_of(session, store))
            self._kept.save(replace(store, officers=dict(officers)))
            _log.info("recovery keys set: %s, %d officers", ", ".join(sorted(public_keys)), len(officers))
            return True


def check_recovery_names(public_keys: Mapping[str, bytes]) -> None:
    """Raises: ValueError when these are no recovery keys."""
    if not set(public_keys) <= set(HOLDERS) or any(len(key) != 32 for key in public_keys.values()):
        raise ValueError("recovery keys are named hq1 and hq2 and have 32 bytes")


def recovery_records(binding: Binding, public_keys: Mapping[str, bytes]) -> dict[str, RecoveryRecord]:
    """This PC's machine secret sealed to each recovery key."""
    return {
        holder: RecoveryRecord(
            sealing.SUITE, public, seal_machine_secret(binding.store_id, binding.machine_secret, holder, public)
        )
        for holder, public in public_keys.items()
    }


def _sealed_to_headquarters(
    store: Keystore, binding: Binding, public_keys: Mapping[str, bytes], keys: Mapping[str, KeyBox]
) -> Keystore:
    for holder in HOLDERS:
        store = without_seals(store, holder, keys)
    store = sealed_to_holders(store, public_keys, keys)
    return replace(store, recovery=recovery_records(binding, public_keys))
