"""A case presenter on a branch in memory with one case in progress, and what it showed."""

from __future__ import annotations

from typing import Any

from support.case_calls import FakeCaseCalls
from support.cases import HANDLER, PEOPLE, RULES, Scene
from support.counter import Branch, Held, Inline

from app.domain.calendar import china_day
from app.domain.commands import StartHandling
from app.language import set_language
from app.ui.case.presenter import CasePresenter

CASES = frozenset({"cases"})


class RevealScreen:
    """What is shown of details, kept."""

    def __init__(self) -> None:
        self.contact: Any = None
        self.reveal_terms: Any = None
        self.reveal_problems: Any = None
        self.copied: list[str] = []

    def ask_reveal(self, terms: Any) -> None:
        self.reveal_terms = terms

    def show_reveal_problems(self, at_fields: Any, whole: str) -> None:
        self.reveal_problems = (dict(at_fields), whole)

    def end_reveal(self) -> None:
        self.reveal_terms = None

    def show_contact(self, revealed: Any) -> None:
        self.contact = revealed

    def put_on_clipboard(self, text: str) -> None:
        self.copied.append(text)


class Screen(RevealScreen):
    """What the presenter shows, kept."""

    def __init__(self) -> None:
        super().__init__()
        self.view: Any = None
        self.fresh: frozenset[str] = frozenset()
        self.missing = ""
        self.changed = 0
        self.spec: Any = None
        self.values: dict[str, str] = {}
        self.problems: dict[str, str] = {}
        self.whole = ""
        self.note = ""
        self.letter: Any = None
        self.letter_missing = ""
        self.busy: list[bool] = []
        self.told: list[tuple[str, str]] = []
        self.related: Any = None
        self.signature: Any = None
        self.signing: list[bool] = []
        self.signature_problem: Any = None

    def show_loading(self) -> None:
        self.view = None

    def show_missing(self, why: str) -> None:
        self.missing = why

    def show_case(self, view: Any, new_entries: frozenset[str]) -> None:
        self.view, self.fresh = view, new_entries

    def show_changed(self, count: int) -> None:
        self.changed = count

    def show_form(self, spec: Any, values: Any) -> None:
        self.spec, self.values = spec, dict(values)

    def show_problems(self, at_fields: Any, whole: str) -> None:
        self.problems, self.whole = dict(at_fields), whole

    def show_note(self, text: str) -> None:
        self.note = text

    def show_letter(self, pages: Any, missing: str) -> None:
        self.letter, self.letter_missing = pages, missing

    def ask_signature(self, step: str, signers: Any) -> None:
        self.signature = (step, signers)

    def show_signing(self, is_signing: bool) -> None:
        self.signing.append(is_signing)

    def show_signature_problem(self, text: str, field: str) -> None:
        self.signature_problem = (text, field)

    def end_signature(self) -> None:
        self.signature = None

    def show_related(self, linked: Any) -> None:
        self.related = linked

    def show_busy(self, is_busy: bool) -> None:
        self.busy.append(is_busy)

    def tell(self, text: str, tone: str) -> None:
        self.told.append((text, tone))


class CaseDesk:
    """A presenter on a branch with one case in progress."""

    def __init__(self, who: str = HANDLER, *, is_held: bool = False) -> None:
        set_language("en")
        self.branch = Branch(person=PEOPLE[who])
        self.scene: Scene = self.branch.add("2026-11-20 10:00", phone="13810242716")
        self.scene.do(HANDLER, StartHandling())
        self.run = Held() if is_held else Inline()
        self.screen = Screen()
        self.calls = FakeCaseCalls(self.branch)
        self.went: list[tuple[str, dict[str, Any]]] = []
        self.presenter = CasePresenter(
            self.screen,
            self.run,
            people=lambda: self.branch.people,
            taxonomy=lambda: RULES.taxonomy,
            today=lambda: china_day(self.branch.clock.now()),
            go=lambda name, **arguments: self.went.append((name, arguments)),
            calls=self.calls,
        )

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.presenter.change(name, value)

    def take(self, action: str, **values: str) -> None:
        self.presenter.choose(action)
        self.fill(**values)
        self.presenter.submit()
