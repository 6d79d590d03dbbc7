"""The stand-alone program knows every kind of entry that is worth nothing without a signature."""

from __future__ import annotations

from support.evidence import checker

from app.domain.entry import SIGNED_KINDS


def test_the_checker_asks_for_the_same_signatures_as_the_desk() -> None:
    assert {kind.value for kind in SIGNED_KINDS} == checker().SIGNED
