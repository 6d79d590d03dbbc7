"""Personal data in free texts as screens show them: what belongs to the people of a case, and what has the form of a
mobile number, an identity number, a bank card or an e-mail address, is masked in its place (JR/T 0171-2020; domain.md
2.4; ASVS 14.2.6). Lists call this for every row: it is pure, keeps nothing, and the text keeps its length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.domain.guards import card_numbers_in
from app.domain.masking import mask_name

if TYPE_CHECKING:
    from app.domain.case import Case

MASK = "*"
_DOTS = "·•・‧"
_GAPS = frozenset(" \t\r\n\u3000\xa0-" + _DOTS)
_SHORTEST_NAME, _SHORTEST_WORD, _SHORTEST_PHONE, _SHORTEST_NUMBER, _SHORTEST_ADDRESS = 2, 3, 7, 4, 6
_MAY_HOLD = re.compile(r"[0-9]{6}|[0-9][ -][0-9]{3}|@")
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9](?:[ -]?[0-9]){8}(?![0-9])")
_RESIDENT = re.compile(r"(?<![0-9])[1-9][0-9]{5}(?:1[89]|20)[0-9]{2}[01][0-9][0-3][0-9]{4}[0-9x](?![0-9])")
_EMAIL = re.compile(r"[a-z0-9_.+-]+@[a-z0-9_-]+(?:\.[a-z0-9_-]+)+")
_RUN = re.compile(r"[0-9](?:[ \-]{0,2}[0-9]){12,}")

Mask = Callable[[str], str]
"""A text in, the text as screens show it out."""


class _Fold(dict[int, int]):
    """Full-width forms, Kangxi radicals and capitals as their plain counterparts, place by place."""

    def __missing__(self, code: int) -> int:
        folded = unicodedata.normalize("NFKC", chr(code)).lower()
        plain = ord(folded) if len(folded) == 1 else code
        self[code] = plain
        return plain


_FOLD = _Fold()


@dataclass(frozen=True, slots=True)
class Known:
    """What belongs to the people of one case. `numbers` are of identity papers. Empty texts are passed over."""

    names: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return "<Known>"


NOBODY = Known()


_RELATIONS = re.compile(
    "本人|客户|家属|家人|亲属|代理|委托|配偶|丈夫|妻|父|母|儿|女|子|兄|弟|姐|妹|先生|单位|公司|经办"
)
"""Words for somebody whom they do not name: whoever was spoken to may be written as 客户本人."""


def known_of(case: Case) -> Known:
    """The complainant, whoever acts for them, the representatives of a group, the deceased, and who was spoken to or
    handed papers in."""
    intake, agent = case.intake, case.intake.representative
    joint = intake.joint.representatives if intake.joint else ()
    names = (intake.complainant.name, agent.name if agent else "", intake.deceased_name, *(name for name, _ in joint))
    others = (
        *(met.receiver for met in case.contacts),
        *(told.receiver for told in case.notices),
        *(name for item in case.evidence for name in (item.from_whom, item.returned_to)),
    )
    return Known(
        (*names, *others_named(others)),
        (intake.complainant.phone, agent.phone if agent else "", *(phone for _, phone in joint)),
        (intake.complainant.id_number, agent.id_number if agent else ""),
        (intake.address,),
    )


def others_named(written: Iterable[str]) -> tuple[str, ...]:
    """Of what was written for other people, what is a name and no word for who they are; each once."""
    return tuple(dict.fromkeys(name for name in written if name and not _RELATIONS.search(name)))


def mask_text(text: str, known: Known = NOBODY) -> str:
    """`text` of the same length with what `known` holds, and what looks like personal data, masked."""
    return masker(known)(text)


def masker(known: Known) -> Mask:
    """`mask_text` for many texts of one case."""
    wanted = tuple(_wanted(known))

    def mask(text: str) -> str:
        if not text:
            return ""
        plain = text.translate(_FOLD)
        hidden: set[int] = set()
        if wanted:
            hidden.update(_known_in(text, plain, wanted))
        if _MAY_HOLD.search(plain):
            hidden.update(_forms_in(plain))
        if not hidden:
            return text
        return "".join(MASK if place in hidden else character for place, character in enumerate(text))

    return mask


def mask_of(case: Case) -> Mask:
    """How the free texts of a case are masked."""
    return masker(known_of(case))


def unmasked(text: str) -> str:
    """For a person to whom the details are shown in full."""
    return text


# ---- what belongs to the people of the case

_Wanted = tuple[str, Callable[[str, Sequence[int]], Iterable[int]]]
"""A value without gaps, and which of its places are hidden."""


def _wanted(known: Known) -> Iterator[_Wanted]:
    for name in known.names:
        compact = _compact(name)
        if len(compact) >= _SHORTEST_NAME:
            yield compact, _hide_name
            words = [word for word in name.translate(_FOLD).split() if word.isascii() and len(word) >= _SHORTEST_WORD]
            yield from ((word, _hide_name) for word in words if word != compact)
    for phone in known.phones:
        digits = "".join(character for character in _compact(phone) if character.isdigit())
        if len(digits) >= _SHORTEST_PHONE:
            yield digits, _hide_phone
    for number in known.numbers:
        compact = _compact(number)
        if len(compact) >= _SHORTEST_NUMBER:
            yield compact, _hide_number
    for address in known.addresses:
        compact = _compact(address)
        if len(compact) >= _SHORTEST_ADDRESS:
            yield compact, _hide_address


def _compact(text: str) -> str:
    return "".join(character for character in text.translate(_FOLD) if character not in _GAPS)


def _known_in(text: str, plain: str, wanted: Sequence[_Wanted]) -> Iterator[int]:
    places = [place for place, character in enumerate(plain) if character not in _GAPS]
    compact = plain if len(places) == len(plain) else "".join(plain[place] for place in places)
    for value, hide in wanted:
        at = compact.find(value)
        while at >= 0:
            own = places[at : at + len(value)]
            if _stands_alone(plain, own[0], own[-1]):
                yield from hide(text, own)
            at = compact.find(value, at + 1)


def _stands_alone(plain: str, first: int, last: int) -> bool:
    """Whether what is found is no part of a longer number or word of another script."""
    return not (_joins(plain[first - 1 : first], plain[first]) or _joins(plain[last], plain[last + 1 : last + 2]))


def _joins(left: str, right: str) -> bool:
    return (left.isdigit() and right.isdigit()) or (
        left.isascii() and right.isascii() and left.isalpha() and right.isalpha()
    )


def _hide_name(text: str, places: Sequence[int]) -> Iterable[int]:
    """As `mask_name` does: of a name in parts the first, of words the first letters, of others what tells two apart."""
    first, last = places[0], places[-1]
    dot = next((place for place in range(first, last) if text[place] in _DOTS), None)
    if dot is not None:
        return [place for place in places if place > dot]
    name = "".join(text[place] for place in places)
    if name.isascii():
        return [place for place in places if place != first and text[place - 1] not in _GAPS]
    shown = mask_name(name)
    if len(shown) != len(name):
        return places[1:]
    return [place for place, character in zip(places, shown, strict=True) if character == MASK]


def _hide_phone(text: str, places: Sequence[int]) -> Sequence[int]:
    return places[3:-4] if len(places) >= 10 else places[:-2]


def _hide_number(text: str, places: Sequence[int]) -> Sequence[int]:
    return places[3:-4] if len(places) == 18 else places[1:-2]


def _hide_address(text: str, places: Sequence[int]) -> Sequence[int]:
    """The place and not the door."""
    return places[min(6, len(places) // 2) :]


# ---- what has the form of personal data, whoever it belongs to


def _forms_in(plain: str) -> Iterator[int]:
    for match in _MOBILE.finditer(plain):
        yield from _digits(plain, match)[3:-4]
    for match in _RESIDENT.finditer(plain):
        yield from range(match.start() + 3, match.end() - 4)
    for match in _EMAIL.finditer(plain):
        yield from range(match.start() + 1, plain.index("@", match.start()))
    if _RUN.search(plain):
        for found in card_numbers_in(plain):
            yield from [place for place in range(found.start, found.end) if plain[place].isdigit()][6:-4]


def _digits(plain: str, match: re.Match[str]) -> list[int]:
    return [place for place in range(match.start(), match.end()) if plain[place].isdigit()]
