"""Recovery, restore and backups in words. No Qt."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from app.domain.calendar import CHINA
from app.language import _, ngettext_
from app.language.book_labels import recovery_why
from app.language.labels import list_of
from app.language.restore_labels import only_here, what_is_missing
from app.ui.permissions.tables import Sheet
from app.ui.shell.facts import day_and_time
from app.ui.wording import Words

if TYPE_CHECKING:
    from pathlib import Path

    from app.operations.back_up import BackupMade
    from app.operations.recover import WaitingRecovery
    from app.operations.restore import Restored
    from app.vault.recovering import Recovered


def plain(code: str) -> str:
    """A code as it was typed, without what does not matter: width, case, spaces and hyphens."""
    return "".join(letter for letter in unicodedata.normalize("NFKC", code[:100]).upper() if letter.isalnum())


def last_group(code: str) -> str:
    """What stands behind the last hyphen."""
    return code.rpartition("-")[2]


def check_words(waiting: WaitingRecovery) -> Words:
    """What is read out on the telephone."""
    return lambda: _("Read out to headquarters on the telephone: {code}").format(code=waiting.check_code)


def saved_words(file: Path) -> Words:
    """Where the request is."""
    return lambda: _("The request for headquarters was written: {name}").format(name=str(file))


def facts_words(waiting: WaitingRecovery) -> Words:
    """Since when a request waits, and what is read out."""
    return lambda: "\n".join(
        [
            _("Asked on {when}: {why}.").format(when=day_and_time(waiting.asked_at), why=recovery_why(waiting.why)),
            _("Read out to headquarters on the telephone: {code}").format(code=waiting.check_code),
        ]
    )


def granted_words(staff_no: str, name: str) -> Words:
    """Whom the answer lets in."""
    return lambda: _("The answer lets in: {who}").format(who=f"{name} {staff_no}".strip())


def done_words(done: Recovered, *, has_database: bool) -> Words:
    """What a recovery did, a sentence each."""

    def said() -> str:
        lines = [
            _("{name} ({staff_no}) looks after this desk again: {why}, signed by {officers}.").format(
                name=done.person.name,
                staff_no=done.person.staff_no,
                why=recovery_why(done.why),
                officers=list_of(list(done.officers)),
            )
        ]
        if done.is_secret_restored:
            lines.append(_("This PC's own key is back in its place."))
        if has_database:
            lines.append(_("The database stands under a fresh key, and the recovery is in the book."))
            lines.append(_("Everybody else signs in as before."))
        else:
            lines.append(_("The database does not open yet. Put it back next."))
        return "\n".join(lines)

    return said


def size_words(size: int) -> str:
    """Bytes as people read them."""
    return _("{megabytes} MB").format(megabytes=f"{size / 1_000_000:,.1f}")


def backup_row(made: BackupMade) -> tuple[str, ...]:
    """One backup in a table."""
    return day_and_time(made.made_at), size_words(made.size), f"{made.seq:,}", made.name


def foreseen_lines(restored: Restored, *, is_done: bool) -> list[str]:
    """What comes back and what is missing, in numbers; before it is done, or after."""
    lines = [_begins(restored, is_done=is_done)]
    if restored.source == "headquarters":
        lines.append(_("Drafts and prints that waited are not in it. Recording begins when everything has come back."))
    lines += what_is_missing(restored.missing, restored.at_headquarters)
    if restored.only_here:
        since = day_and_time(restored.lost_since) if restored.lost_since is not None else ""
        lines += only_here(restored.of_cases, restored.of_book, since)
    if restored.set_aside:
        lines.append(_("The former database was kept as {name}.").format(name=restored.set_aside))
    elif not is_done:
        lines.append(_("The present database is set aside, never written over."))
    return lines


def _begins(restored: Restored, *, is_done: bool) -> str:
    if restored.made_at is None:
        return _("The database begins empty; headquarters sends back what it holds when you synchronise.")
    when, seq = day_and_time(restored.made_at), f"{restored.seq:,}"
    if is_done:
        return _("The database was restored from the backup of {when}, with this PC's entries up to no. {seq}.").format(
            when=when, seq=seq
        )
    return _("The backup of {when} has this PC's entries up to no. {seq}.").format(when=when, seq=seq)


def kept_sheet(kept: tuple[BackupMade, ...], proved: Mapping[str, tuple[bool, str]]) -> Sheet:
    """The backups that are kept; each was proved when it was made, and `proved` says what came of it since."""
    heads = (_("Made on"), _("Size"), _("Entries up to no."), _("Backup"), _("Verified"))
    rows = tuple((*backup_row(made), proved.get(made.name, (True, _("when it was made")))[1]) for made in kept)
    bad = frozenset(row for row, made in enumerate(kept) if not proved.get(made.name, (True, ""))[0])
    return Sheet(heads, rows, wide=(4,), strong=bad)


def proved_words(*, was_opened: bool) -> str:
    """What a verification came to."""
    if was_opened:
        return _("Just now: unchanged, opened, every page sound")
    return _("Just now: unchanged; made before the key was changed, so not opened")


def last_words(last: BackupMade | None, *, is_running: bool) -> str:
    """The newest one, or that one is being made."""
    if is_running:
        return _("A backup is being made. Everybody goes on working.")
    if last is None:
        return _("No backup has been made yet.")
    return _("Last backup: {when}, {size}, proved by opening it").format(
        when=day_and_time(last.made_at), size=size_words(last.size)
    )


def next_words(now: datetime, at: str) -> str:
    """When the next one is made by itself."""
    hours, minutes = (int(part) for part in at.split(":"))
    local = now.astimezone(CHINA)
    coming = datetime.combine(local.date(), time(hours, minutes), CHINA)
    if coming <= local:
        coming += timedelta(days=1)
    return _("Next one by itself: {when}, or at the first sign-in after it").format(when=day_and_time(coming))


def overdue_words(days: int) -> str:
    """That there has been no backup for too long; "" when there has."""
    if not days:
        return ""
    return ngettext_(
        "No good backup for {count} working day. Make one now, or choose another folder.",
        "No good backup for {count} working days. Make one now, or choose another folder.",
        days,
    ).format(count=days)
