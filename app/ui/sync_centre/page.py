"""The sync centre: state in words, the balance that proves that nothing is lost, latest attempts, sync now."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.language import _
from app.language.verify_labels import in_groups
from app.ui.shell.clipboard import put_private
from app.ui.shell.facts import day_and_time
from app.ui.shell.page import Page, scrolling
from app.ui.sync_centre.facts import SyncReport
from app.ui.sync_centre.presenter import SyncCentrePresenter
from app.ui.theme import metrics, pixmap
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.cards import Card
from app.ui.widgets.chips import Chip
from app.ui.widgets.notices import Banner, EmptyState
from app.ui.widgets.polish import set_kind
from app.ui.widgets.texts import WrappedLabel

_TONE_ROLES = {"ok": "ok_text", "warning": "soon_text", "error": "error_text", "info": "info_text"}
SHOWN_ATTEMPTS = 8


class SyncCentrePage(Page):
    """Signals: sync_wanted(), refresh_wanted()."""

    shows: ClassVar[frozenset[str]] = frozenset({"sync"})

    sync_wanted = Signal()
    refresh_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        size = metrics()
        self._report = SyncReport()
        self._problem = Banner("", tone="error", is_inset=True, parent=self)
        self._state = Card(name="state")
        self._picture = QLabel(self)
        self._headline = WrappedLabel(parent=self, kind="title")
        self._advice = WrappedLabel(parent=self, kind="body2")
        self.button = PrimaryButton(
            lambda: _("Synchronise now"), icon="refresh", shortcut="Ctrl+Return", on_click=self.sync_wanted.emit
        )
        self._lines = _Cells("section", 4, self)
        self._key = _Key(self, self._on_copied)
        self._fill_state_card()
        self._balance = Card(None, lambda: _("Balance with headquarters"))
        self._level = Chip("", "ok", self)
        self._balance.add_corner(self._level)
        self._sums = _Cells("figure", 3, self)
        self._balance.body.addWidget(self._sums)
        self._attempts = Card(None, lambda: _("Latest attempts"))
        self._history = _Pairs(self)
        self._none = EmptyState(lambda: _("No attempt yet"), icon="cloud", parent=self)
        self._attempts.body.addWidget(self._history)
        self._attempts.body.addWidget(self._none)
        self._attempts.body.addStretch(1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(size.margin, size.gap, size.margin, size.gap)
        column.setSpacing(size.gap)
        row = QHBoxLayout()
        row.setSpacing(size.gap)
        row.addWidget(self._balance, 3)
        row.addWidget(self._attempts, 2)
        column.addWidget(self._problem)
        column.addWidget(self._state)
        column.addLayout(row)
        column.addStretch(1)
        self.column.addWidget(scrolling(body), 1)
        self.show_report(self._report)

    def _fill_state_card(self) -> None:
        size = metrics()
        words = QVBoxLayout()
        words.setSpacing(size.px(4))
        words.addWidget(self._headline)
        words.addWidget(self._advice)
        head = QHBoxLayout()
        head.setSpacing(size.px(16))
        head.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self._state.body.addLayout(head)
        self._state.body.addWidget(_line(self))
        self._state.body.addWidget(self._lines)
        self._state.body.addWidget(self._key)

    def join(self, presenter: SyncCentrePresenter) -> None:
        """Let `presenter` decide; the page keeps it alive, because signals hold it weakly."""
        self._presenter = presenter
        self.sync_wanted.connect(presenter.start)
        self.refresh_wanted.connect(presenter.refresh)

    def title(self) -> str:
        """The page's name."""
        return _("Sync centre")

    def on_shown(self, **arguments: object) -> None:
        """Read the state whenever the page comes into view."""
        self.refresh_wanted.emit()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Synchronisation reported something new."""
        self.refresh_wanted.emit()

    def show_report(self, report: SyncReport) -> None:
        """Show how things stand."""
        self._report = report
        self._headline.setText(report.headline())
        self._advice.setText(report.advice())
        self._lines.show_cells(tuple((label, value, "", True) for label, value in report.lines()))
        self._key.show_key(report.key)
        self._sums.show_cells(
            tuple((label, f"{figure:,}", words, is_right) for label, words, figure, is_right in report.sums())
        )
        self._level.set_deadline(
            (_("Level") if report.is_level() else _("Not level yet")) if report.sums() else "",
            "ok" if report.is_level() else "soon",
        )
        attempts = report.attempts[:SHOWN_ATTEMPTS]
        self._history.show_pairs(tuple((day_and_time(a.at), a.words()) for a in attempts))
        self._history.setVisible(bool(attempts))
        self._none.setVisible(not attempts)
        self._problem.set_words("")
        self._show_picture()

    def show_running(self, is_running: bool) -> None:
        """While it runs the button waits."""
        self.button.setEnabled(not is_running)
        self.button.set_words((lambda: _("Synchronising…")) if is_running else (lambda: _("Synchronise now")))

    def show_error(self, message: str) -> None:
        """Say above everything what went wrong."""
        self._problem.set_words(message, "error")

    def retranslate(self) -> None:
        """The report in the language in use."""
        super().retranslate()
        problem = self._problem.text()
        self.show_report(self._report)
        if problem:
            self.show_error(problem)

    def restyle(self) -> None:
        """The state's icon in the theme's colour."""
        self._show_picture()

    def _on_copied(self) -> None:
        self.toast(_("Copied. The clipboard is emptied by itself."))

    def _show_picture(self) -> None:
        facts = self._report.facts
        self._picture.setPixmap(pixmap(facts.icon(), _TONE_ROLES[facts.tone()], 32))


class _Key(QWidget):
    """Headquarters' public key, for an auditor: in groups to be compared, and to be copied for the checker."""

    def __init__(self, parent: QWidget, on_copied: Callable[[], None]) -> None:
        super().__init__(parent)
        self._on_copied = on_copied
        self._bytes = b""
        words = QVBoxLayout()
        words.setSpacing(0)
        self._label, self._value = QLabel(self), QLabel(self)
        for label, kind in ((self._label, "label"), (self._value, "")):
            label.setProperty("kind", kind)
            label.setTextFormat(Qt.TextFormat.PlainText)
            words.addWidget(label)
        self._value.setObjectName("headquartersKey")
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = Button(lambda: _("Copy the key"), icon="copy", on_click=self._copy, name="copyHeadquartersKey")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addLayout(words, 1)
        row.addWidget(self.button)

    def show_key(self, key: bytes) -> None:
        self._bytes = key
        self._label.setText(_("Headquarters' public key"))
        self._value.setText(in_groups(key))
        self._value.setAccessibleName(self._label.text())
        self.setVisible(bool(key))

    def _copy(self) -> None:
        put_private(self._bytes.hex())
        self._on_copied()


class _Pairs(QWidget):
    """Label and value, one pair a line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(metrics().px(24))
        self._grid.setVerticalSpacing(metrics().px(6))
        self._grid.setColumnStretch(1, 1)
        self._labels: list[QLabel] = []

    def show_pairs(self, pairs: tuple[tuple[str, str], ...]) -> None:
        while len(self._labels) > 2 * len(pairs):
            self._labels.pop().deleteLater()
        while len(self._labels) < 2 * len(pairs):
            row, column = divmod(len(self._labels), 2)
            label = WrappedLabel(parent=self) if column else QLabel(self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("kind", "" if column else "body2")
            self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
            self._labels.append(label)
        for place, text in enumerate(text for pair in pairs for text in pair):
            self._labels[place].setText(text)


class _Cells(QWidget):
    """Figures in columns: label, figure, what it means. A figure that is not as it should be is coloured."""

    def __init__(self, kind: str, columns: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._kind = kind
        self._columns = columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(metrics().px(16))
        self._grid.setVerticalSpacing(metrics().px(16))
        self._cells: list[tuple[QLabel, QLabel, QLabel]] = []

    def show_cells(self, cells: tuple[tuple[str, str, str, bool], ...]) -> None:
        while len(self._cells) < len(cells):
            self._add_cell()
        for labels, (label, figure, words, is_right) in zip(self._cells, cells, strict=False):
            for one, text in zip(labels, (label, figure, words), strict=True):
                one.setText(text)
                one.setVisible(bool(text))
            set_kind(labels[1], self._kind if is_right else "figureWrong")
        self.setVisible(bool(cells))

    def _add_cell(self) -> None:
        row, column = divmod(len(self._cells), self._columns)
        cell = QWidget(self)
        words = QVBoxLayout(cell)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        labels = (QLabel(cell), QLabel(cell), QLabel(cell))
        for label, kind in zip(labels, ("label", self._kind, "caption"), strict=True):
            label.setProperty("kind", kind)
            label.setTextFormat(Qt.TextFormat.PlainText)
            words.addWidget(label)
        self._grid.addWidget(cell, row, column)
        self._grid.setColumnStretch(column, 1)
        self._cells.append(labels)


def _line(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setObjectName("line")
    return line
