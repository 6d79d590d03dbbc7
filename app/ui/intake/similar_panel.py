"""Similar complaints on record, beside the form: why they are similar, what they say, and what they are to this one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.calendar import china_day
from app.language import _, intake_labels, labels
from app.ui.intake.assistance import SimilarCase
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card
from app.ui.widgets.chips import Chip
from app.ui.widgets.column_area import ColumnArea
from app.ui.widgets.editors import enters
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.texts import ElidedLabel, WrappedLabel

if TYPE_CHECKING:
    from app.operations.open_case import CaseView

QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt's own "as high as it likes"


class SimilarPanel(Card):
    """Signals: looked(case id) Enter on a case; linked, merged, aside(case id); unlinked(); done() back to the form."""

    looked = Signal(str)
    linked = Signal(str)
    merged = Signal(str)
    aside = Signal(str)
    unlinked = Signal()
    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(name="similar", parent=parent)
        self._cases: tuple[SimilarCase, ...] = ()
        self._linked = ""
        self._view: CaseView | None = None
        self.list = QListWidget(self)
        self.list.setObjectName("similarList")
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.installEventFilter(self)
        self.list.currentRowChanged.connect(lambda _row: self._on_row_changed())
        self.list.itemActivated.connect(lambda _item: self._look())
        self.summary = WrappedLabel(parent=self, kind="muted")
        self.summary.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._area = self._reading_room()
        self._empty = EmptyState(
            lambda: _("Nothing similar found"),
            lambda: _("Looked for by phone, ID number, name and words of the complaint, while you type."),
            icon="search",
        )
        inside = self._inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics().px(8))
        column.addWidget(self.list, 1)
        column.addWidget(self._area, 1)
        column.addLayout(self._buttons())
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(inside)
        self.body.addWidget(self._stack, 1)
        self.retranslate()

    def _reading_room(self) -> ColumnArea:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, metrics().px(4), 0)
        column.addWidget(self.summary)
        column.addStretch(1)
        area = ColumnArea(body)
        area.hide()
        return area

    def _buttons(self) -> QGridLayout:
        def button(words: Callable[[], str], key: str, do: Callable[[str], object], name: str) -> Button:
            return Button(
                words,
                shortcut=key,
                is_shortcut_shown=True,
                on_click=lambda: do(self.current()) if self.current() else None,
                name=name,
                parent=self,
            )

        self.link_button = button(self._link_words, "Alt+L", self._link, "linkSimilar")
        self.merge_button = button(lambda: _("Record and merge"), "Alt+G", self.merged.emit, "mergeSimilar")
        self.aside_button = button(lambda: _("Not the same"), "Alt+X", self.aside.emit, "asideSimilar")
        grid = QGridLayout()
        grid.setSpacing(metrics().px(6))
        grid.addWidget(self.link_button, 0, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.aside_button, 0, 1, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.merge_button, 1, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.setColumnStretch(1, 1)
        back = Button(
            lambda: _("Back to the form  Esc"), kind="quiet", on_click=self.done.emit, name="similarBack", parent=self
        )
        grid.addWidget(back, 1, 1, Qt.AlignmentFlag.AlignRight)
        return grid

    # ---- showing

    def show_cases(self, cases: Sequence[SimilarCase], linked: str) -> None:
        """Replace the list; the case that is marked stays marked."""
        if tuple(cases) == self._cases and linked == self._linked:
            return
        kept = self.current()
        self._cases, self._linked = tuple(cases), linked
        self.list.blockSignals(True)
        self.list.clear()
        for case in self._cases:
            self._add(case)
        ids = [case.case_id for case in self._cases]
        self.list.setCurrentRow(ids.index(kept) if kept in ids else (0 if ids else -1))
        self.list.blockSignals(False)
        self._stack.setCurrentIndex(1 if ids else 0)
        if kept not in ids:
            self._close_summary()
        self._share()
        self._on_row_changed()

    def show_summary(self, view: CaseView) -> None:
        """What is on record, to read, below the list."""
        self._view = view
        self.summary.setText(_summary_of(view))
        self._area.show()
        self._share()
        self._area.verticalScrollBar().setValue(0)

    def current(self) -> str:
        """The case that is marked."""
        row = self.list.currentRow()
        return self._cases[row].case_id if 0 <= row < len(self._cases) else ""

    def enter(self) -> None:
        """Put the keyboard into the list."""
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def retranslate(self) -> None:
        """Also what the rows and the summary say."""
        super().retranslate()
        if not hasattr(self, "aside_button"):
            return
        self.list.setAccessibleName(_("Similar complaints"))
        cases, self._cases = self._cases, ()
        self.show_cases(cases, self._linked)
        if self._view is not None:
            self.summary.setText(_summary_of(self._view))

    # ---- from the person

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter reads, everything else is the list's."""
        if watched is self.list and isinstance(event, QKeyEvent) and enters(event):
            self._look()
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the summary, then goes back to the form."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self._area.isHidden():
            self._close_summary()
            self.enter()
        else:
            self.done.emit()

    def _look(self) -> None:
        if self.current():
            self.looked.emit(self.current())

    def _link(self, case_id: str) -> None:
        if case_id == self._linked:
            self.unlinked.emit()
        else:
            self.linked.emit(case_id)

    def _link_words(self) -> str:
        is_linked = bool(self._linked) and self.current() == self._linked
        return _("Unlink") if is_linked else _("Link as a repeat")

    def _on_row_changed(self) -> None:
        case = next((case for case in self._cases if case.case_id == self.current()), None)
        self.merge_button.setEnabled(case is not None and case.is_open)
        self.link_button.retranslate()
        self.link_button.updateGeometry()
        if self._view is not None and self._view.case.case_id != self.current():
            self._close_summary()

    def _close_summary(self) -> None:
        self._view = None
        self._area.hide()
        self._share()

    def _share(self) -> None:
        """While something is read, the list is as high as its rows, up to half of the panel."""
        if self._area.isHidden():
            self.list.setMaximumHeight(QWIDGETSIZE_MAX)
            self.list.setMinimumHeight(0)
            return
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        self.list.setFixedHeight(min(rows + 2 * self.list.frameWidth(), self._inside.height() // 2))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Half of the panel is another height now."""
        super().resizeEvent(event)
        self._share()

    def _add(self, case: SimilarCase) -> None:
        row = QWidget(self.list)
        column = QVBoxLayout(row)
        column.setContentsMargins(metrics().px(6), metrics().px(6), metrics().px(6), metrics().px(6))
        column.setSpacing(metrics().px(2))
        head = QHBoxLayout()
        head.addWidget(ElidedLabel(case.case_no, row, kind="strong"), 1)
        tone = "ok" if case.case_id == self._linked else "soon" if case.is_repeat else "info"
        state = _("linked") if case.case_id == self._linked else labels.state(case.state)
        head.addWidget(Chip(state, tone, row))
        column.addLayout(head)
        why = labels.list_of(intake_labels.likeness(reason) for reason in case.reasons)
        column.addWidget(ElidedLabel(why, row, kind="warning"))
        about = " · ".join(part for part in (case.received_on.isoformat(), case.who) if part)
        column.addWidget(ElidedLabel(about, row, kind="caption"))
        column.addWidget(ElidedLabel(case.first_words, row, kind="muted"))
        item = QListWidgetItem(self.list)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join((case.case_no, state, why, about, case.first_words)))
        item.setSizeHint(QSize(10, row.sizeHint().height()))
        self.list.setItemWidget(item, row)


def _summary_of(view: CaseView) -> str:
    case = view.case
    owner = view.names.get(case.owner, case.owner)
    lines = [
        _("{case_no}, received {day}").format(case_no=case.case_no, day=labels.day(china_day(case.received_at))),
        _("{state}; with {owner}").format(state=labels.state(case.state.value), owner=owner),
        _("Answer by {day}").format(day=labels.day(view.deadlines.due_on)) if not case.state.is_ended else "",
        case.intake.narrative,
    ]
    if case.intake.remedy_sought:
        lines.append(_("Asked for: {text}").format(text=case.intake.remedy_sought))
    return "\n".join(line for line in lines if line)
