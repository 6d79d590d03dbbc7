"""Qt's own messages reach the log as kind and category, never with their words."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtCore import qCritical, qDebug, qWarning

from app.ui.qt_messages import logged_qt_messages

WORDS = "QLabel: 王芳芳 13812345678"


@pytest.mark.allow_log
def test_the_words_are_left_out(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level(logging.DEBUG), logged_qt_messages():
        qDebug(WORDS)
        qWarning(WORDS)
        qCritical(WORDS)
    said = [(record.levelname, record.getMessage()) for record in caplog.records]
    assert said == [("WARNING", "Qt warning, category default"), ("ERROR", "Qt critical, category default")]
    assert capfd.readouterr().err == ""


@pytest.mark.allow_log
def test_one_that_repeats_fills_no_disk(caplog: pytest.LogCaptureFixture) -> None:
    with logged_qt_messages():
        for _number in range(100):
            qWarning(WORDS)
    assert len(caplog.records) == 20
