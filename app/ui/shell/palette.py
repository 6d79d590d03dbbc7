"""The command palette below the search box: pages, actions and cases by Chinese, pinyin initials, English or number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.language import _
from app.ui.shell.top_bar import CommandBox
from app.ui.theme import metrics, pixmap
from app.ui.widgets.buttons import shortcut_text
from app.ui.widgets.initials import matches


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of the list. `detail` stands at the right (a key, a state). `aliases` also find it."""

    title: str
    run: Callable[[], object]
    detail: str = ""
    icon: str = "chevron-right"
    aliases: tuple[str, ...] = field(default=())

    def fits(self, typed: str) -> bool:
        """Whether `typed` finds it: part of the title, its initials or an alias."""
        return matches(typed, self.title) or any(matches(typed, alias) for alias in self.aliases)


FindCases = Callable[[str, Callable[[Sequence[Suggestion]], None]], None]

SEARCH_AFTER_MS = 150


class Palette(QFrame):
    """A list below `box`. `commands()` gives what can be done now; `find_cases(text, then)` looks for cases elsewhere.

    Cases found for an older text are dropped.
    """

    def __init__(
        self,
        box: CommandBox,
        commands: Callable[[], Sequence[Suggestion]],
        find_cases: FindCases | None = None,
        *,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.setObjectName("popup")
        self._window = window
        self._box = box
        self._commands = commands
        self.find_cases = find_cases
        self._cases: Sequence[Suggestion] = ()
        self._shown: list[Suggestion] = []
        self._before: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        self._list = QListWidget(self)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(lambda _item: self.run_current())
        column.addWidget(self._list)
        self._empty = QLabel(self)
        self._empty.setProperty("kind", "muted")
        self._empty.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self._empty)
        self._search = QTimer(self)
        self._search.setSingleShot(True)
        self._search.setInterval(SEARCH_AFTER_MS)
        self._search.timeout.connect(self._look_for_cases)
        box.textEdited.connect(self._on_text_edited)
        box.moved.connect(self._on_moved)
        box.cancelled.connect(self.leave)
        box.returnPressed.connect(self.run_current)
        box.entered.connect(self.open)
        window.installEventFilter(self)
        app = QApplication.instance()
        self._app = app if isinstance(app, QApplication) else None
        self.hide()

    def begin(self) -> None:
        """Go to the box (Ctrl+K) and remember where the cursor was."""
        focused = QApplication.focusWidget()
        if focused is not None and focused is not self._box:
            self._before = focused
        self._box.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._box.selectAll()
        self.open()

    def open(self) -> None:
        """Show the list for what stands in the box."""
        if not self.isVisible():
            self._fill()
            self.show()
            if self._app is not None:
                self._app.installEventFilter(self)
        self._place()
        self.raise_()

    def leave(self) -> None:
        """Hide the list, empty the box and put the cursor back where it was."""
        self.forget()
        before, self._before = self._before, None
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._box.clearFocus()

    def forget(self) -> None:
        """Hide the list and empty it with the box."""
        self.close_list()
        self._box.clear()
        self._list.clear()
        self._cases, self._shown = (), []

    def close_list(self) -> None:
        """Hide the list only."""
        self._search.stop()
        if self._app is not None:
            self._app.removeEventFilter(self)
        self.hide()

    def titles(self) -> list[str]:
        """The titles shown, best first."""
        return [suggestion.title for suggestion in self._shown]

    def run_current(self) -> None:
        """Do what the chosen line says."""
        row = self._list.currentRow()
        if 0 <= row < len(self._shown):
            chosen = self._shown[row]
            self.leave()
            chosen.run()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; close on a press elsewhere."""
        kind = event.type()
        if kind == QEvent.Type.Resize and watched is self.parent() and not self.isHidden():
            QTimer.singleShot(0, self._place)  # once the layout has moved the box
        elif kind == QEvent.Type.MouseButtonPress and self.isVisible() and isinstance(watched, QWidget):
            if not (
                watched is self or self.isAncestorOf(watched) or watched is self._box or self._box.isAncestorOf(watched)
            ):
                self.close_list()
        elif kind == QEvent.Type.FocusOut and watched is self._box and self.isVisible():
            QTimer.singleShot(0, self._close_if_left)
        return False

    def _close_if_left(self) -> None:
        if not self._box.hasFocus():
            self.close_list()

    def _on_text_edited(self, typed: str) -> None:
        self._cases = ()
        self.open()
        self._fill()
        if typed.strip() and self.find_cases is not None:
            self._search.start()
        else:
            self._search.stop()

    def _look_for_cases(self) -> None:
        typed = self._box.text().strip()
        if typed and self.find_cases is not None:
            self.find_cases(typed, lambda found: self._on_cases_found(typed, found))

    def _on_cases_found(self, typed: str, found: Sequence[Suggestion]) -> None:
        if typed == self._box.text().strip() and self.isVisible():
            self._cases = tuple(found)
            self._fill()

    def _on_moved(self, by: int) -> None:
        self.open()
        if self._shown:
            self._list.setCurrentRow((self._list.currentRow() + by) % len(self._shown))

    def _fill(self) -> None:
        typed = self._box.text().strip()
        commands = [command for command in self._commands() if not typed or command.fits(typed)]
        self._shown = [*self._cases, *commands] if any(c.isdigit() for c in typed) else [*commands, *self._cases]
        self._list.clear()
        size = metrics()
        for suggestion in self._shown:
            item = QListWidgetItem(self._list)
            item.setSizeHint(QSize(10, size.field))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{suggestion.title} {suggestion.detail}")
            self._list.setItemWidget(item, _line(suggestion, self._list))
        self._list.setVisible(bool(self._shown))
        self._empty.setVisible(not self._shown)
        self._empty.setText(_("Nothing found"))
        if self._shown:
            self._list.setCurrentRow(0)
        self._place()

    def _place(self) -> None:
        size = metrics()
        window = self._window
        rows = min(max(1, len(self._shown)), 10)
        self.resize(max(self._box.width(), size.px(420)), rows * size.field + 10)
        corner = self._box.mapTo(window, QPoint(0, self._box.height() + 4))
        left = corner.x() + (self._box.width() - self.width()) // 2
        self.move(max(0, min(left, window.width() - self.width())), corner.y())


def _line(suggestion: Suggestion, parent: QWidget) -> QWidget:
    size = metrics()
    line = QWidget(parent)
    row = QHBoxLayout(line)
    row.setContentsMargins(size.px(8), 0, size.px(8), 0)
    row.setSpacing(size.px(10))
    picture = QLabel(line)
    picture.setPixmap(pixmap(suggestion.icon, "text2", 16))
    title = QLabel(suggestion.title, line)
    title.setTextFormat(Qt.TextFormat.PlainText)
    detail = QLabel(shortcut_text(suggestion.detail), line)
    detail.setProperty("kind", "caption")
    detail.setTextFormat(Qt.TextFormat.PlainText)
    row.addWidget(picture)
    row.addWidget(title, 1)
    row.addWidget(detail)
    line.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return line
