"""Messages that follow each other, and fields that appear: nothing that was just said is cut or out of view."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.ui.widgets.column_area import ColumnArea
from app.ui.widgets.notices import Toast


def test_the_second_message_with_a_link_has_room_for_all_its_words(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(900, 300)
    host.show()
    toast = Toast(host)
    for text in (
        "Recorded: TS0102-26A00001-U. The slip was sent to the printer.",
        "Recorded: 2. The slip was sent too.",
    ):
        toast.say(text, action="Open the case")
        label = toast.findChild(QLabel)
        link = toast.findChild(QPushButton)
        assert label is not None
        assert link is not None
        toast.layout().activate()
        assert label.width() >= label.sizeHint().width()
        assert link.width() >= link.sizeHint().width()
    toast.hide()


def test_a_field_that_appears_and_takes_the_keyboard_is_scrolled_into_view(qtbot: QtBot) -> None:
    body = QWidget()
    column = QVBoxLayout(body)
    words = QLabel("What is written here is wrapped, so that the column's height follows from its width. " * 3)
    words.setWordWrap(True)
    column.addWidget(words)
    lines: list[QWidget] = [*(QLineEdit() for _ in range(12)), QPlainTextEdit()]
    for line in lines:
        line.setFixedHeight(100 if line is lines[-1] else 40)
        column.addWidget(line)
    lines[-1].hide()
    area = ColumnArea(body)
    qtbot.addWidget(area)
    area.resize(300, 200)
    area.show()
    area.activateWindow()
    lines[0].setFocus()
    qtbot.waitUntil(lines[0].hasFocus)
    lines[-1].show()
    lines[-1].setFocus()

    def is_in_view() -> bool:
        top = lines[-1].mapTo(area.viewport(), lines[-1].rect().topLeft()).y()
        return top >= 0 and top + lines[-1].height() <= area.viewport().height()

    qtbot.waitUntil(is_in_view)
