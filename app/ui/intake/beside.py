"""What stands beside the form and what the desk notices about it: slip, rarer fields, similar complaints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QWidget

from app.domain.commands import IntakeForm
from app.ui.intake.assistance import SimilarCase, Suggested
from app.ui.intake.calls import SlipWish
from app.ui.intake.form import IntakeFormBody
from app.ui.intake.more_fields import MORE_FIELDS, filled_in
from app.ui.intake.right_side import MORE, SIMILAR, SLIP, RightSide
from app.ui.intake.similar_panel import SimilarPanel
from app.ui.intake.slip_panel import SlipPanel
from app.ui.page_context import PageContext
from app.ui.shell.page import Page
from app.ui.widgets.enter_walk import focus
from app.ui.widgets.fields import Field

if TYPE_CHECKING:
    from app.operations.open_case import CaseView
    from app.ui.intake.more_panel import MorePanel


class BesideForm(Page):
    """The form and its right column. What is rare is one key away: F6 the rarer fields, F7 similar complaints, the same
    key or Esc back to where the cursor was."""

    def __init__(self, context: PageContext, wish: SlipWish, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.form = IntakeFormBody(today=context.today, taxonomy=context.taxonomy(), parent=self)
        self.slip = SlipPanel(wish, self)
        self.similar = SimilarPanel(self)
        self.right = RightSide(self.slip, self.similar, go=self.go_right, parent=self)
        self.more: MorePanel | None = None
        self._wanted: tuple[str, ...] = ()
        self._reasons: tuple[Suggested, ...] = ()
        self._is_opened_by_itself = False
        self._came_from: QWidget | None = None
        self.form.more_wanted.connect(lambda: self.go_right(MORE))
        self.similar.done.connect(self.leave_right)

    # ---- going there and back

    def go_right(self, name: str) -> None:
        """Show a view of the right column and go there; from within it, go back."""
        view = self._view(name)
        if name == SLIP or (self.right.shown() == name and self._has_keyboard(view)):
            self.leave_right()
            return
        self._remember()
        self._is_opened_by_itself = False
        self.right.show_view(name)
        if name == MORE:
            self.more_panel().go_to()
        else:
            self.similar.enter()

    def leave_right(self) -> None:
        """Show the slip again, with the cursor where it was in the form."""
        was_there = not self.form.isAncestorOf(QApplication.focusWidget() or self.form)
        self.right.show_view(SLIP)
        if was_there:
            back = self._came_from
            focus(back if back is not None and back.isVisibleTo(self) else self.form.complainant_name.editor)

    def more_panel(self) -> MorePanel:
        """The panel of rarer fields, built when it is wanted for the first time."""
        if self.more is None:
            from app.ui.intake.more_panel import MorePanel

            context = self._context
            self.more = MorePanel(
                self.form.value(),
                today=context.today,
                taxonomy=context.taxonomy(),
                people=context.people,
                rules=context.intake_rules(),
                parent=self,
            )
            self.more.edited.connect(self._on_more_edited)
            self.more.left.connect(self.form.left)
            self.more.done.connect(self.leave_right)
            self.more.reasons.show_suggestions(self._reasons)
            self.right.add_more(self.more)
        return self.more

    def field(self, name: str) -> Field | None:
        """A field of the page or of the panel beside it."""
        if name in MORE_FIELDS:
            return self.more_panel().fields[name]
        return self.form.fields.get(name)

    def go_to_field(self, name: str) -> None:
        """Put the cursor into a field, wherever it stands."""
        if name in MORE_FIELDS:
            self._remember()
            self.more_panel()
            self.right.show_view(MORE)
            self.more_panel().go_to(name)
        else:
            self.form.go_to(name)

    def _view(self, name: str) -> QWidget:
        return self.more_panel() if name == MORE else self.similar if name == SIMILAR else self.slip

    def _has_keyboard(self, view: QWidget) -> bool:
        return view.isAncestorOf(QApplication.focusWidget() or self)

    def _remember(self) -> None:
        here = QApplication.focusWidget()
        if here is not None and self.form.isAncestorOf(here):
            self._came_from = here

    # ---- the form and its panel

    def fill_beside(self, form: IntakeForm) -> None:
        """Another form is shown."""
        self._came_from = None
        if self.more is not None:
            self.more.show_form(form)
        self.right.show_view(SLIP)
        self.right.show_counts(filled_in=filled_in(form))

    def take_form(self, form: IntakeForm) -> None:
        """Something was typed: capacity and channel decide what the panel asks for."""
        if self.more is not None:
            self.more.take(form)
        self.right.show_counts(filled_in=filled_in(form))

    def put(self, name: str, value: Any) -> None:
        """Put a value into the form as if somebody had typed it."""
        self.form.put(name, value)
        if self.more is not None and name in MORE_FIELDS:
            self.more.show_form(self.form.value())

    def _on_more_edited(self) -> None:
        if self.more is not None:
            self.form.take_more(replace(self.form.value(), **self.more.values()))
            self.form.changed.emit()

    # ---- what was noticed

    def show_wanted(self, names: Sequence[str]) -> None:
        """Rarer fields that this complaint needs: the panel opens by itself, the keyboard stays where it is."""
        is_more = bool(set(names) - set(self._wanted))
        self._wanted = tuple(names)
        self.form.hint.show_wanted(names)
        self.right.show_counts(wanting=bool(names))
        if names or self.more is not None:
            self.more_panel().show_wanted(self._wanted)
        if is_more and not self._has_keyboard(self.more_panel()):
            self.right.show_view(MORE)
            self._is_opened_by_itself = True
        elif not names and self._is_opened_by_itself and not self._has_keyboard(self.more_panel()):
            self.right.show_view(SLIP)
            self._is_opened_by_itself = False

    def show_suggestions(self, suggestions: Sequence[Suggested]) -> None:
        """Likely categories."""
        self.form.suggestions.show_suggestions(suggestions)

    def show_reasons(self, suggestions: Sequence[Suggested]) -> None:
        """Likely reasons, below their field in the panel."""
        self._reasons = tuple(suggestions)
        if self.more is not None:
            self.more.reasons.show_suggestions(self._reasons)

    def show_cards(self, count: int) -> None:
        """Card numbers stand in the texts."""
        self.form.card_warning.show_cards(count)

    def show_similar(self, cases: Sequence[SimilarCase], linked: str) -> None:
        """Similar complaints, and the one that this one repeats."""
        self.similar.show_cases(cases, linked)
        self.right.show_counts(similar=len(cases))
        number = next((case.case_no for case in cases if case.case_id == linked), "")
        self.form.link.show_link(linked, number)

    def show_summary(self, view: CaseView) -> None:
        """A similar complaint, to read."""
        self.similar.show_summary(view)
