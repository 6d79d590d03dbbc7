"""The sign-in page, which is the lock screen too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.language import language
from app.ui.sign_in.art import SignInArt
from app.ui.sign_in.logins import TrialLogin
from app.ui.sign_in.panels import Panel, PasswordPanel
from app.ui.sign_in.parts import CornerBar, TrialCard
from app.ui.sign_in.rare_panels import RarePanels
from app.ui.theme import metrics
from app.ui.wording import Worded, Words

if TYPE_CHECKING:
    from app.ui.sign_in.presenter import SignInPresenter

FORM_WIDTH = 380
ART_SHARE = 0.42  # of the window's width
ART_FROM = 900  # px; narrower windows have no room for it


class SignInPage(QWidget, Worded):
    """Staff number and password; after a lock the password alone; without a keyring the branch passphrase.

    `rare` holds what is shown seldom. Signals: submitted(staff_no, password); switch_wanted();
    language_chosen("zh" or "en"); theme_chosen("light", "dark" or "contrast").
    """

    submitted = Signal(str, str)
    switch_wanted = Signal()
    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(
        self, *, now: Callable[[], datetime] = lambda: datetime.now(UTC), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("signIn")
        self._mode = "sign_in"
        self._is_scrolling = False
        self.rare = RarePanels(self, self._show)
        self.trial: TrialCard | None = None
        self.aid: QWidget | None = None
        self.art = SignInArt(self)
        self.corner = CornerBar(self)
        self.corner.language_chosen.connect(self.language_chosen)
        self.corner.theme_chosen.connect(self.theme_chosen)
        self.panel = PasswordPanel(now, self)
        self.panel.submitted.connect(self.submitted)
        self.panel.switch_wanted.connect(self.switch_wanted)
        self.staff_no, self.password, self.button = self.panel.staff_no, self.panel.password, self.panel.button
        self._shown: Panel = self.panel
        self._foot = QLabel(self)
        self._foot.setProperty("kind", "caption")
        self._lay_out()

    def join(self, presenter: SignInPresenter) -> None:
        """Let `presenter` decide; the page keeps it alive, because signals hold it weakly."""
        self._presenter = presenter
        self.submitted.connect(presenter.submit)
        self.rare.join(presenter)
        self.switch_wanted.connect(presenter.switch)

    # -- what the presenter tells -------------------------------------------------------------------------------

    def show_busy(self, is_busy: bool) -> None:
        """Wait, or take input again."""
        self._shown.set_busy(is_busy)

    def show_problem(self, field_name: str, message: str) -> None:
        """Write `message` at "staff_no", "password", "passphrase" or "new_password" and put the cursor there."""
        if not self.rare.show_problem(field_name, message):
            self.panel.show_problem(field_name, message)

    def show_wait(self, until: datetime, message: str) -> None:
        """Take no password before `until`; the button counts down."""
        self.panel.show_wait(until, message)

    def ask_password(self) -> None:
        """Staff number and password, for anybody."""
        self.panel.ask_anybody()
        self._show("sign_in", self.panel)

    def forget(self) -> None:
        """Empty the secrets that were typed."""
        self._shown.forget()

    def show_lock(self, staff_no: str, name: str, role: Words) -> None:
        """The desk is locked: ask the same person for the password, or let another one in."""
        self.panel.ask_person(staff_no, name, role)
        self._show("lock", self.panel)

    # -- what bootstrap tells -----------------------------------------------------------------------------------

    def set_branch(self, name: str, code: str) -> None:
        """Name the branch above the form."""
        self.corner.set_branch(f"{name} {code}".strip())

    def set_trial(self, logins: Sequence[TrialLogin]) -> None:
        """Show the trial card with staff to sign in as; none takes it away."""
        if self.trial is not None:
            self.trial.deleteLater()
            self.trial = None
        if logins:
            self.trial = TrialCard(logins, self)
            self.trial.chosen.connect(self.panel.fill_in)
            self._middle.addWidget(self.trial)
            self.trial.setVisible(self._mode == "sign_in")

    def set_aid(self, widget: QWidget) -> None:
        """Ways back in, under the form; not at a lock, and trouble pages have their own."""
        self.aid = widget
        self._middle.insertWidget(self._middle.count() - (self.trial is not None), widget)
        widget.setVisible(self._mode in ("sign_in", "passphrase"))
        self._scroll_if_needed()

    def set_foot(self, words: Words) -> None:
        """Small print at the foot: version and the like."""
        self.say(self._foot.setText, words)

    def mode(self) -> str:
        """sign_in, lock, passphrase, new_password or trouble."""
        return self._mode

    def retranslate(self) -> None:
        """Also the language that the corner offers."""
        super().retranslate()
        self.corner.show_language(language())

    def showEvent(self, event: QShowEvent) -> None:
        """The cursor stands where typing makes sense, whenever the page comes into view."""
        super().showEvent(event)
        self._shown.take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The drawing takes two fifths, or gives way in a narrow window."""
        super().resizeEvent(event)
        self.art.setFixedWidth(round(event.size().width() * ART_SHARE))
        self.art.setVisible(event.size().width() >= ART_FROM)
        self._scroll_if_needed()

    # -- inside -------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        size = metrics()
        middle = _Middle(self)
        self._middle = middle.column
        self._middle.addWidget(self.panel)
        self._body = body = QWidget(self)
        self._right = QVBoxLayout(body)
        self._right.setContentsMargins(size.px(24), size.px(16), size.px(24), size.px(16))
        self._right.addWidget(self.corner)
        self._right.addStretch(4)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(middle)
        centred.addStretch(1)
        self._right.addLayout(centred)
        self._right.addStretch(5)
        self._right.addWidget(self._foot, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.art)
        row.addWidget(body, 1)
        self._row = row

    def _show(self, mode: str, panel: Panel) -> None:
        self._mode = mode
        if panel is not self._shown:
            self._shown.forget()
            self._shown.hide()
            self._shown = panel
            if self._middle.indexOf(panel) < 0:
                self._middle.insertWidget(0, panel)
            panel.show()
        panel.set_busy(False)
        if self.trial is not None:
            self.trial.setVisible(mode == "sign_in")
        if self.aid is not None:
            self.aid.setVisible(mode in ("sign_in", "passphrase"))
        self._scroll_if_needed()
        panel.take_focus()

    def _scroll_if_needed(self) -> None:
        # Only large text in a small window needs a scroll area; making one costs 20 ms of the first paint, because
        # asking Qt for the viewport makes PySide prepare every widget class there is.
        width = self.width() - (self.art.width() if self.art.isVisibleTo(self) else 0)
        if not self._is_scrolling and self._right.totalHeightForWidth(width) > self.height() > 0:
            from app.ui.widgets.column_area import ColumnArea

            self._is_scrolling = True
            self._row.removeWidget(self._body)
            self._row.addWidget(ColumnArea(self._body, self), 1)


class _Middle(QWidget):
    """The column that holds form and trial card, as wide as the text size asks."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(metrics().gap)
        self.restyle()

    def restyle(self) -> None:
        self.setFixedWidth(metrics().px(FORM_WIDTH))
