"""Put a desk's database back from a backup, or let headquarters send back what it holds; and say what is missing.

The present database is set aside, whatever is the matter with it, and never written to again.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.book import BookKind
from app.domain.entry import book_entry
from app.domain.people import Right
from app.operations.desk import Desk
from app.operations.note import note
from app.system.errors import KnownError

if TYPE_CHECKING:
    from app.store.backup import Backup
    from app.store.restoring import Standing
    from app.system.key_box import KeyBox
    from app.vault.anchors import Anchor
    from app.vault.sessions import Session
    from app.vault.vault import Vault

UNKNOWN_EPOCHS = 100
"""How far the epoch jumps when nothing tells how many this log has had: none has had as many."""


class EarlierPasswordNeededError(KnownError):
    """The database key was changed since the backup: the password that the person had then opens it."""

    code = "earlier_password_needed"


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore came to, in numbers of entries of this desk's own log.

    The database holds them up to `seq` (of a backup made at `made_at`; 0 and None from headquarters alone). As far as
    is known there were `known` in all and headquarters has receipted `at_headquarters` of those that are missing here:
    they come back with the next synchronisation. `only_here` were nowhere else and are lost, `of_book` of them entries
    of the desk's own book (sign-ins, backups), which no paper tells of; the first missing one was written at
    `lost_since`. None stands for what nothing here tells.
    """

    source: str  # backup, headquarters
    seq: int
    made_at: datetime | None
    set_aside: str
    known: int | None = None
    at_headquarters: int | None = None
    only_here: int | None = None
    lost_since: datetime | None = None
    of_book: int = 0

    @property
    def of_cases(self) -> int:
        """How many entries of cases were nowhere else: they are to be recorded again from paper."""
        return max(0, (self.only_here or 0) - self.of_book)

    @property
    def missing(self) -> int | None:
        """How many entries are not here now; None when that is not known."""
        return None if self.known is None else max(0, self.known - self.seq)


def foresee(vault: Vault, session: Session, path: Path, folder: Path | None) -> Restored:
    """What putting back the backup in `folder`, or headquarters' part where it is None, would come to, before anything
    is done. Raises: NotAllowedError, NewPasswordNeededError, BackupUnreadableError, BackupChangedError,
    BackupForeignError."""
    from app.store.backup import check_parts
    from app.store.backup_errors import BackupForeignError
    from app.store.restoring import standing_of

    _must_keep(session)
    manifest = None
    if folder is not None:
        manifest = check_parts(folder).manifest
        if manifest.store_id != vault.store_id:
            raise BackupForeignError(branch=manifest.branch)
    own = [key for key in (session.key, session.pending_key) if key is not None]
    seq = manifest.seq if manifest is not None else 0
    there = standing_of(path, own, seq)
    present, anchor = there[0] if there else None, _anchor(vault)
    here = present.epoch if present else anchor.epoch if anchor else 0
    known, acked, since, of_book = _known(present, anchor, manifest.epoch if manifest is not None else here)
    return Restored(
        "headquarters" if manifest is None else "backup",
        seq,
        None if manifest is None else manifest.made_at,
        "",
        known,
        None if acked is None else max(0, acked - seq),
        None if acked is None or known is None else max(0, known - max(acked, seq)),
        since,
        of_book,
    )


def restore_from_backup(
    vault: Vault,
    session: Session,
    path: Path,
    folder: Path,
    now: datetime,
    *,
    earlier_password: str | None = None,
) -> Restored:
    """Put the database of the backup in `folder` in the place of the closed one at `path`, under the present key.

    Raises: NotAllowedError (Right.KEEP_STORE), NewPasswordNeededError, BackupUnreadableError, BackupChangedError,
    BackupForeignError, BackupNotSoundError, BackupKeyError, EarlierPasswordNeededError, the vault's sign-in errors
    about that password, DiskFullError, StoreError. In every case the present database is as it was.
    """
    from app.store.backup import check_parts
    from app.store.backup_errors import BackupForeignError
    from app.store.replacing import replace_database
    from app.store.restoring import ready_from_backup, standing_of

    _must_keep(session)
    backup = check_parts(folder)
    if backup.manifest.store_id != vault.store_id:
        raise BackupForeignError(branch=backup.manifest.branch)
    own = [key for key in (session.key, session.pending_key) if key is not None]
    there = standing_of(path, own, backup.manifest.seq)
    present = there[0] if there else None
    anchor = _anchor(vault)
    epoch = _next_epoch(vault, present, anchor, floor=backup.manifest.epoch)
    with _Keys(vault, session, backup, path.parent, earlier_password) as keys:
        moment = ready_from_backup(path, backup, vault.store_id, keys, session.key, epoch, now)
    aside = replace_database(path, now)
    _anchor_anew(vault, epoch, now, anchor)
    seq = moment.head[0]
    known, acked, since, of_book = _known(present, anchor, moment.identity.epoch)
    return Restored(
        "backup",
        seq,
        backup.manifest.made_at,
        aside.name if aside else "",
        known,
        None if acked is None else max(0, acked - seq),
        None if acked is None or known is None else max(0, known - max(acked, seq)),
        since,
        of_book,
    )


def restore_from_headquarters(vault: Vault, session: Session, path: Path, now: datetime, letter: str) -> Restored:
    """Begin with an empty database in the place of the closed one at `path`: the same desk, filled by headquarters at
    the next synchronisation. What headquarters never got, drafts and waiting prints, is not in it.

    `letter` is the device letter where the present database does not tell it. Raises: NotAllowedError,
    NewPasswordNeededError, DiskFullError, StoreError; then the present database is as it was.
    """
    from app.store.identity import StoreIdentity
    from app.store.replacing import replace_database
    from app.store.restoring import ready_from_nothing, standing_of

    _must_keep(session)
    own = [key for key in (session.key, session.pending_key) if key is not None]
    there = standing_of(path, own)
    present = there[0] if there else None
    anchor = _anchor(vault)
    epoch = _next_epoch(vault, present, anchor, floor=0)
    identity = StoreIdentity(
        vault.store_id, vault.branch, vault.device, epoch, there[1].device_letter if there else letter
    )
    ready_from_nothing(path, session.key, identity)
    aside = replace_database(path, now)
    _anchor_anew(vault, epoch, now, anchor)
    known, acked, _, of_book = _known(present, anchor, present.epoch if present else anchor.epoch if anchor else 0)
    return Restored(
        "headquarters",
        0,
        None,
        aside.name if aside else "",
        known,
        acked,
        None if acked is None or known is None else max(0, known - acked),
        of_book=of_book,
    )


def note_restored(desk: Desk, restored: Restored) -> None:
    """Write in the book of the restored database that it is one. Raises: StoreError."""
    missing = -1 if restored.missing is None else restored.missing
    note(desk, book_entry(BookKind.STORE_RESTORED, source=restored.source, seq=restored.seq, missing=missing))


class _Keys:
    """The keys that may open a backup: the present ones, or those that its own keystore holds for the same person."""

    def __init__(
        self, vault: Vault, session: Session, backup: Backup, folder: Path, earlier_password: str | None
    ) -> None:
        self._vault, self._session, self._backup = vault, session, backup
        self._copy = folder / "earlier-keystore"
        self._password = earlier_password
        self._close: list[Callable[[], None]] = []

    def __enter__(self) -> list[KeyBox]:
        if self._backup.manifest.key_name == self._vault.key_name:
            return [self._session.key]
        if self._password is None:
            raise EarlierPasswordNeededError
        from app.store.backup_errors import BackupKeyError
        from app.store.backup_manifest import KEYSTORE
        from app.vault.errors import VaultError
        from app.vault.keystore import FILE_NAME
        from app.vault.older import open_older

        shutil.rmtree(self._copy, ignore_errors=True)
        self._copy.mkdir(mode=0o700)
        try:
            shutil.copyfile(self._backup.folder / KEYSTORE, self._copy / FILE_NAME)
            try:
                earlier = open_older(self._vault, self._copy)
            except VaultError as error:
                raise BackupKeyError(why=error.code) from error
            self._close.append(earlier.close)
            session = earlier.sign_in(self._session.person.staff_no, self._password)
            self._close.append(session.wipe)
        except BaseException:
            self.__exit__()
            raise
        return [key for key in (session.key, session.pending_key) if key is not None]

    def __exit__(self, *_: object) -> None:
        for close in reversed(self._close):
            close()
        shutil.rmtree(self._copy, ignore_errors=True)


def _must_keep(session: Session) -> None:
    from app.vault.errors import NewPasswordNeededError, NotAllowedError

    if not session.person.may(Right.KEEP_STORE):
        raise NotAllowedError
    if session.must_change_password:  # the sign-in that follows would be refused, with the database replaced already
        raise NewPasswordNeededError(session.person)


def _anchor(vault: Vault) -> Anchor | None:
    """The anchor, where there is a sound one: whoever restores may do so because there is none."""
    from app.vault.errors import AnchorLostError, AnchorTamperedError

    try:
        return vault.anchor()
    except (AnchorLostError, AnchorTamperedError):
        return None


def _anchor_anew(vault: Vault, epoch: int, now: datetime, before: Anchor | None) -> None:
    """The restored database begins an epoch; its anchor from `before` would call it rolled back. It stays the word that
    time has come so far: what else knew that went with the database."""
    from app.vault.anchors import Anchor

    vault.set_anchor(Anchor(epoch, 0, bytes(32), now if before is None else max(now, before.at)))


def _next_epoch(vault: Vault, present: Standing | None, anchor: Anchor | None, floor: int) -> int:
    """An epoch that this log has never been in."""
    known = [floor, *([present.epoch] if present else []), *([anchor.epoch] if anchor else [])]
    return max(known) + (1 if present or anchor else UNKNOWN_EPOCHS)


def _known(
    present: Standing | None, anchor: Anchor | None, epoch: int
) -> tuple[int | None, int | None, datetime | None, int]:
    """How many entries of `epoch` there were, how many headquarters has receipted, since when some are missing, and how
    many of those that it has not are of the book."""
    if present is not None and present.epoch == epoch:
        anchored = anchor.seq if anchor is not None and anchor.epoch == epoch else 0
        return max(present.seq, anchored), present.acked, present.lost_since, present.of_book
    if present is None and anchor is not None and anchor.epoch == epoch:
        return anchor.seq, None, None, 0
    return None, None, None, 0
