"""People in words: how they stand, what is due, what was done. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.calendar import china_day
from app.domain.directory import Standing
from app.domain.people import Role
from app.language import _, labels
from app.ui.permissions.tables import Sheet
from app.ui.shell.facts import clock_time

if TYPE_CHECKING:
    from app.operations.people import PeopleDone
    from app.operations.people_list import Colleague, PeopleReading


def people_sheet(reading: PeopleReading) -> Sheet:
    """The list as a table."""
    heads = (_("Staff number"), _("Name"), _("Role"), _("Access"), _("Remarks"))
    return Sheet(heads, tuple(_row(one) for one in reading.people), wide=(4,))


def _row(one: Colleague) -> tuple[str, ...]:
    return one.staff_no, one.name, role_words(one), standing_words(one), " · ".join(remarks(one))


def role_words(one: Colleague) -> str:
    """The role; where headquarters gives another one, that one."""
    return labels.role(one.role.value)


def standing_words(one: Colleague) -> str:
    """Whether this person may sign in, or who says no."""
    if one.standing == "removed":
        return _("Removed")
    if one.suspended_by == "headquarters" or (one.why is Standing.SUSPENDED and one.suspended_by is None):
        return _("Suspended by headquarters")
    if one.standing == "suspended":
        return _("Suspended by the branch")
    if one.why is Standing.NOT_LISTED:
        return _("Not in headquarters' directory")
    if one.why is Standing.STALE:
        return _("Reads and prints only")
    return _("May sign in")


def remarks(one: Colleague) -> list[str]:
    """What else is to be known, shortest first."""
    said = []
    if one.is_self:
        said.append(_("You"))
    if one.locked_until is not None:
        said.append(_("Wrong passwords: waits until {time}").format(time=clock_time(one.locked_until)))
    if one.must_change_password and one.standing != "removed":
        said.append(_("First password, to be changed at the next sign-in"))
    if one.why is Standing.UNCONFIRMED and one.own_role is Role.TELLER:
        said.append(_("Headquarters has yet to confirm"))  # it takes nothing from a teller
    elif one.why is Standing.UNCONFIRMED:
        said.append(_("Works as a teller until headquarters confirms: enrolled as {role}").format(
            role=labels.role(one.own_role.value)))  # fmt: skip
    said += [
        _("Approves as {role} from {first} to {last}").format(
            role=labels.role(each.role.value), first=each.from_on.isoformat(), last=each.until_on.isoformat()
        )
        for each in one.delegations
    ]
    return said


def directory_words(reading: PeopleReading) -> str:
    """What headquarters' directory means for changes made here; "" where there is none."""
    if reading.directory_at is None:
        return ""
    return _(
        "Headquarters' directory of {day} rules here. Changes count in full once it says the same; "
        "a suspension counts at once."
    ).format(day=china_day(reading.directory_at).isoformat())


def key_due_words(reading: PeopleReading) -> str:
    """That the database key should be changed; "" while it need not."""
    if reading.key_due is None:
        return ""
    words = {
        "person_removed": _(
            "Somebody who had the database key was removed. Change the key now, so that no copy opens."
        ),
    }
    return words.get(reading.key_due) or _("The database was recovered. Change its key now, so that no copy opens.")


def done_words(done: PeopleDone) -> str:
    """What was done to whom."""
    name = f"{done.person.name} {done.person.staff_no}"
    said = {
        "person_enrolled": _("{name} is enrolled."),
        "person_changed": _("{name} is changed."),
        "person_suspended": _("{name} is suspended."),
        "person_resumed": _("{name} may sign in again."),
        "person_removed": _("{name} is removed."),
        "keys_replaced": _("{name} has new keys."),
    }[done.kind.value].format(name=name)
    if not done.waits:
        return said
    return _("{first} {second}").format(first=said, second=_("In full once headquarters' directory says so."))
