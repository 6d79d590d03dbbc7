"""A line for the path of a file or folder: typed, or chosen in the system's dialog with the button beside the label."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from app.language import _
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.fields import TextField
from app.ui.wording import Words, worded

NEW_FILE, FILE, FOLDER = "new_file", "file", "folder"


class PathField(TextField):
    """`kind` is NEW_FILE, FILE or FOLDER. `chosen` is called after something was chosen in the dialog."""

    def __init__(
        self,
        label: Words,
        kind: str,
        *,
        name: str,
        optional: bool = False,
        shortcut: str = "",
        chosen: Callable[[], object] = lambda: None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, optional=optional, code=True, name=name, max_length=1000, parent=parent)
        self._kind = kind
        self._title = label
        self._chosen = chosen
        self.dialog: QFileDialog | None = None
        self.button = LinkButton(
            lambda: _("Choose…"),
            shortcut=shortcut,
            is_flush=True,
            on_click=self.choose,
            name=f"{name}Choose",
            parent=self,
        )
        self.add_corner(self.button)

    def path(self) -> Path | None:
        """What is typed, as a path; None for nothing, and for what can't be one."""
        text = self.value().strip().strip('"')
        return Path(text).expanduser() if text and "\0" not in text else None

    def suggest(self, name: str) -> None:
        """Fill in a file of this name in the person's documents."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        place = Path(folder) if folder and Path(folder).is_dir() else Path.home()
        self.set_value(str(place / name))

    def choose(self) -> None:
        """Open the system's dialog."""
        dialog = QFileDialog(self, worded(self._title))
        typed = self.path()
        if self._kind == FOLDER:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        elif self._kind == FILE:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        else:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        if typed is not None and typed.parent.is_dir():
            dialog.setDirectory(str(typed if typed.is_dir() else typed.parent))
            if self._kind == NEW_FILE:
                dialog.selectFile(typed.name)
        dialog.fileSelected.connect(self._on_selected)
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        self.dialog = dialog
        dialog.open()

    def _on_selected(self, path: str) -> None:
        self.set_value(path)
        self.set_error("")
        self._chosen()


def save_request_dialog(parent: QWidget) -> QFileDialog:
    """Chooses where a copy of the request goes."""
    dialog = QFileDialog(parent, _("Save the request again…"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile("jiesu-recovery-request.json")
    dialog.finished.connect(lambda _result: dialog.deleteLater())
    return dialog
