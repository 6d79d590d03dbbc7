"""The sheet of all keys (F1 or ?), made from the same table that binds them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.language import _
from app.ui.shell.actions import Action
from app.ui.theme import metrics
from app.ui.widgets.buttons import shortcut_text
from app.ui.widgets.dialog import Dialog
from app.ui.wording import worded


class ShortcutSheet(Dialog):
    """Shows `actions` that have keys, grouped, in two columns."""

    def __init__(self, actions: Sequence[Action], parent: QWidget | None = None) -> None:
        super().__init__(lambda: _("Keyboard shortcuts"), confirm=lambda: _("Close"), width=720, parent=parent)
        self.cancel_button.hide()
        self.confirmed.connect(self.accept)
        groups: dict[str, list[Action]] = {}
        for action in actions:
            if action.keys:
                groups.setdefault(worded(action.group), []).append(action)
        size = metrics()
        columns = QHBoxLayout()
        columns.setSpacing(size.px(40))
        halves = (QVBoxLayout(), QVBoxLayout())
        heights = [0, 0]
        for title, members in groups.items():
            side = 0 if heights[0] <= heights[1] else 1
            halves[side].addWidget(_group(title, members, self))
            heights[side] += len(members) + 2
        for half in halves:
            half.addStretch(1)
            columns.addLayout(half, 1)
        self.body.addLayout(columns)


def _group(title: str, members: Sequence[Action], parent: QWidget) -> QWidget:
    box = QWidget(parent)
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(metrics().px(5))
    heading = QLabel(title, box)
    heading.setProperty("kind", "strong")
    grid.addWidget(heading, 0, 0, 1, 2)
    for row, action in enumerate(members, 1):
        words = QLabel(action.text(), box)
        words.setProperty("kind", "muted")
        keys = QLabel(shortcut_text(f"{action.keys} / {action.also}" if action.also else action.keys), box)
        keys.setProperty("kind", "key")
        keys.setAlignment(Qt.AlignmentFlag.AlignCenter)
        grid.addWidget(words, row, 0)
        grid.addWidget(keys, row, 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(0, 1)
    return box
