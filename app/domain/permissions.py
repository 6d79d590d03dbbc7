"""The regular permission audit: who may do what, who did what, what nobody used, who shared a station, what stands out
(domain.md 1.7 no. 96: 严格执行“最小权限”和“need-to-know”原则,定期开展权限审计). Pure, over plain rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.audit_rules import AuditRules
from app.domain.authority import RIGHT_FOR_KIND
from app.domain.book import RIGHT_FOR_BOOK_KIND
from app.domain.calendar import CHINA, WorkCalendar, china_day
from app.domain.people import Right, Role, StandingDelegation
from app.domain.stations import SignIn, Station, stations_of, twice_signed_in


class SensitiveAct(StrEnum):
    """Kinds of things that an audit counts for each person."""

    REVEALS = "reveals"
    COPIES = "copies"
    EXPORTS = "exports"
    PRINTS = "prints"
    APPROVALS = "approvals"
    VOIDS = "voids"
    PEOPLE = "people"
    KEYS = "keys"
    BACKUPS = "backups"
    DELETIONS = "deletions"
    REFUSED = "refused"


KINDS_OF_ACT: Mapping[SensitiveAct, tuple[str, ...]] = {
    SensitiveAct.REVEALS: ("details_revealed",),
    SensitiveAct.COPIES: ("details_copied",),
    SensitiveAct.EXPORTS: ("data_taken_out",),
    SensitiveAct.PRINTS: ("paper_made", "paper_printed"),
    SensitiveAct.APPROVALS: (
        *("extension_decided", "approval_delegated", "review_decided", "case_reopened"),
        "typical_checked",
    ),
    SensitiveAct.VOIDS: ("void_decided",),
    SensitiveAct.PEOPLE: (
        *("person_enrolled", "person_changed", "person_suspended", "person_resumed", "person_removed"),
        *("keys_replaced", "directory_extended"),
    ),
    SensitiveAct.KEYS: ("store_key_changed", "recovery_used"),
    SensitiveAct.BACKUPS: ("backup_made", "store_restored"),
    SensitiveAct.DELETIONS: ("cases_purged", "hold_placed", "hold_lifted"),
    SensitiveAct.REFUSED: ("session_opened",),
}
"""The kinds of entries behind each; a refused password is told by the next sign-in."""

_ACT_OF = {kind: act for act, kinds in KINDS_OF_ACT.items() for kind in kinds if act is not SensitiveAct.REFUSED}
SENSITIVE_KINDS = tuple(_ACT_OF)

_OF_HABIT = frozenset({SensitiveAct.PRINTS, SensitiveAct.BACKUPS})
"""Not remarked on out of hours: every case makes papers, and backups are made at night."""


class HolderStanding(StrEnum):
    """Whether somebody may work."""

    ACTIVE = "active"
    READ_ONLY = "read_only"
    SUSPENDED = "suspended"
    REMOVED = "removed"


class RightsSource(StrEnum):
    """Who says what somebody may do."""

    LOCAL = "local"
    DIRECTORY = "directory"


@dataclass(frozen=True, slots=True)
class Holder:
    """A person and what they may do. `since` is the day from which the role holds, None where that is not on record."""

    staff_no: str
    name: str
    role: Role
    standing: HolderStanding
    source: RightsSource
    rights: frozenset[Right]
    since: date | None = None
    delegations: tuple[StandingDelegation, ...] = ()

    @property
    def is_here(self) -> bool:
        """Whether this person can work now."""
        return self.standing in (HolderStanding.ACTIVE, HolderStanding.READ_ONLY)


@dataclass(frozen=True, slots=True)
class Act:
    """One entry that an audit counts: whose, of which kind, when (aware); whether it is a look at a file of a case."""

    staff_no: str
    kind: str
    at: datetime
    is_of_file: bool = False


class RemarkCode(StrEnum):
    """What stands out, the weightiest first."""

    UNKNOWN_ACTOR = "unknown_actor"
    NO_MANAGER = "no_manager"
    FEW_MANAGERS = "few_managers"
    REFUSED_PASSWORDS = "refused_passwords"
    MANY_REVEALS = "many_reveals"
    MANY_FILES = "many_files"
    MANY_EXPORTS = "many_exports"
    OUT_OF_HOURS = "out_of_hours"
    TWICE_SIGNED_IN = "twice_signed_in"
    OVERLAPPING = "overlapping"
    QUICK_CHANGES = "quick_changes"
    STRONG_UNUSED = "strong_unused"
    DORMANT = "dormant"
    DELEGATED = "delegated"


_WEIGHTY = frozenset(
    {
        RemarkCode.UNKNOWN_ACTOR,
        RemarkCode.NO_MANAGER,
        RemarkCode.REFUSED_PASSWORDS,
        RemarkCode.MANY_REVEALS,
        RemarkCode.MANY_FILES,
        RemarkCode.MANY_EXPORTS,
        RemarkCode.OVERLAPPING,
    }
)
STRONG_RIGHTS = frozenset({Right.MANAGE_PEOPLE, Right.KEEP_STORE, Right.PURGE})
"""Rights that should not lie with somebody who never needs them."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look into: about whom ("" for nobody in particular), how often, and on which day or station."""

    code: RemarkCode
    staff_no: str = ""
    count: int = 0
    on: date | None = None
    device: str = ""
    rights: tuple[Right, ...] = ()

    @property
    def is_weighty(self) -> bool:
        """Whether it comes before all else."""
        return self.code in _WEIGHTY


@dataclass(frozen=True, slots=True)
class PermissionAudit:
    """The audit of the days from `first` to `last`. `acts` counts by person and kind of act; `unused` holds rights that
    a person has and did not use in the period, as far as entries tell."""

    first: date
    last: date
    holders: tuple[Holder, ...]
    acts: Mapping[str, Mapping[SensitiveAct, int]]
    unused: Mapping[str, tuple[Right, ...]]
    stations: tuple[Station, ...]
    remarks: tuple[Remark, ...]
    rules_version: str

    def count(self, staff_no: str, act: SensitiveAct) -> int:
        """How often somebody did it."""
        return self.acts.get(staff_no, {}).get(act, 0)


@dataclass(frozen=True, slots=True)
class AuditMaterial:
    """What a permission audit is made of, all from within the period. `wrote` counts entries by person and kind."""

    first: date
    last: date
    holders: Sequence[Holder]
    wrote: Mapping[tuple[str, str], int]
    acts: Sequence[Act]
    sign_ins: Sequence[SignIn]


RIGHTS_TOLD = (frozenset(RIGHT_FOR_KIND.values()) | frozenset(RIGHT_FOR_BOOK_KIND.values())) - {Right.READ}
"""Rights whose use leaves an entry; of the others (reading, synchronising) nothing can be said."""


def right_for(kind: str) -> Right | None:
    """The right that an entry of this kind uses, None for one that needs none."""
    return RIGHT_FOR_KIND.get(kind) or RIGHT_FOR_BOOK_KIND.get(kind)


def permission_audit(material: AuditMaterial, rules: AuditRules, calendar: WorkCalendar) -> PermissionAudit:
    """The audit. Nobody is left out: who wrote something and is in no directory is remarked on."""
    acts = _counted(material)
    unused = _unused(material)
    stations = stations_of(material.sign_ins, rules.quick_change_seconds)
    remarks = [
        *_of_people(material, unused, rules),
        *_of_acts(material, acts, rules, calendar),
        *_of_stations(material, stations),
    ]
    order = list(RemarkCode)
    remarks.sort(key=lambda one: (order.index(one.code), one.staff_no, one.device, one.on or date.min))
    return PermissionAudit(
        first=material.first,
        last=material.last,
        holders=tuple(sorted(material.holders, key=lambda one: (not one.is_here, one.staff_no))),
        acts=acts,
        unused=unused,
        stations=stations,
        remarks=tuple(remarks),
        rules_version=rules.version,
    )


def _counted(material: AuditMaterial) -> dict[str, dict[SensitiveAct, int]]:
    counted: dict[str, Counter[SensitiveAct]] = defaultdict(Counter)
    for (staff_no, kind), count in material.wrote.items():
        if kind in _ACT_OF:
            counted[staff_no][_ACT_OF[kind]] += count
    for sign_in in material.sign_ins:
        if sign_in.refused_before:
            counted[sign_in.staff_no][SensitiveAct.REFUSED] += sign_in.refused_before
    return {staff_no: dict(counts) for staff_no, counts in sorted(counted.items())}


def _unused(material: AuditMaterial) -> dict[str, tuple[Right, ...]]:
    used: dict[str, set[Right]] = defaultdict(set)
    for staff_no, kind in material.wrote:
        if right := right_for(kind):
            used[staff_no].add(right)
    return {
        one.staff_no: tuple(right for right in Right if right in (one.rights & RIGHTS_TOLD) - used[one.staff_no])
        for one in material.holders
        if one.is_here
    }


def _of_people(material: AuditMaterial, unused: Mapping[str, tuple[Right, ...]], rules: AuditRules) -> Iterable[Remark]:
    known = {one.staff_no for one in material.holders}
    wrote = Counter[str]()
    for (staff_no, _kind), count in material.wrote.items():
        wrote[staff_no] += count
    for staff_no in sorted(wrote.keys() - known):
        yield Remark(RemarkCode.UNKNOWN_ACTOR, staff_no, wrote[staff_no])
    here = [one for one in material.holders if one.is_here]
    managers = [one for one in here if Right.MANAGE_PEOPLE in one.rights]
    if not managers:
        yield Remark(RemarkCode.NO_MANAGER)
    elif len(managers) < rules.least_managers:
        yield Remark(RemarkCode.FEW_MANAGERS, managers[0].staff_no if len(managers) == 1 else "", len(managers))
    for one in here:
        if one.role is Role.HEADQUARTERS:
            continue  # nobody signs in here as an officer of headquarters
        if not wrote[one.staff_no]:
            yield Remark(RemarkCode.DORMANT, one.staff_no)
        elif strong := tuple(right for right in unused[one.staff_no] if right in STRONG_RIGHTS):
            yield Remark(RemarkCode.STRONG_UNUSED, one.staff_no, rights=strong)
        for given in one.delegations:
            if given.from_on <= material.last and given.until_on >= material.first:
                yield Remark(RemarkCode.DELEGATED, one.staff_no, on=given.until_on)


def _of_acts(
    material: AuditMaterial,
    acts: Mapping[str, Mapping[SensitiveAct, int]],
    rules: AuditRules,
    calendar: WorkCalendar,
) -> Iterable[Remark]:
    officers = {one.staff_no for one in material.holders if one.role is Role.HEADQUARTERS}
    out_of_hours = Counter[str]()
    a_day, files = Counter[tuple[str, SensitiveAct, date]](), Counter[tuple[str, date]]()
    for act in material.acts:
        kind = _ACT_OF.get(act.kind)
        if kind is None:
            continue
        if act.is_of_file:
            files[act.staff_no, china_day(act.at)] += 1  # the reason that was asked for it is an act of its own
        else:
            a_day[act.staff_no, kind, china_day(act.at)] += 1
        if act.staff_no in officers or kind in _OF_HABIT:
            continue  # headquarters keeps hours of its own
        if is_out_of_hours(act.at, rules, calendar):
            out_of_hours[act.staff_no] += 1
    for staff_no, count in out_of_hours.items():
        yield Remark(RemarkCode.OUT_OF_HOURS, staff_no, count)
    limits = {
        SensitiveAct.REVEALS: (rules.reveals_a_day, RemarkCode.MANY_REVEALS),
        SensitiveAct.EXPORTS: (rules.takings_a_day, RemarkCode.MANY_EXPORTS),
    }
    for (staff_no, done, day), count in a_day.items():
        limit = limits.get(done)
        if limit is not None and count > limit[0]:
            yield Remark(limit[1], staff_no, count, day)
    for (staff_no, day), count in files.items():
        if count > rules.files_a_day:
            yield Remark(RemarkCode.MANY_FILES, staff_no, count, day)
    for staff_no, counts in acts.items():
        if counts.get(SensitiveAct.REFUSED, 0) >= rules.refused_passwords:
            yield Remark(RemarkCode.REFUSED_PASSWORDS, staff_no, counts[SensitiveAct.REFUSED])


def _of_stations(material: AuditMaterial, stations: Iterable[Station]) -> Iterable[Remark]:
    for station in stations:
        if station.overlapping:
            yield Remark(RemarkCode.OVERLAPPING, count=station.overlapping, device=station.device)
        if station.quick_changes:
            yield Remark(RemarkCode.QUICK_CHANGES, count=station.quick_changes, device=station.device)
    for staff_no, count in twice_signed_in(material.sign_ins).items():
        yield Remark(RemarkCode.TWICE_SIGNED_IN, staff_no, count)


def is_out_of_hours(at: datetime, rules: AuditRules, calendar: WorkCalendar) -> bool:
    """Whether the branch is closed then, by its hours and the calendar."""
    there = at.astimezone(CHINA)
    return not (rules.opens <= there.time() < rules.closes) or not calendar.is_working_day(there.date())
