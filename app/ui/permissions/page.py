"""The page of permissions: a period, five tables to choose from, and the paper as it would be printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from app.language import _
from app.ui.owned_run import owned
from app.ui.page_context import PageContext
from app.ui.permissions.calls import PermissionsCalls
from app.ui.permissions.presenter import PAPER, PermissionsPresenter
from app.ui.permissions.sheet_table import SheetTable
from app.ui.permissions.tables import SECTIONS, Sheet
from app.ui.shell.actions import Action
from app.ui.shell.page import Page
from app.ui.spans import Span
from app.ui.taking_out import Leaving, TakingOut
from app.ui.theme import metrics
from app.ui.widgets.action_bar import ActionBar
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card
from app.ui.widgets.chips import View, ViewChips
from app.ui.widgets.notices import Banner, EmptyState
from app.ui.widgets.pdf_preview import PageImage, PdfPreview
from app.ui.widgets.period import PeriodFields

if TYPE_CHECKING:
    from app.ui.pictures import Picture


class PermissionsPage(Page):
    """The page; what it decides is in the presenter. No customer stands here."""

    shows: ClassVar[frozenset[str]] = frozenset()

    def __init__(
        self, context: PageContext, calls: PermissionsCalls | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        run, run_aside = owned(context.run, self), owned(context.run_aside or context.run, self)
        self.presenter = PermissionsPresenter(self, run_aside, today=context.today, calls=calls)
        self.taking_out = TakingOut(self, run, run_aside)
        self.views = ViewChips(
            [
                View(SECTIONS[0], lambda: _("What stands out")),
                View(SECTIONS[1], lambda: _("People")),
                View(SECTIONS[2], lambda: _("Who may do what")),
                View(SECTIONS[3], lambda: _("Sensitive acts")),
                View(SECTIONS[4], lambda: _("Stations")),
                View(PAPER, lambda: _("Paper")),
            ]
        )
        self.period = PeriodFields(context.today, ("permissionsFirst", "permissionsLast"))
        self.problem = Banner("", tone="error", is_inset=True, parent=self)
        self.table = SheetTable(self)
        self.note = QLabel(self)
        self.note.setProperty("kind", "caption")
        self.nothing = EmptyState(lambda: _("Nothing stands out."), icon="check-circle")
        self.nobody = EmptyState(lambda: _("Nobody signed in in this period."), icon="users")
        self.preview = PdfPreview(self, widest=860)
        self._pile = QStackedWidget(self)
        self._bar = ActionBar(
            Button(
                lambda: _("Save as data"), icon="download", shortcut="Ctrl+S", is_shortcut_shown=True,
                on_click=self._save, name="savePermissions",
            ),
            Button(
                lambda: _("Print the paper"), icon="printer", shortcut="Ctrl+P", is_shortcut_shown=True,
                on_click=lambda: self.presenter.print(), name="printPermissions",
            ),
        )  # fmt: skip
        self._lay_out()
        self._connect()
        self.retranslate()

    # ---- how it is built

    def _lay_out(self) -> None:
        size = metrics()
        column = QVBoxLayout()
        column.setContentsMargins(size.margin, size.px(10), size.margin, size.px(10))
        column.setSpacing(size.px(10))
        row = QHBoxLayout()
        row.setSpacing(size.px(8))
        bottom = Qt.AlignmentFlag.AlignBottom
        row.addWidget(self.views, 0, bottom)
        row.addStretch(1)
        row.addWidget(self.period, 0, bottom)
        column.addLayout(row)
        column.addWidget(self.problem)
        card = Card()
        card.fill()
        for widget in (self.table, self.nothing, self.nobody, self.preview):
            self._pile.addWidget(widget)
        card.body.addWidget(self._pile, 1)
        column.addWidget(card, 1)
        column.addWidget(self.note)
        self.column.addLayout(column, 1)
        self.column.addWidget(self._bar)

    def _connect(self) -> None:
        self.views.chosen.connect(self.choose_section)
        self.period.given.connect(self.presenter.choose_days)
        self.period.stepped.connect(self.presenter.step)
        self.table.opened.connect(self.presenter.open)
        self.preview.width_wanted.connect(self.presenter.fit)

    # ---- what the window asks

    def title(self) -> str:
        """The page's title."""
        return _("Permission audit")

    def on_shown(self, **arguments: Any) -> None:
        """Read whenever the page comes up."""
        self.presenter.start()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def actions_offered(self) -> Sequence[Action]:
        """The keys of this page."""
        ours = self.title
        return (
            Action("permissions.earlier", lambda: _("Earlier period"), "[", group=ours, is_listed_only=True),
            Action("permissions.later", lambda: _("Later period"), "]", group=ours, is_listed_only=True),
            Action("permissions.open", lambda: _("The entries behind it"), "Enter", group=ours, is_listed_only=True),
        )

    def retranslate(self) -> None:
        """Also the table that is shown."""
        super().retranslate()
        if hasattr(self, "_bar") and self.isVisible():
            self.presenter.show()  # hidden, it is read anew when it comes up

    # ---- from the person

    def sections(self) -> tuple[str, ...]:
        """What can be chosen."""
        return (*SECTIONS, PAPER)

    def choose_section(self, section: str) -> None:
        """Another part, or the paper."""
        self.views.choose(section)
        if section == PAPER:
            self._pile.setCurrentWidget(self.preview)
            self.note.hide()
        self.presenter.choose_section(section)

    def _save(self) -> None:
        reading = self.presenter.reading
        if reading is None:
            return
        audit, calls = reading.audit, self.presenter.calls
        self.taking_out.ask(
            Leaving(
                "permissions",
                f"permissions-{audit.first:%Y%m%d}-{audit.last:%Y%m%d}.csv",
                lambda desk, given, path: calls.take_out(desk, reading, given, path),
                lambda _size: _("Saved. A name that ends in .json gives the same for programs."),
                title=lambda: _("Save as data"),
            )
        )

    # ---- from the presenter

    def show_span(self, span: Span, *, can_go_later: bool) -> None:
        """The period that is read."""
        self.period.show_period(span.first, span.last, can_go_later=can_go_later)

    def show_days_problem(self, text: str) -> None:
        """What is wrong with the days that were typed."""
        self.period.first.set_error(text)

    def show_problem(self, text: str) -> None:
        """It could not be read."""
        self.problem.set_words(text, "error")

    def show_counts(self, remarks: int) -> None:
        """How much stands out."""
        self.views.set_counts({SECTIONS[0]: remarks})

    def show_sheet(self, section: str, shown: Sheet) -> None:
        """One of the tables."""
        self.views.choose(section)
        had_keyboard = self._pile.isAncestorOf(self.focusWidget() or self)
        self.table.show_sheet(shown)
        self.table.setAccessibleName(", ".join(head for head in shown.heads if head))
        self.note.setText(shown.note)
        self.note.setVisible(bool(shown.note))
        empty = self.nothing if section == SECTIONS[0] else self.nobody
        self._pile.setCurrentWidget(self.table if shown.rows else empty)
        if had_keyboard and shown.rows:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_paper(self, pages: Sequence[Picture]) -> None:
        """The paper as it would be printed."""
        self.preview.show_pages([PageImage(one.width, one.height, one.rgba) for one in pages])
        self.preview.set_description(_("Permission audit"), "\n".join(one.text for one in pages))

    def tell(self, text: str) -> None:
        """A short word."""
        self.toast(text)

    def open_audit(self, wanted: dict[str, Any]) -> None:
        """The entries behind a number."""
        self.go("audit", **wanted)
