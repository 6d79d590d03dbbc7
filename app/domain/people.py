"""People and what their role lets them do (domain.md 1.5, 1.7 no. 96: least privilege)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """What a person is at this branch (domain.md 1.5); HEADQUARTERS acts only through synchronisation."""

    TELLER = "teller"
    HANDLER = "handler"
    SUPERVISOR = "supervisor"
    BRANCH_HEAD = "branch_head"
    AUDITOR = "auditor"
    HEADQUARTERS = "headquarters"


class Right(StrEnum):
    """One kind of thing that a role may or may not do."""

    REGISTER = "register"
    HANDLE = "handle"
    REQUEST_EXTENSION = "request_extension"
    DECIDE_EXTENSION = "decide_extension"
    DECIDE_FINAL_EXTENSION = "decide_final_extension"
    RECORD_DECISION = "record_decision"
    GIVE_NOTICE = "give_notice"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    PRINT = "print"
    ASSIGN = "assign"
    READ = "read"
    REVEAL = "reveal"
    READ_AUDIT = "read_audit"
    SYNCHRONISE = "synchronise"
    ORDER = "order"
    REMIND = "remind"
    DECIDE_VOID = "decide_void"
    RECORD_REVIEW = "record_review"
    CHECK_TYPICAL = "check_typical"
    REOPEN = "reopen"
    TAKE_OUT = "take_out"
    HOLD = "hold"
    PURGE = "purge"
    MANAGE_PEOPLE = "manage_people"
    KEEP_STORE = "keep_store"


_DESK = frozenset(
    {
        Right.REGISTER,
        Right.HANDLE,
        Right.REQUEST_EXTENSION,
        Right.GIVE_NOTICE,
        Right.WITHDRAW,
        Right.PRINT,
        Right.READ,
        Right.REVEAL,
        Right.SYNCHRONISE,
    }
)

_SUPERVISION = _DESK | {
    Right.RECORD_DECISION,
    Right.CLOSE,
    Right.ASSIGN,
    Right.DECIDE_EXTENSION,
    Right.READ_AUDIT,
    Right.REMIND,
    Right.DECIDE_VOID,
    Right.RECORD_REVIEW,
    Right.CHECK_TYPICAL,
    Right.REOPEN,
    Right.TAKE_OUT,
    Right.HOLD,
    Right.PURGE,
    Right.MANAGE_PEOPLE,
    Right.KEEP_STORE,
}

READ_ONLY = frozenset({Right.READ, Right.PRINT, Right.READ_AUDIT, Right.SYNCHRONISE})
"""What is left to anybody while headquarters' directory is too old (security.md 2: read-only and print)."""

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.TELLER: _DESK,
    Role.HANDLER: _DESK | {Right.RECORD_DECISION, Right.CLOSE, Right.TAKE_OUT},
    Role.SUPERVISOR: _SUPERVISION,
    Role.BRANCH_HEAD: _SUPERVISION | {Right.ORDER},
    Role.AUDITOR: frozenset({Right.READ, Right.READ_AUDIT, Right.TAKE_OUT}),
    Role.HEADQUARTERS: frozenset(
        {
            Right.DECIDE_EXTENSION,
            Right.DECIDE_FINAL_EXTENSION,
            Right.ORDER,
            Right.REMIND,
            Right.RECORD_REVIEW,
            Right.READ,
        }
    ),
}


MANAGERS = frozenset(role for role in Role if Right.MANAGE_PEOPLE in RIGHTS[role])
"""The roles that look after a branch's people and keys."""


@dataclass(frozen=True, slots=True)
class StandingDelegation:
    """For these days a person may approve what `role` may approve (令2020-3 art. 24); published by headquarters."""

    role: Role
    from_on: date
    until_on: date
    given_by: str


@dataclass(frozen=True, slots=True)
class Person:
    """A member of staff. `staff_no` is what people type to sign in, unique in the branch."""

    staff_no: str
    name: str
    role: Role
    branch: str
    is_active: bool = True
    delegations: tuple[StandingDelegation, ...] = ()
    is_read_only: bool = False

    @property
    def rights(self) -> frozenset[Right]:
        """What this person may do now: the role's rights, fewer while `is_read_only`, none for who is not active."""
        if not self.is_active:
            return frozenset()
        return RIGHTS[self.role] & READ_ONLY if self.is_read_only else RIGHTS[self.role]

    def may(self, right: Right) -> bool:
        """Whether this person holds `right` now."""
        return right in self.rights


def who_may(right: Right, people: Iterable[Person], *, but: str | None = None) -> tuple[str, ...]:
    """Staff numbers of the active `people` holding `right`, leaving out the person `but`."""
    return tuple(p.staff_no for p in people if p.may(right) and p.staff_no != but)
