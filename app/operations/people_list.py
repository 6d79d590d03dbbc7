"""Who works at this PC, as the page of people shows it: the keystore under headquarters' directory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.directory import Freshness, Standing, reaches
from app.domain.people import Role, StandingDelegation
from app.domain.refusal import Refusal
from app.operations.desk import Desk
from app.operations.people import objection_to_managing, roles_within_reach
from app.operations.proof import is_proved
from app.operations.standing import directory_state, standings


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person. `role` is what they may work as now, `own_role` what the keystore says where that is another.

    `standing`: active, suspended or removed. `why`: what headquarters' directory takes from them. `is_listed`: name,
    role and standing are headquarters' word. `is_within_reach`: whoever looks may change them.
    """

    staff_no: str
    name: str
    role: Role
    own_role: Role
    standing: str
    suspended_by: str | None
    why: Standing | None
    is_listed: bool
    is_within_reach: bool
    is_self: bool
    must_change_password: bool
    locked_until: datetime | None
    delegations: tuple[StandingDelegation, ...]
    enrolled_at: datetime | None


@dataclass(frozen=True, slots=True)
class PeopleReading:
    """The list, what whoever looks may give, and what is due. `needs_password`: the last proof is too long ago.

    `key_due`: why the database key should be changed, None when it need not. `directory_at`: when headquarters
    issued the directory in force.
    """

    people: tuple[Colleague, ...]
    roles: tuple[Role, ...]
    needs_password: bool
    key_due: str | None
    may_keep_store: bool
    directory_at: datetime | None
    fresh: Freshness | None


def read_people(desk: Desk) -> PeopleReading | Refusal:
    """Everybody of this PC, those who were removed last. Raises: StoreError."""
    objection = objection_to_managing(desk)
    vault = desk.vault
    if objection is not None or vault is None:
        return objection or Refusal(())
    from app.domain.people import Right

    now, state = desk.clock.now(), directory_state(desk)
    effective = standings(desk, state)
    rows = []
    for entry in vault.directory():
        person, number = entry.person, entry.person.staff_no
        is_gone = entry.standing == "removed"
        found = None if is_gone else effective.get(number)
        now_is = desk.people.get(number) if not is_gone else None
        is_waiting = entry.locked_until is not None and entry.locked_until > now
        rows.append(
            Colleague(
                staff_no=number,
                name=person.name,
                role=found.person.role if found is not None else person.role,
                own_role=person.role,
                standing=entry.standing,
                suspended_by=entry.suspended_by,
                why=found.why if found is not None else None,
                is_listed=not is_gone and state.directory is not None and state.directory.find(number) is not None,
                is_within_reach=not is_gone and reaches(desk.actor.role, {person.role}),
                is_self=not is_gone and number == desk.actor.staff_no,
                must_change_password=entry.must_change_password,
                locked_until=entry.locked_until if is_waiting else None,
                delegations=now_is.delegations if now_is is not None else (),
                enrolled_at=entry.enrolled_at,
            )
        )
    order = {"active": 0, "suspended": 1, "removed": 2}
    rows.sort(key=lambda one: (order[one.standing], one.staff_no))
    return PeopleReading(
        people=tuple(rows),
        roles=roles_within_reach(desk.actor.role),
        needs_password=not is_proved(desk, now),
        key_due=vault.rotation_due,
        may_keep_store=desk.actor.may(Right.KEEP_STORE),
        directory_at=state.directory.issued_at if state.directory is not None else None,
        fresh=state.fresh,
    )
