"""Joins the ways back in and the backups with the window: the page, the links under the sign-in form, the bell."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.people import Right
from app.language import _
from app.language.trouble_words import Way
from app.ui.keeping.calls import Entrance
from app.ui.keeping.opening import KeepingScreens, open_recovery, open_restore
from app.ui.shell.navigation import Navigation, PageSpec, Place
from app.ui.theme import metrics
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.texts import WrappedLabel
from app.ui.wording import Worded

if TYPE_CHECKING:
    from app.operations.desk import Desk
    from app.operations.recover import WaitingRecovery
    from app.system.settings import SettingsFile
    from app.ui.bell import Bell
    from app.ui.desk_ui import DeskUi
    from app.ui.page_context import PageContext
    from app.ui.shell.page import Page
    from app.ui.sign_in.page import SignInPage


BACKUP_KEYS = "Ctrl+Shift+K"


class RescueLinks(QWidget, Worded):
    """Under the sign-in form: the two ways back in, and that a request waits, where one does."""

    def __init__(self, screens: KeepingScreens, parent: QWidget) -> None:
        super().__init__(parent)
        self._screens = screens
        size = metrics()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(size.px(4))
        self.waiting = WrappedLabel(parent=self, kind="warning")
        self.waiting.hide()
        column.addWidget(self.waiting)
        row = QHBoxLayout()
        row.setSpacing(size.px(16))
        self.recover = LinkButton(
            self._recover_words,
            icon="key",
            is_flush=True,
            on_click=lambda: open_recovery(screens),
            name="openRecovery",
            parent=self,
        )
        self.restore = LinkButton(
            lambda: _("Restore the database…"),
            is_flush=True,
            on_click=lambda: open_restore(screens),
            name="openRestore",
            parent=self,
        )
        row.addWidget(self.recover)
        row.addWidget(self.restore)
        row.addStretch(1)
        column.addLayout(row)
        self._is_waiting = False
        self.say(self.waiting.setText, lambda: _("A recovery waits for headquarters' answer."))

    def look(self) -> None:
        """Whether a request waits."""
        screens = self._screens
        screens.jobs.run("database", screens.calls.waiting, self._show, lambda error: None, owner=self)

    def _show(self, waiting: WaitingRecovery | None) -> None:
        self._is_waiting = waiting is not None
        self.waiting.setVisible(self._is_waiting)
        self.recover.set_words(self._recover_words)

    def _recover_words(self) -> str:
        if getattr(self, "_is_waiting", False):
            return _("Use headquarters' answer…")
        return _("Lost password or key…")


class KeepingJoin(QObject):
    """`screens` for everybody who leads there; `add_to` adds the page of backups for who may keep the store."""

    _state_changed = Signal()

    def __init__(
        self, screens: KeepingScreens, settings: SettingsFile, context: Callable[[], PageContext], bell: Bell
    ) -> None:
        super().__init__(screens)
        self._bell = bell
        self.screens = screens
        self._settings = settings
        self._context = context
        self.links: RescueLinks | None = None
        self._was_running = False
        self._state_changed.connect(self._on_state, Qt.ConnectionType.QueuedConnection)

    def ways(self) -> dict[Way, Callable[[], object]]:
        """What the buttons of a trouble page open."""
        screens = self.screens
        return {
            Way.RECOVER: lambda: open_recovery(screens),
            Way.FROM_BACKUP: lambda: open_restore(screens),
            Way.FROM_HEADQUARTERS: lambda: open_restore(screens, from_headquarters=True),
        }

    def add_to(self, navigation: Navigation) -> None:
        """Add the page."""
        navigation.add(
            PageSpec(
                "backups",
                lambda: _("Backups"),
                "download",
                self._page,
                BACKUP_KEYS,
                Right.KEEP_STORE,
                Place.NOWHERE,
                "settings",
                aliases=("backup", "restore"),
            )
        )

    def offer_at(self, sign_in: SignInPage) -> None:
        """Show the links under the sign-in form; the page takes them away while the desk is locked."""
        self.links = RescueLinks(self.screens, sign_in)
        sign_in.set_aid(self.links)
        self.screens.on_closed = self.links.look
        self.links.look()

    def note(self, state: Any) -> None:
        """The keeper said how it stands; from any thread."""
        self._state_changed.emit()

    def _page(self) -> Page:
        from app.ui.keeping.backup_page import BackupJoin, BackupPage

        join = BackupJoin(
            self.screens.calls,
            lambda: self._settings.current,
            self._settings.change,
            lambda: open_restore(self.screens, self._context().person.staff_no),
        )
        return BackupPage(self._context(), join)

    def _on_state(self) -> None:
        from app.ui.keeping.backup_page import BackupPage

        window = self.screens.window
        if window.person() is None or window.is_locked() or window.desk is None:
            return
        state = self.screens.calls.state
        is_running = bool(state is not None and state.is_running)
        page = window.desk.page()
        if isinstance(page, BackupPage):
            page.show_state()
        if self._was_running and not is_running:
            window.announce("backups")
        self._was_running = is_running
        if not is_running:
            self._look_whether_overdue()

    def _look_whether_overdue(self) -> None:
        """For the bell of who may keep the store."""
        context, state = self._context(), self.screens.calls.state
        if Right.KEEP_STORE not in context.person.rights or state is None:
            self._bell.note_backup(is_missing=False)
            return
        last, has_failed = state.last, state.error is not None

        def work(desk: Desk) -> bool:
            from app.operations.back_up import backup_is_overdue

            if has_failed or last is None:
                return has_failed
            return backup_is_overdue(desk.clock.now(), last.made_at, desk.rules.calendar) > 0

        context.run(work, lambda is_missing: self._bell.note_backup(is_missing=is_missing), lambda error: None)


def join_keeping(ui: DeskUi, navigation: Navigation, entered: Callable[[Any], object]) -> KeepingJoin:
    """Everything of this room for one window: the page in `navigation`, the links, the bell. `entered((desk, place))`
    shows the desk of who came in."""
    office, places = ui.office, ui.places

    def let_in(staff_no: str, password: str) -> tuple[Desk, Any]:
        desk = office.sign_in(staff_no, password)
        return desk, places.read(desk)

    screens = KeepingScreens(ui.window, ui.jobs, office.rescue, Entrance(let_in, places.read, entered))
    joined = KeepingJoin(screens, ui.settings, ui.pages.given, ui.bars.bell)
    joined.add_to(navigation)
    joined.offer_at(ui.sign_in)
    office.on_keeping = joined.note
    return joined
