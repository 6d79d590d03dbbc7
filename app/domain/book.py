"""The desk's own book: what people did that is not a step of one case, as entries of the same journal.

Who signed in, who looked at hidden details and why, who took data out, whose rights changed, what was deleted: all of
it stands in the same chain as the cases and travels to headquarters the same way (domain.md 1.7 nos. 96 and 99; ASVS
16.3). Entries of the book are never folded into a case. One that is about a case names it in its body as `case_id`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.domain.people import Right

BOOK = "00000000-0000-0000-0000-000000000000"
"""The case id under which entries of the book stand: the one that no case can have."""


class BookKind(StrEnum):
    """What can stand in the book, each with its body. A meaning never changes; a changed one gets a new name."""

    SESSION_OPENED = "session_opened"
    """`refused_before`: how many times a password was refused for this person since the last time."""
    SESSION_CLOSED = "session_closed"
    """`why`: locked, idle, system_locked, suspended, switched, left."""
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - a kind of entry

    PERSON_ENROLLED = "person_enrolled"
    """`staff_no`, `name`, `role`, `key_id` and `sign_key` (hex). This and the kinds about people below carry `done_by`
    where somebody else had done it and only the entry was made up for after a crash."""
    PERSON_CHANGED = "person_changed"
    """`staff_no`, `name`, `role`, `reason`."""
    PERSON_SUSPENDED = "person_suspended"
    """`staff_no`, `reason`."""
    PERSON_RESUMED = "person_resumed"
    """`staff_no`, `reason`."""
    PERSON_REMOVED = "person_removed"
    """`staff_no`, `reason`."""
    KEYS_REPLACED = "keys_replaced"
    """A forgotten password: `staff_no`, `key_id`, `sign_key`, `earlier_key_id` (hex), `reason`."""
    DIRECTORY_EXTENDED = "directory_extended"
    """Work goes on although headquarters' directory is old: `until` (day), `reason`."""

    DETAILS_REVEALED = "details_revealed"
    """`case_id`, `what` (list of field names), `reason` (code), `note`. `what` of only "letter": a letter was written
    with the full name before one's eyes; no reason was asked (app/domain/disclosure.py). `what` of only "attachment": a
    file of the case was looked at, with its `sha256` and `is_masked` (a text of which personal data was masked)."""
    DETAILS_COPIED = "details_copied"
    """`case_id`, `what`."""
    DATA_TAKEN_OUT = "data_taken_out"
    """`what` (attachment, paper, figures, list, evidence, permissions, diagnostics), `case_id` or "", `sha256`,
    `count`, `reason`, `note`."""
    PAPER_PRINTED = "paper_printed"
    """A kept paper was printed again: `case_id`, `kind`, `copy_no`, `sha256`."""

    STORE_KEY_CHANGED = "store_key_changed"
    """`why`: routine, person_removed, recovered, restored; `key_name` (the new key's id). With `done_by` where somebody
    else had done it and only the entry was made up for after a crash."""
    BACKUP_MADE = "backup_made"
    """`name`, `seq`, `size`, `is_verified`."""
    STORE_RESTORED = "store_restored"
    """`source` (backup, headquarters), `seq`, `missing`."""
    RECOVERY_USED = "recovery_used"
    """`request_id`, `officers` (list of staff numbers), `why` (keyring_lost, supervisor_forgotten); of the person whom
    headquarters granted it to: `staff_no`, `key_id`, `sign_key`, `earlier_key_id` (hex, "" for none). That person signs
    it with the new key, which headquarters takes up by its own grant."""
    JOURNAL_VERIFIED = "journal_verified"
    """`entries`, `problems`, `first` (what the first problem is, "" for none)."""
    CLOCK_DOUBTED = "clock_doubted"
    """`behind_seconds`: how far the clock was behind what was seen before."""
    PERMISSIONS_AUDITED = "permissions_audited"
    """`from_on`, `until_on`."""
    CASES_PURGED = "cases_purged"
    """`cases`: list of {`case_id`, `entries`, `digest` (hex), `case_no`}, by which audit finds what is left of a case
    (entries of earlier versions lack it); `rule_version`."""


PEOPLE_KINDS = (
    BookKind.PERSON_ENROLLED,
    BookKind.PERSON_CHANGED,
    BookKind.PERSON_SUSPENDED,
    BookKind.PERSON_RESUMED,
    BookKind.PERSON_REMOVED,
    BookKind.KEYS_REPLACED,
)
"""Acts on one of the branch's people: each counts once, within the reach of whoever signed it."""

SIGNED_BOOK_KINDS = frozenset(
    {
        *PEOPLE_KINDS,
        BookKind.DIRECTORY_EXTENDED,
        BookKind.STORE_KEY_CHANGED,
        BookKind.STORE_RESTORED,
        BookKind.RECOVERY_USED,
        BookKind.CASES_PURGED,
    }
)
"""What carries authority: a person's rights, the keys, deletion (journal.md, the one write path)."""

RIGHT_FOR_BOOK_KIND: Mapping[str, Right] = {
    **dict.fromkeys((kind.value for kind in PEOPLE_KINDS), Right.MANAGE_PEOPLE),
    BookKind.DIRECTORY_EXTENDED.value: Right.MANAGE_PEOPLE,
    BookKind.DETAILS_REVEALED.value: Right.REVEAL,
    BookKind.DETAILS_COPIED.value: Right.REVEAL,
    BookKind.DATA_TAKEN_OUT.value: Right.TAKE_OUT,
    BookKind.PAPER_PRINTED.value: Right.PRINT,
    BookKind.STORE_KEY_CHANGED.value: Right.KEEP_STORE,
    BookKind.STORE_RESTORED.value: Right.KEEP_STORE,
    BookKind.RECOVERY_USED.value: Right.KEEP_STORE,
    BookKind.PERMISSIONS_AUDITED.value: Right.READ_AUDIT,
    BookKind.CASES_PURGED.value: Right.PURGE,
}
"""The right that the actor needs; kinds that are missing need none, they happen to whoever is there."""


def case_about(case_id: str, body: Mapping[str, object]) -> str:
    """The case that an entry is about: its own, or the one that an entry of the book names; `BOOK` for none."""
    if case_id != BOOK:
        return case_id
    named = body.get("case_id")
    return named if isinstance(named, str) and named else BOOK
