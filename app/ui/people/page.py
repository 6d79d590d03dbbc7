"""The page of people: the list, and beneath it what can be done to the one who is chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.language import _
from app.ui.owned_run import owned
from app.ui.page_context import PageContext
from app.ui.people.asking import Asking
from app.ui.people.calls import PeopleCalls
from app.ui.people.presenter import ChangeKey, PeoplePresenter
from app.ui.people.words import directory_words, key_due_words, people_sheet
from app.ui.permissions.sheet_table import SheetTable
from app.ui.shell.actions import Action
from app.ui.shell.page import Page
from app.ui.theme import metrics
from app.ui.widgets.action_bar import ActionBar
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.cards import Card
from app.ui.widgets.notices import Banner

if TYPE_CHECKING:
    from app.operations.people_list import Colleague, PeopleReading


class PeoplePage(Page):
    """The page; what it decides is in the presenter."""

    shows: ClassVar[frozenset[str]] = frozenset({"people", "book", "sync"})

    def __init__(
        self,
        context: PageContext,
        change_key: ChangeKey,
        calls: PeopleCalls | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        run = owned(context.run, self)
        self.presenter = PeoplePresenter(self, run, change_key, context.people(), calls)
        self.asking = Asking(self, self.presenter, self._current, self.take_keyboard)
        self._reading: PeopleReading | None = None
        self.problem = Banner("", tone="error", is_inset=True, parent=self)
        self.key_due = Banner("", tone="warning", is_inset=True, parent=self)
        self.ruled = Banner("", tone="info", is_inset=True, parent=self)
        self.table = SheetTable(self)
        self.table.setObjectName("people")
        self.bar = self._made_bar()
        self._lay_out()
        self.table.opened.connect(lambda _row, _column: self.asking.change())
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_buttons())
        self.retranslate()

    # ---- how it is built

    def _made_bar(self) -> ActionBar:
        make = _button
        self.remove_button = make(lambda: _("Remove"), "x", "Del", self.asking.remove, "removePerson")
        self.keys_button = make(lambda: _("Forgotten password"), "key", "Ctrl+G", self.asking.replace_keys, "newKeys")
        self.suspend_button = make(self._suspend_words, "lock", "Ctrl+D", self.asking.suspend, "suspendPerson")
        self.change_button = make(lambda: _("Change"), "pencil", "Ctrl+E", self.asking.change, "changePerson")
        self.enrol_button = PrimaryButton(
            lambda: _("Enrol a person"), icon="plus", on_click=self.asking.enrol, name="enrol"
        )
        return ActionBar(
            self.remove_button, self.keys_button, self.suspend_button, self.change_button, self.enrol_button
        )

    def _lay_out(self) -> None:
        size = metrics()
        column = QVBoxLayout()
        column.setContentsMargins(size.margin, size.px(10), size.margin, size.px(10))
        column.setSpacing(size.px(10))
        for widget in (self.problem, self.key_due, self.ruled):
            column.addWidget(widget)
        card = Card()
        card.fill()
        card.body.addWidget(self.table, 1)
        column.addWidget(card, 1)
        self.column.addLayout(column, 1)
        self.column.addWidget(self.bar)

    # ---- what the window asks

    def title(self) -> str:
        """The page's title."""
        return _("People")

    def on_shown(self, **arguments: Any) -> None:
        """Read whenever the page comes up."""
        self.presenter.refresh()
        self.take_keyboard()

    def take_keyboard(self) -> None:
        """To the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Somebody's rights changed, here or at headquarters."""
        self.presenter.refresh()

    def is_filling_in(self) -> bool:
        """Whether something is being asked."""
        return self.asking.dialog is not None

    def actions_offered(self) -> Sequence[Action]:
        """The keys of this page."""
        ours = self.title
        return (
            Action("people.enrol", lambda: _("Enrol a person"), "Ctrl+Return", group=ours, is_listed_only=True),
            Action("people.change", lambda: _("Change"), "Ctrl+E", group=ours, is_listed_only=True),
            Action("people.suspend", lambda: _("Suspend, or let in again"), "Ctrl+D", group=ours, is_listed_only=True),
            Action("people.keys", lambda: _("Forgotten password"), "Ctrl+G", group=ours, is_listed_only=True),
            Action("people.remove", lambda: _("Remove"), "Del", group=ours, is_listed_only=True),
        )

    def retranslate(self) -> None:
        """Also the list and what stands above it."""
        super().retranslate()
        if hasattr(self, "bar"):
            self.table.setAccessibleName(_("People of this computer"))
            self._say_all()

    # ---- what the presenter says

    def show_reading(self, reading: PeopleReading) -> None:
        """The list; whoever was chosen stays chosen, wherever they stand in it now."""
        was = _at(self._reading, self.table.currentIndex().row())
        self._reading = reading
        self._say_all()
        place = _place_of(was, reading)
        if place is not None:
            self.table.setCurrentIndex(self.table.model_.index(place, max(self.table.currentIndex().column(), 0)))

    def show_problem(self, text: str) -> None:
        """What went wrong; what is listed stays."""
        self.problem.set_words(text, "error")

    def show_refused(self, at_fields: Mapping[str, str], whole: str) -> None:
        """What is wrong with what was asked for."""
        self.asking.refuse(at_fields, whole)

    def show_done(self, text: str) -> None:
        """It is done."""
        self.asking.accept()
        self.toast(text)

    def show_first_password(self, name: str, password: str) -> None:
        """To be handed over now."""
        self.asking.hand_over(name, password)

    def show_key_changing(self, is_changing: bool) -> None:
        """While the database is put under another key."""
        self.key_due.setEnabled(not is_changing)

    # ---- words

    def _say_all(self) -> None:
        reading = self._reading
        if reading is None:
            return
        self.table.show_sheet(people_sheet(reading))
        self.ruled.set_words(lambda: directory_words(reading), "info")
        self.key_due.set_words(lambda: key_due_words(reading), "warning")
        may_change = reading.key_due is not None and reading.may_keep_store
        self.key_due.set_action(
            Button(lambda: _("Change the database key"), on_click=self.presenter.change_key, name="changeKey")
            if may_change
            else None
        )
        self.enrol_button.setEnabled(bool(reading.roles))
        self._show_buttons()

    def _show_buttons(self) -> None:
        one = self._current()
        for button in (self.change_button, self.suspend_button, self.keys_button, self.remove_button):
            button.setEnabled(one is not None and one.standing != "removed")
        self.suspend_button.retranslate()

    def _current(self) -> Colleague | None:
        return self.presenter.at(self.table.currentIndex().row()) if hasattr(self, "table") else None

    def _suspend_words(self) -> str:
        one = self._current()
        return _("Let in again") if one is not None and one.standing == "suspended" else _("Suspend")


def _at(reading: PeopleReading | None, row: int) -> Colleague | None:
    return reading.people[row] if reading is not None and 0 <= row < len(reading.people) else None


def _place_of(was: Colleague | None, reading: PeopleReading) -> int | None:
    """Where somebody is in another reading; a number that was given again belongs to two lines."""
    if was is None:
        return None
    found = [place for place, one in enumerate(reading.people) if one.staff_no == was.staff_no]
    same = (place for place in found if reading.people[place].enrolled_at == was.enrolled_at)
    return next(same, found[0] if found else None)


def _button(words: Callable[[], str], icon: str, keys: str, on_click: Callable[[], None], name: str) -> Button:
    return Button(words, icon=icon, shortcut=keys, is_shortcut_shown=True, on_click=on_click, name=name)
