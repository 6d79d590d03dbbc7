"""The permission audit in words: what was counted, who says what people may do, and what stands out."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.permissions import Holder, Remark, RemarkCode, SensitiveAct
from app.language import labels
from app.language.catalogue import _, ngettext_

Words = Mapping[str, Callable[[], str]]
Say = Callable[[Remark, str, str], str]

_ACTS: Words = {
    SensitiveAct.REVEALS: lambda: _("Details seen"),
    SensitiveAct.COPIES: lambda: _("Details copied"),
    SensitiveAct.EXPORTS: lambda: _("Data taken out"),
    SensitiveAct.PRINTS: lambda: _("Papers printed"),
    SensitiveAct.APPROVALS: lambda: _("Approvals"),
    SensitiveAct.VOIDS: lambda: _("Voiding decided"),
    SensitiveAct.PEOPLE: lambda: _("People changed"),
    SensitiveAct.KEYS: lambda: _("Acts with keys"),
    SensitiveAct.BACKUPS: lambda: _("Backups, restores"),
    SensitiveAct.DELETIONS: lambda: _("Deletion, holds"),
    SensitiveAct.REFUSED: lambda: _("Passwords refused"),
}
_STANDINGS: Words = {
    "active": lambda: _("active"),
    "read_only": lambda: _("read and print only"),
    "suspended": lambda: _("suspended"),
    "removed": lambda: _("removed"),
}
_SOURCES: Words = {
    "local": lambda: _("this PC"),
    "directory": lambda: _("staff directory"),
}
_REMARKS: Mapping[str, Say] = {
    RemarkCode.UNKNOWN_ACTOR: lambda r, who, where: ngettext_(
        "{who} wrote {n} entry and is in no directory", "{who} wrote {n} entries and is in no directory", r.count
    ).format(who=who, n=r.count),
    RemarkCode.NO_MANAGER: lambda r, who, where: _("Nobody here can manage people and passwords"),
    RemarkCode.FEW_MANAGERS: lambda r, who, where: (
        _("Nobody but {who} can manage people and passwords").format(who=who)
        if who
        else ngettext_(
            "Only {n} person can manage people and passwords",
            "Only {n} people can manage people and passwords",
            r.count,
        ).format(n=r.count)
    ),
    RemarkCode.REFUSED_PASSWORDS: lambda r, who, where: ngettext_(
        "{n} password was refused for {who}", "{n} passwords were refused for {who}", r.count
    ).format(who=who, n=r.count),
    RemarkCode.MANY_REVEALS: lambda r, who, where: ngettext_(
        "{who} saw hidden details {n} time on {day}", "{who} saw hidden details {n} times on {day}", r.count
    ).format(who=who, n=r.count, day=labels.day(r.on) if r.on else ""),
    RemarkCode.MANY_FILES: lambda r, who, where: ngettext_(
        "{who} looked at {n} file of cases on {day}", "{who} looked at {n} files of cases on {day}", r.count
    ).format(who=who, n=r.count, day=labels.day(r.on) if r.on else ""),
    RemarkCode.MANY_EXPORTS: lambda r, who, where: ngettext_(
        "{who} took data out {n} time on {day}", "{who} took data out {n} times on {day}", r.count
    ).format(who=who, n=r.count, day=labels.day(r.on) if r.on else ""),
    RemarkCode.OUT_OF_HOURS: lambda r, who, where: ngettext_(
        "{who} did {n} sensitive thing out of hours", "{who} did {n} sensitive things out of hours", r.count
    ).format(who=who, n=r.count),
    RemarkCode.TWICE_SIGNED_IN: lambda r, who, where: ngettext_(
        "{who} signed in at a second station {n} time", "{who} signed in at a second station {n} times", r.count
    ).format(who=who, n=r.count),
    RemarkCode.OVERLAPPING: lambda r, who, where: ngettext_(
        "Station {where}: {n} time somebody signed in before the one before was out",
        "Station {where}: {n} times somebody signed in before the one before was out",
        r.count,
    ).format(where=where, n=r.count),
    RemarkCode.QUICK_CHANGES: lambda r, who, where: ngettext_(
        "Station {where}: {n} very quick change of people",
        "Station {where}: {n} very quick changes of people",
        r.count,
    ).format(where=where, n=r.count),
    RemarkCode.STRONG_UNUSED: lambda r, who, where: _("{who} did not use: {rights}").format(
        who=who, rights=labels.list_of(labels.right(right) for right in r.rights)
    ),
    RemarkCode.DORMANT: lambda r, who, where: _("{who} did nothing in this period, but may work").format(who=who),
    RemarkCode.DELEGATED: lambda r, who, where: _("{who} may approve in somebody's place until {day}").format(
        who=who, day=labels.day(r.on) if r.on else ""
    ),
}


def act(code: str) -> str:
    """A kind of sensitive act, as a heading."""
    return _say(_ACTS, code)


def standing(code: str) -> str:
    """Whether somebody may work."""
    return _say(_STANDINGS, code)


def source(code: str) -> str:
    """Who says what somebody may do."""
    return _say(_SOURCES, code)


def who(staff_no: str, names: Mapping[str, str]) -> str:
    """A colleague by name and number."""
    return f"{names.get(staff_no, '')} {staff_no}".strip()


def remark(one: Remark, names: Mapping[str, str], letters: Mapping[str, str]) -> str:
    """What stands out, in one sentence. `letters` are those of the devices."""
    where = letters.get(one.device) or one.device[:8]
    return _REMARKS[one.code](one, who(one.staff_no, names) if one.staff_no else "", where)


def delegations(one: Holder) -> str:
    """What is delegated to somebody; "" for nothing."""
    return labels.list_of(
        _("{role} until {day}").format(role=labels.role(given.role), day=labels.day(given.until_on))
        for given in one.delegations
    )


def holder_heads() -> tuple[str, ...]:
    """What `holder_cells` tells, as headings."""
    return (_("Staff number"), _("Name"), _("Role"), _("Standing"), _("Given by"), _("Since"), _("Delegated"))


def holder_cells(one: Holder) -> tuple[str, ...]:
    """Who somebody is and since when they may do what, a cell each; the last is "" where nothing is delegated."""
    return (
        one.staff_no,
        one.name,
        labels.role(one.role),
        standing(one.standing),
        source(one.source),
        one.since.isoformat() if one.since else _("set-up"),
        delegations(one),
    )


def _say(words: Words, code: str) -> str:
    found = words.get(code)
    return found() if found else str(code)
