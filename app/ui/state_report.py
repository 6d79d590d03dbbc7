"""Where the program stands, written to a file when it is asked by signal: for tests that must not touch its widgets.

Only when the environment names the file (`JIESU_TEST_STATE`) does a running desk answer. Names, codes and numbers are
all it tells; nothing of a customer, not even what stands in a field: only how many characters do.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.ui.widgets.fields import Field

if TYPE_CHECKING:
    from app.ui.desk_ui import DeskUi


class StateReport(QObject):
    """Writes `describe` of `ui` to `path` at every `write`; `serial` counts the reports."""

    def __init__(self, ui: DeskUi, path: Path) -> None:
        super().__init__(ui)
        self._ui = ui
        self._path = path
        self._serial = 0

    def write(self) -> None:
        """Report how things stand now."""
        self._serial += 1
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps({"serial": self._serial, **describe(self._ui)}), encoding="ascii")
        os.replace(part, self._path)


def describe(ui: DeskUi) -> dict[str, Any]:
    """The state of the window as plain data."""
    window = ui.window
    desk = window.desk
    person = window.person()
    page = desk.page() if desk is not None and desk.isVisible() else None
    fields = [field for field in (page or ui.sign_in).findChildren(Field) if field.isVisible()]
    dialog = next((w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()), None)
    palette = window.palette_list
    sync = ui.office.sync_state
    return {
        "page": desk.page_name() if desk is not None and page is not None else "",
        "sign_in": ui.sign_in.mode() if ui.sign_in.isVisible() else "",
        "person": person.staff_no if person is not None else "",
        "is_locked": window.is_locked(),
        "locks_in": window.idle.seconds_left() if window.idle.is_running() else -1,
        "is_active": window.isActiveWindow() or (dialog is not None and dialog.isActiveWindow()),
        "focus": name_of(QApplication.focusWidget()),
        "dialog": (dialog.objectName() or type(dialog).__name__) if dialog is not None else "",
        "is_palette_open": palette is not None and palette.isVisible(),
        "toast": len(desk.toast_text()) if desk is not None else 0,
        "lengths": {field.objectName(): _length(field) for field in fields if field.objectName()},
        "wrong": [field.objectName() for field in fields if field.error()],
        "has_unsaved": bool(getattr(getattr(page, "presenter", None), "has_unsaved", False)),
        "pending": ui.jobs.pending(),
        "sync": sync.phase.value if sync is not None else "",
        "waiting": sync.waiting if sync is not None else -1,
    }


def name_of(widget: QWidget | None) -> str:
    """The name of the field that `widget` belongs to, or its own name, or its class."""
    inner = widget
    while widget is not None and not isinstance(widget, Field):
        widget = widget.parentWidget()
    if widget is not None:
        return widget.objectName()
    return (inner.objectName() or type(inner).__name__) if inner is not None else ""


def _length(field: Field) -> int:
    value = getattr(field, "value", None)
    return len(str(value() or "")) if callable(value) else 0
