"""Words about a case without anybody's data: what still gives somebody away, and a proposal that does not
(S0 no. 64; domain.md 2.4, PIPL art. 6, JR/T 0171). A person reads every text before others do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import groupby

from app.domain.case import Case
from app.domain.reading import plain_ascii

LEAKS = ("name", "phone", "id_number", "account", "email", "address", "case_no")
"""What may give somebody away."""

MARKS: Mapping[str, str] = {
    "name": "某客户",
    "phone": "〔电话〕",
    "id_number": "〔证件号码〕",
    "account": "〔账号〕",
    "email": "〔邮箱〕",
    "address": "〔地址〕",
    "case_no": "〔投诉编号〕",
}
"""What stands in their place; narratives are Chinese."""

_GENERAL = (
    ("email", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    ("case_no", re.compile(r"TS[0-9]{4,6}-?[0-9]{2}[0-9A-Z][0-9]{5,9}-?[0-9A-Z]", re.IGNORECASE)),
    ("id_number", re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:1[89]|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9Xx](?![0-9])")),
    ("account", re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){11,24}(?![0-9])")),
    ("phone", re.compile(r"(?<![0-9])1[3-9][0-9](?:[ -]?[0-9]){8}(?![0-9])")),
    ("phone", re.compile(r"(?<![0-9])0[0-9]{2,3}[ -]?[2-9][0-9]{6,7}(?![0-9])")),
)
"""Forms that are somebody's data whoever they belong to."""

_GAP = r"[\s·•・‧-]*"
_SHORTEST_NAME, _SHORTEST_WORD, _SHORTEST_ADDRESS = 2, 3, 6

Found = tuple[int, int, str]
"""Start, end, what it is."""


def leaks(case: Case, text: str) -> tuple[str, ...]:
    """Which of `LEAKS` stand in `text`, in that order; empty when it names nobody of the case."""
    kinds = {kind for _, _, kind in _disjoint(_find(case, _folded(text)))}
    return tuple(kind for kind in LEAKS if kind in kinds)


def proposed_text(case: Case, text: str | None = None, marks: Mapping[str, str] = MARKS) -> str:
    """`text`, or the narrative, with `marks` in the place of what gives somebody away."""
    left = case.intake.narrative if text is None else text
    for _ in range(5):  # what stood on both sides of something may together be something
        found = _disjoint(_find(case, _folded(left)))
        if not found:
            break
        for start, end, kind in reversed(found):
            left = left[:start] + marks[kind] + left[end:]
    return left


def _find(case: Case, text: str) -> list[Found]:
    patterns = (*_GENERAL, *_of_case(case))
    return [
        (match.start(), match.end(), kind)
        for kind, pattern in patterns
        for match in pattern.finditer(text)
        if match.end() > match.start()
    ]


def _disjoint(found: list[Found]) -> list[Found]:
    """From left to right, the longest first; what overlaps with it goes with it."""
    kept: list[Found] = []
    for _, group in groupby(sorted(found, key=lambda item: (item[0], -item[1])), key=lambda item: item[0]):
        start, end, kind = next(group)
        if kept and start < kept[-1][1]:
            if end > kept[-1][1]:
                kept[-1] = (kept[-1][0], end, kept[-1][2])
            continue
        kept.append((start, end, kind))
    return kept


def _of_case(case: Case) -> Iterator[tuple[str, re.Pattern[str]]]:
    """What belongs to the people of this case, however it is spaced."""
    intake = case.intake
    joint = intake.joint.representatives if intake.joint else ()
    agent = intake.representative
    names = [intake.complainant.name, intake.deceased_name, *(name for name, _ in joint)]
    phones = [intake.complainant.phone, *(phone for _, phone in joint)]
    numbers = [intake.complainant.id_number]
    if agent is not None:
        names, phones, numbers = [*names, agent.name], [*phones, agent.phone], [*numbers, agent.id_number]
    for name in names:
        yield from (("name", pattern) for pattern in _name_patterns(_folded(name)))
    for phone in phones:
        digits = re.sub(r"[^0-9]", "", plain_ascii(phone))
        if len(digits) >= 7:
            yield "phone", re.compile(rf"(?<![0-9]){_spaced(digits)}(?![0-9])")
    for number in numbers:
        compact = re.sub(r"[^0-9a-z]", "", _folded(number))
        if len(compact) >= 4:
            yield "id_number", re.compile(rf"(?<![0-9a-z]){_spaced(compact)}(?![0-9a-z])")
    if re.fullmatch(r"[0-9]{3,4}", intake.account_tail):
        yield "account", re.compile(rf"(?<![0-9]){intake.account_tail}(?![0-9]|\s*年)")
    address = _folded(intake.address).strip()
    if len(address) >= _SHORTEST_ADDRESS:
        yield "address", re.compile(re.escape(address))


def _name_patterns(name: str) -> Iterator[re.Pattern[str]]:
    """A Chinese name with or without spaces in it; of other scripts also each of its longer words."""
    parts = [part for part in re.split(r"[\s·•・‧-]+", name) if part]
    whole = "".join(parts)
    if len(whole) < _SHORTEST_NAME:
        return
    if whole.isascii():
        yield re.compile(rf"(?<!\w){_GAP.join(map(re.escape, parts))}(?!\w)")
        words = [part for part in parts if len(part) >= _SHORTEST_WORD] if len(parts) > 1 else []
        for word in words:
            yield re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
    else:
        yield re.compile(_spaced(whole))


def _spaced(text: str) -> str:
    return _GAP.join(re.escape(character) for character in text)


def _folded(text: str) -> str:
    """Full-width forms, Kangxi radicals and capitals as their plain counterparts, place by place."""
    return "".join(_plain(character) for character in plain_ascii(text))


def _plain(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character
