"""The rules in words, chapter by chapter. No Qt; nothing is stated here that is not read from the rules themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.branch import BranchFacts
from app.domain.calendar import WorkCalendar
from app.domain.policies import Policy, PolicyVersion
from app.domain.rules import Rules
from app.domain.taxonomy import Category
from app.language import _, labels, language, ngettext_
from app.ui.rule_book.keeping import kept_rows

Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """One card: a heading, labelled lines, and where it comes from."""

    title: str
    rows: Rows
    source: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One entry of the list at the left. `versions` are the names to choose from, the newest first."""

    key: str
    title: str
    passages: tuple[Passage, ...]
    versions: tuple[str, ...] = ()
    shown: str = ""
    since: date | None = None


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Everything that the chapters are made of."""

    rules: Rules
    branch: BranchFacts
    today: date


def chapters(book: RuleBook, chosen: Mapping[str, str]) -> tuple[Chapter, ...]:
    """All chapters; `chosen` names the version to show by the key of a chapter, else the one in force today."""
    return tuple(make(book, chosen.get(key, "")) for key, make in _MAKERS.items())


def _terms(book: RuleBook, chosen: str) -> Chapter:
    policies = book.rules.policies
    version = policies.version(chosen) or policies.as_of(book.today)
    return Chapter(
        "terms",
        _("Time limits"),
        (*map(_policy, version.policies), _other_terms(version)),
        tuple(one.version for one in reversed(policies.versions)),
        version.version,
        version.effective_from,
    )


def _policy(policy: Policy) -> Passage:
    rows = [(_("Counted from"), _START[policy.start]())]
    for number, stage in enumerate(policy.stages):
        days = _days(stage.days, policy.unit)
        if number:
            days = _("{days}; approved by {roles}").format(
                days=days, roles=labels.list_of(labels.role(role.value) for role in stage.approvers)
            )
            if stage.needs_notice:
                days = _("{days}; the complainant has to be told").format(days=days)
        name = _("Extension {n}").format(n=number) if number else _("Term")
        rows.append((name, days))
    rows += [(labels.channel(channel), _days(days[0], policy.unit)) for channel, days in policy.by_channel]
    scope = policy.applies_to
    applies = [labels.intake_type(code) for code in scope.intake_types]
    applies += [labels.channel(code) for code in scope.channels]
    if applies:
        rows.append((_("For"), labels.list_of(applies)))
    rows.append((_("Set by"), _("law") if policy.is_law else _("the bank")))
    if policy.pausable:
        rows.append((_("Pauses"), _("appraisal, testing, assessment and mediation are not counted")))
    if policy.restarts:
        rows.append((_("New facts"), _("the term begins anew")))
    rows += [(_("Yields to"), labels.policy_stage(other, stage)) for other, stage in policy.yields_to]
    return Passage(labels.policy(policy.id), tuple(rows), policy.source)


def _other_terms(version: PolicyVersion) -> Passage:
    limits = version.limits
    rows = [(_("Longest delegation of an approval"), _days(limits.delegation_days, "natural"))]
    rows += [
        (_("Longest pause: {kind}").format(kind=_PAUSES[kind]()), _days(days, "natural"))
        for kind, days in limits.pause_days
    ]
    rows.append((_("Agreed date where no law sets a term"), _days(limits.agreed_days, "natural")))
    return Passage(_("Other limits"), tuple(rows))


def _holidays(book: RuleBook, chosen: str) -> Chapter:
    calendar = book.rules.calendar
    years = [str(year) for year in range(book.today.year + 1, book.today.year - 6, -1)]
    year = int(chosen) if chosen in years else book.today.year
    return Chapter("holidays", _("Holidays"), (_year(calendar, year),), tuple(years), str(year))


def _year(calendar: WorkCalendar, year: int) -> Passage:
    title = _("{year}: days that are not as their weekday").format(year=year)
    if not calendar.has_year(year):
        return Passage(
            title,
            ((_("Not published yet"), _("Monday to Friday count as working days; dates are marked provisional.")),),
        )
    first = date(year, 1, 1)
    days = [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    off = [day for day in days if day.weekday() < 5 and not calendar.is_working_day(day)]
    work = [day for day in days if day.weekday() >= 5 and calendar.is_working_day(day)]
    rows = [(_("Day off"), _span(run)) for run in _runs(off)]
    rows += [(_("Make-up working day"), labels.day(day)) for day in work]
    return Passage(title, tuple(rows), _("State Council, arrangement of holidays"))


def _runs(days: Sequence[date]) -> Iterator[tuple[date, date]]:
    """Days in a row put together; weekends between them belong to the same holiday."""
    run: list[date] = []
    for day in days:
        if run and (day - run[-1]).days > 3:
            yield run[0], run[-1]
            run = []
        run.append(day)
    if run:
        yield run[0], run[-1]


def _span(run: tuple[date, date]) -> str:
    first, last = run
    if first == last:
        return labels.day(first)
    return _("{first} to {last}").format(first=labels.day(first), last=labels.day(last))


def _categories(book: RuleBook, chosen: str) -> Chapter:
    taxonomy = book.rules.taxonomy
    return Chapter(
        "categories",
        _("Classification"),
        (
            _tree(_("Business channel"), taxonomy.channels),
            _tree(_("Business category"), taxonomy.categories),
            _tree(_("Reason of the complaint"), taxonomy.reasons),
        ),
    )


def _tree(title: str, nodes: Sequence[Category]) -> Passage:
    rows = tuple((node.code, "\u3000" * (len(node.path) - 1) + node.label(language())) for node in nodes)
    return Passage(title, rows, "JR/T 0169-2018")


def _limits(book: RuleBook, chosen: str) -> Chapter:
    intake = book.rules.intake.as_of(book.today)
    telling = book.rules.telling.as_of(book.today)
    files = book.rules.attachments
    taking = (
        (_("Representatives of a joint complaint, at most"), f"{intake.group_representatives}"),
        (_("Major from so many complainants face to face"), f"{intake.major_group_from}"),
        (_("The regulator forwards within"), _days(intake.forwarding_working_days, "working")),
    )
    reaching = ((_("Failed attempts before somebody counts as unreachable"), f"{telling.least_attempts}"),)
    megabytes = 1024 * 1024
    attached = (
        (_("One file, at most"), f"{files.max_size // megabytes} MiB"),
        (_("Files of one case, at most"), f"{files.max_count}, {files.max_total // megabytes} MiB"),
        (_("One picture, at most"), _("{n} megapixels").format(n=files.max_pixels // 1_000_000)),
        (_("Pages of one file, at most"), f"{files.max_pages}"),
        (_("Kinds of file"), labels.list_of(kind.partition("/")[2].upper() for kind in files.media_types)),
    )
    return Chapter(
        "limits",
        _("Limits"),
        (
            Passage(_("Taking a complaint in"), taking, _("Order 2020-3, art. 12, 29, 33")),
            Passage(_("Telling the complainant"), reaching, _("Order 2020-3, art. 21; number set by the bank")),
            Passage(_("Files of a case"), attached, _("Set by the bank")),
        ),
    )


def _rights(book: RuleBook, chosen: str) -> Chapter:
    versions = book.rules.rights.versions
    version = next((one for one in versions if one.version == chosen), book.rules.rights.as_of(book.today))
    passages = tuple(
        Passage(_RIGHTS[name](), ((_("Chinese"), text.zh), (_("English"), text.en)), text.source)
        for name, text in version.texts.items()
    )
    names = tuple(one.version for one in reversed(versions))
    return Chapter("rights", _("Texts of rights"), passages, names, version.version, version.effective_from)


def _keeping(book: RuleBook, chosen: str) -> Chapter:
    versions = book.rules.retention.versions
    version = next((one for one in versions if one.version == chosen), book.rules.retention.as_of(book.today))
    passages = tuple(Passage(*rows) for rows in kept_rows(book.rules.retention, chosen, book.today))
    names = tuple(one.version for one in reversed(versions))
    return Chapter("keeping", _("Time of keeping"), passages, names, version.version, version.effective_from)


def _contacts(book: RuleBook, chosen: str) -> Chapter:
    branch, lang = book.branch, language()
    own = (
        (_("Bank"), branch.said("bank_name", lang)),
        (_("Branch"), f"{branch.said('branch_name', lang)} {branch.code}"),
        (_("Address"), branch.said("address", lang)),
        (_("Telephone"), branch.phone),
        (_("Hotline"), branch.hotline),
    )
    superior = (
        (_("Superior institution"), branch.said("superior_name", lang)),
        (_("Address"), branch.said("superior_address", lang)),
        (_("Telephone"), branch.superior_phone),
        (_("Regulator's hotline"), branch.regulator_phone),
    )
    return Chapter(
        "contacts",
        _("Contacts"),
        (
            Passage(_("This branch"), tuple(row for row in own if row[1])),
            Passage(_("Above this branch"), tuple(row for row in superior if row[1])),
        ),
    )


def _days(days: int, unit: str) -> str:
    if unit == "working":
        return ngettext_("{n} working day", "{n} working days", days).format(n=days)
    return ngettext_("{n} natural day", "{n} natural days", days).format(n=days)


_MAKERS: Mapping[str, Callable[[RuleBook, str], Chapter]] = {
    "terms": _terms,
    "holidays": _holidays,
    "categories": _categories,
    "limits": _limits,
    "rights": _rights,
    "keeping": _keeping,
    "contacts": _contacts,
}
_START: Mapping[str, Callable[[], str]] = {
    "received": lambda: _("the day of receipt"),
    "accepted": lambda: _("the day of acceptance"),
    "review_requested": lambda: _("the day on which the review was asked for"),
    "told": lambda: _("the day on which the complainant was told"),
}
_PAUSES: Mapping[str, Callable[[], str]] = {
    "appraisal": lambda: _("Appraisal"),
    "testing": lambda: _("Testing"),
    "assessment": lambda: _("Assessment"),
    "mediation": lambda: _("Mediation"),
}
_RIGHTS: Mapping[str, Callable[[], str]] = {
    "review": lambda: _("Review by the superior office"),
    "mediation": lambda: _("Mediation"),
    "arbitration": lambda: _("Arbitration"),
    "litigation": lambda: _("Court action"),
    "regulator": lambda: _("Regulator's hotline"),
    "more_time": lambda: _("More time"),
    "withdraw": lambda: _("Withdrawal"),
    "review_short": lambda: _("Review (slip)"),
    "hotlines": lambda: _("Hotlines"),
    "privacy": lambda: _("Personal data"),
}
