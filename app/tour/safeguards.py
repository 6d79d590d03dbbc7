"""The third part of the tour: who sees what, who may do what, and what can be proved; each by keyboard.

At the end the evidence package of the walk's case is checked as a court's expert would: by the small program that comes
with the desk, in a process of its own, with headquarters' public key and nothing else.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QWidget

from app.language import _, audit_words
from app.tour.by_keys import CaseKeys, put
from app.tour.counter import Counter
from app.tour.hands import StuckError, click, ctrl, enter, find, focused, go_to, press, type_text, wait_until
from app.tour.safeguard_words import safeguard_words
from app.trial.people import TRIAL_PEOPLE, TrialPerson
from app.ui.audit.page import AuditPage
from app.ui.case.page import CasePage
from app.ui.keeping.backup_page import BackupPage
from app.ui.people.page import PeoplePage
from app.ui.permissions.page import PermissionsPage
from app.ui.shell.page import Page
from app.ui.sign_in.first_password import FirstPasswordPanel
from app.ui.widgets.fields import Field, PasswordField
from app.ui.widgets.notices import Toast

if TYPE_CHECKING:
    from app.bootstrap.office import Office

P = TypeVar("P", bound=Page)

PACKAGE = "evidence.zip"
CHECK = "evidence-check.txt"
NEW_STAFF_NO = "0222"
_NEW_PASSWORD = "yuqing-zai-chaoyang-22"  # noqa: S105 - of somebody invented
_CHECKER = Path(__file__).resolve().parents[2] / "resources" / "evidence" / "check_evidence.py"
_CONTROL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_BY_ROLE = {person.role.value: person for person in TRIAL_PEOPLE}
_SECONDS = 15.0


@dataclass(slots=True)
class Safeguards:
    """The walk of the supervisor over the closed case of the first part."""

    counter: Counter
    office: Office
    language: str
    out: Path
    first_password: str = field(default="", repr=False)

    def run(self) -> None:
        """All steps in order. Raises: StuckError at the first one that does not do what it should."""
        supervisor = _BY_ROLE["supervisor"]
        self.counter.change_over(supervisor)
        self._look_at_details(supervisor)
        self._hold()
        self._audit()
        self._permissions()
        self._retention()
        self._people()
        self._begin()
        self._back_up()
        self._take_evidence()

    # -- whose data is seen --------------------------------------------------------------------------------------------

    def _look_at_details(self, person: TrialPerson) -> None:
        """In full for half a minute, for a reason; a lock hides them at once and they stay masked after it."""
        self.counter.open_case()
        ctrl(Qt.Key.Key_M)
        self._dialog("the reason is asked for")
        self.counter.picture("reveal-reason")
        type_text("1")
        page = self._case_page()
        wait_until("the details stand there", lambda: page.presenter.contact.is_shown, _SECONDS)
        self.counter.settle()
        self.counter.picture("revealed")
        window, began = self.counter.ui.window, perf_counter()
        ctrl(Qt.Key.Key_L)
        wait_until("the desk is locked", window.is_locked)
        self.counter.milliseconds["lock"] = _since(began)
        sign_in = self.counter.ui.sign_in
        wait_until("the password is asked for", lambda: sign_in.mode() == "lock")
        self.counter.settle()
        self.counter.picture("locked-with-details")
        go_to(sign_in.password.editor)
        type_text(person.password)
        began = perf_counter()
        enter()
        wait_until("the desk is back", lambda: not window.is_locked())
        self.counter.milliseconds["unlock"] = _since(began)
        self.counter.settle()
        if self._case_page().presenter.contact.is_shown:
            raise StuckError("the details stand there after the lock")
        self.counter.picture("masked-again")

    def _hold(self) -> None:
        """A dispute keeps the case beyond its time."""
        keys = CaseKeys(self.counter)
        keys.take("place_hold", safeguard_words(self.language)["hold"], picture="hold", reason="lawsuit")
        self.counter.picture("held")
        for toast in self.counter.ui.window.findChildren(Toast):
            if toast.isVisible():
                click(find(toast, QAbstractButton, ""))

    # -- what is on record ---------------------------------------------------------------------------------------------

    def _audit(self) -> None:
        """Filters, an entry in full, and the check of the whole journal."""
        ctrl(Qt.Key.Key_6)
        self.counter.settle()
        self.counter.picture("audit")
        page = self._page(AuditPage)
        go_to(page.filters.group.editor)
        ctrl(Qt.Key.Key_A)
        type_text(audit_words.group("details"))
        enter()
        self.counter.settle()
        self.counter.picture("audit-of-looks")
        click(find(page, QAbstractButton, "auditClear"))
        self.counter.settle()
        press(Qt.Key.Key_F9)
        checking = page.check.checking
        wait_until("the journal was checked", lambda: checking.check is not None and not checking.is_checking)
        self.counter.settle()
        if checking.check is None or not checking.check.report.is_sound:
            raise StuckError("the journal is not found sound")
        self.counter.picture("journal-checked")

    def _permissions(self) -> None:
        """Who may do what, who did what, and the paper of it."""
        press(Qt.Key.Key_A, _CONTROL | _SHIFT)
        self.counter.settle()
        page = self._page(PermissionsPage)
        type_text("]")
        self.counter.settle()
        self.counter.picture("permission-audit")
        press(Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
        self.counter.settle()
        self.counter.picture("sensitive-acts")
        press(Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
        wait_until("the paper stands there", lambda: page.preview.accessibleDescription() != "", _SECONDS)
        self.counter.settle()
        self.counter.picture("permission-paper")

    def _retention(self) -> None:
        press(Qt.Key.Key_B, _CONTROL | _SHIFT)
        self.counter.settle()
        self.counter.picture("retention")

    # -- people --------------------------------------------------------------------------------------------------------

    def _people(self) -> None:
        """Somebody new with a first password; somebody who may not sign in for a while."""
        said = safeguard_words(self.language)
        press(Qt.Key.Key_M, _CONTROL | _SHIFT)
        self.counter.settle()
        self.counter.picture("people")
        ctrl(Qt.Key.Key_Return)
        dialog = self._dialog("somebody new is asked for")
        put(find(dialog, Field, "personNumber"), NEW_STAFF_NO)
        put(find(dialog, Field, "personName"), said["colleague"]["name"])
        put(find(dialog, Field, "personRole"), "teller")
        self.counter.picture("enrol")
        ctrl(Qt.Key.Key_Return)
        wait_until("the first password is shown", lambda: _told(self.counter.dialog()), _SECONDS)
        self.first_password = _told(self.counter.dialog())
        self.counter.picture("first-password")
        ctrl(Qt.Key.Key_Return)
        self._no_dialog()
        for act in ("suspend", "resume"):
            self._choose(_BY_ROLE["teller"].staff_no)
            ctrl(Qt.Key.Key_D)
            dialog = self._dialog(f"why to {act}")
            put(find(dialog, Field, "personReason"), said[act]["reason"])
            if act == "suspend":
                self.counter.picture("suspend")
            ctrl(Qt.Key.Key_Return)
            self._no_dialog()
            self.counter.settle()
            if act == "suspend":
                self.counter.picture("suspended")

    def _begin(self) -> None:
        """Who has a first password chooses another one before anything opens, and works."""
        ctrl(Qt.Key.Key_L)
        page = self.counter.ui.sign_in
        wait_until("the password is asked for", lambda: page.mode() == "lock")
        ctrl(Qt.Key.Key_U)
        wait_until("another person may sign in", lambda: page.mode() == "sign_in")
        for entry, text in ((page.staff_no, NEW_STAFF_NO), (page.password, self.first_password)):
            entry.set_value("")
            go_to(entry.editor)
            type_text(text)
        enter()
        wait_until("another password is asked for", lambda: _sees(page, FirstPasswordPanel), _SECONDS)
        for name in ("newPassword", "newPasswordAgain"):
            go_to(find(page, PasswordField, name).editor)
            type_text(_NEW_PASSWORD)
        self.counter.settle()
        self.counter.picture("own-password")
        enter()
        wait_until("the new colleague is in", lambda: self.counter.ui.window.person() is not None)
        wait_until("the desk is open", lambda: not self.counter.ui.window.is_locked())
        self.counter.settle()
        self.counter.picture("first-day")
        self.counter.change_over(_BY_ROLE["supervisor"])

    def _choose(self, staff_no: str) -> None:
        page = self._page(PeoplePage)
        rows = [line[0] for line in page.table.model_.sheet.rows]
        go_to(page.table)
        press(Qt.Key.Key_Home)
        for _n in range(rows.index(staff_no)):
            press(Qt.Key.Key_Down)

    # -- what is kept --------------------------------------------------------------------------------------------------

    def _back_up(self) -> None:
        """Now, and the newest proved once more by opening it."""
        press(Qt.Key.Key_K, _CONTROL | _SHIFT)
        self.counter.settle()
        page, keeper = self._page(BackupPage), self.office.keeper
        if keeper is None:
            raise StuckError("there is nobody to make a backup")
        before, began = keeper.state.last, perf_counter()
        click(page.now_button)
        wait_until("the backup is made", lambda: keeper.state.last != before and not keeper.state.is_running)
        self.counter.milliseconds["backup"] = _since(began)
        self.counter.settle()
        ctrl(Qt.Key.Key_E)
        self.counter.settle()
        self.counter.picture("backups")

    def _take_evidence(self) -> None:
        """The package of the walk's case, saved by its dialogs and proven by the program that stands alone."""
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)  # keys go to Qt's own alone
        (self.out / PACKAGE).unlink(missing_ok=True)  # of an earlier tour; the dialog would ask before writing over it
        self.counter.open_case()
        ctrl(Qt.Key.Key_K)
        type_text(_("Export evidence package"))
        self.counter.settle()
        enter()
        dialog = self._dialog("what the package is for")
        click(find(dialog, QAbstractButton, "reason_for_authority"))
        put(find(dialog, Field, "reasonNote"), safeguard_words(self.language)["evidence"]["note"])
        self.counter.picture("evidence-reason")
        ctrl(Qt.Key.Key_Return)
        wait_until("the place is asked for", lambda: isinstance(self.counter.dialog(), QFileDialog), _SECONDS)
        place = self.counter.dialog()
        assert place is not None
        line = find(place, QLineEdit, "fileNameEdit")
        go_to(line)
        ctrl(Qt.Key.Key_A)
        type_text(str(self.out / PACKAGE))
        enter()
        wait_until("the package is saved", (self.out / PACKAGE).exists, _SECONDS)
        self.counter.settle()
        self.counter.picture("evidence-saved")

    def check_evidence(self) -> list[str]:
        """Let the stand-alone program judge the package; what it says is kept beside it."""
        key = self.counter.desk().headquarters_key.hex()
        done = subprocess.run(
            [sys.executable, "-I", str(_CHECKER), str(self.out / PACKAGE), "--key", key],
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        (self.out / CHECK).write_text(done.stdout + done.stderr, encoding="utf-8")
        return [] if done.returncode == 0 else [f"the evidence package is not proven: see {CHECK}"]

    # -- looking -------------------------------------------------------------------------------------------------------

    def _dialog(self, what: str) -> QDialog:
        wait_until(what, lambda: self.counter.dialog() is not None, _SECONDS)
        self.counter.settle()
        dialog = self.counter.dialog()
        assert dialog is not None
        return dialog

    def _no_dialog(self) -> None:
        wait_until("the dialog is gone", lambda: self.counter.dialog() is None, _SECONDS)
        self.counter.settle()

    def _case_page(self) -> CasePage:
        return self._page(CasePage)

    def _page(self, kind: type[P]) -> P:
        page = self.counter.page()
        if not isinstance(page, kind):
            raise StuckError(f"{kind.__name__} is not in view; {focused().objectName()} has the keyboard")
        return page


def _told(dialog: QDialog | None) -> str:
    label = dialog.findChild(QLabel, "firstPassword") if dialog is not None else None
    return label.text() if label is not None else ""


def _sees(root: QWidget, kind: type[QWidget]) -> bool:
    return any(widget.isVisible() for widget in root.findChildren(kind))


def _since(began: float) -> float:
    return round((perf_counter() - began) * 1000, 1)
