"""The desk after sign-in: rail, top bar, banner, the page in view, status bar."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.language import _
from app.ui.shell.facts import PersonFacts
from app.ui.shell.navigation import Navigation, Place
from app.ui.shell.page import Page
from app.ui.shell.place import ARGUMENTS, TYPED, KeptPlace, plain_only
from app.ui.shell.rail import Rail
from app.ui.shell.status_bar import StatusBar
from app.ui.shell.top_bar import TopBar
from app.ui.theme.sizes import RAIL_WIDE_FROM
from app.ui.widgets.notices import Banner, Toast
from app.ui.wording import Words

HISTORY = 20


class DeskFrame(QWidget):
    """Shows one page at a time and keeps the pages that were visited.

    Signals: page_shown(name).
    """

    page_shown = Signal(str)

    def __init__(self, navigation: Navigation, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("desk")
        self._navigation = navigation
        self._pages: dict[str, Page] = {}
        self._name = ""
        self._history: list[tuple[str, dict[str, object]]] = []
        self._arguments: dict[str, object] = {}
        self._kept: dict[str, dict[str, Any]] = {}  # of pages that have not been built again since the lock
        self.rail = Rail(self)
        self.top_bar = TopBar(self)
        self.banner = Banner("", parent=self)
        self.notice = Banner("", parent=self)  # how headquarters' directory limits the work
        self.stack = QStackedWidget(self)
        self.status_bar = StatusBar(now, self)
        right = QVBoxLayout()
        right.setSpacing(0)
        for widget in (self.top_bar, self.banner, self.notice, self.stack):
            right.addWidget(widget, 1 if widget is self.stack else 0)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.rail)
        upper.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(self.status_bar)
        self._toast = Toast(self, self.stack)
        self._toast.set_clearance(lambda: page.foot_height() if (page := self.page()) is not None else 0)
        self.rail.chosen.connect(lambda name: self.open(name))
        self.top_bar.back_wanted.connect(self.back)
        self.top_bar.register_wanted.connect(self.register)
        self.status_bar.sync_wanted.connect(lambda: self.open("sync_centre"))
        self.status_bar.printing_wanted.connect(lambda: self.open("print_queue"))

    def admit(self, person: PersonFacts) -> None:
        """Offer the pages that `person` may open; pages of somebody else's visit are thrown away."""
        self.forget_pages()
        self.notice.set_words("")
        self.notice.set_action(None)
        self.status_bar.set_person(person)
        self.rail.show_pages(tuple(s for s in self._navigation.allowed(person.rights) if s.place is not Place.NOWHERE))

    def place(self) -> KeptPlace:
        """What the person must find again, as plain values."""
        pages = {name: dict(page.keep()) for name, page in self._pages.items()}
        here = {name: kept.pop(ARGUMENTS, None) for name, kept in pages.items()}
        return KeptPlace(
            self._name,
            plain_only(here.get(self._name) or self._arguments),
            [(name, plain_only(arguments)) for name, arguments in self._history],
            self._kept | {name: kept for name, kept in pages.items() if kept},
        )

    def conceal(self) -> KeptPlace:
        """Destroy all pages; what their person must find again comes back."""
        place = self.place()
        self.forget_pages()
        return place

    def build_ahead(self, name: str) -> None:
        """Make the page `name`, empty and unseen."""
        if name in self._navigation and name not in self._pages:
            self._build(name)

    def resume(self, place: KeptPlace, *, is_return: bool) -> None:
        """Give pages back what they held before the lock; with `is_return` also show the page that was in view."""
        self._kept = dict(place.pages) if is_return else _typed_only(place.pages)
        for name in self._kept.keys() & self._pages.keys():
            self._pages[name].resume(self._kept.pop(name))
        if is_return and place.name in self._navigation and self.open(place.name, **place.arguments):
            self._history = [step for step in place.history if step[0] in self._navigation]
            spec = self._navigation[place.name]
            self.top_bar.set_back(spec.place is Place.NOWHERE and bool(self._history))

    def forget_pages(self) -> None:
        """Destroy all pages with what they show."""
        for page in self._pages.values():
            self.stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self._pages.clear()
        self._history.clear()
        self._name, self._arguments, self._kept = "", {}, {}
        self.top_bar.set_title("")
        self._toast.forget()  # it spoke to the person who leaves

    def page(self, name: str = "") -> Page | None:
        """The page `name` if it was visited, or the one in view."""
        return self._pages.get(name or self._name)

    def page_name(self) -> str:
        """The name of the page in view."""
        return self._name

    def open(self, name: str, **arguments: object) -> bool:
        """Show the page `name`; False when the one in view will not be left. Raises: KeyError for an unknown page."""
        spec = self._navigation[name]
        current = self.page()
        if current is not None and name != self._name:
            if not current.can_leave():
                self.rail.light(_lit(self._navigation, self._name))
                return False
            self._history = [*self._history, (self._name, self._arguments)][-HISTORY:]
            current.on_hidden()
        page = self._pages.get(name) or self._build(name)
        self._name, self._arguments = name, arguments
        self.stack.setCurrentWidget(page)
        self.rail.light(_lit(self._navigation, name))
        self.top_bar.set_back(spec.place is Place.NOWHERE and bool(self._history))
        self._show_title()
        if page.is_stale:
            page.is_stale = False
            page.refresh()
        page.on_shown(**arguments)
        self._show_title()
        self._toast.settle()
        self.page_shown.emit(name)
        return True

    def register(self) -> None:
        """Begin a new complaint (F2): the intake page is told by `new=True`."""
        self.open("intake", new=True)

    def back(self) -> None:
        """Show the page before, if there is one."""
        if self._history:
            name, arguments = self._history.pop()
            kept = list(self._history)
            if self.open(name, **arguments):
                self._history = kept
                self.top_bar.set_back(self._navigation[name].place is Place.NOWHERE and bool(kept))

    def announce(self, kinds: frozenset[str]) -> None:
        """Data of `kinds` changed: refresh the page in view if it shows them, the others when they are next shown."""
        for name, page in self._pages.items():
            if page.shows & kinds:
                if name == self._name and self.isVisible():
                    page.refresh()
                else:
                    page.is_stale = True

    def toggle_reveal(self) -> None:
        """Let the page in view show what is masked, in its own way, or mask it; most pages never show it."""
        page = self.page()
        if page is not None and not page.toggle_reveal():
            self.toast(_("Customer data stays masked here. Open the case to see its details in full."))

    def toast(self, text: str, action: str = "", on_action: object = None) -> None:
        """Show a short message above the action bar."""
        self._toast.say(text, action=action, on_action=on_action if callable(on_action) else None)

    def toast_text(self) -> str:
        """The message shown now, or an empty text."""
        return self._toast.text()

    def set_banner(self, words: Words, tone: str = "warning") -> None:
        """Say something across all pages (trial, stale data); an empty text takes it away."""
        self.banner.set_words(words, tone)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Labels beside the icons once the window is wide."""
        self.rail.set_wide(event.size().width() >= RAIL_WIDE_FROM)
        super().resizeEvent(event)

    def _build(self, name: str) -> Page:
        page = self._navigation[name].factory()
        self._pages[name] = page
        self.stack.addWidget(page)
        page.wanted.connect(lambda wanted, arguments: self.open(wanted, **arguments))
        page.back_wanted.connect(self.back)
        page.toast_wanted.connect(self.toast)
        page.changed.connect(self.announce)
        page.foot_changed.connect(self._toast.settle)
        page.title_changed.connect(self._show_title)
        page.revealed.connect(lambda is_revealed: self.top_bar.set_masked(not is_revealed))
        if kept := self._kept.pop(name, None):
            page.resume(kept)
        return page

    def _show_title(self) -> None:
        page = self.page()
        if page is not None:
            self.top_bar.set_title(page.title())


def _typed_only(pages: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Another day begins where days begin; only what was typed is found again."""
    return {name: {TYPED: kept[TYPED]} for name, kept in pages.items() if kept.get(TYPED)}


def _lit(navigation: Navigation, name: str) -> str:
    """The entry of the rail that stands for the page `name`."""
    return (navigation[name].parent_name or name) if name in navigation else ""
