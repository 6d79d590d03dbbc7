"""The texts of rights are sound data: complete in both languages, with room for what is filled in."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from app.domain.rights import PLACES, RightsBook
from app.system.resources import read_json


@pytest.fixture
def data() -> dict[str, Any]:
    return copy.deepcopy(read_json("rules/rights.json"))


def test_the_shipped_texts_name_all_four_remedies(data: dict[str, Any]) -> None:
    texts = RightsBook.from_data(data).as_of(date(2026, 11, 22))
    for name, word in {"review": "核查", "mediation": "调解", "arbitration": "仲裁", "litigation": "诉讼"}.items():
        assert word in texts.said(name, "zh")
        assert texts.texts[name].source
    assert "12378" in texts.said("regulator", "en", phone="12378")


def test_a_paper_takes_the_version_of_its_day(data: dict[str, Any]) -> None:
    newer = copy.deepcopy(data["versions"][0]) | {"version": "n", "effective_from": "2027-01-01"}
    newer["texts"]["withdraw"]["zh"] = "新的告知。"
    book = RightsBook.from_data({"versions": [newer, data["versions"][0]]})
    assert book.as_of(date(2026, 12, 31)).version == "2020-11-01"
    assert book.as_of(date(2027, 1, 1)).said("withdraw", "zh") == "新的告知。"
    assert book.as_of(date(2001, 1, 1)).version == "2020-11-01"


@pytest.mark.parametrize("name", sorted(PLACES))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_text_that_is_missing_or_empty_or_can_not_be_filled_is_found_when_loaded(
    data: dict[str, Any], name: str, lang: str
) -> None:
    for wrong in ("", "{nothing_known}"):
        data["versions"][0]["texts"][name][lang] = wrong
        with pytest.raises(ValueError, match=name):
            RightsBook.from_data(data)
    del data["versions"][0]["texts"][name]
    with pytest.raises(ValueError, match=name):
        RightsBook.from_data(data)
