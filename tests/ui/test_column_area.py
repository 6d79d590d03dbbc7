"""The scrolling column takes the room that wrapped texts need, and gives it back."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.ui.widgets.column_area import ColumnArea
from app.ui.widgets.texts import WrappedLabel


def test_an_error_that_is_gone_gives_its_room_back(qtbot) -> None:
    body = QWidget()
    column = QVBoxLayout(body)
    column.addWidget(QLabel("一行"))
    area = ColumnArea(body)
    qtbot.addWidget(area)
    area.resize(200, 120)
    area.show()
    before = body.minimumHeight()

    error = WrappedLabel("请填写投诉内容。" * 20, body, kind="error")
    column.addWidget(error)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0)
    column.removeWidget(error)
    error.deleteLater()

    qtbot.waitUntil(lambda: body.minimumHeight() == before)
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0)
