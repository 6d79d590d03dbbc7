"""What a person holds while signed in, and the one signature that a second person gives at the same desk."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from datetime import datetime
from types import TracebackType
from typing import Self

from app.domain.people import Person
from app.journal.suites import INTERNATIONAL, SUITES
from app.system.key_box import KeyBox
from app.vault.errors import AlreadySignedError, SessionEndedError


class Session:
    """A signed-in person with the database key and her or his own signing key, until `wipe()`.

    `key` is the database key in use; `pending_key` stands beside it only while the key is being changed: whoever opens
    the database tries `key`, then `pending_key`. Lock, switch of person and exit all call `wipe()`.
    """

    def __init__(
        self,
        *,
        person: Person,
        uid: str,
        signed_in_at: datetime,
        must_change_password: bool,
        signer_key_id: bytes,
        sign_seed: KeyBox,
        key: KeyBox,
        pending_key: KeyBox | None,
        device_sign: Callable[[bytes], bytes],
        refused_before: int = 0,
        suite: str = INTERNATIONAL,
    ) -> None:
        self.person = person
        self.uid = uid
        self.session_id = secrets.token_hex(16)
        self.signed_in_at = signed_in_at
        self.must_change_password = must_change_password
        self.refused_before = refused_before  # how often the password was refused since the last time
        self.signer_key_id = signer_key_id
        self.suite = suite
        self._sign_seed = sign_seed
        self._key = key
        self._pending_key = pending_key
        self._device_sign = device_sign
        self._is_ended = False
        self._lock = threading.Lock()  # a lock of the desk may come from another thread while a signature is made

    @property
    def key(self) -> KeyBox:
        """The database key, 32 bytes; belongs to the session and is wiped with it. Raises: SessionEndedError."""
        self.must_live()
        return self._key

    @property
    def pending_key(self) -> KeyBox | None:
        """The database key that is to follow, during a change of keys; else None. Raises: SessionEndedError."""
        self.must_live()
        return self._pending_key

    def hold_pending(self, key: KeyBox) -> None:
        """Take over the database key that is to follow. Raises: SessionEndedError."""
        with self._lock:
            self.must_live()
            if self._pending_key is not None and self._pending_key is not key:
                self._pending_key.wipe()
            self._pending_key = key

    def promote_key(self) -> None:
        """The database opens with the pending key now: it becomes `key`, and the old one is wiped.

        Nothing when there is no pending key. Raises: SessionEndedError.
        """
        with self._lock:
            self.must_live()
            if self._pending_key is not None:
                self._key.wipe()
                self._key, self._pending_key = self._pending_key, None

    def drop_pending(self) -> None:
        """The change of keys was called off: wipe the pending key."""
        with self._lock:
            if self._pending_key is not None:
                self._pending_key.wipe()
                self._pending_key = None

    def take_key(self) -> KeyBox:
        """A copy of the database key that the caller owns and wipes, for work that outlives the session by policy.

        Raises: SessionEndedError.
        """
        return self.key.copy()

    def sign(self, digest: bytes) -> bytes:
        """The person's signature of `digest`, 64 bytes. Raises: SessionEndedError."""
        with self._lock:
            self.must_live()
            if self._sign_seed.is_wiped:
                raise SessionEndedError
            return SUITES[self.suite].sign(self._sign_seed.b, digest)

    def device_sign(self, digest: bytes) -> bytes:
        """This device's signature of `digest`, 64 bytes. Raises: SessionEndedError."""
        self.must_live()
        return self._device_sign(digest)

    @property
    def is_ended(self) -> bool:
        """Whether the keys are gone."""
        return self._is_ended

    def forget_signing(self) -> None:
        """Overwrite the person's own key at once: nobody signs at a locked desk. The database key stays until `wipe`,
        so that what was asked for before still reaches the disk."""
        with self._lock:
            self._sign_seed.wipe()

    def wipe(self) -> None:
        """Overwrite all keys; every later use raises SessionEndedError. May be called again."""
        with self._lock:
            self._is_ended = True
            self._sign_seed.wipe()
            self._key.wipe()
            if self._pending_key is not None:
                self._pending_key.wipe()

    def must_live(self) -> None:
        """Raises: SessionEndedError when the keys are gone."""
        if self._is_ended:
            raise SessionEndedError

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wipe()

    def __repr__(self) -> str:
        return f"<Session {self.session_id[:8]} of {self.person.staff_no}{' ended' if self._is_ended else ''}>"


class OneSignature:
    """The right to sign once as `person`: a supervisor's approval on a teller's screen (security.md 2, four eyes).

    Holds nothing but the signing key, and only until it has signed or the block is left.
    """

    def __init__(self, *, person: Person, signer_key_id: bytes, sign_seed: KeyBox, suite: str = INTERNATIONAL) -> None:
        self.person = person
        self.signer_key_id = signer_key_id
        self.suite = suite
        self.session_id = secrets.token_hex(16)
        self._sign_seed = sign_seed
        self._has_signed = False
        self._lock = threading.Lock()

    def sign(self, digest: bytes) -> bytes:
        """The one signature, 64 bytes.

        Raises: AlreadySignedError the second time, SessionEndedError after `wipe()` without a signature.
        """
        with self._lock:
            if self._has_signed:
                raise AlreadySignedError
            if self._sign_seed.is_wiped:
                raise SessionEndedError
            self._has_signed = True
            try:
                return SUITES[self.suite].sign(self._sign_seed.b, digest)
            finally:
                self._sign_seed.wipe()

    def wipe(self) -> None:
        """Give the right back, used or not."""
        with self._lock:
            self._sign_seed.wipe()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.wipe()

    def __repr__(self) -> str:
        return f"<OneSignature of {self.person.staff_no}>"
