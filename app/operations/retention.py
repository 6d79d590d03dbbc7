"""Deleting cases whose time of keeping is over: what is due, the signed act, and the same for what other PCs deleted.

Only what headquarters holds goes, never a held case, and never by this PC's clock alone: the day counts that
headquarters last confirmed something on (domain.md 2.4; security.md 3.4).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import TYPE_CHECKING

from app.domain.book import BookKind
from app.domain.calendar import CHINA, china_day
from app.domain.entry import book_entry
from app.domain.people import RIGHTS, Right, who_may
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.domain.retention import Retention, retention_of, years_later
from app.operations.desk import Desk, Signer
from app.operations.note import note

if TYPE_CHECKING:
    from app.store.purge import PurgedCase, PurgeOrder

CASES_A_BATCH = 10
"""As many go in one transaction with one signed entry: short enough that nobody waits for it."""
MOST_LISTED = 2_000
_CASES = frozenset({"cases", "retention"})


@dataclass(frozen=True, slots=True)
class DueCase:
    """A case that may be deleted: its number, when it ended, until when it had to be kept and why. No customer data."""

    case_id: str
    case_no: str
    ended_on: date
    state: str
    intake_type: str
    retention: Retention


@dataclass(frozen=True, slots=True)
class KeptCase:
    """A case that was deleted at another PC and is kept here. `why`: held (a hold stands), not_due (by the
    rules here its time is not over), newer_entries."""

    case_id: str
    case_no: str
    why: str


@dataclass(frozen=True, slots=True)
class RetentionReading:
    """What the page shows. `confirmed_on` is the day up to which headquarters has confirmed the time, None before it
    did; `is_more`: there are more than are listed."""

    due: tuple[DueCase, ...]
    kept: tuple[KeptCase, ...]
    confirmed_on: date | None
    is_more: bool = False


@dataclass(frozen=True, slots=True)
class Purged:
    """What a deletion came to: how many cases went, and the ids of those that did not because they changed."""

    count: int
    left: tuple[str, ...] = ()


def due_for_purge(desk: Desk, limit: int = MOST_LISTED) -> tuple[DueCase, ...]:
    """Cases whose time is over, that headquarters holds, that are not held and have no open linked case; the oldest
    first."""
    today = _day_that_counts(desk)
    if today is None:
        return ()
    found = []
    for case_id in desk.store.purging.candidates(_ended_before(desk, today), limit):
        due = _due(desk, case_id, today)
        if due is not None:
            found.append(due)
    return tuple(found)


def read_retention(desk: Desk) -> RetentionReading:
    """What is due here, and what other PCs deleted that is kept here."""
    due = due_for_purge(desk, MOST_LISTED + 1)
    return RetentionReading(due[:MOST_LISTED], kept_here(desk), _day_that_counts(desk), len(due) > MOST_LISTED)


def purge(desk: Desk, case_ids: Sequence[str], signer: Signer | None = None) -> Purged | Refusal:
    """Delete these cases, at most `CASES_A_BATCH` of them, in one transaction with the entry that says so, signed by
    whoever deletes. Cases that are not due any more are left. Raises: known errors, with nothing deleted."""
    from app.store.purge import PurgeNotDueError, take

    actor = desk.context(desk.clock.now(), signer.person if signer else None).actor
    if not actor.may(Right.PURGE):
        return refuse(
            ReasonCode.NO_RIGHT, who_could=who_may(Right.PURGE, desk.people.values()), right=Right.PURGE.value
        )
    today = _day_that_counts(desk)
    wanted = list(case_ids[:CASES_A_BATCH])
    ready = [case_id for case_id in wanted if today is not None and _due(desk, case_id, today) is not None]
    now = desk.clock.now()
    while ready:
        facts = desk.store.purging.facts(ready)
        entry = book_entry(
            BookKind.CASES_PURGED,
            cases=[case.body() for case in facts],
            rule_version=desk.rules.retention.as_of(china_day(now)).version,
        )
        try:
            note(desk, entry, signer=signer, also=partial(take, cases=facts, now=now))
            break
        except PurgeNotDueError as error:  # somebody or headquarters added to it in this very moment
            ready.remove(str(error.details["case_id"]))
    desk.announce(_CASES, frozenset(ready))
    return Purged(len(ready), tuple(case_id for case_id in wanted if case_id not in ready))


def apply_purges(desk: Desk) -> int:
    """Delete here what was deleted elsewhere by somebody who may, or before this store was restored. Returns how many.

    What has news that were not seen there, such as a hold that is still on its way, stays, and so does what is not due
    here: a signature alone deletes no case whose time is not over. See `kept_here`.
    """
    count = 0
    for order in desk.store.purging.orders():
        if is_entitled(desk, order):
            gone = [case for case in order.cases if not _why_kept(desk, case)]
            count += sum(desk.store.purging.apply(case, desk.clock.now()) for case in gone)
    if count:
        desk.announce(_CASES, frozenset())
    return count


def kept_here(desk: Desk) -> tuple[KeptCase, ...]:
    """Cases that were deleted elsewhere and stay here, for a person to look at."""
    found: dict[str, KeptCase] = {}
    for order in desk.store.purging.orders():
        for named in order.cases if is_entitled(desk, order) else ():
            case = desk.store.case(named.case_id)
            if case is not None and (why := _why_kept(desk, named)):
                found[case.case_id] = KeptCase(case.case_id, case.case_no, why)
    return tuple(found.values())


def clean_up(desk: Desk) -> Iterator[None]:
    """After a deletion: nothing of it is left in the search index, on free pages or in the log; a little at a time."""
    from app.store.cleaning import clean

    yield from clean(desk.store.database)


def look_daily(desk: Desk) -> int:
    """Once a day, whoever is there: follow deletions from elsewhere, tidy what stands beside cases. Returns how many
    cases wait for somebody who may delete them; 0 for anybody else."""
    from app.store.tidying import tidy

    now = desk.clock.now()
    if apply_purges(desk):
        for _ in clean_up(desk):
            pass
    tidy(desk.store.database, desk.rules.retention.as_of(china_day(now)).beside, now)
    return len(due_for_purge(desk)) if desk.actor.may(Right.PURGE) else 0


def is_entitled(desk: Desk, order: PurgeOrder) -> bool:
    """Whether whoever signed had the right by their role; that they may have left since does not matter."""
    person = desk.people.get(order.actor)
    return order.is_proven and person is not None and Right.PURGE in RIGHTS[person.role]


def _why_kept(desk: Desk, named: PurgedCase) -> str:
    """Why a case that was deleted elsewhere is not deleted here, "" for nothing that is against it. By the clock here:
    whoever deleted it does not set that."""
    case = desk.store.case(named.case_id)
    if case is None:
        return ""
    if case.open_holds:
        return "held"
    if desk.store.purging.facts([named.case_id]) != [named]:
        return "newer_entries"
    return "" if _due(desk, named.case_id, china_day(desk.clock.now())) is not None else "not_due"


def _due(desk: Desk, case_id: str, today: date) -> DueCase | None:
    case = desk.store.case(case_id)
    if case is None or case.ended_at is None:
        return None
    retention = retention_of(case, desk.rules.retention, today)
    if retention is None or not retention.is_over(today):
        return None
    return DueCase(
        case_id, case.case_no, china_day(case.ended_at), case.state.value, case.intake.intake_type, retention
    )


def _day_that_counts(desk: Desk) -> date | None:
    """Today, but no later than the day of headquarters' last word: a clock that runs ahead deletes nothing."""
    confirmed = desk.store.purging.confirmed_at()
    return min(china_day(confirmed), china_day(desk.clock.now())) if confirmed is not None else None


def _ended_before(desk: Desk, today: date) -> datetime:
    """Cases that ended later can't be due: no time of keeping is that short."""
    years = desk.rules.retention.as_of(today).least_years
    day = years_later(today, -years) + timedelta(days=1)
    return datetime.combine(day, time(), CHINA)
