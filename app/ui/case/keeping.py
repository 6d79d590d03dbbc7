"""What the case page gives away before it is destroyed by a lock, and takes back on the page that is made after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from app.ui.case.revealing import CaseRevealing

if TYPE_CHECKING:
    from app.ui.case.files.desk import FilesDesk
    from app.ui.case.presenter import CasePresenter


class CaseKeeping(CaseRevealing):
    """The screen whose typed words outlive it."""

    presenter: CasePresenter
    files: FilesDesk

    def keep(self) -> Mapping[str, Any]:
        """Which case is open, and what was typed for it and for others."""
        taker = self.presenter.taker
        typed = {
            "steps": self.presenter.opened.keep(taker.step if taker.is_busy else ""),
            "files": self.files.keep(),
        }
        here = {"case_id": self.presenter.case_id, "action": self.presenter.action}
        return {"typed": typed if any(typed.values()) else {}, "arguments": here}

    def resume(self, kept: Mapping[str, Any]) -> None:
        """What was typed is there again when its case is opened."""
        typed = kept.get("typed") or {}
        self.presenter.opened.resume(typed.get("steps") or {})
        self.files.resume(typed.get("files") or {})
