"""What a step at the desk is made of: opening, filling in, confirming, and waiting for what one sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget

from app.domain.case import Case
from app.operations.desk import Desk
from app.tour.hands import click, ctrl, enter, find, go_to, type_text, wait_until
from app.trial.people import TrialPerson
from app.ui.desk_ui import DeskUi
from app.ui.widgets.choices import ComboField
from app.ui.widgets.fields import Field

Picture = Callable[[str], None]
QUIET_MS = 280  # pages save drafts 250 ms after the last key, and make previews earlier


@dataclass(slots=True)
class Counter:
    """A person at the desk with one case. `picture(name)` takes a picture; `milliseconds` holds how long steps took."""

    ui: DeskUi
    picture: Picture
    milliseconds: dict[str, float] = field(default_factory=dict)
    case_id: str = ""
    slips: dict[str, bytes] = field(default_factory=dict, repr=False)

    def case(self) -> Case:
        """The case of the walk as it stands."""
        case = self.desk().store.case(self.case_id)
        assert case is not None
        return case

    def keep_slips(self) -> None:
        """Keep the slip in the sizes that were not printed, as it is now."""
        from app.operations.make_paper import preview_slip

        for size in ("a5", "a4"):
            slip = preview_slip(self.desk(), self.case_id, size, 0)
            if isinstance(slip, bytes):
                self.slips[size] = slip

    def open_case(self) -> None:
        """Show the case of the walk."""
        self.ui.window.go("case", case_id=self.case_id)
        self.settle()

    def step(self, name: str) -> None:
        """Take a next step of the case by its button."""
        button = next((b for b in self.page().findChildren(QAbstractButton, f"step_{name}") if b.isVisible()), None)
        wait_until(f"the step {name}", lambda: button is not None, 1)
        assert button is not None
        button.click()  # the list of steps may be scrolled; a mouse would have to scroll first
        self.settle()

    def fill(self, values: dict[str, str]) -> None:
        """Fill in the form in view: choose in lists, type everywhere else."""
        self.settle()
        for name, text in values.items():
            one = find(self.page(), Field, name)
            go_to(one.editor)
            if isinstance(one, ComboField):
                one.set_value(text)
            else:
                type_text(text)
        self.settle()

    def submit(self) -> None:
        """Confirm the form in view."""
        click(find(self.page(), QAbstractButton, "formSubmit"))
        self.settle()

    def page(self) -> QWidget:
        """The page in view."""
        frame = self.ui.window.desk
        page = frame.page() if frame is not None else None
        assert page is not None
        return page

    def dialog(self) -> QDialog | None:
        """The dialog in view."""
        return next((d for d in self.ui.window.findChildren(QDialog) if d.isVisible()), None)

    def desk(self) -> Desk:
        """The open desk."""
        desk = self.ui.office.desk
        assert desk is not None
        return desk

    def newest_case_id(self) -> str:
        """The case recorded last, "" for none."""
        desk = self.ui.office.desk
        return desk.store.newest_case_id() if desk is not None else ""

    def change_over(self, person: TrialPerson, picture: str = "") -> None:
        """Lock the desk and let another person sign in."""
        ctrl(Qt.Key.Key_L)
        wait_until("the desk is locked", self.ui.window.is_locked)
        self.settle()
        if picture:
            self.picture(picture)
        wait_until("the keys are wiped", lambda: self.ui.office.desk is None)
        page = self.ui.sign_in
        ctrl(Qt.Key.Key_U)
        wait_until("another person may sign in", lambda: page.mode() == "sign_in")
        page.staff_no.set_value("")
        go_to(page.staff_no.editor)
        type_text(person.staff_no)
        enter()
        type_text(person.password)
        enter()
        self.wait_for(person)

    def wait_for(self, person: TrialPerson) -> None:
        """Wait until `person` is signed in."""

        def is_in() -> bool:
            who = self.ui.window.person()
            return who is not None and who.staff_no == person.staff_no and not self.ui.window.is_locked()

        wait_until(f"{person.staff_no} is signed in", is_in)
        self.settle()

    def settle(self, quiet_ms: int = QUIET_MS) -> None:
        """Wait until nothing has been under way for as long as pages wait before they begin something by themselves."""
        quiet_since = perf_counter()
        while (perf_counter() - quiet_since) * 1000 < quiet_ms:
            if self.ui.jobs.pending():
                wait_until("all is done", lambda: not self.ui.jobs.pending())
                quiet_since = perf_counter()
            QTest.qWait(10)
