"""Holding cases back from deletion: what for, until when as far as is known, and which dispute or inquiry it is."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.calendar import china_day
from app.domain.codes import HOLD_REASONS
from app.domain.refusal import Refusal
from app.language import _, holding_labels, ngettext_
from app.language.reasons import sentence
from app.ui.page_context import PageContext
from app.ui.widgets.choices import Choice, ComboField
from app.ui.widgets.dates import DateField
from app.ui.widgets.dialog import Dialog
from app.ui.widgets.error_summary import FieldError
from app.ui.widgets.multiline import MultilineField


class HoldDialog(Dialog):
    """Signals: entered(reason, text, day or None)."""

    entered = Signal(str, str, object)

    def __init__(self, context: PageContext, count: int, parent: QWidget | None = None) -> None:
        super().__init__(
            lambda: _("Keep on hold"),
            confirm=lambda: _("Sign and keep"),
            intro=lambda: ngettext_(
                "{n} case is not deleted while the hold stands. Another person has to lift it.",
                "{n} cases are not deleted while the holds stand. Another person has to lift them.",
                count,
            ).format(n=count),
            parent=parent,
        )
        choices = [Choice(code, partial(holding_labels.hold_reason, code)) for code in HOLD_REASONS]
        self.reason = ComboField(lambda: _("What it is kept for"), choices, name="reason", parent=self)
        self.until = DateField(
            lambda: _("Expected to end on"),
            today=lambda: china_day(context.now()),
            name="expected_end_on",
            optional=True,
            is_ahead=True,
            parent=self,
        )
        self.text = MultilineField(lambda: _("Which dispute, lawsuit or inquiry"), rows=3, name="text", parent=self)
        for field in (self.reason, self.until, self.text):
            self.body.addWidget(field)
        self.walk([self.reason, self.until, self.text])
        self.confirmed.connect(self._on_confirmed)

    def refuse(self, refusal: Refusal, text: str) -> None:
        """Say what is wrong where it is wrong; everything that was typed stays."""
        self.set_busy(False)
        fields = {"reason": self.reason, "text": self.text, "expected_end_on": self.until}
        problems = [
            FieldError(sentence(problem), fields[problem.field])
            for problem in refusal.problems
            if problem.field in fields
        ]
        self.errors.show_errors(problems or [FieldError(text, None)])

    def _on_confirmed(self) -> None:
        problems = [] if self.reason.value() else [FieldError(_("Choose one."), self.reason)]
        if self.until.is_wrong():
            problems.append(FieldError(_("Write the day as 2026-11-20."), self.until))
        if problems:
            self.errors.show_errors(problems)
            return
        self.errors.clear()
        self.set_busy(True)
        self.entered.emit(self.reason.value(), self.text.value(), self.until.value())
