"""Stations that several people use: who signed in where, how quickly one followed another, who was in at two places
(domain.md 1.7 no. 96; GB/T 22239-2019 8.1.4, shared accounts)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class SignIn:
    """One stay at a station. `until` is None while its end is not on record."""

    staff_no: str
    device: str
    at: datetime
    until: datetime | None = None
    refused_before: int = 0


@dataclass(frozen=True, slots=True)
class Station:
    """A station and who signed in there, most often first. `quick_changes`: somebody else came within the limit after
    the one before had left; `overlapping`: somebody else came while the one before was still in."""

    device: str
    people: tuple[tuple[str, int], ...]
    quick_changes: int = 0
    overlapping: int = 0

    @property
    def is_shared(self) -> bool:
        """Whether more than one person signed in there."""
        return len(self.people) > 1


def stays_of(events: Iterable[tuple[datetime, str, str, int | None]]) -> tuple[SignIn, ...]:
    """Stays out of sign-ins and sign-outs in any order: (when, who, device, refused before), None at a sign-out.

    A sign-in ends the same person's stay at that station of which no end is on record (the program was killed).
    """
    stays: list[SignIn] = []
    open_stays: dict[tuple[str, str], SignIn] = {}
    for at, staff_no, device, refused in sorted(events, key=lambda event: event[:3]):
        place = (staff_no, device)
        if refused is not None:
            if place in open_stays:
                stays.append(open_stays.pop(place))
            open_stays[place] = SignIn(staff_no, device, at, None, refused)
        elif place in open_stays:
            begun = open_stays.pop(place)
            stays.append(SignIn(staff_no, device, begun.at, at, begun.refused_before))
    return tuple(sorted((*stays, *open_stays.values()), key=lambda stay: (stay.at, stay.device, stay.staff_no)))


def stations_of(sign_ins: Sequence[SignIn], quick_seconds: int) -> tuple[Station, ...]:
    """Every station; `quick_seconds` is how soon after the one before somebody else comes too quickly."""
    by_device: dict[str, list[SignIn]] = defaultdict(list)
    for sign_in in sorted(sign_ins, key=lambda one: one.at):
        by_device[sign_in.device].append(sign_in)
    return tuple(_station(device, stays, quick_seconds) for device, stays in sorted(by_device.items()))


def _station(device: str, stays: Sequence[SignIn], quick_seconds: int) -> Station:
    quick = overlapping = 0
    for before, after in pairwise(stays):
        if before.staff_no == after.staff_no:
            continue
        if before.until is None:
            continue  # killed or still in: nobody can tell
        if after.at < before.until:
            overlapping += 1
        elif (after.at - before.until).total_seconds() < quick_seconds:
            quick += 1
    people = Counter(stay.staff_no for stay in stays)
    return Station(device, tuple(sorted(people.items(), key=lambda item: (-item[1], item[0]))), quick, overlapping)


def twice_signed_in(sign_ins: Iterable[SignIn]) -> Mapping[str, int]:
    """How often somebody signed in while a stay of theirs at another station went on, by staff number."""
    by_person: dict[str, list[SignIn]] = defaultdict(list)
    for sign_in in sorted(sign_ins, key=lambda one: one.at):
        by_person[sign_in.staff_no].append(sign_in)
    found = Counter[str]()
    for staff_no, stays in by_person.items():
        for place, after in enumerate(stays):
            if any(
                before.device != after.device and before.until is not None and before.at <= after.at < before.until
                for before in stays[:place]
            ):
                found[staff_no] += 1
    return dict(sorted(found.items()))
