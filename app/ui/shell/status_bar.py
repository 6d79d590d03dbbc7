"""The bar at the foot of the window: sync pill, printer, figures of the day; branch, person, lock countdown, clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.language import _
from app.ui.shell.facts import PersonFacts, PrinterFacts, SyncFacts, TodayFacts, countdown, day_and_time
from app.ui.theme import metrics, set_icon
from app.ui.widgets.polish import set_kind, set_tone
from app.ui.wording import Worded

COUNTDOWN_BELOW = 300  # seconds left from which the countdown is shown
PRESSING_BELOW = 30  # seconds left from which it stands out, and is said once to screen readers
_TONE_ROLES = {"ok": "ok_text", "warning": "soon_text", "error": "error_text", "info": "info_text"}


class StatusBar(QFrame, Worded):
    """Signals: sync_wanted() when the pill is pressed, printing_wanted() when the printer's state is."""

    sync_wanted = Signal()
    printing_wanted = Signal()

    def __init__(self, now: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self._now = now
        self._sync, self._printer, self._today = SyncFacts(), PrinterFacts(), TodayFacts()
        self._person: PersonFacts | None = None
        self._seconds_left: int | None = None
        self.pill = QPushButton(self)
        self.pill.setProperty("kind", "pill")
        self.pill.setObjectName("syncPill")
        self.pill.setCursor(Qt.CursorShape.PointingHandCursor)
        self.pill.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.pill.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.pill.clicked.connect(self.sync_wanted)
        self.printer = QPushButton(self)
        self.printer.setProperty("kind", "quiet")
        self.printer.setObjectName("printerState")
        self.printer.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.printer.setCursor(Qt.CursorShape.PointingHandCursor)
        self.printer.clicked.connect(self.printing_wanted)
        self.today = self._label("todayFigures")
        self.branch = self._label("branchName")
        self.person = self._label("personName")
        self.countdown = self._label("lockCountdown")
        self.clock = self._label("clock")
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.pill)
        self._row.addWidget(self.printer)
        self._row.addWidget(self.today)
        self._row.addStretch(1)
        for label in (self.branch, self.person, self.countdown, self.clock):
            self._row.addWidget(label)
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._show_clock)
        self._tick.start()
        self.restyle()
        self.retranslate()

    def set_sync(self, facts: SyncFacts) -> None:
        """Show how synchronisation stands; a change of state is announced to screen readers."""
        was = self._sync.state
        self._sync = facts
        self._show_sync()
        if facts.state != was:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.pill, facts.words()))

    def set_printer(self, facts: PrinterFacts) -> None:
        """Show the printer's state."""
        self._printer = facts
        self._show_printer()

    def set_today(self, facts: TodayFacts) -> None:
        """Show the figures of the day."""
        self._today = facts
        self.today.setText(facts.words())
        self._fit()

    def set_branch(self, name: str, code: str) -> None:
        """Show which branch this is."""
        self.branch.setText(f"{name} {code}".strip())
        self._fit()

    def set_person(self, person: PersonFacts | None) -> None:
        """Show who is signed in."""
        self._person = person
        self.person.setText(person.words() if person else "")

    def set_seconds_left(self, seconds: int | None) -> None:
        """Show the countdown to the lock in its last minutes; None shows none."""
        was_near = self.countdown.isVisibleTo(self)
        self._seconds_left = seconds
        is_near = seconds is not None and seconds <= COUNTDOWN_BELOW
        self.countdown.setVisible(is_near)
        if is_near and seconds is not None:
            self.countdown.setText(_("Locks in {time}").format(time=countdown(seconds)))
        self._press(is_near and seconds is not None and seconds <= PRESSING_BELOW)
        if was_near != is_near:
            self._fit()

    def _press(self, is_pressing: bool) -> None:
        kind = "warning" if is_pressing else "caption"
        if self.countdown.property("kind") == kind:
            return
        set_kind(self.countdown, kind)
        if is_pressing:
            announcement = QAccessibleAnnouncementEvent(self.countdown, self.countdown.text())
            QAccessible.updateAccessibility(announcement)

    def retranslate(self) -> None:
        """All texts in the language in use."""
        self._show_sync()
        self._show_printer()
        self.today.setText(self._today.words())
        self.set_person(self._person)
        self.set_seconds_left(self._seconds_left)
        self._show_clock()

    def restyle(self) -> None:
        """Height and margins of the text size in use."""
        size = metrics()
        self.setFixedHeight(size.status_bar)
        self._row.setContentsMargins(size.px(10), 0, size.margin, 0)
        self._row.setSpacing(size.px(20))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what is least needed rather than cut words."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        leavable = (self.today, self.branch, self.printer)
        shown = [self.pill, *leavable, self.person, self.clock]
        if self.countdown.isVisibleTo(self):
            shown.append(self.countdown)
        room = self.width() - metrics().px(10) - metrics().margin - metrics().px(20)
        needed = sum(widget.sizeHint().width() + self._row.spacing() for widget in shown)
        for widget in leavable:
            widget.setVisible(needed <= room)
            if needed > room:
                needed -= widget.sizeHint().width() + self._row.spacing()

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setProperty("kind", "caption")
        return label

    def _show_sync(self) -> None:
        self.pill.setText(self._sync.words())
        self.pill.setAccessibleName(self._sync.words())
        self.pill.setToolTip(_("Sync centre") + "  Ctrl+Shift+Y")
        set_tone(self.pill, self._sync.tone())
        set_icon(self.pill, self._sync.icon(), _TONE_ROLES[self._sync.tone()], 14)
        self._fit()

    def _show_printer(self) -> None:
        self.printer.setText(self._printer.words())
        self.printer.setAccessibleName(self._printer.words())
        self._fit()
        self.printer.setToolTip(_("Print queue") + "  Ctrl+Shift+Q")

    def _show_clock(self) -> None:
        self.clock.setText(day_and_time(self._now()))
