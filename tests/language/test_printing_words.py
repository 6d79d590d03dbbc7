"""Every state of printers and jobs, and every printing error, has words in both languages."""

from __future__ import annotations

import pytest

from app.language import in_language
from app.language.printing_reasons import job_state, printer_reason, sentence
from app.printing.errors import PrinterMissingError, PrinterUnavailableError, PrintFailedError
from app.printing.printers import JobState, PrinterReason
from app.system.errors import KnownError


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_code_has_words(language: str) -> None:
    with in_language(language):
        said = [printer_reason(reason.value) for reason in PrinterReason] + [
            job_state(state.value) for state in JobState
        ]
    assert len(set(said)) == len(said)
    assert all(_is_in(language, words) for words in said), said


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "error",
    [
        PrinterMissingError(printer="counter"),
        PrinterMissingError(printer=""),
        PrinterUnavailableError(printer="counter", reason="no_paper"),
        PrinterUnavailableError(),
        PrintFailedError(printer="counter", reason="refused"),
    ],
)
def test_every_error_has_a_sentence(language: str, error: KnownError) -> None:
    with in_language(language):
        said = sentence(error.code, error.details)
    assert said is not None
    assert _is_in(language, said), said


def test_other_codes_are_left_to_others() -> None:
    assert sentence("disk_full", {}) is None
    assert printer_reason("on_fire") == "on_fire"


def _is_in(language: str, text: str) -> bool:
    has_chinese = any("一" <= character <= "鿿" for character in text)
    return has_chinese is (language == "zh")
