"""One waiting request: in the list in three lines, and in full with both dates and the people who could decide."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.case import Extension
from app.language import _, labels
from app.ui.case.facts_panel import fact_row, label_width
from app.ui.case.words import at_text, day_text, deadline_words
from app.ui.theme import metrics, pixmap
from app.ui.widgets.buttons import LinkButton
from app.ui.widgets.cards import Card
from app.ui.widgets.chips import Chip, DeadlineChip
from app.ui.widgets.multiline import MultilineField
from app.ui.widgets.texts import ElidedLabel, WrappedLabel
from app.ui.wording import Words

if TYPE_CHECKING:
    from app.operations.approvals import ApprovalItem


def list_line(item: ApprovalItem, today: date) -> str:
    """What a screen reader says of a line in the list."""
    deadline = deadline_words(item.due_now, today, is_stopped=False)
    return ". ".join((item.case_no, item.requester_name, deadline.text, " ".join(item.summary.split())))


class RequestLine(QWidget):
    """A request in the list."""

    def __init__(self, item: ApprovalItem, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        size = metrics()
        column = QVBoxLayout(self)
        column.setContentsMargins(size.px(12), size.px(10), size.px(12), size.px(10))
        column.setSpacing(size.px(4))
        head = QHBoxLayout()
        number = QLabel(item.case_no, self)
        number.setProperty("kind", "strong")
        deadline = deadline_words(item.due_now, today, is_stopped=False)
        head.addWidget(number, 1)
        head.addWidget(DeadlineChip(deadline.text, deadline.tone, self))
        column.addLayout(head)
        what = _("Voiding") if item.kind == "void" else _("Extension")
        asked = _("{what} · {name} asked on {time}").format(
            what=what, name=item.requester_name, time=at_text(item.request.requested_at, today)
        )
        for text, kind in ((" ".join(item.summary.split()), ""), (asked, "caption")):
            column.addWidget(ElidedLabel(text, self, kind=kind))


class RequestCard(Card):
    """The selected request in full, and the reason of whoever decides. Signals: opened(); reason_changed(str)."""

    opened = Signal()
    reason_changed = Signal(str)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(None, lambda: _("Request for an extension"), name="request", parent=parent)
        self._today = today
        self._item: ApprovalItem | None = None
        self._own_staff_no = ""
        self.open_button = LinkButton(
            lambda: _("Open the case"), shortcut="Ctrl+O", on_click=self.opened.emit, name="openCase"
        )
        self.add_corner(self.open_button)
        self._place = QVBoxLayout()
        self._place.setSpacing(metrics().px(10))
        self._inner: QWidget | None = None
        self.body.addLayout(self._place)
        self.reason = MultilineField(
            lambda: _("Reason of the decision"),
            optional=False,
            rows=3,
            hint=lambda: _("Needed when the request is returned; good practice when it is approved"),
            name="reason",
        )
        self.reason.editor.setMaximumHeight(metrics().px(120))
        self.reason.changed.connect(lambda: self.reason_changed.emit(self.reason.value()))
        self.body.addWidget(self.reason)
        self.body.addStretch(1)

    def show_item(self, item: ApprovalItem, own_staff_no: str) -> None:
        """Show a request to the person `own_staff_no`."""
        self._item, self._own_staff_no = item, own_staff_no
        self.set_title(_title(item))
        if self._inner is not None:
            self._place.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        self._inner = self._make(item)
        self._place.addWidget(self._inner)

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        item: ApprovalItem | None = getattr(self, "_item", None)
        if item is not None:
            self.show_item(item, self._own_staff_no)

    def _make(self, item: ApprovalItem) -> QWidget:
        size = metrics()
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(size.px(8))
        number = QLabel(item.case_no, inner)
        number.setProperty("kind", "title")
        column.addWidget(number)
        column.addWidget(WrappedLabel(item.summary, inner))
        if item.due_then is not None:
            column.addLayout(self._dates(item.due_now, item.due_then, inner))
        request = item.request
        rule = labels.policy_stage(request.policy_id, request.stage) if isinstance(request, Extension) else ""
        facts = (
            (_("Rule"), rule),
            (
                _("Requested by"),
                f"{item.requester_name} {request.requested_by}  {at_text(request.requested_at, self._today())}",
            ),
            (_("Reason of the request"), request.reason),
            (_("Can be decided by"), who_line(item)),
            (_("Delegated to"), labels.list_of(f"{p.name} {p.staff_no}" for p in item.delegates)),
        )
        shown = [row for row in facts if row[1]]
        width = label_width([label for label, _value in shown], self)
        for label, value in shown:
            column.addWidget(fact_row(label, value, width, inner))
        if request.requested_by == self._own_staff_no:
            column.addWidget(
                Chip(_("Your own request: somebody else has to decide it"), "soon", inner),
                0,
                Qt.AlignmentFlag.AlignLeft,
            )
        return inner

    def _dates(self, due_now: date, due_then: date, inner: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(metrics().px(16))
        for head, day in ((_("Due now"), due_now), (_("Due after approval"), due_then)):
            if row.count():
                arrow = QLabel(inner)
                arrow.setPixmap(pixmap("arrow-right", "text3", 18))
                row.addWidget(arrow, 0, Qt.AlignmentFlag.AlignBottom)
            box = QVBoxLayout()
            box.setSpacing(0)
            label = QLabel(head, inner)
            label.setProperty("kind", "label")
            figure = QLabel(day_text(day), inner)
            figure.setProperty("kind", "title")
            box.addWidget(label)
            box.addWidget(figure)
            row.addLayout(box)
        row.addStretch(1)
        return row


def _title(item: ApprovalItem) -> Words:
    if item.kind == "void":
        return lambda: _("Request to void the case")
    return lambda: _("Request for an extension")


def who_line(item: ApprovalItem) -> str:
    """Who could decide a request, in words."""
    if item.who_could:
        return labels.list_of(f"{p.name} {p.staff_no}" for p in item.who_could)
    if item.needs_headquarters:
        return _("headquarters; its answer comes with synchronisation")
    return _("nobody at this branch")
