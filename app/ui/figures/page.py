"""The page of figures: a period, a card for each figure, what was overdue, and bars by category and channel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.domain.calendar import china_day
from app.language import _, ngettext_
from app.ui.figures.calls import FiguresCalls
from app.ui.figures.cards import FigureCards
from app.ui.figures.chart import BarChart
from app.ui.figures.overdue_table import OverdueModel, OverdueTable
from app.ui.figures.presenter import FiguresPresenter
from app.ui.figures.words import TITLES, card_words, category_words, channel_words, received_words
from app.ui.owned_run import owned
from app.ui.page_context import PageContext
from app.ui.shell.actions import Action
from app.ui.shell.facts import clock_time
from app.ui.shell.page import Page
from app.ui.spans import Span, SpanKind
from app.ui.theme import metrics
from app.ui.widgets.cards import Card
from app.ui.widgets.chips import View, ViewChips
from app.ui.widgets.notices import Banner, EmptyState
from app.ui.widgets.period import PeriodFields
from app.ui.widgets.texts import WrappedLabel

if TYPE_CHECKING:
    from app.operations.read_figures import FiguresReading


class FiguresPage(Page):
    """The page; what it decides is in the presenter. Nobody's name stands here unmasked."""

    shows: ClassVar[frozenset[str]] = frozenset({"cases"})

    def __init__(self, context: PageContext, calls: FiguresCalls | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taxonomy = context.taxonomy
        self._is_formula_shown = False
        self.presenter = FiguresPresenter(
            self,
            owned(context.run, self),
            today=context.today,
            open_case=lambda case_id: self.go("case", case_id=case_id),
            calls=calls,
        )
        self.views = ViewChips(
            [
                View(SpanKind.THIS_MONTH, lambda: _("This month")),
                View(SpanKind.LAST_MONTH, lambda: _("Last month")),
                View(SpanKind.THIS_QUARTER, lambda: _("This quarter")),
                View(SpanKind.THIS_YEAR, lambda: _("This year")),
                View(SpanKind.FREE, lambda: _("Other period")),
            ]
        )
        self.period = PeriodFields(context.today, ("first", "last"))
        self.as_of = QLabel(self)
        self.as_of.setProperty("kind", "caption")
        self.problem = Banner("", tone="error", is_inset=True, parent=self)
        self.stale = Banner("", tone="warning", is_inset=True, parent=self)
        self.cards = FigureCards(self)
        self.formula = WrappedLabel(parent=self, kind="muted")
        self.model = OverdueModel(self._taxonomy, self)
        self.table = OverdueTable(self.model, self)
        self.none_overdue = EmptyState(lambda: _("No case was overdue in this period"), icon="check-circle")
        self.overdue_count = QLabel(self)
        self.overdue_count.setProperty("kind", "caption")
        self.by_category, self.by_channel = BarChart(self), BarChart(self)
        self.received = QLabel(self)
        self.received.setProperty("kind", "caption")
        self.empty = EmptyState(
            lambda: _("No closed cases in this period"),
            lambda: _("No complaint was received, accepted or closed in it. [ goes to the period before."),
            icon="chart",
        )
        self._lay_out()
        self._connect()
        self.retranslate()

    # ---- how it is built

    def _lay_out(self) -> None:
        size = metrics()
        column = QVBoxLayout()
        column.setContentsMargins(size.margin, size.px(10), size.margin, size.px(12))
        column.setSpacing(size.px(10))
        column.addLayout(self._period_row())
        column.addWidget(self.problem)
        column.addWidget(self.stale)
        inside = QWidget(self)
        inner = QVBoxLayout(inside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(size.px(8))
        inner.addWidget(self.cards)
        self.formula.setMinimumHeight(size.px(40))
        self.formula.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        inner.addWidget(self.formula)
        inner.addLayout(self._lower_row(), 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(inside)
        self._stack.addWidget(self.empty)
        column.addWidget(self._stack, 1)
        self.column.addLayout(column, 1)

    def _period_row(self) -> QHBoxLayout:
        size = metrics()
        row = QHBoxLayout()
        row.setSpacing(size.px(8))
        bottom = Qt.AlignmentFlag.AlignBottom
        row.addWidget(self.views, 0, bottom)
        row.addStretch(1)
        facts = QVBoxLayout()
        facts.setSpacing(0)
        facts.addStretch(1)
        for label in (self.received, self.as_of):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            facts.addWidget(label)
        row.addLayout(facts)
        row.addSpacing(size.px(8))
        row.addWidget(self.period, 0, bottom)
        return row

    def _lower_row(self) -> QHBoxLayout:
        size = metrics()
        row = QHBoxLayout()
        row.setSpacing(size.gap)
        overdue = Card(None, lambda: _("Overdue cases"), name="overdueCases")
        overdue.add_corner(self.overdue_count)
        self._pile = QStackedWidget(self)
        self._pile.addWidget(self.table)
        self._pile.addWidget(self.none_overdue)
        overdue.body.addWidget(self._pile, 1)
        row.addWidget(overdue, 31)
        for title, chart in (
            (lambda: _("Received, by category"), self.by_category),
            (lambda: _("Received, by channel"), self.by_channel),
        ):
            card = Card(None, title)
            card.body.addWidget(chart, 1)
            row.addWidget(card, 10)
        return row

    def _connect(self) -> None:
        self.views.chosen.connect(self._on_view)
        self.period.given.connect(self.presenter.choose_days)
        self.period.stepped.connect(self.presenter.step)
        self.cards.asked.connect(lambda _key: self._show_formula(not self._is_formula_shown))
        self.cards.reached.connect(lambda _key: self._say_formula())
        self.cards.left_alone.connect(lambda: self._show_formula(False))
        self.table.opened.connect(self.presenter.open)

    # ---- what the window asks

    def title(self) -> str:
        """The page's title."""
        return _("Figures")

    def on_shown(self, **arguments: Any) -> None:
        """Read the figures whenever the page comes up; the keyboard is where it was, else on the first card."""
        self.presenter.start()
        focus = self.focusWidget()
        if focus is None or not focus.isVisibleTo(self):
            self.cards.take_keyboard()
        else:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Cases changed."""
        self.presenter.refresh()

    def actions_offered(self) -> Sequence[Action]:
        """The keys of this page."""
        return (
            Action("figures.earlier", lambda: _("Earlier period"), "[", group=self.title, is_listed_only=True),
            Action("figures.later", lambda: _("Later period"), "]", group=self.title, is_listed_only=True),
            Action("figures.formula", lambda: _("How it is counted"), "I", group=self.title, is_listed_only=True),
            Action("figures.open", lambda: _("Open the case"), "Enter", group=self.title, is_listed_only=True),
        )

    def retranslate(self) -> None:
        """Also all figures."""
        super().retranslate()
        if hasattr(self, "_stack"):
            self.table.setAccessibleName(_("Overdue cases"))
            self.model.retranslate()
            self._say_formula()
            if self.presenter.reading is not None:
                self.show_reading(self.presenter.reading)

    # ---- from the person

    def _on_view(self, key: str) -> None:
        kind = SpanKind(key)
        self.presenter.choose(kind)
        if kind is SpanKind.FREE:
            self.period.first.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.period.first.editor.selectAll()

    def _show_formula(self, is_shown: bool) -> None:
        self._is_formula_shown = is_shown
        self._say_formula()

    def _say_formula(self) -> None:
        words = self.cards.cards[self.cards.chosen].words
        if self._is_formula_shown and words is not None:
            self.formula.setText(words.formula)
        else:
            self.formula.setText(_("Arrow keys go from figure to figure; Enter or i says how one is counted."))

    # ---- from the presenter

    def show_span(self, kind: SpanKind, span: Span, *, can_go_later: bool) -> None:
        """The period that is read."""
        self.views.choose(kind)
        self.period.show_period(span.first, span.last, can_go_later=can_go_later)

    def show_days_problem(self, text: str) -> None:
        """What is wrong with the days that were typed."""
        self.problem.set_words(text, "error")

    def show_stale(self, why: str) -> None:
        """The figures may be old."""
        self.stale.set_words(
            lambda: _("The figures may be out of date: {why}").format(why=why) if why else "", "warning"
        )

    def show_reading(self, reading: FiguresReading) -> None:
        """All figures of the period."""
        self.as_of.setText(_("Data as of {time}").format(time=clock_time(reading.read_at, seconds=False)))
        self._show_emptiness(reading.is_empty)
        self.cards.show_words({key: card_words(key, reading) for key in TITLES})
        self._say_formula()
        self._show_overdue(reading)
        taxonomy = self._taxonomy()
        self.by_category.show_counts(
            [(category_words(code, taxonomy), count) for code, count in reading.by_category],
            _("Received, by category"),
        )
        self.by_channel.show_counts(
            [(channel_words(code), count) for code, count in reading.by_channel], _("Received, by channel")
        )
        self.received.setText(received_words(reading.figures))

    def _show_emptiness(self, is_empty: bool) -> None:
        """Where the figures go and come again, the keyboard goes with them, unless it is on the days or the views."""
        was_empty = self._stack.currentIndex() == 1
        if is_empty and not was_empty and self._stack.isAncestorOf(self.focusWidget() or self):
            self.period.earlier.setFocus(Qt.FocusReason.OtherFocusReason)
        self._stack.setCurrentIndex(1 if is_empty else 0)
        if was_empty and not is_empty and self.focusWidget() in (self.period.earlier, self.period.later):
            self.cards.take_keyboard()

    def _show_overdue(self, reading: FiguresReading) -> None:
        chosen = self.model.case_at(self.table.currentIndex().row())
        had_keyboard = self.table.hasFocus()
        self.model.show_overdue(reading.overdue, is_past=reading.figures.last < china_day(reading.read_at))
        count = reading.overdue_count
        if count > len(reading.overdue):
            text = _("the {n} longest of {count}").format(n=len(reading.overdue), count=count)
        else:
            text = ngettext_("{n} case", "{n} cases", count).format(n=count) if count else ""
        self.overdue_count.setText(text)
        self._pile.setCurrentIndex(0 if reading.overdue else 1)
        place = self.model.place_of(chosen)
        if reading.overdue and (place >= 0 or had_keyboard):
            self.table.setCurrentIndex(self.model.index(max(place, 0), 0))
        elif had_keyboard:
            self.cards.take_keyboard()
