"""The dialog of restore: which backup, or headquarters; what would be missing, in numbers; then it is done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.language import _
from app.language.reasons import error_text
from app.ui.keeping.path_field import FOLDER, PathField
from app.ui.keeping.steps import Step, StepDialog, TellingStep
from app.ui.keeping.words import backup_row, foreseen_lines
from app.ui.permissions.sheet_table import SheetTable
from app.ui.permissions.tables import Sheet
from app.ui.theme import metrics
from app.ui.widgets.cards import FieldGrid
from app.ui.widgets.enter_walk import focus
from app.ui.widgets.error_summary import FieldError
from app.ui.widgets.fields import Field, PasswordField, TextField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.operations.back_up import BackupMade
    from app.operations.restore import Restored
    from app.ui.keeping.opening import KeepingScreens

_TABLE_ROWS = 5
_AT_PASSWORD = frozenset(
    {"wrong_password", "locked_out", "person_suspended", "no_store_key", "supervisor_only", "new_password_needed"}
)


class ChooseStep(Step):
    """The backups in a folder, and headquarters as the last line; who restores."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        size = metrics()
        self.place = PathField(lambda: _("Folder of backups"), FOLDER, name="restorePlace", parent=self)
        self.add(self.place)
        self.table = SheetTable(self)
        self.table.setObjectName("restoreFrom")
        self.table.setFixedHeight(size.header + _TABLE_ROWS * size.row)
        self.column.addWidget(self.table)
        grid = FieldGrid(2)
        self.staff_no = TextField(lambda: _("Staff number"), code=True, max_length=20, name="restoreStaffNo")
        self.password = PasswordField(lambda: _("Password"), name="restorePassword")
        self.earlier = PasswordField(lambda: _("Your password when the backup was made"), name="earlierPassword")
        for field in (self.staff_no, self.password):
            grid.add(field)
            self.own(field)
        self.column.addWidget(grid)
        self.add(self.earlier)
        self.earlier.hide()

    def show_backups(self, found: tuple[BackupMade, ...]) -> None:
        """All that are there, the newest chosen."""
        heads = (_("Made on"), _("Size"), _("Entries up to no."), _("Backup"))
        last = (_("From headquarters, without a backup"), "", "", "")
        self.table.show_sheet(Sheet(heads, (*map(backup_row, found), last), wide=(0, 3)))
        self.table.clearSpans()
        self.table.setSpan(len(found), 0, 1, len(heads))
        self.table.resizeRowsToContents()
        self.table.selectRow(0)

    def first_field(self) -> Field | None:
        """The password where the number is known: the folder and the newest backup are mostly right."""
        return self.password if self.staff_no.value() else self.staff_no

    def forget(self) -> None:
        """Empty what is secret."""
        self.password.set_value("")
        self.earlier.set_value("")


class RestoreDialog(StepDialog):
    """Steps: choose, foresee, done. Until the second is confirmed nothing is touched."""

    def __init__(self, screens: KeepingScreens, staff_no: str = "", *, from_headquarters: bool = False) -> None:
        super().__init__(
            lambda: _("Restore the database"), confirm=lambda: _("See what would be missing"), width=720,
            parent=screens.window,
        )  # fmt: skip
        self._screens = screens
        self.choose = ChooseStep(self)
        self.foreseen = TellingStep(self)
        self.end = TellingStep(self)
        self._backups: tuple[BackupMade, ...] = ()
        self._wanted: tuple[str, str, Path | None] = ("", "", None)
        self._entrance: Any = None
        self._is_from_headquarters = from_headquarters
        self.take_in(self.choose, self.foreseen, self.end)
        self.choose.staff_no.set_value(staff_no)
        self.choose.place.left.connect(self._look_there)
        self.choose.table.opened.connect(lambda _row, _column: focus(self.choose.staff_no.editor))
        self.confirmed.connect(self._on_confirmed)

    def begin(self) -> None:
        """Show the backups in the desk's own place."""
        self._show_choose()
        self._screens.run(self._screens.calls.place, self._on_place, self._on_failed)

    # -- choosing --------------------------------------------------------------------------------------------------

    def _on_place(self, place: Path) -> None:
        self.choose.place.set_value(str(place))
        self._look_there()

    def _look_there(self) -> None:
        place, calls = self.choose.place.path(), self._screens.calls
        if place is None or self.step is not self.choose:
            return

        def failed(error: Exception) -> None:
            self._show_backups(())
            self.choose.place.set_error(error_text(error))

        def there(found: tuple[BackupMade, ...]) -> None:
            self.choose.place.set_error("")
            self._show_backups(found)

        self._screens.run(lambda: calls.backups(place), there, failed)

    def _show_backups(self, found: tuple[BackupMade, ...]) -> None:
        is_same = found == self._backups and self.choose.table.model().rowCount() > 0
        self._backups = found
        if not is_same:
            self.choose.show_backups(found)
            if self._is_from_headquarters:
                self.choose.table.selectRow(len(found))

    def _chosen(self) -> Path | None:
        row = self.choose.table.currentIndex().row()
        if 0 <= row < len(self._backups):
            return self._backups[row].place / self._backups[row].name
        return None

    def _show_choose(self) -> None:
        self.show_step(
            self.choose,
            lambda: _("See what would be missing"),
            lambda: _(
                "Choose what the database is put back from. Nothing is done before you have seen what is missing."
            ),
        )

    def _foresee(self) -> None:
        page, calls = self.choose, self._screens.calls
        staff_no, password = page.staff_no.value().strip(), page.password.value()
        missing = (
            (page.staff_no, "" if staff_no else _("Enter your staff number")),
            (page.password, "" if password else _("Enter your password")),
        )
        errors = [FieldError(said, field) for field, said in missing if said]
        if errors:
            self.errors.show_errors(errors)
            return
        backup = self._chosen()
        self._wanted = (staff_no, password, backup)
        self.wait(lambda: _("Looking…"))
        self._screens.run(lambda: calls.foresee(staff_no, password, backup), self._show_foreseen, self._on_failed)

    def _show_foreseen(self, foreseen: Restored) -> None:
        self.stop_waiting()
        self.foreseen.say(self.foreseen.text.setText, lambda: "\n".join(foreseen_lines(foreseen, is_done=False)))
        self.show_step(self.foreseen, lambda: _("Restore now"), lambda: _("This is what a restore comes to:"))

    # -- doing -----------------------------------------------------------------------------------------------------

    def _restore(self) -> None:
        staff_no, password, backup = self._wanted
        earlier = self.choose.earlier.value() or None
        screens = self._screens
        self.wait(lambda: _("Restoring…"))

        def work() -> tuple[Any, Restored]:
            desk, restored = screens.calls.restore(staff_no, password, backup, earlier)
            return (desk, screens.entrance.read_place(desk)), restored

        screens.run(work, self._show_done, self._on_failed)

    def _show_done(self, done: tuple[Any, Restored]) -> None:
        self._entrance, restored = done
        self.stop_waiting()
        self._wanted = ("", "", None)
        self.choose.forget()
        self.end.say(self.end.text.setText, lambda: "\n".join(foreseen_lines(restored, is_done=True)))
        self.show_step(self.end, lambda: _("To the desk"), "")
        self.cancel_button.hide()

    def done(self, result: int) -> None:
        """However it closes: who was let in is at the desk."""
        entered, self._entrance = self._entrance, None
        self.choose.forget()
        self._wanted = ("", "", None)
        super().done(result)
        if entered is not None:
            self._screens.entrance.entered(entered)

    # -- the rest --------------------------------------------------------------------------------------------------

    def _on_confirmed(self) -> None:
        self.errors.clear()
        if self.step is self.choose:
            self._foresee()
        elif self.step is self.foreseen:
            self._restore()
        else:
            self.accept()

    def _on_failed(self, error: Exception) -> None:
        self.stop_waiting()
        code = getattr(error, "code", "")
        self._show_choose()
        page = self.choose
        field: Field | None = None
        if code == "earlier_password_needed" or (code in _AT_PASSWORD and not page.earlier.isHidden()):
            page.earlier.show()
            page.earlier.set_value("")
            field = page.earlier
            self.walk_fields()
        elif code in _AT_PASSWORD:
            field = page.password
        self.refuse(error_text(error), field)
