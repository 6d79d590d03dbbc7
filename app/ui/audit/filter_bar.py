"""The filters of the audit page: days by name or typed, person, case number, group and kind. All by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.audit_kinds import KINDS_OF, KindGroup
from app.domain.permissions import SensitiveAct
from app.language import _, audit_words, labels, permission_words
from app.operations.audit import ACT, AuditFilter, kinds_of
from app.ui.audit.spans import SpanKind
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button
from app.ui.widgets.chips import View, ViewChips
from app.ui.widgets.choices import Choice, ComboField
from app.ui.widgets.dates import DateField
from app.ui.widgets.fields import TextField
from app.ui.wording import Worded

ALL = "*"


class FilterBar(QWidget, Worded):
    """Signals: span_chosen(key), days_chosen(), narrowed(), cleared()."""

    span_chosen = Signal(str)
    days_chosen = Signal()
    narrowed = Signal()
    cleared = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_showing = False
        self.spans = ViewChips(
            [
                View(SpanKind.TODAY, lambda: _("Today")),
                View(SpanKind.WEEK, lambda: _("7 days")),
                View(SpanKind.MONTH, lambda: _("30 days")),
                View(SpanKind.QUARTER, lambda: _("A quarter")),
                View(SpanKind.FREE, lambda: _("Other period")),
            ]
        )
        self.first = DateField(lambda: _("From"), today=today, name="auditFirst")
        self.last = DateField(lambda: _("To"), today=today, name="auditLast")
        self.person = ComboField(lambda: _("Person"), searchable=True, name="auditPerson")
        self.case_no = TextField(lambda: _("Case number"), code=True, max_length=40, name="auditCase")
        self.group = ComboField(lambda: _("What kind"), searchable=True, name="auditGroup")
        self.kind = ComboField(lambda: _("Exactly"), searchable=True, name="auditKind")
        self.clear_button = Button(
            lambda: _("Clear filters"),
            icon="x",
            shortcut="Ctrl+Backspace",
            on_click=self.cleared.emit,
            name="auditClear",
        )
        self._lay_out()
        self.spans.chosen.connect(self.span_chosen)
        for field in (self.first, self.last):
            field.editor.returnPressed.connect(self.days_chosen)
        self.last.left.connect(self._on_left)
        self.case_no.editor.returnPressed.connect(self._on_narrowed)
        self.case_no.left.connect(self._on_narrowed)
        for combo in (self.person, self.group, self.kind):
            combo.changed.connect(self._on_narrowed)
        self.show_people({})
        self._show_kinds("")

    def _lay_out(self) -> None:
        size = metrics()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(size.px(8))
        bottom = Qt.AlignmentFlag.AlignBottom
        days, filters = QHBoxLayout(), QHBoxLayout()
        for row in (days, filters):
            row.setSpacing(size.px(8))
            column.addLayout(row)
        days.addWidget(self.spans, 0, bottom)
        days.addStretch(1)
        for field in (self.first, self.last):
            field.setFixedWidth(size.px(150))
            days.addWidget(field, 0, bottom)
        for combo, wide in ((self.person, 3), (self.case_no, 3), (self.group, 3), (self.kind, 4)):
            filters.addWidget(combo, wide, bottom)
        filters.addWidget(self.clear_button, 0, bottom)

    # ---- what is shown

    def show_people(self, people: Mapping[str, str]) -> None:
        """All who ever wrote an entry, by staff number."""
        choices = [Choice(ALL, lambda: _("Everybody"))]
        choices += [Choice(staff_no, partial(_named, staff_no, name), staff_no) for staff_no, name in people.items()]
        self._quietly(lambda: self.person.set_choices(choices, first=ALL))

    def show_filter(self, wanted: AuditFilter, span: SpanKind) -> None:
        """What is looked for."""

        def show() -> None:
            self.spans.choose(span)
            self.first.set_value(wanted.first)
            self.last.set_value(wanted.last)
            self._show_groups()
            self.group.set_value(wanted.group or ALL)
            self._show_kinds(wanted.group)
            self.kind.set_value(wanted.kind or ALL)
            self.person.set_value(wanted.staff_no or ALL)
            if self.case_no.value().strip() != wanted.case_no:
                self.case_no.set_value(wanted.case_no)

        self._quietly(show)
        self.clear_button.setEnabled(bool(wanted.staff_no or wanted.case_no or wanted.group or wanted.kind))

    def show_problems(self, at_case: str, at_days: str) -> None:
        """What is wrong, at its field; what was typed stays."""
        self.case_no.set_error(at_case)
        self.first.set_error(at_days)

    def narrowing(self) -> dict[str, str]:
        """What is chosen."""
        values = {
            "staff_no": self.person.value(),
            "case_no": self.case_no.value().strip(),
            "group": self.group.value(),
            "kind": self.kind.value(),
        }
        return {name: "" if value == ALL else value for name, value in values.items()}

    def retranslate(self) -> None:
        """Also what can be chosen."""
        super().retranslate()
        if hasattr(self, "kind"):
            self._quietly(self._show_groups)

    def _show_groups(self) -> None:
        choices = [Choice(ALL, lambda: _("Everything"))]
        choices += [Choice(group.value, partial(audit_words.group, group.value)) for group in KindGroup]
        choices += [Choice(ACT + act.value, partial(_counted, act.value)) for act in SensitiveAct]
        self.group.set_choices(choices, first=ALL)

    def _show_kinds(self, group: str) -> None:
        kinds = kinds_of(group) or tuple(kind for some in KINDS_OF.values() for kind in some)
        choices = [Choice(ALL, lambda: _("Every kind"))]
        choices += [Choice(kind, partial(labels.entry_kind, kind)) for kind in kinds]
        self._quietly(lambda: self.kind.set_choices(choices, first=ALL))

    # ---- from the person

    def _quietly(self, do: Callable[[], object]) -> None:
        was, self._is_showing = self._is_showing, True
        try:
            do()
        finally:
            self._is_showing = was

    def _on_narrowed(self) -> None:
        if not self._is_showing:
            self.narrowed.emit()

    def _on_left(self) -> None:
        if not self._is_showing:
            self.days_chosen.emit()


def _named(staff_no: str, name: str) -> str:
    return f"{name} {staff_no}".strip()


def _counted(act: str) -> str:
    return _("Counted: {act}").format(act=permission_words.act(act))
