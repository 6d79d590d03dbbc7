"""The page of one case: facts and clocks, history, next steps with their forms (ux.md 6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.language import _, language, ngettext_
from app.ui.case.calls import CaseCalls
from app.ui.case.case_head import CaseHead
from app.ui.case.facts_panel import FactsPanel
from app.ui.case.form_panel import FormPanel
from app.ui.case.forms import FormSpec
from app.ui.case.history import history, waiting_upload
from app.ui.case.history_view import timeline_item
from app.ui.case.presenter import REVEAL_SECONDS, CasePresenter
from app.ui.case.steps_panel import StepsPanel
from app.ui.case.words import STEP_KEYS, step_label
from app.ui.owned_run import owned
from app.ui.page_context import PageContext
from app.ui.shell.actions import Action
from app.ui.shell.page import Page
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card
from app.ui.widgets.column_area import ColumnArea
from app.ui.widgets.notices import Banner, EmptyState
from app.ui.widgets.pdf_preview import PageImage
from app.ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from app.domain.case import Complainant
    from app.operations.open_case import CaseView
    from app.ui.pictures import Picture

Neighbours = Callable[[str, int, Callable[[str], None]], None]


class CasePage(Page):
    """The page; what it decides is in the presenter."""

    shows: ClassVar[frozenset[str]] = frozenset({"cases"})

    def __init__(self, context: PageContext, calls: CaseCalls | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._view: CaseView | None = None
        self._fresh: frozenset[str] = frozenset()
        self._neighbours: Neighbours | None = None
        self.head = CaseHead(context.today, self)
        self.facts = FactsPanel(self._category_of, REVEAL_SECONDS, self)
        self.timeline = Timeline()
        self.steps = StepsPanel(self)
        self.form = FormPanel(self)
        self.news = Banner("", tone="info", parent=self)
        self.missing = EmptyState("", icon="file")
        self.presenter = CasePresenter(self, owned(context.run, self), people=context.people, go=self.go, calls=calls)
        self._lay_out()
        self._connect()

    def _category_of(self, code: str) -> str:
        return self._context.taxonomy().label(code, language()) if code else _("Not classified yet")

    def _lay_out(self) -> None:
        size = metrics()
        self.news.set_action(
            Button(lambda: _("Seen"), on_click=lambda: self.presenter.acknowledge_news(), name="newsRead")
        )
        progress = Card(None, lambda: _("Progress"), name="progress")
        self._upload = QLabel(self)
        self._upload.setProperty("kind", "caption")
        progress.add_corner(self._upload)
        self._history_area = ColumnArea(self.timeline)
        progress.body.addWidget(self._history_area, 1)
        bar = self._history_area.verticalScrollBar()
        bar.rangeChanged.connect(lambda _least, most: bar.setValue(most))  # the newest line is what people look for
        self._right = QStackedWidget(self)
        self._right.addWidget(self.steps)
        self._right.addWidget(self.form)
        row = QHBoxLayout()
        row.setSpacing(size.gap)
        row.addWidget(self.facts)
        row.addWidget(progress, 1)
        row.addWidget(self._right)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(size.margin, size.px(10), size.margin, size.px(12))
        column.setSpacing(size.px(10))
        column.addWidget(self.head)
        column.addLayout(row, 1)
        self._whole = QStackedWidget(self)
        self._whole.addWidget(inside)
        self._whole.addWidget(self.missing)
        self.column.addWidget(self.news)
        self.column.addWidget(self._whole, 1)

    def _connect(self) -> None:
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.activated.connect(self._on_escape)
        self.head.stepped.connect(self._on_stepped)
        self.facts.reveal_wanted.connect(self.presenter.reveal)
        self.facts.masked.connect(self.presenter.mask)
        self.steps.chosen.connect(self.presenter.choose)
        self.form.typed.connect(self.presenter.change)
        self.form.submitted.connect(self.presenter.submit)
        self.form.left.connect(self.presenter.leave_form)
        self.form.width_wanted.connect(self.presenter.fit_letter)
        # On the page, not on the buttons: another step can be begun while a form is open, and a refused one says why.
        for name, keys in STEP_KEYS.items():
            if keys:
                shortcut = QShortcut(QKeySequence(keys), self)
                shortcut.activated.connect(lambda name=name: self.presenter.choose(name))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Facts and steps keep a share of the width; a form gets more, a letter most."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        size, width = metrics(), self.width()
        self.facts.setFixedWidth(max(size.px(330), width * 27 // 100))
        is_form = self._right.currentWidget() is self.form
        share = 46 if is_form and self.presenter.action == "make_letter" else 38 if is_form else 25
        self._right.setFixedWidth(max(size.px(300), width * share // 100))

    # ---- what the window asks

    def title(self) -> str:
        """The page's title; the number stands on the page itself."""
        return _("Case")

    def on_shown(self, **arguments: Any) -> None:
        """`case_id` opens a case, `action` one of its forms; `neighbours` finds the next case of a list."""
        if "neighbours" in arguments:
            self._neighbours = arguments["neighbours"]
        case_id = arguments.get("case_id")
        if isinstance(case_id, str) and case_id:
            self.presenter.open(case_id, str(arguments.get("action", "")))

    def on_hidden(self) -> None:
        """Nobody sees the details any more."""
        self.presenter.mask()

    def refresh(self) -> None:
        """Cases changed."""
        self.presenter.changed(frozenset({"cases"}), frozenset())

    def is_filling_in(self) -> bool:
        """Whether a form is open."""
        return bool(self.presenter.action)

    def actions_offered(self) -> Sequence[Action]:
        """The keys of this page."""
        group = lambda: _("Case")  # noqa: E731
        return tuple(
            Action(f"case.{name}", lambda name=name: step_label(name), keys, group=group, is_listed_only=True)
            for name, keys in STEP_KEYS.items()
            if keys
        )

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        if not hasattr(self, "presenter") or self._view is None:
            return
        self.show_case(self._view, self._fresh)
        opened = self.presenter.retranslated_form()
        if opened is not None:
            self.form.show_form(*opened)
            self.presenter.fit_letter(0)

    def _on_escape(self) -> None:
        """Esc puts the form away first, then leaves the page."""
        if self.presenter.action:
            self.presenter.leave_form()
        else:
            self.back_wanted.emit()

    def _on_stepped(self, step: int) -> None:
        if self._neighbours is not None and self.presenter.case_id:

            def then(case_id: str) -> None:
                if case_id:
                    self.presenter.open(case_id)
                else:
                    self.toast(_("This was the last case of the list.") if step > 0 else _("This is the first case."))

            self._neighbours(self.presenter.case_id, step, then)

    # ---- from the presenter

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
        self.head.show_case(view, self._neighbours is not None)
        self.facts.show_case(view)
        self.steps.show_steps(view, self._context.people())
        self._upload.setText(waiting_upload(view))
        lines = history(view, self._context.today(), new_entries)
        self.timeline.show_items([timeline_item(line) for line in lines])
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

    def show_contact(self, complainant: Complainant | None) -> None:
        """The complainant in full, or masked again."""
        self.facts.show_contact(complainant)

    def show_form(self, spec: FormSpec | None, values: Mapping[str, str]) -> None:
        """Open the form of a step, or put it away."""
        if spec is None:
            self._right.setCurrentWidget(self.steps)
            self._fit()
            self.steps.go_to_first()
            return
        self.form.show_form(spec, values)
        self._right.setCurrentWidget(self.form)
        self._fit()
        self.form.start()

    def show_note(self, text: str) -> None:
        """What the values of the form lead to."""
        self.form.show_note(text)

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
