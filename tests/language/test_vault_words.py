"""Whatever the vault refuses is said in words, in both languages."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest

from app.language import in_language, vault_reasons
from app.system.errors import KnownError
from app.system.key_box import KeyWipedError
from app.vault import errors

_RECOVERY_CODES = ("recovery_officers", "recovery_keys_changed", "recovery_unknown_person", "bad_document")
_PASSWORD_CODES = tuple(f"password_{why}" for why in ("too_short", "too_long", "common", "personal", "same"))


def _codes() -> Iterator[str]:
    for _, kind in inspect.getmembers(errors, inspect.isclass):
        if issubclass(kind, KnownError) and kind is not KnownError:
            yield kind.code
    yield KeyWipedError.code
    yield from _PASSWORD_CODES + _RECOVERY_CODES


@pytest.mark.parametrize("code", sorted(set(_codes())))
def test_every_code_has_a_sentence_in_both_languages(code: str) -> None:
    said = []
    for language in ("en", "zh"):
        with in_language(language):
            for words in (vault_reasons.sentence(code), vault_reasons.advice(code)):
                if words is not None:
                    assert "{" not in words
            said.append(vault_reasons.sentence(code))
    assert all(said)
    assert said[0] != said[1], "the Chinese catalogue is not compiled, or lacks this sentence"


def test_details_fill_the_sentences() -> None:
    with in_language("zh"):
        assert "3" in (vault_reasons.sentence("wrong_password", {"tries_left": 3}) or "")
        assert vault_reasons.sentence("wrong_password", {"tries_left": 0}) == "工号或密码不正确。"
        said = vault_reasons.sentence("locked_out", {"until": "2026-11-20T01:02:03+00:00"}) or ""
        assert "09:02:03" in said, "China's time, as everywhere else, whatever the computer's zone"
        assert "fail.Keyring" in (vault_reasons.sentence("keyring_missing", {"found": "fail.Keyring"}) or "")
        assert "8" in (vault_reasons.sentence("password_too_short", {"shortest": 8}) or "")
    with in_language("en"):
        assert (vault_reasons.sentence("wrong_password", {"tries_left": 1}) or "").endswith("1 try left.")


def test_codes_of_other_rooms_are_left_to_them() -> None:
    assert vault_reasons.sentence("store_missing") is None
    assert vault_reasons.advice("store_missing") is None
