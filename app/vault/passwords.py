"""Passwords: how typed text becomes bytes, and which new ones are good enough.

Length first, a list of common ones, nothing about character classes, no expiry: rules that make people choose better
instead of writing it down (NIST SP 800-63B, 5.1.1.2).
"""

from __future__ import annotations

import itertools
import secrets
import unicodedata

from app.vault.common_passwords import COMMON
from app.vault.errors import WeakPasswordError

SHORTEST = 8
SHORTEST_PASSPHRASE = 12
LONGEST = 256
_OWN_CHARACTERS = 4
_READABLE = "23456789abcdefghjkmnpqrstuvwxyz"


def password_bytes(text: str) -> bytearray:
    """What was typed, as bytes for the key derivation: NFC (input methods differ), UTF-8. The caller wipes it."""
    return bytearray(unicodedata.normalize("NFC", text[:LONGEST]).encode("utf-8", "surrogatepass"))


def check_new_password(password: str, *, personal: tuple[str, ...] = (), shortest: int = SHORTEST) -> None:
    """Refuse a new password that would be guessed early. `personal`: staff number, name, branch.

    Raises: WeakPasswordError with the code password_too_short, _too_long, _common or _personal.
    """
    if len(password) > LONGEST:
        raise WeakPasswordError("too_long", longest=LONGEST)
    if len(password) < shortest:
        raise WeakPasswordError("too_short", shortest=shortest)
    plain = _plain(password)
    rest = plain
    for own in sorted(map(_plain, personal), key=len, reverse=True):
        rest = rest.replace(own, "") if own else rest
    if rest != plain and len(rest) < _OWN_CHARACTERS:
        raise WeakPasswordError("personal")
    if _is_common(plain):
        raise WeakPasswordError("common")


def check_new_passphrase(passphrase: str) -> None:
    """Refuse a weak branch passphrase; it stands alone between a stolen disk and the data.

    Raises: WeakPasswordError, whose detail `of` is "passphrase".
    """
    try:
        check_new_password(passphrase, shortest=SHORTEST_PASSPHRASE)
    except WeakPasswordError as error:
        error.details["of"] = "passphrase"
        raise


def suggested_password() -> str:
    """A first password to hand over: three groups of five, easy to read out and to type, 74 bits by chance.

    Without 0, 1, i, l and o, which are taken for one another.
    """
    letters = "".join(secrets.choice(_READABLE) for _ in range(15))
    return "-".join((letters[:5], letters[5:10], letters[10:]))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def _is_common(plain: str) -> bool:
    if plain in COMMON or len(set(plain)) <= 2:
        return True
    return _is_run(plain) or _is_repetition(plain)


def _is_run(plain: str) -> bool:
    """12345678, abcdefgh, 87654321."""
    steps = {ord(after) - ord(before) for before, after in itertools.pairwise(plain)}
    return steps in ({1}, {-1})


def _is_repetition(plain: str) -> bool:
    """A piece of up to six characters again and again: 123123123, abcdefabcdef."""
    sizes = range(1, min(6, len(plain) // 2) + 1)
    return any(plain == (plain[:size] * len(plain))[: len(plain)] for size in sizes)
