"""The one window: sign-in first, the desk after it, and the lock in front of both.

First paint waits for this module, so what only the desk needs is imported when the desk is built.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QToolTip, QWidget

from app.language import _
from app.ui.shell.idle import IdleWatch
from app.ui.wording import Worded

if TYPE_CHECKING:
    from app.ui.shell.actions import Action
    from app.ui.shell.commands import Commands
    from app.ui.shell.desk_frame import DeskFrame
    from app.ui.shell.facts import PersonFacts
    from app.ui.shell.navigation import Navigation
    from app.ui.shell.palette import FindCases, Palette
    from app.ui.shell.place import KeptPlace
    from app.ui.sign_in.page import SignInPage

LOCK_AFTER_SECONDS = 300


class MainWindow(QMainWindow, Worded):
    """Joins sign-in page, desk and lock. Nothing of a customer ever stands in the title.

    `sign_in(parent)` makes the sign-in page. `navigation` may come later, but before the first `enter`, so that
    first paint need not wait for the pages.

    Signals: locked(why, KeptPlace) when the content was hidden and is gone, why being "locked" (by key), "idle",
    "system_locked", "suspended" or "switched" (another user of the computer); unlocked(); left() when the person
    signed out or is switched; closing(KeptPlace) before the window closes; notices_wanted().
    """

    locked = Signal(str, object)
    unlocked = Signal()
    left = Signal()
    closing = Signal(object)
    notices_wanted = Signal()

    def __init__(
        self,
        sign_in: Callable[[QWidget], SignInPage],
        *,
        navigation: Navigation | None = None,
        now: Callable[[], datetime],
        lock_after_seconds: int = LOCK_AFTER_SECONDS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.navigation = navigation
        self.commands: Commands | None = None
        self.desk: DeskFrame | None = None
        self.palette_list: Palette | None = None
        self._now = now
        self._branch = ("", "")
        self._person: PersonFacts | None = None
        self._is_locked = False
        self._own_actions: list[Action] = []
        self._find_cases: FindCases | None = None
        self._home = ""
        self._cover: QWidget | None = None
        self._left_at = ("", "")  # the page that was in view at the lock, and its field that had the keyboard
        self._stack = QStackedWidget(self)
        self.sign_in = sign_in(self._stack)
        self._stack.addWidget(self.sign_in)
        self.setCentralWidget(self._stack)
        self.idle = IdleWatch(lock_after_seconds, lambda: _is_filling_in(self.desk), parent=self)
        self.idle.timed_out.connect(lambda: self.lock("idle"))
        self.idle.lock_pressed.connect(self.lock)
        self.say(self.setWindowTitle, lambda: _title(self._branch[0]))
        self.setMinimumSize(1024, 640)

    # -- people -------------------------------------------------------------------------------------------------

    def enter(self, person: PersonFacts, *, home: str, place: KeptPlace | None = None) -> None:
        """Show the desk to `person`, starting with page `home`; the person who locked it finds all as it was.

        `place` is what this person's pages gave when they were concealed, now or on another day.
        """
        if self.desk is None:
            self._build_desk()
        desk = self.desk
        assert desk is not None
        is_return = self._is_locked and self._person is not None and self._person.staff_no == person.staff_no
        self._person, self._is_locked, self._home = person, False, home
        if not is_return:
            desk.admit(person)
        if self.commands is not None:
            self.commands.bind()
        self._stack.setCurrentWidget(self._cover or desk)
        if place is not None:
            desk.resume(place, is_return=is_return)
            if is_return:
                from app.ui.shell.keyboard_place import give_keyboard

                give_keyboard(desk.page(), self._left_at[1])
        if desk.page() is None:
            desk.open(home)
        self.idle.start()
        self.unlocked.emit()

    def lock(self, why: str = "locked") -> None:
        """Hide everything at once, then destroy what was shown. What must be found again goes with `locked`."""
        if self._person is None or self._is_locked:
            return
        self._is_locked = True
        self.idle.stop()
        from app.ui.shell.keyboard_place import field_with_keyboard  # after the first paint

        field = field_with_keyboard(self.desk.page()) if self.desk is not None else ""
        self._stack.setCurrentWidget(self.sign_in)
        others = [window for window in QApplication.topLevelWidgets() if window is not self and window.isVisible()]
        for window in others:
            window.hide()
        QToolTip.hideText()
        self.repaint()  # nothing below may be waited for
        if self.commands is not None:
            self.commands.unbind()
        place = self._conceal()
        self._left_at = (place.name if place is not None else "", field)
        for window in others:
            if isinstance(window, QDialog):
                window.deleteLater()
        self.locked.emit(why, place)

    def expect(self, staff_no: str, _password: str = "") -> None:
        """A password is being checked: if it is of the person who locked the desk, that page is made meanwhile, empty.

        Checking takes a tenth of a second on another thread; so does making a page here.
        """
        person, desk = self._person, self.desk
        if self._is_locked and desk is not None and person is not None and staff_no.strip() == person.staff_no:
            desk.build_ahead(self._left_at[0])

    def cover(self, page: QWidget) -> None:
        """Show `page` instead of everything else, until `uncover`."""
        self._stack.addWidget(page)
        self._cover = page
        if not self._is_locked:
            self._stack.setCurrentWidget(page)

    def uncover(self) -> None:
        """The covering page goes; the pages below are made anew, because one of them may be half done."""
        page, self._cover = self._cover, None
        if page is not None:
            self._stack.removeWidget(page)
            page.deleteLater()
        if self.desk is None or self._person is None or self._is_locked:
            self._stack.setCurrentWidget(self.sign_in)
            return
        place = self.desk.conceal()
        self._stack.setCurrentWidget(self.desk)
        self.desk.resume(place, is_return=True)
        if self.desk.page() is None:
            self.desk.open(self._home)

    def leave(self) -> None:
        """End the person's visit: pages are destroyed. Drafts live in the store, so nothing is lost."""
        if self.desk is not None:
            self.desk.forget_pages()
        self._person, self._is_locked = None, False
        self.idle.stop()
        if self.commands is not None:
            self.commands.unbind()
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
        self.say(self.setWindowTitle, lambda: _title(self._branch[0]))
        if self.desk is not None:
            self.desk.status_bar.set_branch(name, code)

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
        """Add to the table of keys and commands; call before the first `enter`."""
        self._own_actions.append(action)

    # -- inside -------------------------------------------------------------------------------------------------

    def toggle_mask(self) -> None:
        """Mask the details in view, or ask what they are needed for."""
        if self.desk is not None:
            self.desk.toggle_reveal()

    def show_shortcuts(self) -> None:
        """Show the sheet of all keys."""
        from app.ui.shell.shortcut_sheet import ShortcutSheet  # only built when asked for

        sheet = ShortcutSheet(self.commands.all() if self.commands is not None else (), self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the page in view object, then say goodbye."""
        page = self.desk.page() if self.desk is not None and not self._is_locked else None
        if page is not None and not page.can_leave():
            event.ignore()
            return
        self.idle.stop()
        self.closing.emit(self._conceal() if not self._is_locked else None)
        event.accept()

    def _conceal(self) -> KeptPlace | None:
        if self.palette_list is not None:
            self.palette_list.forget()
        return self.desk.conceal() if self.desk is not None and self._person is not None else None

    def _build_desk(self) -> None:
        from app.ui.shell.commands import Commands
        from app.ui.shell.desk_frame import DeskFrame
        from app.ui.shell.palette import Palette
        from app.ui.shell.standard_actions import standard_actions

        if self.navigation is None:
            raise RuntimeError("the window has no pages")
        self.desk = desk = DeskFrame(self.navigation, self._now, self)
        desk.status_bar.set_branch(*self._branch)
        self._stack.addWidget(desk)
        desk.top_bar.lock_wanted.connect(self.lock)
        desk.top_bar.mask_toggled.connect(self.toggle_mask)
        desk.top_bar.notices_wanted.connect(self.notices_wanted)
        self.idle.ticked.connect(desk.status_bar.set_seconds_left)
        self.commands = commands = Commands(
            self,
            lambda: self._person.rights if self._person else None,
            lambda: page.actions_offered() if (page := desk.page()) is not None else (),
        )
        self.palette_list = palette = Palette(desk.top_bar.box, commands.suggestions, self._find_cases, window=desk)
        desk.page_shown.connect(lambda _name: palette.close_list())
        for action in (*standard_actions(self, desk, palette), *self._own_actions):
            commands.table.add(action)


def _title(branch: str) -> str:
    return f"{_('Jiesu complaint desk')} — {branch}" if branch else _("Jiesu complaint desk")


def _is_filling_in(desk: DeskFrame | None) -> bool:
    page = desk.page() if desk is not None else None
    return page is not None and page.is_filling_in()
