"""What the files of a case ask for: which to add, where to save one, why one does not belong to the case."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.disclosure import Why
from app.language import _, disclosure_labels
from app.ui.widgets.dialog import Dialog
from app.ui.widgets.multiline import MultilineField
from app.ui.widgets.reason_dialog import Offered, ReasonDialog

_PATTERNS = "*.jpg *.jpeg *.png *.gif *.bmp *.tif *.tiff *.webp *.pdf *.txt"


def open_dialog(parent: QWidget) -> QFileDialog:
    """Chooses files to add. What they are is seen by their content, so all files can be chosen."""
    dialog = QFileDialog(parent, _("Add files"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters([_("Pictures, PDF, text") + f" ({_PATTERNS})", _("All files") + " (*)"])
    return dialog


class TakeOutDialog(ReasonDialog):
    """Asks what a file is needed for outside. `title` where it is no file of a case."""

    def __init__(
        self, reasons: Sequence[Why], parent: QWidget | None = None, title: Callable[[], str] | None = None
    ) -> None:
        super().__init__(
            title or (lambda: _("Save a file outside")),
            confirm=lambda: _("Choose the place…"),
            intro=lambda: _("It goes on record who took the copy out, when and what for; the copy says so too."),
            reasons=[Offered(why.code, _words(why.code), why.needs_note) for why in reasons],
            parent=parent,
        )


def _words(code: str) -> Callable[[], str]:
    return lambda: disclosure_labels.choice(code)


class SetAsideDialog(Dialog):
    """Asks why a file does not belong to the case. Signals: reasoned(reason)."""

    reasoned = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(
            lambda: _("Set a file aside"),
            confirm=lambda: _("Set the file aside"),
            intro=lambda: _("{name} stays on record, marked as not belonging to the case.").format(name=name),
            is_danger=True,
            parent=parent,
        )
        self.reason = MultilineField(lambda: _("Why"), rows=3, name="setAsideReason")
        self.body.addWidget(self.reason)
        self.walk([self.reason])
        self.confirmed.connect(self._on_confirmed)

    def show_problem(self, text: str) -> None:
        """Why it was refused; what was typed stays."""
        self.set_busy(False)
        self.reason.set_error(text)
        self.reason.editor.setFocus()

    def _on_confirmed(self) -> None:
        self.set_busy(True)
        self.reason.set_error("")
        self.reasoned.emit(self.reason.value())
