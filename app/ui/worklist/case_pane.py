"""A look at the selected case beside the table: facts, history, the three actions that are wanted most."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.language import _, intake_labels, labels
from app.ui.case.facts import case_facts
from app.ui.case.facts_panel import fact_row, label_width
from app.ui.case.history import history
from app.ui.case.history_view import timeline_item
from app.ui.case.standing import standing
from app.ui.case.step_choice import offer_of
from app.ui.case.words import case_deadline, mask_for
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card
from app.ui.widgets.chips import DeadlineChip
from app.ui.widgets.column_area import ColumnArea
from app.ui.widgets.notices import Banner
from app.ui.widgets.texts import WrappedLabel
from app.ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from app.operations.open_case import CaseView


class CasePane(Card):
    """Signals: opened(), extension_wanted(), reprint_wanted(): what the buttons ask for."""

    opened = Signal()
    extension_wanted = Signal()
    reprint_wanted = Signal()

    def __init__(
        self, today: Callable[[], date], category_of: Callable[[str], str], parent: QWidget | None = None
    ) -> None:
        super().__init__(None, name="pane", parent=parent)
        self._today = today
        self._category_of = category_of
        self._view: CaseView | None = None
        head = QHBoxLayout()
        self._number = QLabel(self)
        self._number.setProperty("kind", "section")
        self._chip = DeadlineChip(parent=self)
        head.addWidget(self._number, 1)
        head.addWidget(self._chip)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics().px(8))
        self._summary = WrappedLabel("", inner)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(metrics().px(4))
        self._history_head = QLabel(inner)
        self._history_head.setProperty("kind", "strong")
        self._timeline = Timeline(inner)
        self._standing = QVBoxLayout()
        self._standing.setSpacing(metrics().px(4))
        column.addLayout(self._standing)
        column.addWidget(self._summary)
        column.addLayout(self._facts)
        column.addSpacing(metrics().px(8))
        column.addWidget(self._history_head)
        column.addWidget(self._timeline, 1)
        self.body.addLayout(head)
        self.body.addWidget(ColumnArea(inner), 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(metrics().px(8))
        self._open = Button(lambda: _("Open"), kind="primary", on_click=self.opened.emit, name="paneOpen")
        self._extend = Button(lambda: _("Extend"), on_click=self.extension_wanted.emit, name="paneExtend")
        self._reprint = Button(
            lambda: _("Reprint slip"), icon="printer", on_click=self.reprint_wanted.emit, name="paneReprint"
        )
        for button in (self._open, self._extend, self._reprint):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.say(self._history_head.setText, lambda: _("Progress"))
        self._rows: list[QWidget] = []
        self.show_case(None)

    def show_case(self, view: CaseView | None) -> None:
        """Show a case, or nothing."""
        self._view = view
        for widget in (self._history_head, self._open, self._extend, self._reprint, self._timeline, self._summary):
            widget.setVisible(view is not None)
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = []
        if view is None:
            self._number.setText("")
            self._chip.set_deadline("", "later")
            return
        self._number.setText(view.case.case_no)
        deadline = case_deadline(view, self._today())
        self._chip.set_deadline(deadline.text, deadline.tone)
        narrative = mask_for(view)(" ".join(view.case.intake.narrative.split()))
        self._summary.setText(narrative if len(narrative) <= 120 else narrative[:119] + "…")
        for item in standing(view, self._today()):
            banner = Banner(item.text, tone=item.tone, is_inset=True, parent=self)
            self._rows.append(banner)
            self._standing.addWidget(banner)
        facts = [*_weight(view), *case_facts(view, self._category_of, is_short=True)]
        width = label_width([label for label, _value in facts], self)
        for label, value in facts:
            row = fact_row(label, value, width, self)
            self._rows.append(row)
            self._facts.addWidget(row)
        self._timeline.show_items([timeline_item(line) for line in history(view, self._today())])
        for button, action in ((self._extend, "request_extension"), (self._reprint, "reprint_slip")):
            offer = offer_of(view, action)
            button.setEnabled(offer is not None and offer.is_allowed)

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        if hasattr(self, "_rows"):
            self.show_case(self._view)


def _weight(view: CaseView) -> Iterator[tuple[str, str]]:
    """How heavy the case is and what kind of matter, where that is out of the ordinary."""
    severity, kind = view.case.about.severity, view.case.intake.intake_type
    if severity != "ordinary":
        yield _("Severity"), intake_labels.severity(severity)
    if kind != "complaint":
        yield _("Kind of matter"), labels.intake_type(kind)
