"""Reason codes in sentences: what is in the way and what to do about it (every refusal names a remedy)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.domain.people import Person
from app.domain.refusal import Problem, Refusal
from app.language import (
    directory_reasons,
    error_words,
    keeping_reasons,
    labels,
    printing_reasons,
    sync_reasons,
    vault_reasons,
)
from app.language.catalogue import _, ngettext_
from app.language.refusals import SENTENCES, Details

People = Mapping[str, Person] | Mapping[str, str]
_MOST_NAMES = 5


def sentence(problem: Problem) -> str:
    """One reason in the language in use. A code that this program does not know is shown with its name."""
    words = SENTENCES.get(str(problem.code))
    if words is not None:
        return words(Details(problem.details))
    code = str(problem.code)
    return error_words.sentence(code, problem.details) or _("Not possible ({code}).").format(code=code)


def refusal_text(refusal: Refusal, people: People | None = None) -> str:
    """All reasons of a refusal, and who could do it instead, by name where `people` knows them."""
    parts = list(dict.fromkeys(sentence(problem) for problem in refusal.problems))
    if refusal.who_could:
        parts.append(_("This could be done by: {names}.").format(names=who_could_text(refusal.who_could, people)))
    return _joined(parts)


def who_could_text(staff_numbers: Iterable[str], people: People | None = None) -> str:
    """People by name and staff number, at most five of them by name."""
    numbers = list(staff_numbers)
    named = [_named(staff_no, (people or {}).get(staff_no)) for staff_no in numbers[:_MOST_NAMES]]
    rest = len(numbers) - len(named)
    if rest:
        named.append(ngettext_("{n} other", "{n} others", rest).format(n=rest))
    return labels.list_of(named)


def error_text(error: BaseException) -> str:
    """A known error in the language in use with what to do about it; anything else as an unexpected error."""
    code, details = getattr(error, "code", None), getattr(error, "details", None)
    if isinstance(code, str) and isinstance(details, Mapping):
        said = vault_reasons.sentence(code, details)
        if said is not None:
            return _joined([said, *filter(None, [vault_reasons.advice(code)])])
        for room in (error_words, keeping_reasons, sync_reasons, directory_reasons, printing_reasons):
            words: str | None = room.sentence(code, details)
            if words is not None:
                return words
        return _("This did not work ({code}). Try again; if it stays so, call the IT desk.").format(code=code)
    return _("The program met an unexpected error. What was recorded is safe. Try again or restart the program.")


def _named(staff_no: str, person: Person | str | None) -> str:
    if person is None:
        return staff_no
    name = person if isinstance(person, str) else person.name
    return f"{name} {staff_no}"


def _joined(parts: list[str]) -> str:
    text = parts[0]
    for part in parts[1:]:
        text = _("{first} {second}").format(first=text, second=part)
    return text
