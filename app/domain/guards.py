"""Guards over free text: data that a complaint desk must never hold (JR/T 0171 C3; domain.md 2.4).

Security codes, passwords, one-time codes and expiry dates of cards are refused wherever they are typed; whole card
numbers are warned of and can be masked. Only values count: "密码错误" and "验证码收不到" are complaints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.domain.commands import IntakeForm
from app.domain.identity import ResidentId, check_resident_id
from app.domain.reading import plain_ascii
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem

MASK = "*"
GUARDED_FIELDS = ("narrative", "remedy_sought", "respondent_words", "address")
"""Fields of the form in which people write freely."""


class Guarded(StrEnum):
    """What was found."""

    CARD_NUMBER = "card_number"
    CARD_CODE = "card_code"
    AUTH_CODE = "auth_code"
    CARD_EXPIRY = "card_expiry"


@dataclass(frozen=True, slots=True)
class Finding:
    """Where a value stands in the text: from `start` up to `end`; `begins` is where the words before it begin."""

    kind: Guarded
    begins: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FieldFinding:
    """A finding in a field of the form."""

    field: str
    finding: Finding


_JOIN = (
    r"[ \t]*被?(?:就是|写的是|改成|改为|设成|设为|设置成|设置为|输入的是|输入了?|填写|填|是|为|[:=,(“\"'])[ \t:(“\"']*"
)
_LOOSE = r"[ \t]*"
_CARD_CODE = re.compile(
    r"(?:(?<![A-Za-z])(?:CVN|CVV|CVC)2?(?:码|号)?"
    r"|安全码"
    r"|(?:背面|签名栏|签名条)(?:的|上的|最)?(?:后|末|那)?(?:三|3)位(?:数字|数|码|号码|安全码|校验码)?)"
    rf"(?:{_JOIN}|{_LOOSE})([0-9]{{3,4}})(?![0-9年月日次位个元])",
    re.IGNORECASE,
)
_CODE_WORDS = (
    r"(?:密码|口令|验证码|校验码|动态码|短信码"
    r"|(?<![A-Za-z])(?:password|passcode|passwd|pwd|PIN)(?![A-Za-z])(?:码|[ \t]is)?)"
)
_NOT_A_VALUE = r"(?![0-9A-Za-z]|[ \t]*[年月日号元块次位个遍分点时秒条万发来])"
_DIGITS = re.compile(rf"{_CODE_WORDS}(?:{_JOIN}|{_LOOSE})([0-9]{{4,12}}){_NOT_A_VALUE}", re.IGNORECASE)
_WORD = re.compile(
    rf"{_CODE_WORDS}[ \t]*被?(?:就是|改成|改为|设成|设为|设置成|设置为|是|为|is|[:=])[ \t“\"']*"
    r"([0-9A-Za-z!@#$%^&+_.\-]{4,32})(?![0-9A-Za-z*])",
    re.IGNORECASE,
)
_EXPIRY = re.compile(
    r"(?:卡(?:片|的|上|面|上面|正面|背面)*有效期(?:限)?"
    r"|(?<![A-Za-z])(?:card[ \t]+)?(?:exp(?:iry|iration|ires)?(?:[ \t]+date)?|valid[ \t]+(?:thru|until)))"
    r"[ \t]*(?:截止|截至|至|到|是|为|[:=])*[ \t]*"
    r"((?:0[1-9]|1[0-2])[ \t]?[/\-.][ \t]?(?:20)?[2-4][0-9](?![0-9/\-.])"
    r"|(?:0[1-9]|1[0-2])[2-4][0-9](?![0-9年月日])"
    r"|(?:20)?[2-4][0-9]年(?:1[0-2]|0?[1-9])月(?![0-9]))",
    re.IGNORECASE,
)
_SERVICE_NUMBER = re.compile(r"9[56][0-9]{3}|1[0-2][0-9]{3}")
_DIGIT_RUN = re.compile(r"[0-9](?:[ \-]{0,2}[0-9]){12,}")
_GROUP = re.compile(r"[0-9]+")
_HINT = re.compile(r"[0-9A-Za-z]")
_ISSUERS = re.compile(r"[34569]|2(?:22[1-9]|2[3-9][0-9]|[3-6][0-9]{2}|7[01][0-9]|720)")
"""First digits of bank cards; 2 only where MasterCard has it, for 2026... is a day."""


def find_secrets(text: str) -> tuple[Finding, ...]:
    """Everything that is guarded against, in the order of the text; spans do not overlap."""
    plain = plain_ascii(text)
    if _HINT.search(plain) is None:
        return ()
    found: list[Finding] = []
    for finding in sorted((*_authentication(plain), *_cards(plain)), key=lambda item: (item.start, -item.end)):
        if not found or finding.start >= found[-1].end:
            found.append(finding)
    return tuple(found)


def card_numbers_in(text: str) -> tuple[Finding, ...]:
    """Whole card numbers: 16 to 19 digits with a sound check digit, also in groups; no resident identity number."""
    return tuple(finding for finding in find_secrets(text) if finding.kind is Guarded.CARD_NUMBER)


def mask_found(text: str, findings: Iterable[Finding]) -> str:
    """`text` with the found values masked, of the same length: a card keeps its first six and last four digits, of
    anything else nothing is left. Not a character outside of the findings changes."""
    characters = list(text)
    for finding in findings:
        places = [place for place in range(finding.start, finding.end) if not characters[place].isspace()]
        if finding.kind is Guarded.CARD_NUMBER:
            places = [place for place in places if plain_ascii(characters[place]).isdigit()][6:-4]
        for place in places:
            characters[place] = MASK
    return "".join(characters)


def mask_card_numbers(text: str) -> str:
    """`text` with whole card numbers masked."""
    return mask_found(text, card_numbers_in(text))


def guard_findings(form: IntakeForm) -> tuple[FieldFinding, ...]:
    """What stands in the free texts of a form, to be shown beside it while it is typed."""
    return tuple(
        FieldFinding(name, finding) for name in GUARDED_FIELDS for finding in find_secrets(getattr(form, name))
    )


def secrets_in(text: str, field: str) -> tuple[Problem, ...]:
    """Problems with authentication data in `text`, one for each kind. Every free text of the program passes here."""
    plain = plain_ascii(text)
    if _HINT.search(plain) is None:
        return ()
    problems: dict[Guarded, Problem] = {}
    for finding in _authentication(plain):
        quoted = text[finding.begins : finding.start] + MASK * (finding.end - finding.start)
        problems.setdefault(finding.kind, Problem(_REFUSED[finding.kind], field, {"found": quoted}))
    return tuple(problems.values())


_REFUSED = {
    Guarded.CARD_CODE: ReasonCode.CARD_CODE_IN_TEXT,
    Guarded.AUTH_CODE: ReasonCode.AUTH_CODE_IN_TEXT,
    Guarded.CARD_EXPIRY: ReasonCode.CARD_EXPIRY_IN_TEXT,
}


def _authentication(plain: str) -> Iterator[Finding]:
    for kind, pattern in (
        (Guarded.CARD_CODE, _CARD_CODE),
        (Guarded.AUTH_CODE, _DIGITS),
        (Guarded.AUTH_CODE, _WORD),
        (Guarded.CARD_EXPIRY, _EXPIRY),
    ):
        for match in pattern.finditer(plain):
            if kind is not Guarded.AUTH_CODE or _is_secret(match.group(1), plain[match.end() :][:1]):
                yield Finding(kind, match.start(), match.start(1), match.end(1))


def _is_secret(value: str, following: str) -> bool:
    """Whether a value after a word for password is one: digits that are no service number, or writing with a digit or
    sign in it, or a lower-case word that nothing follows."""
    if value.isdigit():
        return not _SERVICE_NUMBER.fullmatch(value) and following not in tuple("年月日号元块次位个遍分点时秒条万发来")
    if any(character.isdigit() for character in value) or any(character in "!@#$%^&+_" for character in value):
        return sum(character.isalnum() for character in value) >= 4
    word = value.rstrip(".-")
    return len(word) >= 5 and word.isalpha() and word.islower() and word not in _NO_SECRETS and not following.isalnum()


_NO_SECRETS = frozenset(
    {"wrong", "incorrect", "invalid", "error", "expired", "locked", "forgotten", "changed", "reset"}
)


def _cards(plain: str) -> Iterator[Finding]:
    for run in _DIGIT_RUN.finditer(plain):
        groups = [(run.start() + group.start(), group.group()) for group in _GROUP.finditer(run.group())]
        first = 0
        while first < len(groups):
            last = _card_from(groups, first)
            if last is None:
                first += 1
                continue
            start, end = groups[first][0], groups[last][0] + len(groups[last][1])
            yield Finding(Guarded.CARD_NUMBER, start, start, end)
            first = last + 1


def _card_from(groups: list[tuple[int, str]], first: int) -> int | None:
    """The last of the groups that make a card number with the one at `first`: all digits in one, or groups as cards
    print them (4-4-4-4, 4-4-4-4-3, 6-13)."""
    number = ""
    best = None
    for place in range(first, min(first + 5, len(groups))):
        number += groups[place][1]
        if len(number) > 19:
            break
        if len(number) >= 16 and _is_card(number):
            best = place
        if len(groups[place][1]) not in (4, 6):
            break
    return best


def _is_card(digits: str) -> bool:
    if not _ISSUERS.match(digits) or len(set(digits)) == 1:
        return False
    total = 0
    for place, character in enumerate(reversed(digits)):
        value = int(character) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0 and not isinstance(check_resident_id(digits), ResidentId)
