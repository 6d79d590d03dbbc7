"""The middle of a case: its history, and beside it what was handed in, its files and the cases that belong to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.language import _
from app.ui.case.files.tab import FilesTab
from app.ui.case.history import history, waiting_upload
from app.ui.case.history_view import timeline_item
from app.ui.case.materials import material_sections
from app.ui.case.materials_tab import MaterialsTab
from app.ui.case.related_tab import RelatedTab
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card
from app.ui.widgets.chips import View, ViewChips
from app.ui.widgets.column_area import ColumnArea
from app.ui.widgets.timeline import Timeline
from app.ui.widgets.watermark import Watermark

if TYPE_CHECKING:
    from app.operations.open_case import CaseView
    from app.store.links import LinkedCase

TABS = ("progress", "materials", "files", "related")


class CaseMiddle(Card):
    """Keys: 1 to 4 and Ctrl+Tab. `related_wanted` is called when the cases that belong to it are looked at."""

    def __init__(
        self, today: Callable[[], date], related_wanted: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(name="progress", parent=parent)
        self._today = today
        self._related_wanted = related_wanted
        self._view: CaseView | None = None
        self._counts: dict[str, int] = {}
        self._is_at_newest = True
        self.timeline = Timeline()
        self.materials = MaterialsTab(self)
        self.files = FilesTab(self)
        self.related = RelatedTab(self)
        self.tabs = ViewChips(
            [
                View("progress", lambda: _("Progress")),
                View("materials", lambda: self._counted(_("Materials"), "materials")),
                View("files", lambda: self._counted(_("Files"), "files")),
                View("related", lambda: _("Related")),
            ],
            self,
        )
        self._upload = QLabel(self)
        self._upload.setProperty("kind", "caption")
        progress = QWidget(self)
        column = QVBoxLayout(progress)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics().px(6))
        self._history_area = ColumnArea(self.timeline)
        column.addWidget(self._history_area, 1)
        column.addWidget(self._upload)
        bar = self._history_area.verticalScrollBar()
        bar.rangeChanged.connect(self._follow)
        self.timeline.grown.connect(self._on_grown)
        self._stack = QStackedWidget(self)
        for tab in (progress, self.materials, self.files, self.related):
            self._stack.addWidget(tab)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)
        self.tabs.chosen.connect(self.show_tab)
        self._mark = Watermark(self)

    def bind_keys(self, page: QWidget) -> None:
        """Make the keys work while `page` is in view; a field that is being filled in keeps its digits."""
        for place, name in enumerate(TABS, 1):
            QShortcut(QKeySequence(str(place)), page).activated.connect(lambda name=name: self.show_tab(name))
        QShortcut(QKeySequence("Ctrl+Tab"), page).activated.connect(lambda: self._step(1))
        QShortcut(QKeySequence("Ctrl+Shift+Tab"), page).activated.connect(lambda: self._step(-1))

    def tab(self) -> str:
        """The tab that is shown."""
        return TABS[self._stack.currentIndex()]

    def show_tab(self, name: str) -> None:
        """Show one of the tabs; each is filled when it is looked at."""
        self.tabs.choose(name)
        self._stack.setCurrentIndex(TABS.index(name))
        self._fill()

    def _step(self, by: int) -> None:
        self.show_tab(TABS[(self._stack.currentIndex() + by) % len(TABS)])

    def show_case(self, view: CaseView, new_entries: frozenset[str]) -> None:
        """Show a case; `new_entries` are marked in the history."""
        is_other = self._view is None or self._view.case.case_id != view.case.case_id
        self._view = view
        self._is_at_newest = self._is_at_newest or is_other
        self._show_history(view, new_entries, is_same=not is_other)
        self._upload.setText(waiting_upload(view))
        self._upload.setVisible(bool(self._upload.text()))
        count = sum(len(section.lines) for section in material_sections(view, self._today()))
        self._counts = {"materials": count, "files": len(view.case.attachments)}
        for button in self.tabs.findChildren(Button):
            button.retranslate()
            button.updateGeometry()
        self._show_files(view)
        if is_other:
            self.show_tab("progress")
        else:
            self._fill()

    def show_clear(self, mark: str) -> None:
        """Show free texts as they were typed, under a watermark that says `mark`; masked again with ""."""
        if self._mark.text() == mark:
            return
        self._mark.set_text(mark)
        if self._view is not None:
            self._show_history(self._view)
            self._fill()

    def _show_history(self, view: CaseView, new_entries: frozenset[str] = frozenset(), *, is_same: bool = True) -> None:
        lines = history(view, self._today(), new_entries, is_clear=self._is_clear)
        self.timeline.show_items([timeline_item(line) for line in lines], is_same=is_same)

    @property
    def _is_clear(self) -> bool:
        return bool(self._mark.text())

    def _follow(self, _least: int, most: int) -> None:
        """The newest line is what people look for, until they ask for earlier ones."""
        self._history_area.verticalScrollBar().setValue(most if self._is_at_newest else 0)

    def _on_grown(self) -> None:
        self._is_at_newest = False

    def show_related(self, linked: Sequence[LinkedCase]) -> None:
        """The cases that belong to this one."""
        self.related.show_linked(linked)

    def _show_files(self, view: CaseView) -> None:
        if self.files.desk is not None:
            self.files.desk.show_case(view)

    def _counted(self, words: str, name: str) -> str:
        count = self._counts.get(name, 0)
        return f"{words} {count}" if count else words

    def _fill(self) -> None:
        view = self._view
        if view is None:
            return
        if self.tab() == "materials":
            self.materials.show_case(view, self._today(), is_clear=self._is_clear)
        elif self.tab() == "files":
            self._show_files(view)
        elif self.tab() == "related":
            self._related_wanted()
