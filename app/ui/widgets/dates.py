"""A date typed as people dictate it, or taken from a small calendar."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtGui import QAction, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QVBoxLayout, QWidget

from app.language import _, language
from app.ui.theme import icon, metrics, theme
from app.ui.widgets.editors import CodeEdit
from app.ui.widgets.fields import Field
from app.ui.wording import Words

_PARTS = re.compile(r"(?:(\d{4})\D+)?(\d{1,2})\D+(\d{1,2})\D?")


def parse_date(text: str, today: date, *, is_ahead: bool = False) -> date | None:
    """The day meant by `text`: 2026-11-20, 2026年11月20日, 20261120, 11-20, 1120; t, 今天, y, 昨天 near `today`; +7 for
    a day so many days ahead.

    Without a year it is the last such day not after `today`, or with `is_ahead` the next one not before it. None when
    it is no day of the calendar.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    if plain in ("t", "今天", "today"):
        return today
    if plain in ("y", "昨天", "yesterday"):
        return today - timedelta(days=1)
    if plain.startswith("+") and plain[1:].isdecimal() and len(plain) <= 4:
        return today + timedelta(days=int(plain[1:]))
    if plain.isdecimal() and len(plain) in (4, 8):
        plain = f"{plain[:-4]}-{plain[-4:-2]}-{plain[-2:]}".lstrip("-")
    match = _PARTS.fullmatch(plain)
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        if year is not None:
            return date(year, month or 0, day or 0)
        this_year = date(today.year, month or 0, day or 0)
        if is_ahead:
            return this_year if this_year >= today else this_year.replace(year=today.year + 1)
        return this_year if this_year <= today else this_year.replace(year=today.year - 1)
    except ValueError:
        return None


class DateField(Field):
    """A day, or none. Typed text is understood when the person leaves the field; Down or the icon opens the calendar.

    `is_ahead`: a day to come is asked for, not one that has been. `value()` is a date or None; `typed()` the text, to
    tell an empty field from one that is not a date.
    """

    editor: CodeEdit

    def __init__(
        self,
        label: Words,
        *,
        today: Callable[[], date],
        optional: bool = False,
        is_ahead: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        editor = CodeEdit()
        self._today = today
        self._is_ahead = is_ahead
        self._calendar: _CalendarPopup | None = None
        self._open = QAction(editor)
        super().__init__(label, editor, optional=optional, name=name, parent=parent)
        self.set_hint("YYYY-MM-DD")
        self._open.triggered.connect(self.open_calendar)
        self._open.setShortcut("Alt+Down")
        self._open.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        editor.addAction(self._open, CodeEdit.ActionPosition.TrailingPosition)
        editor.textChanged.connect(lambda _text: self.changed.emit())
        self.left.connect(self._tidy)
        self.restyle()

    def value(self) -> date | None:
        """The day, or None when the field is empty or not a date."""
        return parse_date(self.editor.text(), self._today(), is_ahead=self._is_ahead)

    def typed(self) -> str:
        """The text as typed."""
        return self.editor.text().strip()

    def is_wrong(self) -> bool:
        """Whether something is typed that is not a date."""
        return bool(self.typed()) and self.value() is None

    def set_value(self, day: date | None) -> None:
        """Show `day` as YYYY-MM-DD, or nothing."""
        text = day.isoformat() if day else ""
        if text != self.editor.text():
            self.editor.setText(text)

    def open_calendar(self) -> None:
        """Show the calendar below the field."""
        if self._calendar is None:
            self._calendar = _CalendarPopup(self)
        self._calendar.open_below(self.editor, self.value() or self._today(), self._today(), is_ahead=self._is_ahead)

    def restyle(self) -> None:
        """Draw the calendar icon in the theme's colour."""
        self._open.setIcon(icon("calendar", "text2", 16))

    def retranslate(self) -> None:
        """Also the name of the calendar's button."""
        super().retranslate()
        self._open.setText(_("Open calendar"))
        self._open.setToolTip(_("Open calendar") + "  Alt+Down")

    def _tidy(self) -> None:
        day = self.value()
        if day is not None:
            self.set_value(day)


class _CalendarPopup(QFrame):
    def __init__(self, field: DateField) -> None:
        super().__init__(field, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self._field = field
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        self._calendar = QCalendarWidget(self)
        self._calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self._calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.SingleLetterDayNames)
        self._calendar.setAccessibleName(field.label_text())
        self._calendar.clicked.connect(self._on_chosen)
        self._calendar.activated.connect(self._on_chosen)
        column.addWidget(self._calendar)

    def open_below(self, editor: QWidget, day: date, today: date, *, is_ahead: bool) -> None:
        from PySide6.QtCore import QLocale  # the locale is only needed once a calendar opens

        plain = QTextCharFormat()
        plain.setForeground(theme().color("text2"))
        self._calendar.setHeaderTextFormat(plain)
        for weekend in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self._calendar.setWeekdayTextFormat(weekend, plain)
        self._calendar.setLocale(QLocale("zh_CN" if language() == "zh" else "en_GB"))
        edge = QDate(today.year, today.month, today.day)
        self._calendar.setDateRange(*((edge, edge.addYears(5)) if is_ahead else (edge.addYears(-120), edge)))
        self._calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        self.resize(metrics().px(280), metrics().px(250))
        self.move(editor.mapToGlobal(QPoint(0, editor.height() + 4)))
        self.show()
        self._calendar.setFocus()

    def _on_chosen(self, day: QDate) -> None:
        self.hide()
        self._field.set_value(date(day.year(), day.month(), day.day()))
        self._field.editor.setFocus()
