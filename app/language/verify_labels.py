"""What a verification of the journal found, in sentences: what it proved, or the first broken thing and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.language.catalogue import _

Words = Callable[[], str]


def sound(entries: int, cases: int, signatures: int, unknown_keys: int = 0) -> str:
    """Nothing is wrong. `signatures` were checked; of `unknown_keys` more the keys are not here."""
    said = _(
        "The journal is sound. Checked: entries {entries}, cases {cases}, signatures {signatures}; nothing is wrong."
    ).format(entries=entries, cases=cases, signatures=signatures)
    if unknown_keys:
        said += "\n" + _(
            "{count} more signatures are by people whose keys have not arrived here yet; synchronise to check them."
        ).format(count=unknown_keys)
    return said


def proven(receipts: int, *, is_anchored: bool) -> str:
    """What stands outside the database and was compared with it, "" where nothing was."""
    lines = []
    if receipts:
        lines.append(_("Headquarters' receipts that fit: {count}.").format(count=receipts))
    if is_anchored:
        lines.append(_("The head that this PC keeps outside the database is in it."))
    return "\n".join(lines)


def headquarters_key(key: bytes) -> str:
    """Headquarters' public key as this PC knows it, for comparing with what headquarters itself says, and for the
    program that checks evidence packages (its `--key`)."""
    return _("Headquarters' public key, as this PC knows it: {key}").format(key=in_groups(key))


def in_groups(key: bytes) -> str:
    """A public key in groups of four hexadecimal digits, as people compare it; the checker takes it with its spaces."""
    return key.hex(" ", -2)


def stopped() -> str:
    """Somebody ended it before it was through."""
    return _("The check was stopped before it was through; it says nothing about the rest. Start it again.")


def broken(count: int, origin: str, case_no: str, what: str, detail: str = "") -> str:
    """The first of `count` broken things: where it is, what is wrong, what to do."""
    where = [
        _("entry {origin}").format(origin=origin) if origin else "",
        _("case {case_no}").format(case_no=case_no) if case_no else "",
    ]
    place = " · ".join(part for part in where if part)
    lines = [
        _("Not everything is sound; found in all: {count}. The first:").format(count=count),
        f"  {place}" if place else "",
        f"  {finding(what)}" + (f" ({what}: {detail})" if detail else f" ({what})"),
        f"  {advice(what)}",
    ]
    return "\n".join(line for line in lines if line)


def finding(what: str) -> str:
    """What is wrong, by its code."""
    return _BROKEN.get(what, _OTHERWISE)[0]()


def advice(what: str) -> str:
    """What to do about it, by its code."""
    return _BROKEN.get(what, _OTHERWISE)[1]()


def _stop() -> str:
    return _("Stop working on this PC and tell the supervisor and the security department. Keep the files as they are.")


def _restore() -> str:
    return _("Restore the database from the backup, or call the IT desk. Keep the damaged file.")


def _derive() -> str:
    return _("The journal itself is not affected. Run: jiesu rebuild")


def _synchronise() -> str:
    return _("Keep the files as they are and tell the supervisor. Headquarters has every entry that it receipted.")


_OTHERWISE: tuple[Words, Words] = (lambda: _("The entry is not as it was written."), _stop)
_BROKEN: Mapping[str, tuple[Words, Words]] = {
    "page": (lambda: _("A page of the database file can't be read."), _restore),
    "encoding": (lambda: _("The entry can't be read."), _stop),
    "hash": (lambda: _("The entry was changed: its bytes do not match its hash."), _stop),
    "columns": (lambda: _("The entry's columns do not match what it says itself."), _stop),
    "previous_hash": (lambda: _("The entry does not follow the one before it."), _stop),
    "gap": (lambda: _("Entries before this one are missing."), _stop),
    "body": (lambda: _("The entry's contents were changed."), _stop),
    "body_missing": (lambda: _("The entry's contents are gone, and nothing says that they were deleted."), _stop),
    "purge": (lambda: _("The case stands as deleted, but no signed entry says so of just these entries."), _stop),
    "signature": (lambda: _("The signature under the entry is not the acting person's."), _stop),
    "head": (lambda: _("The end of the log is not where it was noted: entries were removed or added."), _stop),
    "line": (lambda: _("The entry's line for audit does not match it."), _derive),
    "line_extra": (lambda: _("There is a line for audit of an entry that the journal does not know."), _derive),
    "receipt": (lambda: _("Headquarters gave a receipt for another entry at this place."), _stop),
    "receipt_signature": (lambda: _("A receipt is not signed by headquarters."), _stop),
    "receipt_missing": (lambda: _("Headquarters' receipt for these entries was removed."), _stop),
    "rolled_back": (
        lambda: _("The database is an older copy: this PC had got further, and what came after is missing."),
        _synchronise,
    ),
    "recomputed": (
        lambda: _("This PC keeps another entry at this place: the journal was made up anew."),
        _stop,
    ),
    "anchor_lost": (lambda: _("The head that this PC kept outside the database is gone."), _stop),
    "anchor_tampered": (lambda: _("The head that this PC kept outside the database was changed."), _stop),
    "feed": (lambda: _("What headquarters sent is not here as it was sent."), _stop),
    "quarantine": (lambda: _("Something that was set aside because it could not be read was removed."), _stop),
    "row": (lambda: _("The case's row does not match the journal."), _derive),
    "row_missing": (lambda: _("The case's row is missing."), _derive),
    "row_extra": (lambda: _("There is a row of a case that the journal does not know."), _derive),
    "search": (lambda: _("The search index does not match the journal."), _derive),
    "attachment": (lambda: _("An attached file is not as it was kept."), _stop),
    "paper": (lambda: _("A kept paper is not as it was made."), _stop),
}
