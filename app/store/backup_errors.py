"""What can keep a backup from being made or used. Each has another way out."""

from __future__ import annotations

from app.store.errors import StoreError


class BackupError(StoreError):
    """Anything that keeps a backup from being made or used. The desk's own database is not touched by it."""

    code = "backup_failed"


class BackupPlaceError(BackupError):
    """The folder for backups is not there or can't be written: a drive that is not plugged in, a missing share.

    `why` is missing, not_writable or failed.
    """

    code = "backup_place"


class BackupNoRoomError(BackupError):
    """The folder for backups has not enough room. `needed` and `free` are bytes."""

    code = "backup_no_room"


class BackupNotSoundError(BackupError):
    """The copy was made but did not prove sound, so it was not kept. The backups before it stand."""

    code = "backup_not_sound"


class BackupStoppedError(BackupError):
    """The desk was locked or ended meanwhile; nothing half made was left."""

    code = "backup_stopped"


class BackupRunningError(BackupError):
    """Another program on this PC is making a backup of this desk."""

    code = "backup_running"


class BackupUnreadableError(BackupError):
    """The folder is no backup, or its description can't be read. `why` is missing, not_ours, shape, newer or failed."""

    code = "backup_unreadable"


class BackupChangedError(BackupError):
    """A part of the backup is not as it was when it was made. `part` names the file."""

    code = "backup_changed"


class BackupForeignError(BackupError):
    """The backup is of another desk."""

    code = "backup_foreign"


class BackupKeyError(BackupError):
    """The keys at hand do not open the backup."""

    code = "backup_key"
