"""The page of one case: keys and clicks go to the presenter, and the window is told what it asks (ux.md 6)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.domain.people import Right
from app.language import _
from app.ui.case.calls import CaseCalls
from app.ui.case.contact_reveal import ContactReveal
from app.ui.case.evidence_export import EvidenceExport
from app.ui.case.files.desk import FilesDesk
from app.ui.case.keeping import CaseKeeping
from app.ui.case.presenter import CasePresenter
from app.ui.case.step_taking import StepTaker
from app.ui.case.step_words import MORE_KEY, MORE_KEY_TOO, STEP_KEYS, step_label
from app.ui.owned_run import owned
from app.ui.page_context import PageContext
from app.ui.shell.actions import Action

Neighbours = Callable[[str, int, Callable[[str], None]], None]


class CasePage(CaseKeeping):
    """The page; what it decides is in the presenter."""

    shows: ClassVar[frozenset[str]] = frozenset({"cases"})

    def __init__(self, context: PageContext, calls: CaseCalls | None = None, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._neighbours: Neighbours | None = None
        self.presenter = CasePresenter(
            self,
            owned(context.run, self),
            people=context.people,
            taxonomy=context.taxonomy,
            today=context.today,
            go=self.go,
            calls=calls,
        )
        self.files = self._files_desk(context)
        aside = owned(context.run_aside or context.run, self)
        self.evidence = EvidenceExport(self, owned(context.run, self), aside, lambda: _in_view(self.presenter))
        self._connect()

    def _files_desk(self, context: PageContext) -> FilesDesk:
        return FilesDesk(
            self.middle.files,
            self,
            owned(context.run, self),
            owned(context.run_aside or context.run, self),
            now=context.now,
            today=context.today,
            bring_up=lambda: self.middle.show_tab("files"),
            took=lambda: self.presenter.reload(is_own=True),
            reveal=lambda then_do: self.presenter.contact.reveal(then_do),
            people=context.people,
        )

    def _connect(self) -> None:
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.activated.connect(self._on_escape)
        self.head.stepped.connect(self._on_stepped)
        self.facts.reveal_wanted.connect(self.presenter.contact.reveal)
        self.facts.masked.connect(self.presenter.contact.mask)
        self.facts.copy_wanted.connect(self.presenter.contact.copy)
        self.steps.chosen.connect(self.presenter.choose)
        self.steps.more_wanted.connect(self.find_step)
        self.finder.chosen.connect(self._on_found)
        self.finder.left.connect(self.leave_finder)
        self.banners.step_wanted.connect(self.presenter.choose)
        self.middle.materials.step_wanted.connect(self.presenter.choose)
        self.middle.related.case_wanted.connect(self.presenter.open)
        self.middle.bind_keys(self)
        self.revealed.connect(self.files.looking.show_in_full)
        self.middle.files.told.connect(self.toast)
        self.middle.files.looking.connect(lambda is_looking: self.facts.setHidden(is_looking))
        self.form.typed.connect(self.presenter.change)
        self.form.submitted.connect(self.presenter.submit)
        self.form.left.connect(self.presenter.leave_form)
        self.form.width_wanted.connect(self.presenter.letter.fit)
        self.news_button.clicked.connect(self.presenter.acknowledge_news)
        # On the page, not on the buttons: another step can be begun while a form is open, and a refused one says why.
        for name, keys in STEP_KEYS.items():
            if keys:
                self._bind(keys, name)

        for keys in (MORE_KEY, MORE_KEY_TOO):
            QShortcut(QKeySequence(keys), self).activated.connect(self.find_step)

    def _bind(self, keys: str, name: str) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(lambda: self.presenter.choose(name))

    # ---- what the window asks

    def title(self) -> str:
        """The page's title; the number stands on the page itself."""
        return _("Case")

    def on_shown(self, **arguments: Any) -> None:
        """`case_id` opens a case, `action` one of its forms; `neighbours` finds the next case of a list."""
        if "neighbours" in arguments:
            self._neighbours = arguments["neighbours"]
            self.has_neighbours = self._neighbours is not None
        case_id = arguments.get("case_id")
        if isinstance(case_id, str) and case_id:
            self.presenter.open(case_id, str(arguments.get("action", "")))

    def on_hidden(self) -> None:
        """Nobody sees the details any more."""
        self.presenter.contact.mask()

    def toggle_reveal(self) -> bool:
        """Ctrl+M asks what the details of the case in view are needed for, or masks them."""
        self.presenter.contact.toggle()
        return True

    def contact(self) -> ContactReveal:
        """What asks for the details."""
        return self.presenter.contact

    def refresh(self) -> None:
        """Cases changed. While files are coming in the case is read once, at the end."""
        if not self.files.is_busy:
            self.presenter.changed(frozenset({"cases"}), frozenset())

    def is_filling_in(self) -> bool:
        """Whether a form is open."""
        return bool(self.presenter.action)

    def actions_offered(self) -> Sequence[Action]:
        """The keys of this page."""
        more = Action(
            "case.more",
            lambda: _("More steps…"),
            MORE_KEY,
            self.find_step,
            _group,
            is_listed_only=True,
            also=MORE_KEY_TOO,
        )
        evidence = Action(
            "case.evidence", lambda: _("Export evidence package"), "", self.evidence.ask, _group, right=Right.TAKE_OUT
        )
        return (*(self._listed(name) for name in self.offered()), more, *_file_actions(self.files), evidence)

    def _listed(self, name: str) -> Action:
        def choose() -> None:
            self.presenter.choose(name)

        keys = STEP_KEYS.get(name, "")
        return Action(f"case.{name}", lambda: step_label(name), keys, choose, _group, is_listed_only=True)

    def retranslate(self) -> None:
        """Also the open form."""
        super().retranslate()
        opened = self.presenter.retranslated_form() if hasattr(self, "presenter") else None
        if opened is not None:
            self.form.show_form(*opened)
            self.presenter.letter.show_again()

    # ---- from the person

    def want_related(self) -> None:
        """Read the cases that belong to this one."""
        self.presenter.related.read()

    def _on_escape(self) -> None:
        """Esc puts the list of steps or the form away first, then leaves the page."""
        if self.is_finding():
            self.leave_finder()
        elif self.middle.files.is_looking() and (self.middle.files.has_keyboard() or not self.presenter.action):
            self.middle.files.look_away()
        elif self.presenter.action:
            self.presenter.leave_form()
        else:
            self.back_wanted.emit()

    def _on_found(self, name: str) -> None:
        self.leave_finder()
        self.presenter.choose(name)

    def taker(self) -> StepTaker:
        """What takes the steps."""
        return self.presenter.taker

    # ---- neighbours

    def _on_stepped(self, step: int) -> None:
        if self._neighbours is not None and self.presenter.case_id:
            self._neighbours(self.presenter.case_id, step, lambda case_id: self._go_on(case_id, step))

    def _go_on(self, case_id: str, step: int) -> None:
        if case_id:
            self.presenter.open(case_id)
        else:
            self.toast(_("This was the last case of the list.") if step > 0 else _("This is the first case."))


def _in_view(presenter: CasePresenter) -> tuple[str, str] | None:
    view = presenter.opened.now.view
    return (view.case.case_id, view.case.case_no) if view is not None else None


def _group() -> str:
    return _("Case")


def _file_actions(files: FilesDesk) -> tuple[Action, ...]:
    return (
        Action("case.add_files", lambda: _("Add files…"), "Ctrl+O", files.choose_files, _group, is_listed_only=True),
        Action("case.paste", lambda: _("Paste a picture or files"), "Ctrl+V", files.paste, _group, is_listed_only=True),
        Action(
            "case.export", lambda: _("Save a file outside"), "Ctrl+S", files.one.export, _group, is_listed_only=True
        ),
    )
