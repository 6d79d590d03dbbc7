"""Groups of kinds of entries, as audit asks for them (domain.md 1.7 nos. 96 and 99; ASVS 16.3)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from app.domain.book import PEOPLE_KINDS, BookKind
from app.domain.entry import EntryKind


class KindGroup(StrEnum):
    """What an auditor looks for."""

    PEOPLE = "people"
    SESSIONS = "sessions"
    DETAILS = "details"
    TAKEN_OUT = "taken_out"
    KEYS = "keys"
    CHECKS = "checks"
    DELETION = "deletion"
    APPROVALS = "approvals"
    STEPS = "steps"


_APPROVALS = (
    EntryKind.EXTENSION_DECIDED,
    EntryKind.APPROVAL_DELEGATED,
    EntryKind.VOID_DECIDED,
    EntryKind.REVIEW_DECIDED,
    EntryKind.CASE_REOPENED,
    EntryKind.TYPICAL_CHECKED,
)
_HOLDS = (EntryKind.HOLD_PLACED, EntryKind.HOLD_LIFTED)
"""Steps of a case that say whether it may be deleted."""
_BOOK: Mapping[KindGroup, tuple[BookKind, ...]] = {
    KindGroup.PEOPLE: (
        *PEOPLE_KINDS,
        BookKind.PASSWORD_CHANGED,
        BookKind.DIRECTORY_EXTENDED,
    ),
    KindGroup.SESSIONS: (BookKind.SESSION_OPENED, BookKind.SESSION_CLOSED),
    KindGroup.DETAILS: (BookKind.DETAILS_REVEALED, BookKind.DETAILS_COPIED),
    KindGroup.TAKEN_OUT: (BookKind.DATA_TAKEN_OUT, BookKind.PAPER_PRINTED),
    KindGroup.KEYS: (
        BookKind.STORE_KEY_CHANGED,
        BookKind.BACKUP_MADE,
        BookKind.STORE_RESTORED,
        BookKind.RECOVERY_USED,
    ),
    KindGroup.CHECKS: (BookKind.JOURNAL_VERIFIED, BookKind.CLOCK_DOUBTED, BookKind.PERMISSIONS_AUDITED),
    KindGroup.DELETION: (BookKind.CASES_PURGED,),
}
_GROUPED = {kind for kinds in _BOOK.values() for kind in kinds}

KINDS_OF: Mapping[KindGroup, tuple[str, ...]] = {
    **{group: tuple(kind.value for kind in kinds) for group, kinds in _BOOK.items()},
    KindGroup.CHECKS: tuple(
        kind.value for kind in (*_BOOK[KindGroup.CHECKS], *(kind for kind in BookKind if kind not in _GROUPED))
    ),
    KindGroup.DELETION: tuple(kind.value for kind in (*_BOOK[KindGroup.DELETION], *_HOLDS)),
    KindGroup.APPROVALS: tuple(kind.value for kind in _APPROVALS),
    KindGroup.STEPS: tuple(kind.value for kind in EntryKind if kind not in (*_APPROVALS, *_HOLDS)),
}
"""Every kind that this program knows stands in exactly one group; what a newer one wrote is found without a group."""


def group_of(kind: str) -> KindGroup | None:
    """The group of a kind, None for one that this program does not know."""
    return _GROUP_OF.get(kind)


_GROUP_OF = {kind: group for group, kinds in KINDS_OF.items() for kind in kinds}
