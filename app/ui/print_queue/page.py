"""The print queue: papers that wait, failed or were printed, with retry, marked copy and cancel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStackedWidget, QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from app.language import _
from app.ui.print_queue.facts import PrintRow
from app.ui.print_queue.presenter import PrintQueuePresenter
from app.ui.shell.facts import day_and_time
from app.ui.shell.page import Page
from app.ui.theme import metrics
from app.ui.widgets.action_bar import ActionBar
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.cards import Card
from app.ui.widgets.chips import View, ViewChips, paint_chip
from app.ui.widgets.line_list import LineModel, LineTable
from app.ui.widgets.notices import Banner, EmptyState

STATE_COLUMN = 3


class PrintQueuePage(Page):
    """Signals: refresh_wanted(), view_chosen(key), chosen(job_id or None), retry_wanted(), reprint_wanted(),
    cancel_wanted()."""

    shows: ClassVar[frozenset[str]] = frozenset({"print"})

    refresh_wanted = Signal()
    view_chosen = Signal(str)
    chosen = Signal(object)
    retry_wanted = Signal()
    reprint_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        size = metrics()
        self._views = ViewChips(
            [
                View("open", lambda: _("To see to")),
                View("printed", lambda: _("Printed")),
                View("all", lambda: _("All")),
            ]
        )
        self._views.chosen.connect(self.view_chosen)
        self._problem = Banner("", tone="error", is_inset=True, parent=self)
        self.model = PrintModel(self)
        self.table = _PrintTable(self.model, self)
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self._empty = EmptyState(
            lambda: _("Nothing waits for the printer"),
            lambda: _("Papers that could not be printed appear here."),
            icon="printer",
        )
        self._pile = QStackedWidget(self)
        self._pile.addWidget(self.table)
        self._pile.addWidget(self._empty)
        card = Card()
        card.fill()
        card.body.addWidget(self._pile)
        content = QVBoxLayout()
        content.setContentsMargins(size.margin, size.gap, size.margin, size.gap)
        content.setSpacing(size.gap)
        content.addWidget(self._views)
        content.addWidget(self._problem)
        content.addWidget(card, 1)
        self.column.addLayout(content, 1)
        self._cancel = Button(lambda: _("Take out of the queue"), on_click=self.cancel_wanted.emit, name="cancelPrint")
        self._reprint = Button(
            lambda: _("Print a marked copy"), icon="copy", on_click=self.reprint_wanted.emit, name="reprint"
        )
        self._retry = PrimaryButton(
            lambda: _("Print now"), icon="printer", on_click=self.retry_wanted.emit, name="retryPrint"
        )
        self._bar = ActionBar(self._cancel, self._reprint, self._retry)
        self.column.addWidget(self._bar)
        self.show_actions(can_retry=False, can_reprint=False, can_cancel=False)

    def join(self, presenter: PrintQueuePresenter) -> None:
        """Let `presenter` decide; the page keeps it alive, because signals hold it weakly."""
        self._presenter = presenter
        self.refresh_wanted.connect(presenter.refresh)
        self.view_chosen.connect(presenter.choose_view)
        self.chosen.connect(presenter.choose)
        self.retry_wanted.connect(presenter.retry)
        self.reprint_wanted.connect(presenter.reprint)
        self.cancel_wanted.connect(presenter.cancel)

    def title(self) -> str:
        """The page's name."""
        return _("Print queue")

    def on_shown(self, **arguments: object) -> None:
        """Read the queue whenever the page comes into view."""
        self.refresh_wanted.emit()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """The queue changed."""
        self.refresh_wanted.emit()

    def show_rows(self, rows: Sequence[PrintRow], counts: dict[str, int]) -> None:
        """Show these papers; the line chosen before stays chosen."""
        self._problem.set_words("")
        self._views.set_counts(counts)
        chosen = self.model.line_at(self.table.currentIndex().row())
        self.model.show_lines(rows)
        self._pile.setCurrentWidget(self.table if rows else self._empty)
        places = [row.job_id for row in rows]
        if places:
            place = places.index(chosen.job_id) if chosen and chosen.job_id in places else 0
            self.table.setCurrentIndex(self.model.index(place, 0))

    def show_actions(self, *, can_retry: bool, can_reprint: bool, can_cancel: bool) -> None:
        """Enable what may be done with the line chosen."""
        self._retry.setEnabled(can_retry)
        self._reprint.setEnabled(can_reprint)
        self._cancel.setEnabled(can_cancel)

    def show_error(self, message: str) -> None:
        """Say what went wrong."""
        self._problem.set_words(message, "error")

    def retranslate(self) -> None:
        """Headers and states in the language in use."""
        super().retranslate()
        self.model.retranslate()
        self.table.setAccessibleName(self.title())
        self.refresh_wanted.emit()  # kinds of papers come worded

    def _on_row_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        row = self.model.line_at(current.row())
        self.chosen.emit(row.job_id if row else None)


class PrintModel(LineModel[PrintRow]):
    """The rows of the queue; at most a few hundred."""

    def heads(self) -> tuple[str, ...]:
        """The names of the columns."""
        return (
            _("Case number"),
            _("Paper"),
            _("Printer"),
            _("State"),
            _("Copies"),
            _("Asked by"),
            _("Asked at"),
        )

    def cells(self, line: PrintRow) -> tuple[str, ...]:
        """The words of a paper."""
        return (
            line.case_no,
            line.kind,
            line.printer or _("No printer"),
            line.state_words(),
            str(line.copies),
            line.queued_by,
            day_and_time(line.queued_at),
        )


class _StateDelegate(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        blank = QStyleOptionViewItem(option)
        self.initStyleOption(blank, index)
        words, blank.text = blank.text, ""
        widget = blank.widget
        widget.style().drawControl(widget.style().ControlElement.CE_ItemViewItem, blank, painter, widget)
        model = index.model()
        row = model.line_at(index.row()) if isinstance(model, PrintModel) else None
        if row is not None:
            painter.save()
            painter.setClipRect(option.rect)
            paint_chip(painter, QRectF(option.rect).adjusted(8, 0, 0, -2), words, row.tone())
            painter.restore()


class _PrintTable(LineTable):
    widths = (190, 170, 190, 300, 70, 120, 150)
    wordy = STATE_COLUMN

    def __init__(self, model: PrintModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.setItemDelegateForColumn(STATE_COLUMN, _StateDelegate(self))
        self.horizontalHeader().setStretchLastSection(True)
