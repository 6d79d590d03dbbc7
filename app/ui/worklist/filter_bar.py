"""The line of filters above the table: a text, five lists, the way back, and how many cases there are."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from app.domain.codes import CHANNELS, INTAKE_TYPES, SEVERITIES
from app.domain.people import Right
from app.language import _, intake_labels, labels, language, ngettext_
from app.operations.worklist import Query
from app.ui.page_context import PageContext
from app.ui.theme import icon, metrics
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.choices import ComboBox
from app.ui.wording import Worded

FILTER_AFTER_MS = 200
LISTS = ("category", "channel", "owner", "severity", "intake_type")
_NARROW = frozenset({"severity", "intake_type"})


class FilterLine(QLineEdit):
    """Esc empties it; Down goes to the table."""

    def __init__(self, below: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._below = below
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(True)
        self.restyle()

    def restyle(self) -> None:
        """The icon in the theme's colour."""
        self._glass.setIcon(icon("search", "text2", 16))
        self._glass.setText(_("Filter"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Down."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self._below.setFocus()
        else:
            super().keyPressEvent(event)


class FilterBar(QWidget, Worded):
    """Signals: narrowed(field name, value) when a filter was changed; cleared()."""

    narrowed = Signal(str, str)
    cleared = Signal()

    def __init__(self, context: PageContext, below: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        size = metrics()
        self.line = FilterLine(below, self)
        self.line.setObjectName("filter")
        self.line.setFixedWidth(size.px(240))
        self.boxes = {name: ComboBox(self) for name in LISTS}
        self.clear_button = LinkButton(lambda: _("Clear"), on_click=self._on_clear, name="clearFilters", parent=self)
        self.count = QLabel(self)
        self.count.setProperty("kind", "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(size.px(8))
        row.addWidget(self.line)
        for name, box in self.boxes.items():
            box.setObjectName(f"filter_{name}")
            box.setFixedWidth(size.px(148 if name == "category" else 126 if name in _NARROW else 130))
            box.currentIndexChanged.connect(lambda place, name=name: self._on_chosen(name, place))
            row.addWidget(box)
        row.addWidget(self.clear_button)
        row.addStretch(1)
        row.addWidget(self.count)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FILTER_AFTER_MS)
        self._timer.timeout.connect(self._on_typed)
        self.line.textChanged.connect(lambda _text: self._timer.start())
        self.retranslate()

    def show_filter(self, wanted: Query) -> None:
        """The filters as they are, without a signal."""
        with QSignalBlocker(self.line):
            if self.line.text().strip() != wanted.text:
                self.line.setText(wanted.text)
        for name, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setCurrentIndex(max(0, box.findData(getattr(wanted, name))))
        self.clear_button.setVisible(wanted.is_narrowed)

    def show_count(self, count: int) -> None:
        """How many cases are listed."""
        self.count.setText(ngettext_("{n} case", "{n} cases", count).format(n=f"{count:,}"))

    def go(self) -> None:
        """Put the cursor into the text."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def retranslate(self) -> None:
        """Also the lists, keeping what is chosen."""
        super().retranslate()
        self.line.setPlaceholderText(_("Filter number / customer (/)"))
        self.line.setAccessibleName(_("Filter number / customer (/)"))
        taxonomy, lang = self._context.taxonomy(), language()
        owners = [p for p in self._context.people().values() if p.may(Right.HANDLE)]
        lists = {
            "category": (
                _("All categories"),
                [(c.code, "　" * (len(c.path) - 1) + taxonomy.label(c.code, lang)) for c in taxonomy.categories],
            ),
            "channel": (_("All channels"), [(code, labels.channel(code)) for code in CHANNELS]),
            "owner": (_("All owners"), [(p.staff_no, p.name) for p in owners]),
            "severity": (_("Any severity"), [(code, intake_labels.severity(code)) for code in SEVERITIES]),
            "intake_type": (_("All kinds"), [(code, labels.intake_type(code)) for code in INTAKE_TYPES]),
        }
        for name, (everything, choices) in lists.items():
            box = self.boxes[name]
            with QSignalBlocker(box):
                chosen = box.currentData()
                box.clear()
                box.addItem(everything, "")
                for key, words in choices:
                    box.addItem(words, key)
                box.setCurrentIndex(max(0, box.findData(chosen)))
            box.setAccessibleName(everything)
            box.view().setMinimumWidth(metrics().px(240))

    def _on_chosen(self, name: str, place: int) -> None:
        self.narrowed.emit(name, str(self.boxes[name].itemData(place) or ""))

    def _on_typed(self) -> None:
        self.narrowed.emit("text", self.line.text().strip())

    def _on_clear(self) -> None:
        self._timer.stop()
        self.cleared.emit()
