"""What stands on the case page and how the presenter's words are put on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.language import _, language, ngettext_
from app.ui.case.case_head import CaseHead
from app.ui.case.facts_panel import FactsPanel
from app.ui.case.form_panel import FormPanel
from app.ui.case.forms import FormSpec
from app.ui.case.middle import CaseMiddle
from app.ui.case.standing import standing
from app.ui.case.standing_banners import StandingBanners
from app.ui.case.step_finder import StepFinder
from app.ui.case.steps_panel import StepsPanel
from app.ui.page_context import PageContext
from app.ui.shell.page import Page
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button
from app.ui.widgets.notices import Banner, EmptyState
from app.ui.widgets.pdf_preview import PageImage

if TYPE_CHECKING:
    from app.operations.open_case import CaseView
    from app.operations.reveal import Revealed
    from app.store.links import LinkedCase
    from app.ui.pictures import Picture


class CaseScreen(Page):
    """Facts at the left, history in the middle, steps or the form of one at the right."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._view: CaseView | None = None
        self._fresh: frozenset[str] = frozenset()
        self._is_letter = False
        self._is_form = False
        self.has_neighbours = False
        self.head = CaseHead(context.today, self)
        self.facts = FactsPanel(self._category_of, self)
        self.banners = StandingBanners(self)
        self.middle = CaseMiddle(context.today, self.want_related, self)
        self.steps = StepsPanel(self)
        self.finder = StepFinder(self)
        self.form = FormPanel(context.today, self)
        self.news = Banner("", tone="info", parent=self)
        self.news_button = Button(lambda: _("Seen"), name="newsRead")
        self.missing = EmptyState("", icon="file")
        self._lay_out()

    def _category_of(self, code: str) -> str:
        return self._context.taxonomy().label(code, language()) if code else _("Not classified yet")

    def _lay_out(self) -> None:
        size = metrics()
        self.news.set_action(self.news_button)
        self._right = QStackedWidget(self)
        self._right.addWidget(self.steps)
        self._right.addWidget(self.finder)
        self._right.addWidget(self.form)
        row = QHBoxLayout()
        row.setSpacing(size.gap)
        row.addWidget(self.facts)
        row.addWidget(self.middle, 1)
        row.addWidget(self._right)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(size.margin, size.px(10), size.margin, size.px(12))
        column.setSpacing(size.px(10))
        column.addWidget(self.head)
        column.addWidget(self.banners)
        column.addLayout(row, 1)
        self._whole = QStackedWidget(self)
        self._whole.addWidget(inside)
        self._whole.addWidget(self.missing)
        self.column.addWidget(self.news)
        self.column.addWidget(self._whole, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Facts and steps keep a share of the width; a form gets more, a letter most."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        size, width = metrics(), self.width()
        self.facts.setFixedWidth(max(size.px(330), width * 27 // 100))
        is_form = self._right.currentWidget() is self.form
        share = (46 if self._is_letter else 38) if is_form else 30 if self._right.currentWidget() is self.finder else 25
        self._right.setFixedWidth(max(size.px(300), width * share // 100))

    def foot_height(self) -> int:
        """Messages must not cover the buttons of an open form."""
        if self._right.currentWidget() is not self.form:
            return 0
        return metrics().field + 2 * metrics().px(12) + 2  # the button, the margins of card and page, the card's border

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        if getattr(self, "_view", None) is not None and self._view is not None:
            self.show_case(self._view, self._fresh)

    def want_related(self) -> None:
        """The cases that belong to this one are being looked at; the page reads them."""

    # ---- what the presenter shows

    def show_loading(self) -> None:
        """Another case is being read."""
        self.head.show_case(None, False)
        self._whole.setCurrentIndex(0)

    def show_missing(self, why: str) -> None:
        """There is no such case, or it could not be read."""
        self.missing.set_words(why)
        self._whole.setCurrentWidget(self.missing)

    def show_case(self, view: CaseView, new_entries: frozenset[str]) -> None:
        """The case as it stands, with new entries marked."""
        is_other = self._view is None or self._view.case.case_id != view.case.case_id
        self._view, self._fresh = view, new_entries
        self.head.show_case(view, self.has_neighbours)
        self.facts.show_case(view)
        self.steps.show_steps(view, self._context.people())
        self.banners.show_standing(standing(view, self._context.today()))
        self.middle.show_case(view, new_entries)
        self._fit()
        if is_other:
            self.steps.go_to_first()

    def show_changed(self, count: int) -> None:
        """Somebody else wrote something while a form was being filled in."""
        text = ngettext_(
            "This case has changed since you opened it: {n} new entry. What you typed is kept.",
            "This case has changed since you opened it: {n} new entries. What you typed is kept.",
            count,
        )
        self.news.set_words(lambda: text.format(n=count) if count else "", "info")

    def show_contact(self, revealed: Revealed | None) -> None:
        """The details in full wherever they stand on the page, or masked again."""
        self.facts.show_contact(revealed)
        self.middle.show_clear(revealed.mark if revealed is not None else "")

    def show_form(self, spec: FormSpec | None, values: Mapping[str, str]) -> None:
        """Open the form of a step, or put it away."""
        self._is_form = spec is not None
        if spec is None:
            self._right.setCurrentWidget(self.steps)
            self._fit()
            self.steps.go_to_first()
            self.foot_changed.emit()
            return
        self._is_letter = spec.action == "make_letter"
        self.form.show_form(spec, values)
        self._right.setCurrentWidget(self.form)
        self._fit()
        self.form.start()
        self.foot_changed.emit()

    def show_note(self, text: str) -> None:
        """What the values of the form lead to."""
        self.form.show_note(text)

    def show_related(self, linked: Sequence[LinkedCase]) -> None:
        """The cases that belong to this one."""
        self.middle.show_related(linked)

    def show_problems(self, at_fields: Mapping[str, str], whole: str) -> None:
        """Messages in the open form; without one, as a short message."""
        if self._right.currentWidget() is self.form:
            self.form.show_problems(at_fields, whole)
        else:
            self.toast(whole)

    def show_letter(self, pages: Sequence[Picture] | None, missing: str) -> None:
        """The answer letter, or what it still lacks."""
        images = None if pages is None else [PageImage(p.width, p.height, p.rgba) for p in pages]
        self.form.show_letter(images, missing, "\n".join(page.text for page in pages or ()))

    def show_busy(self, is_busy: bool) -> None:
        """A step is being taken."""
        self.form.set_busy(is_busy)

    def tell(self, text: str, tone: str) -> None:
        """A short message."""
        del tone
        self.toast(text)
