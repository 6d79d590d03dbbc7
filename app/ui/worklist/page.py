"""The worklist page: keys and clicks go to the presenter, and the window is told what it asks (ux.md 3, 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.language import _
from app.operations.worklist import Query
from app.ui.owned_run import owned
from app.ui.page_context import PageContext
from app.ui.shell.actions import Action
from app.ui.worklist.calls import WorklistCalls
from app.ui.worklist.presenter import VIEWS, WorklistPresenter
from app.ui.worklist.screen import WorklistScreen, view_label


class WorklistPage(WorklistScreen):
    """The page; what it decides is in the presenter."""

    shows: ClassVar[frozenset[str]] = frozenset({"cases"})

    def __init__(self, context: PageContext, calls: WorklistCalls | None = None, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.presenter = WorklistPresenter(self, owned(context.run, self), open_case=self._open_case, calls=calls)
        self._connect()

    def _connect(self) -> None:
        self._pane_timer.timeout.connect(self._show_pane)
        self.chips.chosen.connect(self.presenter.choose_view)
        self.filters.narrowed.connect(self._on_narrowed)
        self.filters.cleared.connect(self._on_cleared)
        self.empty_button.clicked.connect(self._on_empty_button)
        self.table.model_.rows_wanted.connect(self.presenter.need_rows)
        self.table.opened.connect(lambda row: self.presenter.open(self.table.model_.case_id(row)))
        self.table.placed.connect(self._on_placed)
        self.table.sorted_by.connect(self.presenter.sort)
        self.pane.opened.connect(lambda: self.presenter.open(self.selected_case()))
        self.pane.extension_wanted.connect(
            lambda: self.go("case", case_id=self.selected_case(), action="request_extension")
        )
        self.pane.reprint_wanted.connect(lambda: self.presenter.reprint_slip(self.selected_case()))
        slash = QShortcut(QKeySequence("/"), self)
        slash.activated.connect(self.filters.go)

    # ---- what the window asks

    def title(self) -> str:
        """The page's title."""
        return _("Worklist")

    def on_shown(self, **arguments: object) -> None:
        """Filters and selection are as they were left; the table has the keyboard."""
        view = arguments.get("view")
        if isinstance(view, str) and view in VIEWS:
            self.presenter.choose_view(view)
        self.presenter.start()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Cases changed."""
        self.presenter.changed(frozenset({"cases"}), frozenset())

    def keep(self) -> Mapping[str, Any]:
        """Filters, order and selection."""
        return {"wanted": asdict(self.presenter.wanted), "selected": self.presenter.selected_id}

    def resume(self, kept: Mapping[str, Any]) -> None:
        """The list as it was left."""
        known = {item.name for item in fields(Query)}
        wanted = {name: value for name, value in dict(kept.get("wanted") or {}).items() if name in known}
        self.presenter.wanted = Query(**wanted)
        self.presenter.selected_id = int(kept.get("selected") or 0)

    def actions_offered(self) -> Sequence[Action]:
        """The keys of this page; the views can be chosen by name too."""
        return (
            *(self._action_for(place, key) for place, key in enumerate(VIEWS, 1)),
            Action("worklist.filter", lambda: _("Filter"), "/", group=_group, is_listed_only=True),
            Action("worklist.open", lambda: _("Open the case"), "Enter", group=_group, is_listed_only=True),
        )

    def _action_for(self, place: int, key: str) -> Action:
        def choose() -> None:
            self.presenter.choose_view(key)

        return Action(
            f"worklist.{key}", lambda: view_label(key), f"Alt+{place % 10}", choose, group=_group, is_listed_only=True
        )

    # ---- from the person

    def _on_narrowed(self, name: str, value: str) -> None:
        self.presenter.narrow(**{name: value})

    def _on_cleared(self) -> None:
        self.presenter.clear()
        self.table.setFocus()

    def _on_placed(self, row: int) -> None:
        self.presenter.select(row)
        if self.pane.isVisible():
            self._pane_timer.start()

    def _on_empty_button(self) -> None:
        if self.presenter.wanted.is_narrowed:
            self._on_cleared()
        else:
            self.go("intake", new=True)

    def _show_pane(self) -> None:
        case_id = self.selected_case()
        if self.pane.isVisible() and case_id:
            self.presenter.show_selected(case_id)

    def _open_case(self, case_id: str) -> None:
        self.go("case", case_id=case_id, neighbours=self.presenter.neighbour)


def _group() -> str:
    return _("Worklist")
