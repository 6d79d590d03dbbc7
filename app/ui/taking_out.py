"""Letting data leave from a page: what for, where to, then it is saved; each step can be refused in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QFileDialog

from app.domain.disclosure import Given
from app.domain.refusal import Refusal
from app.language import _
from app.language.reasons import error_text, refusal_text, sentence
from app.ui.case.files.dialogs import TakeOutDialog
from app.ui.running import Run
from app.ui.shell.page import Page
from app.ui.widgets.save_dialog import save_dialog

if TYPE_CHECKING:
    from app.operations.desk import Desk
    from app.operations.disclosure import TakingTerms


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is to leave: as the book names it, under which file name, about which case; `save` writes it where it is
    told to and puts it on record, `said` words what it gives back; `title` heads what is asked before."""

    what: str
    name: str
    save: Callable[[Desk, Given, Path], Any]
    said: Callable[[Any], str]
    case_id: str = ""
    title: Callable[[], str] = lambda: _("Save a file outside")


class TakingOut:
    """One page's way out of the house. The dialogs live as long as they are looked at."""

    def __init__(self, page: Page, run: Run, run_aside: Run) -> None:
        self._page = page
        self._run = run
        self._run_aside = run_aside
        self.dialog: QDialog | None = None

    def ask(self, leaving: Leaving) -> None:
        """See that it may leave, then ask what for."""
        if self.dialog is not None:
            return

        def terms(desk: Desk) -> TakingTerms | Refusal:
            from app.operations.disclosure import taking_terms

            return taking_terms(desk, desk.store.case(leaving.case_id) if leaving.case_id else None)

        def then(found: TakingTerms | Refusal) -> None:
            if isinstance(found, Refusal):
                self._page.toast(refusal_text(found))
            elif self.dialog is None and self._page.isVisible():
                dialog = TakeOutDialog(found.reasons, self._page, leaving.title)
                dialog.given.connect(lambda why, note, _none: self._because(leaving, Given(why, note)))
                self._open(dialog)

        self._run(terms, then, self._on_error)

    def _because(self, leaving: Leaving, given: Given) -> None:
        def objection(desk: Desk) -> Refusal | None:
            from app.operations.disclosure import Taking, objection_to_taking

            return objection_to_taking(desk, Taking(leaving.what, given, leaving.case_id))

        def then(refused: Refusal | None) -> None:
            dialog = self.dialog
            if not isinstance(dialog, TakeOutDialog):
                return
            if refused is None:
                dialog.accept()
                self._ask_where(leaving, given)
                return
            at_fields = {one.field: sentence(one) for one in refused.problems if one.field is not None}
            is_at_note = at_fields.keys() == {"note"}
            dialog.show_problems(at_fields if is_at_note else {}, "" if is_at_note else refusal_text(refused))

        self._run(objection, then, self._on_error)

    def _ask_where(self, leaving: Leaving, given: Given) -> None:
        dialog = save_dialog(self._page, leaving.title(), leaving.name)
        dialog.fileSelected.connect(lambda path: self._save(leaving, given, Path(path)))
        self._open(dialog)

    def _save(self, leaving: Leaving, given: Given, path: Path) -> None:
        def then(done: Any) -> None:
            self._page.toast(refusal_text(done) if isinstance(done, Refusal) else leaving.said(done))

        self._run_aside(lambda desk: leaving.save(desk, given, path), then, self._on_error)

    def _on_error(self, error: Exception) -> None:
        if isinstance(error, OSError):
            self._page.toast(_("It could not be saved there. Choose another folder."))
        else:
            self._page.toast(error_text(error))

    def _open(self, dialog: QDialog | QFileDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(lambda _result: self._on_finished(dialog))
        dialog.open()

    def _on_finished(self, dialog: QDialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()
