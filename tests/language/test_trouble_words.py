"""Every error of vault and database has a page: a title, what is the matter, what to do; in both languages."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

import pytest

from app.domain.people import Person, Role
from app.language import in_language
from app.language.trouble_words import Way, trouble
from app.store import errors as store_errors
from app.system.errors import KnownError
from app.vault import errors as vault_errors

PERSON = Person("0217", "李晓", Role.TELLER, "0102")
RECOVERY_WHYS = ("officers", "keys_changed", "unknown_person")
PASSWORD_WHYS = ("too_short", "too_long", "common", "personal", "same")


def codes() -> Iterator[str]:
    for module in (vault_errors, store_errors):
        for _name, kind in inspect.getmembers(module, inspect.isclass):
            if issubclass(kind, KnownError) and kind.__module__ == module.__name__:
                yield kind.code
    yield from (f"recovery_{why}" for why in RECOVERY_WHYS)
    yield from (f"password_{why}" for why in PASSWORD_WHYS)


ALL = sorted(set(codes()))
MUST_DIFFER = (
    "store_wrong_key",
    "store_no_permission",
    "store_damaged",
    "store_too_new",
    "store_too_old",
    "store_empty_file",
    "store_foreign",
    "store_rolled_back",
    "store_missing",
    "keyring_locked",
    "keyring_missing",
    "machine_secret_lost",
    "keystore_damaged",
    "keystore_tampered",
    "keystore_foreign",
    "anchor_lost",
    "anchor_tampered",
    "headquarters_changed",
)


@pytest.mark.parametrize("code", ALL)
def test_every_error_has_a_page_in_both_languages(code: str) -> None:
    pages = {}
    for language in ("zh", "en"):
        with in_language(language):
            page = pages[language] = trouble(code)
            assert page.title
            assert page.what
            assert page.untouched
            assert page.steps
            assert all(page.steps)
            assert page.ways[-1] is Way.BUNDLE
            assert f"({code})" not in page.what, "no sentence of its own"
            assert f"（{code}）" not in page.what
    assert pages["zh"].title != pages["en"].title
    assert pages["zh"].what != pages["en"].what
    assert pages["zh"].steps != pages["en"].steps


def test_each_matter_is_a_page_of_its_own() -> None:
    with in_language("zh"):
        pages = [trouble(code) for code in MUST_DIFFER]
    assert len({page.title for page in pages}) == len(MUST_DIFFER)
    assert len({(page.what, page.steps) for page in pages}) == len(MUST_DIFFER)


def test_data_is_restored_and_keys_are_recovered() -> None:
    assert {Way.FROM_BACKUP, Way.FROM_HEADQUARTERS} <= set(trouble("store_damaged").ways)
    assert Way.RECOVER in trouble("machine_secret_lost").ways
    assert Way.FROM_BACKUP not in trouble("store_too_new").ways  # it would throw away what only the newer one knows
    assert PERSON.name not in str(trouble("new_password_needed"))
