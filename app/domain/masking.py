"""Display masks, one place for all (domain.md 2.4, JR/T 0171 annex A; ux.md no. 23). Papers choose what they mask.

Names keep what tells two waiting people apart: 张* , 王*芳, 欧阳**, 买买提·***, J*** S***.
"""

from __future__ import annotations

import re

_PAIRS = (
    "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠公孙慕容仲孙钟离长孙宇文司徒鲜于司空"
    "闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生公户公玉公仪梁丘公仲公上公门公山"
    "公坚左丘公伯西门公祖第五公乘贯丘公皙南荣东里东宫仲长子书子桑即墨达奚褚师纳兰完颜叶赫那拉淳于单于"
)
COMPOUND_SURNAMES = frozenset(_PAIRS[place : place + 2] for place in range(0, len(_PAIRS), 2))
_DOTS = "·•・‧"
_MASK = "*"


def mask_name(name: str) -> str:
    """A name as screens and slips show it.

    Up to two characters: the first is kept. A compound surname is kept whole, what follows is masked. Otherwise the
    first and last of a Chinese name are kept. Of a name in parts by "·" the first part is kept. Of words in other
    scripts the first letter of each is kept.
    """
    name = name.strip()
    if not name:
        return ""
    for dot in _DOTS:
        first, found, rest = name.partition(dot)
        if found and first:
            return f"{first}{dot}{_MASK * 3}" if rest.strip() else mask_name(first)
    if not all(_is_han(character) for character in name):
        return " ".join(f"{word[0]}{_MASK * 3}" for word in name.split())
    if len(name) <= 2:
        return name[0] + _MASK
    if name[:2] in COMPOUND_SURNAMES:
        return name[:2] + _MASK * (len(name) - 2)
    return name[0] + _MASK * (len(name) - 2) + name[-1]


def mask_phone(phone: str) -> str:
    """`138****2716`; landlines keep area code and last two digits, everything else its last four digits at most."""
    if re.fullmatch(r"1[0-9]{10}", phone):
        return f"{phone[:3]}{_MASK * 4}{phone[-4:]}"
    landline = re.fullmatch(r"(0[0-9]{2,3})-([0-9]{7,8})(-[0-9]+)?", phone)
    if landline:
        return f"{landline.group(1)}-{_MASK * (len(landline.group(2)) - 2)}{landline.group(2)[-2:]}"
    return _keep_ends(phone, 3 if phone.startswith("+") else 0, 4)


def mask_id(number: str) -> str:
    """First three and last four of a resident number or credit code (`110***********002X`); of other papers first and
    last two characters."""
    if len(number) == 18:
        return _keep_ends(number, 3, 4)
    return _keep_ends(number, 1, 2)


def mask_account(number: str) -> str:
    """Last four digits of an account or card: `****1234`."""
    return f"{_MASK * 4}{number[-4:]}" if len(number) > 4 else (f"{_MASK * 4}{number}" if number else "")


def mask_email(address: str) -> str:
    """`z***@bank.example`."""
    user, at, host = address.partition("@")
    if not at:
        return _MASK * 3 if address else ""
    return f"{user[:1]}{_MASK * 3}@{host}"


def _keep_ends(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    if hidden < 2:
        return _MASK * len(text)
    return text[:head] + _MASK * hidden + text[len(text) - tail :]


def _is_han(character: str) -> bool:
    code = ord(character)
    return (
        0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF or code in (0x3007, 0x3005)
    )
