"""Make a backup of the desk, nightly or when somebody asks; look what backups there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.book import BookKind
from app.domain.calendar import CHINA
from app.domain.entry import book_entry
from app.operations.desk import Desk
from app.operations.note import note
from app.system.settings import Settings

if TYPE_CHECKING:
    from app.store.backup import Backup

DEFAULT_FOLDER = "backups"


class NoBackupHereError(RuntimeError):
    """A desk without a vault and a folder, as tests have them, has nothing to back up."""


@dataclass(frozen=True, slots=True)
class BackupMade:
    """A backup as people see it: its name, where it is, when it was made (aware, UTC), its bytes and its last entry."""

    name: str
    place: Path
    made_at: datetime
    size: int
    seq: int


def backup_place(data: Path, settings: Settings) -> Path:
    """Where backups of the desk whose data folder is `data` are kept."""
    return Path(settings.backup_folder) if settings.backup_folder else data / DEFAULT_FOLDER


def back_up(
    desk: Desk,
    place: Path,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> BackupMade:
    """Make a backup in `place`, prove it, and note it in the book. Anybody who is signed in may.

    May run beside the database lane: people go on working. `progress(done, total)` counts pages and is called from the
    calling thread. Raises: BackupError and its kinds, StoreError, KeyWipedError; NoBackupHereError.
    """
    from app.store.backup import make_backup
    from app.vault.keystore import FILE_NAME

    if desk.vault is None or desk.folder is None:
        raise NoBackupHereError
    made = make_backup(
        desk.store.database,
        place,
        (desk.folder / FILE_NAME).read_bytes(),
        desk.vault.key_name,
        desk.clock.now(),
        progress=progress,
        is_stopped=is_stopped,
    )
    entry = book_entry(BookKind.BACKUP_MADE, name=made.name, seq=made.manifest.seq, size=made.size, is_verified=True)
    note(desk, entry)
    return _as_seen(made)


def newest_backup(desk: Desk, place: Path) -> BackupMade | None:
    """The newest finished backup of this desk in `place`; None when there is none or the place can't be looked at."""
    from app.store.backup import backups_in
    from app.store.backup_errors import BackupPlaceError

    try:
        found = backups_in(place, desk.store.identity.store_id)
    except BackupPlaceError:
        return None
    return _as_seen(found[0]) if found else None


def backup_is_due(now: datetime, last: datetime, daily_at: str = "18:00") -> bool:
    """Whether a day's backup is still to be made: since `last` the time of day `daily_at` (China time) has come.

    Without any backup `last` is when the desk was made. One that was missed is due until it is made; ten missed days
    are one backup.
    """
    hours, minutes = (int(part) for part in daily_at.split(":"))
    local = now.astimezone(CHINA)
    latest = datetime.combine(local.date(), time(hours, minutes), CHINA)
    if latest > local:
        latest -= timedelta(days=1)
    return last < latest


def _as_seen(made: Backup) -> BackupMade:
    manifest = made.manifest
    return BackupMade(made.name, made.folder.parent, manifest.made_at, made.size, manifest.seq)
