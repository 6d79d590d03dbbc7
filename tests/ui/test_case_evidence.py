"""The evidence package of the case in view is saved from the page: what for, where, and what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from support.evidence import desk_of, finding, worked_case
from support.real_desk import real_branch

from app.domain.people import Right
from app.language import in_language
from app.ui.case.evidence_export import EvidenceExport
from app.ui.case.files.dialogs import TakeOutDialog
from app.ui.shell.page import Page


class Shown(Page):
    """A page that keeps what it says."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def toast(self, text: str, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        self.said.append(text)


def test_a_package_is_saved(qtbot: QtBot, tmp_path: Path) -> None:
    out = tmp_path / "clear-text" / "package.zip"  # what a person took out holds the case, as the page says
    out.parent.mkdir()
    (tmp_path / "branch").mkdir()
    with real_branch(tmp_path / "branch") as branch, in_language("en"):
        case, _ = worked_case(branch)
        desk, page = desk_of(branch), Shown()
        qtbot.addWidget(page)
        page.show()

        def run(work: Callable[[Any], Any], then: Any = None, failed: Any = None) -> None:
            then(work(desk))

        export = EvidenceExport(page, run, run, lambda: (case.case_id, case.case_no))  # type: ignore[arg-type]
        export.ask()
        dialog = export.taking_out.dialog
        assert isinstance(dialog, TakeOutDialog)
        assert dialog.windowTitle() == "Export evidence package"
        dialog.given.emit("for_authority", "法院来函", None)
        where = export.taking_out.dialog
        assert isinstance(where, QFileDialog)
        where.fileSelected.emit(str(out))
        assert page.said == ["package.zip saved. It holds customer data and is not encrypted."]
        assert finding(out.read_bytes()) == ""
        where.reject()
        EvidenceExport(page, run, run, lambda: None).ask()  # type: ignore[arg-type]
        assert Right.TAKE_OUT in desk.actor.rights
