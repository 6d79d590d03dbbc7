"""The one window: sign-in first, the desk after it, and the lock in front of both."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget, QWidget

from app.language import _
from app.ui.shell.actions import Action, ActionTable
from app.ui.shell.desk_frame import DeskFrame
from app.ui.shell.facts import PersonFacts
from app.ui.shell.idle import IdleWatch
from app.ui.shell.navigation import Navigation
from app.ui.shell.palette import FindCases, Palette, Suggestion
from app.ui.widgets.buttons import key_sequences
from app.ui.wording import Worded

LOCK_AFTER_SECONDS = 300
FORM_FACTOR = 2  # a person in the middle of a form gets twice the time


class MainWindow(QMainWindow, Worded):
    """Joins sign-in page, desk and lock. Nothing of a customer ever stands in the title.

    Signals: locked() when the content was hidden; unlocked(); left() when the person signed out or is switched;
    closing() before the window closes; register_wanted(); notices_wanted(); sync_wanted(); printing_wanted();
    mask_changed(bool).
    """

    locked = Signal()
    unlocked = Signal()
    left = Signal()
    closing = Signal()
    notices_wanted = Signal()
    mask_changed = Signal(bool)

    def __init__(
        self,
        sign_in: QWidget,
        *,
        navigation: Navigation,
        now: Callable[[], datetime],
        lock_after_seconds: int = LOCK_AFTER_SECONDS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.sign_in = sign_in
        self.navigation = navigation
        self.actions_table = ActionTable()
        self.desk: DeskFrame | None = None
        self.palette_list: Palette | None = None
        self._now = now
        self._lock_after = lock_after_seconds
        self._branch = ("", "")
        self._person: PersonFacts | None = None
        self._is_locked = False
        self._hidden: list[QWidget] = []
        self._bound: list[QAction] = []
        self._find_cases: FindCases | None = None
        self._home = ""
        self._stack = QStackedWidget(self)
        self._stack.addWidget(sign_in)
        self.setCentralWidget(self._stack)
        self.idle = IdleWatch(self._seconds_allowed, parent=self)
        self.idle.timed_out.connect(self.lock)
        self.idle.lock_pressed.connect(self.lock)
        self.say(self.setWindowTitle, self._title)
        self.setMinimumSize(1024, 640)

    # -- people -------------------------------------------------------------------------------------------------

    def enter(self, person: PersonFacts, *, home: str) -> None:
        """Show the desk to `person`, starting with page `home`. The same person after a lock finds all as it was."""
        if self.desk is None:
            self._build_desk()
        desk = self.desk
        assert desk is not None
        is_same = self._person is not None and self._person.staff_no == person.staff_no
        self._person, self._is_locked, self._home = person, False, home
        if not is_same:
            desk.admit(person)
        self._bind_keys()
        self._stack.setCurrentWidget(desk)
        if not is_same or desk.page() is None:
            desk.open(home)
        for window in self._hidden:
            window.show()
        self._hidden.clear()
        self.idle.start()
        self.unlocked.emit()

    def lock(self) -> None:
        """Hide everything at once: this window's content and every dialog. The person's place is kept."""
        if self._person is None or self._is_locked:
            return
        self._is_locked = True
        self.idle.stop()
        self._stack.setCurrentWidget(self.sign_in)
        if self.palette_list is not None:
            self.palette_list.leave()
        for window in QApplication.topLevelWidgets():
            if window is not self and window.isVisible():
                # Popups are closed for good, dialogs come back with what was typed.
                if window.windowType() != Qt.WindowType.Popup:
                    self._hidden.append(window)
                window.hide()
        self._unbind_keys()
        self.locked.emit()

    def leave(self) -> None:
        """End the person's visit: pages are destroyed. Drafts live in the store, so nothing is lost."""
        if self.desk is not None:
            self.desk.forget_pages()
        for window in self._hidden:
            window.deleteLater()
        self._hidden.clear()
        self._person, self._is_locked = None, False
        self.idle.stop()
        self._unbind_keys()
        self._stack.setCurrentWidget(self.sign_in)
        self.left.emit()

    def is_locked(self) -> bool:
        """Whether a person is signed in but the content is hidden."""
        return self._is_locked

    def person(self) -> PersonFacts | None:
        """Who is signed in or has locked the desk."""
        return self._person

    # -- what the window is told --------------------------------------------------------------------------------

    def set_branch(self, name: str, code: str) -> None:
        """Name the branch in the title and the status bar."""
        self._branch = (name, code)
        self.say(self.setWindowTitle, self._title)
        if self.desk is not None:
            self.desk.status_bar.set_branch(name, code)

    def set_lock_after(self, seconds: int) -> None:
        """Change the idle time."""
        self._lock_after = seconds

    def set_case_finder(self, find_cases: FindCases) -> None:
        """Let the palette look for cases: `find_cases(text, then)` calls `then(suggestions)` later."""
        self._find_cases = find_cases
        if self.palette_list is not None:
            self.palette_list.find_cases = find_cases

    def go(self, name: str, **arguments: object) -> None:
        """Show page `name`, if someone is signed in."""
        if self.desk is not None and self._person is not None and not self._is_locked:
            self.desk.open(name, **arguments)

    def announce(self, *kinds: str) -> None:
        """Data of `kinds` changed somewhere (sync, another page)."""
        if self.desk is not None:
            self.desk.announce(frozenset(kinds))

    def toast(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Show a short message."""
        if self.desk is not None and not self._is_locked:
            self.desk.toast(text, action, on_action)

    def add_action(self, action: Action) -> None:
        """Add to the table of keys and commands; call before `enter`."""
        self.actions_table.add(action)

    # -- inside -------------------------------------------------------------------------------------------------

    def toggle_mask(self) -> None:
        """Mask customer data, or show it."""
        if self.desk is not None:
            self.desk.set_masked(not self.desk.is_masked())
            self.mask_changed.emit(self.desk.is_masked())

    def show_shortcuts(self) -> None:
        """Show the sheet of all keys."""
        from app.ui.shell.shortcut_sheet import ShortcutSheet  # only built when asked for

        sheet = ShortcutSheet(self._all_actions(), self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def changeEvent(self, event: QEvent) -> None:
        """Nothing of Qt's own texts is shown in the window; kept for the title on some desktops."""
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the page in view object, then say goodbye."""
        page = self.desk.page() if self.desk is not None and not self._is_locked else None
        if page is not None and not page.can_leave():
            event.ignore()
            return
        self.idle.stop()
        self.closing.emit()
        event.accept()

    def _title(self) -> str:
        return f"{_('Jiesu complaint desk')} — {self._branch[0]}" if self._branch[0] else _("Jiesu complaint desk")

    def _seconds_allowed(self) -> int:
        page = self.desk.page() if self.desk is not None else None
        return self._lock_after * (FORM_FACTOR if page is not None and page.is_filling_in() else 1)

    def _build_desk(self) -> None:
        self.desk = desk = DeskFrame(self.navigation, self._now, self)
        desk.status_bar.set_branch(*self._branch)
        self._stack.addWidget(desk)
        desk.top_bar.lock_wanted.connect(self.lock)
        desk.top_bar.mask_toggled.connect(self.toggle_mask)
        desk.top_bar.notices_wanted.connect(self.notices_wanted)
        self.idle.ticked.connect(desk.status_bar.set_seconds_left)
        self.palette_list = Palette(desk.top_bar.box, self._suggestions, self._find_cases, window=desk)
        desk.page_shown.connect(lambda _name: self.palette_list.close_list() if self.palette_list else None)
        from app.ui.shell.standard_actions import add_standard_actions

        add_standard_actions(self)

    def _all_actions(self) -> Sequence[Action]:
        rights = self._person.rights if self._person else None
        page = self.desk.page() if self.desk is not None else None
        return (*self.actions_table.allowed(rights), *(page.actions_offered() if page is not None else ()))

    def _suggestions(self) -> Sequence[Suggestion]:
        found = []
        for action in self._all_actions():
            if action.run is not None and action.is_in_palette:
                icon = action.icon or "chevron-right"
                aliases = (*action.aliases, action.name.replace("_", " "))
                found.append(Suggestion(action.text(), action.run, action.keys, icon, aliases))
        return found

    def _bind_keys(self) -> None:
        self._unbind_keys()
        rights = self._person.rights if self._person else None
        for action in self.actions_table.allowed(rights):
            if action.keys and action.run is not None and not action.is_listed_only:
                bound = QAction(self)
                bound.setShortcuts(key_sequences(action.keys))
                bound.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
                bound.triggered.connect(lambda _checked=False, run=action.run: run())
                self.addAction(bound)
                self._bound.append(bound)

    def _unbind_keys(self) -> None:
        for bound in self._bound:
            self.removeAction(bound)
            bound.deleteLater()
        self._bound.clear()


def hide_from_capture(window: QWidget) -> None:
    """Keep `window` out of screen sharing and recordings, where the system can (Windows; others ignore it)."""
    if sys.platform == "win32":
        import ctypes

        exclude_from_capture = 0x11
        ctypes.windll.user32.SetWindowDisplayAffinity(int(window.winId()), exclude_from_capture)
