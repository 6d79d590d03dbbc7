"""The list of what must be put right, above a form, with links to the fields (ux.md 1 no. 7)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.language import ngettext_
from app.ui.theme import metrics
from app.ui.widgets.enter_walk import focus
from app.ui.widgets.fields import Field


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing to put right: the sentence, and the field it is about (None for the whole form). `go` goes to a field
    that may be out of sight."""

    message: str
    field: Field | None = None
    go: Callable[[], object] | None = None


class ErrorSummary(QFrame):
    """Hidden while there is nothing to say. `show_errors` also writes each message at its field."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("errorSummary")
        size = metrics()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(size.px(12), size.px(8), size.px(12), size.px(8))
        self._column.setSpacing(0)
        self._errors: tuple[FieldError, ...] = ()
        self._links: list[QWidget] = []
        self.hide()

    def errors(self) -> tuple[FieldError, ...]:
        """What is shown now."""
        return self._errors

    def show_errors(self, errors: Sequence[FieldError], *, moves_focus: bool = True) -> None:
        """Show `errors` here and at their fields, clear the fields of errors shown before, focus the first field."""
        for old in self._errors:
            if old.field is not None:
                old.field.set_error("")
        self._errors = tuple(errors)
        for link in self._links:
            link.hide()
            link.deleteLater()
        self._links = []
        self.setVisible(bool(errors))
        if not errors:
            return
        heading = ngettext_("{count} thing needs correcting", "{count} things need correcting", len(errors))
        title = QLabel(heading.format(count=len(errors)), self)
        title.setMinimumHeight(metrics().px(22))
        self._add(title)
        for error in errors:
            if error.field is not None and not error.field.error():
                error.field.set_error(error.message)
            self._add(self._link(error))
        words = "\n".join([title.text(), *(error.message for error in errors)])
        self.setAccessibleName(words)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))
        first = next((error.field for error in errors if error.field is not None), None)
        if moves_focus and first is not None:
            focus(first.editor)

    def clear(self) -> None:
        """Take all messages away."""
        self.show_errors(())

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)
        self._links.append(widget)

    def _link(self, error: FieldError) -> QWidget:
        field = error.field
        if field is None:
            label = QLabel(error.message, self)
            label.setWordWrap(True)
            return label
        link = QPushButton(error.message, self)
        link.setProperty("kind", "errorLink")
        link.setAccessibleName(error.message)
        link.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        link.clicked.connect(lambda: error.go() if error.go else focus(field.editor))
        return link
