"""Dates, warnings and grounds for a pause in words, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import pytest
from support.cases import RULES

from app.domain.codes import PAUSES
from app.domain.next_date import NEXT_DATES
from app.domain.warning import Alert
from app.language import clock_labels, in_language, labels

_CHINESE = re.compile("[㐀-鿿]")


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (clock_labels.pause, PAUSES),
        (clock_labels.next_date, NEXT_DATES),
        (clock_labels.alert, tuple(alert.value for alert in Alert)),
        (labels.policy, tuple(p.id for version in RULES.policies.versions for p in version.policies)),
    ],
)
def test_every_code_has_words(words: Callable[[str], str], codes: Iterable[str]) -> None:
    for code in codes:
        with in_language("zh"):
            assert _CHINESE.search(words(code)), code
        with in_language("en"):
            assert words(code).isascii()
            assert words(code) != code
    assert words("new") == "new"
