"""An intake presenter on a branch in memory, and what it showed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from support.cases import RULES
from support.counter import Branch, Held, Inline
from support.page_calls import FakeIntakeCalls

from app.domain.commands import IntakeForm
from app.domain.intake import normalise_intake
from app.domain.refusal import Problem
from app.language import set_language
from app.ui.intake.calls import SlipWish
from app.ui.intake.presenter import IntakePresenter

FORM = IntakeForm(narrative="自助机吞卡。", complainant_name="王明芳")


class Beside:
    """What the presenter shows of what was noticed, kept."""

    def __init__(self) -> None:
        self.wanted: list[str] = []
        self.suggestions: list[Any] = []
        self.reasons: list[Any] = []
        self.cards = 0
        self.similar: list[Any] = []
        self.linked = ""
        self.summary_of: Any = None
        self.put_in: Callable[[str, Any], None] = lambda name, value: None

    def show_wanted(self, names: Any) -> None:
        self.wanted = list(names)

    def show_suggestions(self, suggestions: Any) -> None:
        self.suggestions = list(suggestions)

    def show_reasons(self, suggestions: Any) -> None:
        self.reasons = list(suggestions)

    def show_cards(self, count: int) -> None:
        self.cards = count

    def show_similar(self, cases: Any, linked: str) -> None:
        self.similar, self.linked = list(cases), linked

    def show_summary(self, view: Any) -> None:
        self.summary_of = view

    def put(self, name: str, value: Any) -> None:
        self.put_in(name, value)


class Screen(Beside):
    """What the presenter shows, kept."""

    def __init__(self) -> None:
        super().__init__()
        self.form = IntakeForm(narrative="")
        self.settlement: str | None = None
        self.tabs: list[Any] = []
        self.offers: list[Any] = []
        self.saved: datetime | None = None
        self.not_saved = ""
        self.problems: dict[str, str] = {}
        self.summary: list[tuple[str, str]] = []
        self.due: Any = None
        self.pages: Any = None
        self.slip_failed = ""
        self.busy: list[bool] = []
        self.reprint = ""
        self.focus: list[str] = []
        self.told: list[tuple[str, str]] = []
        self.action: Callable[[], None] | None = None

    def show_form(self, form: IntakeForm, settlement: str | None) -> None:
        self.form, self.settlement = form, settlement

    def show_tabs(self, tabs: Any) -> None:
        self.tabs = list(tabs)

    def show_offers(self, offers: Any) -> None:
        self.offers = list(offers)

    def show_saved(self, at: datetime | None) -> None:
        self.saved = at
        self.not_saved = ""

    def show_not_saved(self, why: str) -> None:
        self.not_saved = why

    def show_problems(self, at_fields: Any, summary: Any) -> None:
        self.problems, self.summary = dict(at_fields), list(summary)

    def show_due(self, deadlines: Any) -> None:
        self.due = deadlines

    def show_slip(self, pages: Any) -> None:
        self.pages = pages

    def show_slip_failed(self, why: str) -> None:
        self.slip_failed = why

    def show_busy(self, is_busy: bool) -> None:
        self.busy.append(is_busy)

    def show_reprint(self, case_no: str) -> None:
        self.reprint = case_no

    def focus_field(self, name: str) -> None:
        self.focus.append(name)

    def tell(self, text: str, tone: str, action: str = "", do: Callable[[], None] | None = None) -> None:
        self.told.append((text, tone))
        self.action = do


def check(form: IntakeForm, now: datetime) -> tuple[Problem, ...]:
    found = normalise_intake(form, now, RULES.taxonomy)
    return found if isinstance(found, tuple) else ()


class IntakeDesk:
    """A presenter on a branch in memory; `held` keeps the work until it is flushed."""

    def __init__(self, *, is_held: bool = False) -> None:
        set_language("en")
        self.branch = Branch()
        self.run = Held() if is_held else Inline()
        self.screen = Screen()
        self.calls = FakeIntakeCalls(self.branch)
        self.opened: list[str] = []
        self.presenter = self.make()
        self.screen.put_in = lambda name, value: self.type(**{name: value})

    def make(self) -> IntakePresenter:
        return IntakePresenter(
            self.screen,
            self.run,
            now=self.branch.clock.now,
            check=check,
            open_case=self.opened.append,
            calls=self.calls,
            wish=SlipWish("80mm", 2),
        )

    def type(self, settlement: str | None = None, **fields: Any) -> None:
        self.presenter.change(replace(self.presenter.form, **fields), settlement)
