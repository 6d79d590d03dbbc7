"""Save the evidence package of the case in view: what for, then where, then a word on what it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.language import _
from app.ui.taking_out import Leaving, TakingOut

if TYPE_CHECKING:
    from app.domain.disclosure import Given
    from app.domain.refusal import Refusal
    from app.operations.desk import Desk
    from app.ui.running import Run
    from app.ui.shell.page import Page


class EvidenceExport:
    """`case` gives id and number of the case in view, None while there is none."""

    def __init__(self, page: Page, run: Run, run_aside: Run, case: Callable[[], tuple[str, str] | None]) -> None:
        self.taking_out = TakingOut(page, run, run_aside)
        self._case = case

    def ask(self) -> None:
        """Ask what for, then where."""
        found = self._case()
        if found is None:
            return
        case_id, case_no = found
        self.taking_out.ask(
            Leaving(
                "evidence",
                f"evidence-{case_no}.zip",
                lambda desk, given, path: _save(desk, case_id, given, path),
                lambda name: _("{name} saved. It holds customer data and is not encrypted.").format(name=name),
                case_id,
                lambda: _("Export evidence package"),
            )
        )


def _save(desk: Desk, case_id: str, given: Given, path: Path) -> str | Refusal:
    from app.domain.refusal import Refusal
    from app.operations.evidence import make_evidence
    from app.system.atomic_file import write_private_file

    package = make_evidence(desk, case_id, given)
    if isinstance(package, Refusal):
        return package
    write_private_file(path, package.data, crash_name="evidence")
    return path.name
