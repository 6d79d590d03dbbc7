"""`jiesu backup` and `jiesu restore`: a backup now, and the way back, from the terminal."""

from __future__ import annotations

import argparse
from datetime import datetime
from pathlib import Path

from app.bootstrap.terminal import Typed, look_after, say, secret, with_vault
from app.bootstrap.workplace import Workplace
from app.domain.calendar import CHINA
from app.language import _
from app.language.restore_labels import only_here, what_is_missing
from app.operations.back_up import BackupMade, back_up, backup_place
from app.operations.desk import Desk
from app.operations.restore import EarlierPasswordNeededError, Restored
from app.store.backup import backups_in
from app.store.backup_errors import BackupUnreadableError


def make_backup(args: argparse.Namespace) -> int:
    """Make a backup in the desk's place or in `--to`; 0 when it was made and proved. The desk may be open meanwhile."""
    return look_after(args.data, lambda workplace, desk: _back_up(workplace, desk, args.to), is_alone=False)


def restore(args: argparse.Namespace) -> int:
    """Put the database back: from the backup that is named, the newest one, or headquarters; refused while a desk is
    open on the same folder. 0 when it was."""
    return with_vault(
        args.data,
        lambda workplace, typed: _restore(workplace, typed, args.backup, from_headquarters=args.from_headquarters),
        is_alone=True,
    )


def _back_up(workplace: Workplace, desk: Desk, to: Path | None) -> int:
    place = to.absolute() if to else backup_place(workplace.folder, workplace.settings.current)
    made = back_up(desk, place)
    say(lambda: _made(made))
    return 0


def _restore(workplace: Workplace, typed: Typed, backup: Path | None, *, from_headquarters: bool) -> int:
    folder = None if from_headquarters else backup or _newest(workplace)
    try:
        _desk, restored = workplace.restore(typed.staff_no, typed.password, folder)
    except EarlierPasswordNeededError:
        earlier = secret(lambda: _("Your password when the backup was made"))
        if not earlier:
            raise
        _desk, restored = workplace.restore(typed.staff_no, typed.password, folder, earlier)
    say(lambda: _restored(restored))
    return 0


def _newest(workplace: Workplace) -> Path:
    store_id = workplace.vault.store_id if workplace.vault is not None else None
    found = backups_in(backup_place(workplace.folder, workplace.settings.current), store_id)
    if not found:
        raise BackupUnreadableError(why="none")
    return found[0].folder


def _made(made: BackupMade) -> str:
    return _("The backup {name} was made and proved by opening it: entries up to no. {seq}, {megabytes} MB.").format(
        name=made.name, seq=made.seq, megabytes=-(-made.size // 1_000_000)
    )


def _restored(restored: Restored) -> str:
    """What is there, what is missing, where it is and what to do, a sentence each."""
    lines = []
    if restored.made_at is not None:
        lines.append(
            _("The database was restored from the backup of {when}, with this PC's entries up to no. {seq}.").format(
                when=_when(restored.made_at), seq=restored.seq
            )
        )
    else:
        lines.append(_("The database begins empty; headquarters sends back what it holds when you synchronise."))
        lines.append(_("Drafts and prints that waited are not in it. Recording begins when everything has come back."))
    lines += what_is_missing(restored.missing, restored.at_headquarters)
    if restored.only_here:
        since = _when(restored.lost_since) if restored.lost_since is not None else ""
        lines += only_here(restored.of_cases, restored.of_book, since)
    if restored.set_aside:
        lines.append(_("The former database was kept as {name}.").format(name=restored.set_aside))
    return "\n".join(lines)


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"
