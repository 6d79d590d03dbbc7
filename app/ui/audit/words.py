"""What the audit page says of entries: one line in the list, all of it in the pane. No Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta, timezone
from typing import TYPE_CHECKING

from app.domain.calendar import CHINA, china_day
from app.domain.refusal import Problem
from app.language import _, audit_words, labels, ngettext_
from app.language.permission_words import who
from app.language.reasons import sentence

if TYPE_CHECKING:
    from app.operations.audit import Explained
    from app.operations.deleted_cases import DeletedCase
    from app.store.audit_trail import AuditLine

COLUMNS = ("time", "who", "what", "case_no", "mark")
_BAD = frozenset({"bad", "unknown_key"})


@dataclass(frozen=True, slots=True)
class LineWords:
    """One line of the list. `tone`: "" or "error" where something is wrong with the entry."""

    texts: tuple[str, ...]
    tone: str
    spoken: str


def column_title(column: str) -> str:
    """The head of a column."""
    return {
        "time": _("Time"),
        "who": _("Who"),
        "what": _("What happened"),
        "case_no": _("Case number"),
        "mark": _("Signature"),
    }[column]


def line_words(line: AuditLine, names: Mapping[str, str], today: date) -> LineWords:
    """A line; the year is said where it is not this one."""
    there = line.at.astimezone(CHINA)
    at = f"{there:%m-%d %H:%M:%S}" if there.year == today.year else f"{there:%Y-%m-%d %H:%M}"
    said = audit_words.sentence(line.kind, line.body, names, case_no=line.case_no, is_purged=line.is_purged)
    mark, tone = "", ""
    if line.verdict in ("rejected", "superseded"):
        mark, tone = _("does not count"), "error"
    elif line.signature in _BAD:
        mark, tone = _("not proven"), "error"
    elif line.signature:
        mark = _("signed")
    texts = (at, names.get(line.actor) or line.actor, said, line.case_no, mark)
    return LineWords(texts, tone, ". ".join(text for text in texts if text))


def deleted_words(deleted: DeletedCase, names: Mapping[str, str]) -> str:
    """Who deleted the case that is looked for, when, and what is left of it."""
    at = deleted.at.astimezone(CHINA)
    gone = _("Case {case_no} was deleted by {who} on {day} at {time} because its time of keeping was over.").format(
        case_no=deleted.case_no, who=who(deleted.by, names), day=labels.day(at.date()), time=f"{at:%H:%M}"
    )
    first, last = (labels.day(china_day(when)) for when in (deleted.first_at, deleted.last_at))
    left = ngettext_(
        "{n} entry ({days}) says who did what, without its content.",
        "{n} entries ({days}) say who did what, without their content.",
        deleted.entries,
    ).format(
        n=f"{deleted.entries:,}",
        days=first if first == last else _("{first} to {last}").format(first=first, last=last),
    )
    return _("{first} {second}").format(first=gone, second=left)


@dataclass(frozen=True, slots=True)
class EntryWords:
    """The pane: what happened, then facts in groups, each a name and a value."""

    title: str
    sentence: str
    facts: tuple[tuple[str, str], ...]
    values: tuple[tuple[str, str], ...]
    case_id: str


def entry_words(told: Explained, names: Mapping[str, str]) -> EntryWords:
    """All of an entry."""
    entry, line = told.entry, told.entry.line
    said = audit_words.sentence(line.kind, line.body, names, case_no=line.case_no, is_purged=line.is_purged)
    facts = [
        (_("Who"), who(line.actor, names)),
        (_("At what time"), _moment(told)),
        (_("Where"), _where(told)),
    ]
    if line.case_id:
        facts.append((_("About case"), line.case_no or _("a case that is not here any more")))
    facts.append((_("Signature"), audit_words.signature(line.signature)))
    if entry.signer:
        owner = who(told.signer, names) if told.signer else _("nobody in the directory")
        facts.append((_("Signing key"), _("{key} of {who}").format(key=short(entry.signer), who=owner)))
    word = audit_words.verdict(line.verdict, is_placed=line.is_placed)
    if line.code:
        word = _("{what}: {text}").format(what=word, text=_reason(line.code))
    facts.append((_("Headquarters"), word))
    if entry.feed_seq is not None:
        facts.append((_("Place there"), f"{entry.feed_seq:,}"))
    facts += [
        (_("Hash"), short(entry.hash)),
        (_("Hash before"), short(entry.previous_hash)),
        (_("Suite"), entry.suite),
        (_("Rules in force"), entry.rules_version),
    ]
    values = audit_words.fields(line.kind, line.body, names)
    if not line.has_body:
        gone = _("deleted, its time of keeping is over") if line.is_purged else _("not here")
        values = [(_("Content"), gone)]
    return EntryWords(labels.entry_kind(line.kind), said, tuple(facts), tuple(values), line.case_id)


def short(code: str) -> str:
    """The first digits of a long code, in groups that can be read out."""
    head = code[:16]
    return " ".join(head[place : place + 4] for place in range(0, len(head), 4)) + ("…" if len(code) > 16 else "")


def _moment(told: Explained) -> str:
    """Chinese time, as everywhere; where the PC's own clock is set otherwise, that too."""
    line = told.entry.line
    there = line.at.astimezone(CHINA)
    said = f"{there:%Y-%m-%d %H:%M:%S} (UTC+08:00)"
    own = timezone(timedelta(minutes=line.tz_minutes))
    if own.utcoffset(None) == there.utcoffset():
        return said
    offset = line.at.astimezone(own).strftime("%z")
    return _("{time}; the PC was set to {zone}").format(time=said, zone=f"UTC{offset[:3]}:{offset[3:]}")


def _where(told: Explained) -> str:
    key = told.entry.line.key
    device = told.device_letter or key.device.hex()[:8]
    pattern = (
        _("this PC ({letter}), entry {epoch}.{seq}") if told.is_of_this_pc else _("PC {letter}, entry {epoch}.{seq}")
    )
    return pattern.format(letter=device, epoch=key.epoch, seq=key.seq)


def _reason(code: str) -> str:
    return sentence(Problem(code))
