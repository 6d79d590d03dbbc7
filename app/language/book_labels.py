"""The desk's own book in words: every kind of entry, its codes, and one sentence for each entry.

People are named, cases stand by number, customers not at all. Codes of a newer program are shown as they stand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from app.domain.book import BookKind
from app.domain.disclosure import ATTACHMENT_SEEN
from app.language import dealing_labels, disclosure_labels
from app.language.catalogue import _, language, ngettext_

Words = Mapping[str, Callable[[], str]]
Sentence = Callable[[Mapping[str, Any], Mapping[str, str]], str]

KINDS: Words = {
    BookKind.SESSION_OPENED: lambda: _("Signed in"),
    BookKind.SESSION_CLOSED: lambda: _("Signed out"),
    BookKind.PASSWORD_CHANGED: lambda: _("Password changed"),
    BookKind.PERSON_ENROLLED: lambda: _("Person enrolled"),
    BookKind.PERSON_CHANGED: lambda: _("Person changed"),
    BookKind.PERSON_SUSPENDED: lambda: _("Person suspended"),
    BookKind.PERSON_RESUMED: lambda: _("Person admitted again"),
    BookKind.PERSON_REMOVED: lambda: _("Person removed"),
    BookKind.KEYS_REPLACED: lambda: _("Keys replaced after a forgotten password"),
    BookKind.DIRECTORY_EXTENDED: lambda: _("Work with an old staff directory"),
    BookKind.DETAILS_REVEALED: lambda: _("Hidden details seen"),
    BookKind.DETAILS_COPIED: lambda: _("Details copied"),
    BookKind.DATA_TAKEN_OUT: lambda: _("Data taken out"),
    BookKind.PAPER_PRINTED: lambda: _("Paper printed again"),
    BookKind.STORE_KEY_CHANGED: lambda: _("Database key changed"),
    BookKind.BACKUP_MADE: lambda: _("Backup made"),
    BookKind.STORE_RESTORED: lambda: _("Database restored"),
    BookKind.RECOVERY_USED: lambda: _("Recovered with headquarters' help"),
    BookKind.JOURNAL_VERIFIED: lambda: _("Journal checked"),
    BookKind.CLOCK_DOUBTED: lambda: _("Clock in doubt"),
    BookKind.PERMISSIONS_AUDITED: lambda: _("Permissions audited"),
    BookKind.CASES_PURGED: lambda: _("Cases deleted"),
}
"""Kinds of entries, without their details."""

_CLOSED: Words = {
    "locked": lambda: _("locked by hand"),
    "idle": lambda: _("locked after idle time"),
    "system_locked": lambda: _("the computer was locked"),
    "suspended": lambda: _("the computer went to sleep"),
    "switched": lambda: _("another person took over"),
    "left": lambda: _("the program was closed"),
    "crashed": lambda: _("the program could not go on"),
}
_WHAT: Words = {
    "attachment": lambda: _("a file of a case"),
    "paper": lambda: _("a paper"),
    "figures": lambda: _("the figures"),
    "list": lambda: _("a list"),
    "evidence": lambda: _("an evidence package"),
    "permissions": lambda: _("the permission audit"),
    "diagnostics": lambda: _("a diagnostic bundle"),
}
_DETAILS: Words = {
    "name": lambda: _("name"),
    "complainant_name": lambda: _("name"),
    "phone": lambda: _("telephone"),
    "id_number": lambda: _("identity number"),
    "identity": lambda: _("identity number"),
    "address": lambda: _("postal address"),
    "email": lambda: _("e-mail"),
    "contact": lambda: _("contact details"),
    "account": lambda: _("account number"),
    "narrative": lambda: _("narrative"),
    "case_no": lambda: _("case number"),
    "representative": lambda: _("representative"),
    "deceased": lambda: _("name of the deceased"),
    "given": lambda: _("words of the import"),
    "letter": lambda: _("letter with the full name"),
    "attachment": lambda: _("a file of a case"),
}
_KEY_WHY: Words = {
    "routine": lambda: _("routine"),
    "person_removed": lambda: _("a person was removed"),
    "recovered": lambda: _("after a recovery"),
    "restored": lambda: _("after a restore"),
}
_SOURCES: Words = {
    "backup": lambda: _("a backup"),
    "headquarters": lambda: _("headquarters"),
}
_RECOVERY_WHY: Words = {
    "keyring_lost": lambda: _("the computer's keyring was lost"),
    "supervisor_forgotten": lambda: _("the last supervisor forgot the password"),
}


def closed_why(code: str) -> str:
    """Why a session ended."""
    return _say(_CLOSED, code)


def taken_out(code: str) -> str:
    """What was taken out."""
    return _say(_WHAT, code)


def detail(code: str) -> str:
    """A detail of a customer, by the name of its field."""
    return _say(_DETAILS, code)


def key_why(code: str) -> str:
    """Why the database key was changed."""
    return _say(_KEY_WHY, code)


def source(code: str) -> str:
    """What a database was restored from."""
    return _say(_SOURCES, code)


def recovery_why(code: str) -> str:
    """Why headquarters' help was needed."""
    return _say(_RECOVERY_WHY, code)


def details(codes: object) -> str:
    """The details in a list of field names, each once, in words."""
    listed = codes if isinstance(codes, list | tuple) else [codes]
    words = dict.fromkeys(detail(str(code)) for code in listed if code)
    return ("、" if language() == "zh" else ", ").join(words)


def _say(words: Words, code: str) -> str:
    found = words.get(code)
    return found() if found else str(code)


def _name(d: Mapping[str, Any], names: Mapping[str, str], key: str = "staff_no") -> str:
    """A colleague as the entry names them, else as the directory does, with the number."""
    staff_no = str(d.get(key, ""))
    name = str(d.get("name") or names.get(staff_no, ""))
    return f"{name} {staff_no}".strip()


def _role(code: object) -> str:
    from app.language import labels  # it knows the sentences of this module

    return labels.role(str(code))


def _case(d: Mapping[str, Any]) -> str:
    """The case by its number, which readers put in the place of its id."""
    return str(d.get("case_no") or "") or _("a case")


def _opened(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    refused = int(d.get("refused_before") or 0)
    if not refused:
        return _("Signed in")
    return ngettext_("Signed in, after {n} refused password", "Signed in, after {n} refused passwords", refused).format(
        n=refused
    )


def _closed(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return _("Signed out: {why}").format(why=closed_why(str(d["why"])))


def _about_person(pattern: Callable[[], str]) -> Sentence:
    def words(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
        said = pattern().format(who=_name(d, names), role=_role(d["role"]) if "role" in d else "")
        return _because(said, str(d.get("reason") or ""))

    return words


def _because(said: str, why: str) -> str:
    return _("{what}: {text}").format(what=said, text=why) if why else said


def _extended(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    said = _("Work goes on with an old staff directory until {day}").format(day=_day(d["until"]))
    return _because(said, str(d.get("reason") or ""))


def _revealed(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    pattern = _("Saw {details} of {case}")
    if d["what"] == [ATTACHMENT_SEEN]:
        is_masked = bool(d.get("is_masked"))
        pattern = _("Saw a file of {case}, its text masked") if is_masked else _("Saw a file of {case}")
    said = pattern.format(details=details(d["what"]), case=_case(d))
    return _because(said, disclosure_labels.reason(str(d.get("reason") or "")))


def _copied(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return _("Copied {details} of {case}").format(details=details(d["what"]), case=_case(d))


def _took_out(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    what = taken_out(str(d["what"]))
    said = _("Took out {what} of {case}").format(what=what, case=_case(d)) if d.get("case_id") else ""
    said = said or _("Took out {what}").format(what=what)
    count = int(d.get("count") or 0)
    if count > 1:
        said = ngettext_("{what}, {n} item", "{what}, {n} items", count).format(what=said, n=count)
    return _because(said, disclosure_labels.reason(str(d.get("reason") or "")))


def _printed(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    from app.language import labels

    paper = labels.paper_kind(str(d["kind"]))
    return _("{paper} of {case} printed again, copy {n}").format(paper=paper, case=_case(d), n=d["copy_no"])


def _backed_up(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    pattern = _("Backup {name} made and checked") if d["is_verified"] else _("Backup {name} made, not checked")
    return pattern.format(name=d["name"])


def _restored(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    said = _("Database restored from {source}").format(source=source(str(d["source"])))
    missing = int(d.get("missing") or 0)
    if not missing:
        return said
    return ngettext_("{what}; {n} entry is missing", "{what}; {n} entries are missing", missing).format(
        what=said, n=missing
    )


def _recovered(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    officers = ("、" if language() == "zh" else ", ").join(str(one) for one in d["officers"])
    return _("Recovered with headquarters' officers {officers}: {why}").format(
        officers=officers, why=recovery_why(str(d["why"]))
    )


def _verified(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    problems, entries = int(d["problems"]), int(d["entries"])
    if not problems:
        return ngettext_(
            "Journal checked: {n} entry, all in order", "Journal checked: {n} entries, all in order", entries
        ).format(n=f"{entries:,}")
    return ngettext_(
        "Journal checked: {n} difference, the first: {first}",
        "Journal checked: {n} differences, the first: {first}",
        problems,
    ).format(n=f"{problems:,}", first=d.get("first", ""))


def _doubted(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    minutes = max(1, round(int(d["behind_seconds"]) / 60))
    return ngettext_(
        "The computer's clock was {n} minute behind what was seen before",
        "The computer's clock was {n} minutes behind what was seen before",
        minutes,
    ).format(n=minutes)


def _purged(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    n = len(d["cases"])
    return ngettext_(
        "{n} case deleted whose time of keeping is over", "{n} cases deleted whose time of keeping is over", n
    ).format(n=n)


def _audited(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return _("Permissions audited for {first} to {last}").format(first=_day(d["from_on"]), last=_day(d["until_on"]))


def _key_changed(d: Mapping[str, Any], names: Mapping[str, str]) -> str:
    return _("Database key changed: {why}").format(why=key_why(str(d["why"])))


def _day(text: object) -> str:
    from app.language import labels

    return labels.day(date.fromisoformat(str(text)))


SENTENCES: Mapping[str, Sentence] = {
    BookKind.SESSION_OPENED: _opened,
    BookKind.SESSION_CLOSED: _closed,
    BookKind.PERSON_ENROLLED: _about_person(lambda: _("{who} enrolled as {role}")),
    BookKind.PERSON_CHANGED: _about_person(lambda: _("{who} is now {role}")),
    BookKind.PERSON_SUSPENDED: _about_person(lambda: _("{who} suspended")),
    BookKind.PERSON_RESUMED: _about_person(lambda: _("{who} admitted again")),
    BookKind.PERSON_REMOVED: _about_person(lambda: _("{who} removed")),
    BookKind.KEYS_REPLACED: _about_person(lambda: _("{who} got new keys after a forgotten password")),
    BookKind.DIRECTORY_EXTENDED: _extended,
    BookKind.DETAILS_REVEALED: _revealed,
    BookKind.DETAILS_COPIED: _copied,
    BookKind.DATA_TAKEN_OUT: _took_out,
    BookKind.PAPER_PRINTED: _printed,
    BookKind.STORE_KEY_CHANGED: _key_changed,
    BookKind.BACKUP_MADE: _backed_up,
    BookKind.STORE_RESTORED: _restored,
    BookKind.RECOVERY_USED: _recovered,
    BookKind.JOURNAL_VERIFIED: _verified,
    BookKind.CLOCK_DOUBTED: _doubted,
    BookKind.PERMISSIONS_AUDITED: _audited,
    BookKind.CASES_PURGED: _purged,
}
"""Lines of the audit page, from the body of the entry (with `case_no` put in where it has `case_id`) and names by
staff number."""

WITHOUT_CUSTOMER: Mapping[str, Callable[[], str]] = {
    "attachment_added": lambda: dealing_labels.KINDS["attachment_added"](),
    "evidence_received": lambda: dealing_labels.KINDS["evidence_received"](),
}
"""Entries of cases whose usual sentence quotes what a customer brought: audit says their kind alone."""
