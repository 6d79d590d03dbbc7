"""What is typed in the third part of the tour, about people, keys and evidence; all of it is invented."""

from __future__ import annotations

from collections.abc import Mapping

_ZH = {
    "hold": {"text": "客户已向西城法院起诉，退费一案审理中"},
    "colleague": {"name": "何雨晴"},
    "suspend": {"reason": "借调支行一个月"},
    "resume": {"reason": "借调结束，恢复上岗"},
    "evidence": {"note": "西城法院调卷函（2026）京0102民初118号"},
}

_EN = {
    "hold": {"text": "The customer went to court about the fee; the case is pending"},
    "colleague": {"name": "He Yuqing"},
    "suspend": {"reason": "Lent to another branch for a month"},
    "resume": {"reason": "Back from the other branch"},
    "evidence": {"note": "Letter of the court of Xicheng, 118/2026"},
}


def safeguard_words(language: str) -> Mapping[str, Mapping[str, str]]:
    """The words in "zh" or "en", by what they are for and by field."""
    return _EN if language == "en" else _ZH
