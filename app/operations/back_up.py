"""Make a backup of the desk, nightly or when somebody asks; look what backups there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.domain.book import BookKind
from app.domain.calendar import CHINA, WorkCalendar, china_day
from app.domain.entry import book_entry
from app.operations.desk import Desk
from app.operations.note import note
from app.system.settings import Settings

if TYPE_CHECKING:
    from app.store.backup import Backup

DEFAULT_FOLDER = "backups"
OVERDUE_WORKING_DAYS = 2
"""From so many working days without a good backup on somebody is told."""


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
    """The newest finished backup of this desk in `place`; None when there is none or the place can't be looked at.

    One that says it is of a later day than today is left out, whether a clock was wrong or somebody wrote that there:
    until that day none would be due.
    """
    from app.store.backup import backups_in
    from app.store.backup_errors import BackupPlaceError

    try:
        found = backups_in(place, desk.store.identity.store_id)
    except BackupPlaceError:
        return None
    now = desk.clock.now()
    return next((_as_seen(each) for each in found if each.manifest.made_at <= now), None)


def all_backups(place: Path, store_id: str | None = None) -> tuple[BackupMade, ...]:
    """The finished backups in `place`, newest first; of one desk where `store_id` is given.

    Raises: BackupPlaceError.
    """
    from app.store.backup import backups_in

    return tuple(_as_seen(each) for each in backups_in(place, store_id))


def prove_backup(desk: Desk, made: BackupMade) -> bool:
    """Hold a backup against its description and, where it is under the present key, open a copy and look at every page.

    Whether it could be opened: one from before a change of the key is compared only. Raises: BackupUnreadableError,
    BackupChangedError, BackupNotSoundError, BackupForeignError, DiskFullError, KeyWipedError; NoBackupHereError.
    """
    from app.store.backup import check_parts
    from app.store.backup_errors import BackupForeignError
    from app.store.restoring import prove_beside

    if desk.vault is None or desk.folder is None:
        raise NoBackupHereError
    backup = check_parts(made.place / made.name)
    if backup.manifest.store_id != desk.vault.store_id:
        raise BackupForeignError(branch=backup.manifest.branch)
    if backup.manifest.key_name != desk.vault.key_name:
        return False
    key = desk.store.database.take_key()
    try:
        prove_beside(backup, desk.folder, key)
    finally:
        key.wipe()
    return True


def check_place(place: Path) -> None:
    """Whether backups can be kept in the folder `place`. Raises: BackupPlaceError."""
    from app.store.backup import be_there

    be_there(place)


def backup_is_overdue(now: datetime, last: datetime, calendar: WorkCalendar) -> int:
    """How many working days lie between the last good backup and today when that is more than one; else 0."""
    days = calendar.working_days_between(china_day(last), china_day(now))
    return days if days >= OVERDUE_WORKING_DAYS else 0


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
