"""How the complainant is told, what proves it, and when it cannot be done (令2020-3 art. 21)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from app.domain.calendar import china_day
from app.domain.reading import plain_ascii

if TYPE_CHECKING:
    from app.domain.case import Case
    from app.domain.rules import Rules

SENT_WAYS = ("sms", "email")
"""Ways whose proof is the time of sending (art. 21: sent within the term)."""

_MAIL_NUMBER = re.compile(r"[0-9A-Z]{8,20}")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TellingVersion:
    """From `effective_from` on: how many attempts that differ in day or way must have failed before somebody counts as
    unreachable."""

    version: str
    effective_from: date
    least_attempts: int


class TellingRules:
    """Every version that ever was in force; a case keeps the one of the day on which it was registered."""

    def __init__(self, versions: tuple[TellingVersion, ...]) -> None:
        if not versions or any(not 1 <= version.least_attempts <= 10 for version in versions):
            raise ValueError("no sound version of the rules of telling")
        self.versions = tuple(sorted(versions, key=lambda version: version.effective_from))
        if len({version.version for version in versions}) != len(versions):
            raise ValueError("two versions of one name")

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> TellingRules:
        """From the content of telling.json.

        Raises: KeyError, TypeError or ValueError when the data is not sound.
        """
        return cls(
            tuple(
                TellingVersion(
                    str(item["version"]), date.fromisoformat(item["effective_from"]), int(item["least_attempts"])
                )
                for item in data["versions"]
            )
        )

    def as_of(self, day: date) -> TellingVersion:
        """The version in force on `day`; the first one for days before any."""
        return next((v for v in reversed(self.versions) if v.effective_from <= day), self.versions[0])


SHIPPED_TELLING = TellingRules((TellingVersion("2020-03-01", date(2020, 3, 1), 2),))
"""What holds where no other data was loaded; resources/rules/telling.json says the same, with its source."""


@dataclass(frozen=True, slots=True)
class PostingDay:
    """Until when a written notice is posted in time, and the last day on which the bank works until then."""

    last_on: date
    last_working_on: date


def minute(instant: datetime) -> datetime:
    """People note minutes: 14:32 is not before 14:32:20."""
    return instant.replace(second=0, microsecond=0)


def mail_number(text: str) -> str:
    """A registered-mail number as kept: "ｘａ 1234 5678 912" is "XA12345678912"; "" where it is none.

    International numbers have 13 characters (UPU S10), domestic ones 11 to 13; carriers' own go up to 20.
    """
    compact = re.sub(r"[\s.-]", "", plain_ascii(text)).upper()
    return compact if _MAIL_NUMBER.fullmatch(compact) and any(c.isdigit() for c in compact) else ""


def last_day_to_post(case: Case, rules: Rules, due_on: date | None = None) -> PostingDay:
    """The last day for posting a notice: the due day itself is still in time (art. 21, 43), but on a day on which
    counters are closed nobody posts, so the last working day until then is named beside it."""
    from app.domain.deadlines import deadlines_of

    last_on = due_on or deadlines_of(case, rules).due_on
    day, earliest = last_on, china_day(case.received_at)
    while day > earliest and not rules.calendar.is_working_day(day):
        day -= _ONE_DAY
    return PostingDay(last_on, day)


def is_nameless(case: Case) -> bool:
    """Whether nothing is known by which anybody could be told: a slip in the opinion box without name or number."""
    intake = case.intake
    known = (intake.complainant.name, intake.complainant.phone, intake.address, intake.representative, intake.joint)
    return not any(known)


def told_of_extension(case: Case, rules: Rules, approved_at: datetime) -> datetime | None:
    """When the complainant was told of more time that was approved then, or enough attempts had failed (art. 18, 21:
    "并告知投诉人", "投诉人无法联系的除外"); None while neither is so."""
    since = minute(approved_at)
    told = [n.given_at for n in case.notices if n.about == "extension" and n.succeeded and n.given_at >= since]
    least = rules.telling.as_of(china_day(case.registered_at)).least_attempts
    attempts = failed_attempts(case, "extension", approved_at)
    return min((*told, *attempts[least - 1 : least]), default=None)


def failed_attempts(case: Case, about: str = "decision", since: datetime | None = None) -> tuple[datetime, ...]:
    """When attempts to tell the decision, or something else that was made at `since`, failed; one for each day and way,
    the earliest first.

    Notices and talks count alike; what was before it was no attempt to tell it.
    """
    if since is None:
        since = case.decision.decided_at if case.decision else None
    if since is None:
        return ()
    since = minute(since)
    tried = [(n.given_at, n.way) for n in case.notices if n.about == about and not n.succeeded]
    tried.extend((contact.at, contact.way) for contact in case.contacts if not contact.was_reached)
    first: dict[tuple[date, str], datetime] = {}
    for at, way in sorted(tried):
        if at >= since:
            first.setdefault((china_day(at), way), at)
    return tuple(sorted(first.values()))
