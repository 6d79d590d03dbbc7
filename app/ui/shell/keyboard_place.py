"""Which field has the keyboard, by name, so that it has it again after a lock has destroyed and remade the page."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.ui.widgets.enter_walk import focus
from app.ui.widgets.fields import Field


def field_with_keyboard(page: QWidget | None) -> str:
    """The name of the field of `page` that has the keyboard, "" for none."""
    widget = page.window().focusWidget() if page is not None else None
    while widget is not None and not isinstance(widget, Field):
        widget = widget.parentWidget()
    return widget.objectName() if widget is not None and page is not None and page.isAncestorOf(widget) else ""


def give_keyboard(page: QWidget | None, name: str) -> None:
    """Let the field `name` have it, if the page has such a field in view."""
    if page is None or not name:
        return
    field = page.findChild(Field, name)
    if field is not None and field.isVisibleTo(page):
        focus(field.editor)
