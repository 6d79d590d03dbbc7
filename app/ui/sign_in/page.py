"""The sign-in page, which is the lock screen too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.language import _, language
from app.ui.sign_in.art import SignInArt
from app.ui.sign_in.logins import TrialLogin
from app.ui.sign_in.parts import CornerBar, LockedPerson, TrialCard
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button, LinkButton
from app.ui.widgets.enter_walk import EnterWalk, focus
from app.ui.widgets.fields import Field, PasswordField, TextField
from app.ui.wording import Worded, Words

if TYPE_CHECKING:
    from app.ui.sign_in.presenter import SignInPresenter
    from app.ui.widgets.notices import Banner

FORM_WIDTH = 380


class SignInPage(QWidget, Worded):
    """Staff number and password; after a lock the password alone; without a keyring the branch passphrase.

    Signals: submitted(staff_no, password); passphrase_submitted(text); retry_wanted(); switch_wanted();
    language_chosen("zh" or "en"); theme_chosen("light", "dark" or "contrast").
    """

    submitted = Signal(str, str)
    passphrase_submitted = Signal(str)
    retry_wanted = Signal()
    switch_wanted = Signal()
    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(
        self, *, now: Callable[[], datetime] = lambda: datetime.now(UTC), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("signIn")
        self._now = now
        self._mode = "sign_in"
        self._locked_staff_no = ""
        self._wait_until: datetime | None = None
        self._is_busy = False
        self.art = SignInArt(self)
        self.corner = CornerBar(self)
        self.corner.language_chosen.connect(self.language_chosen)
        self.corner.theme_chosen.connect(self.theme_chosen)
        self._notice: Banner | None = None
        self._heading = QLabel(self)
        self._heading.setProperty("kind", "hero")
        self._heading.setWordWrap(True)
        self._intro = QLabel(self)
        self._intro.setProperty("kind", "body2")
        self._intro.setWordWrap(True)
        self._intro.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.person = LockedPerson(self)
        self.staff_no = TextField(lambda: _("Staff number"), code=True, max_length=20, name="staffNo", parent=self)
        self.password = PasswordField(lambda: _("Password"), name="password", parent=self)
        self.passphrase = PasswordField(lambda: _("Branch passphrase"), name="passphrase", parent=self)
        self.button = Button(
            lambda: _("Sign in"), kind="primary", on_click=self.submit, name="signInButton", parent=self
        )
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.switch = LinkButton(
            lambda: _("Switch user"),
            shortcut="Ctrl+U",
            on_click=self.switch_wanted.emit,
            name="switchUser",
            parent=self,
        )
        self.retry = LinkButton(
            lambda: _("Try again"), icon="refresh", on_click=self.retry_wanted.emit, name="retry", parent=self
        )
        self.trial: TrialCard | None = None
        self._foot = QLabel(self)
        self._foot.setProperty("kind", "caption")
        self._foot.setWordWrap(True)
        self._lay_out()
        self._walk = EnterWalk(self, [self.staff_no, self.password], submits_at_end=True)
        self._walk.submitted.connect(self.submit)
        self.passphrase.editor.returnPressed.connect(self.submit)
        for field in (self.staff_no, self.password, self.passphrase):
            field.changed.connect(lambda field=field: field.set_error("") if field.error() else None)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._on_clock)
        self.set_foot("")
        self.ask_password()

    def join(self, presenter: SignInPresenter) -> None:
        """Let `presenter` decide; the page keeps it alive, because signals hold it weakly."""
        self._presenter = presenter
        self.submitted.connect(presenter.submit)
        self.passphrase_submitted.connect(presenter.submit_passphrase)
        self.retry_wanted.connect(presenter.retry)
        self.switch_wanted.connect(presenter.switch)

    # -- what the presenter tells -------------------------------------------------------------------------------

    def show_busy(self, is_busy: bool) -> None:
        """Wait, or take input again."""
        self._is_busy = is_busy
        self._show_button()

    def show_problem(self, field_name: str, message: str) -> None:
        """Write `message` at a field and put the cursor there; a wrong password is emptied."""
        field = {"staff_no": self.staff_no, "passphrase": self.passphrase}.get(field_name, self.password)
        if field is not self.staff_no:
            field.set_value("")
        field.set_error(message)
        focus(field.editor)

    def show_wait(self, until: datetime, message: str) -> None:
        """Take no password before `until`; the button counts down."""
        self._wait_until = until
        self.show_problem("password", message)
        self._clock.start()
        self._on_clock()

    def ask_passphrase(self, message: str) -> None:
        """Offer the branch passphrase, because there is no keyring."""
        self._show_mode("passphrase", lambda: _("No system keyring"), message)
        self._focus()

    def ask_password(self) -> None:
        """Staff number and password, for anybody."""
        self._locked_staff_no = ""
        self._show_mode("sign_in", lambda: _("Sign in"), lambda: _("Use your own staff number and password."))
        self.staff_no.set_value("")
        self.password.set_value("")
        self._focus()

    def forget(self) -> None:
        """Empty the secrets that were typed."""
        self.password.set_value("")
        self.passphrase.set_value("")

    def show_lock(self, staff_no: str, name: str, role: str) -> None:
        """The desk is locked: ask the same person for the password, or let another one in."""
        self._locked_staff_no = staff_no
        self.person.show_person(name, f"{role} {staff_no}")
        self._show_mode("lock", lambda: _("Locked"), lambda: _("Your work is kept as it was."))
        self.password.set_value("")
        self._focus()

    def show_trouble(self, title: str, message: str) -> None:
        """Nobody can sign in: say why."""
        self._show_mode("trouble", title, message)
        self._focus()

    # -- what bootstrap tells -----------------------------------------------------------------------------------

    def set_branch(self, name: str, code: str) -> None:
        """Name the branch above the form."""
        self.corner.set_branch(f"{name} {code}".strip())

    def set_trial(self, logins: Sequence[TrialLogin]) -> None:
        """Show the trial card with staff to sign in as."""
        if self.trial is not None:
            self.trial.deleteLater()
            self.trial = None
        if logins:
            self.trial = TrialCard(logins, self)
            self.trial.chosen.connect(self._on_trial_chosen)
            self._form.insertWidget(self._form.indexOf(self._after_button) + 1, self.trial)
            self.trial.setVisible(self._mode == "sign_in")

    def set_notice(self, words: Words, tone: str = "warning") -> None:
        """Say something above the form: the clock is wrong, sign-in without the network ends soon. "" says nothing."""
        if self._notice is None:
            from app.ui.widgets.notices import Banner  # rarely needed, and never before the first paint

            self._notice = Banner("", is_inset=True, parent=self)
            self._right.insertWidget(1, self._notice)
        self._notice.set_words(words, tone)

    def set_foot(self, words: Words) -> None:
        """Small print at the foot: version and the like."""
        self.say(self._foot.setText, words)

    def submit(self) -> None:
        """What Enter in the last field and the button do."""
        if not self.button.isEnabled():
            return
        if self._mode == "passphrase":
            self.passphrase_submitted.emit(self.passphrase.value())
        else:
            self.submitted.emit(self._locked_staff_no or self.staff_no.value(), self.password.value())

    def mode(self) -> str:
        """sign_in, lock, passphrase or trouble."""
        return self._mode

    def restyle(self) -> None:
        """Widths of the text size in use."""
        self._form_holder.setFixedWidth(metrics().px(FORM_WIDTH))

    def showEvent(self, event: QShowEvent) -> None:
        """The cursor stands where typing makes sense, whenever the page comes into view."""
        super().showEvent(event)
        self._focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The drawing takes two fifths, or gives way in a narrow window."""
        super().resizeEvent(event)
        self.art.setFixedWidth(round(event.size().width() * 0.42))
        self.art.setVisible(event.size().width() >= 900)

    # -- inside -------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        size = metrics()
        self._form_holder = QWidget(self)
        self._form = QVBoxLayout(self._form_holder)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setSpacing(size.gap)
        self._after_button = QWidget(self)
        below = QHBoxLayout(self._after_button)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self.switch)
        below.addWidget(self.retry)
        below.addStretch(1)
        for widget in (self._heading, self._intro, self.person, self.staff_no, self.password, self.passphrase):
            self._form.addWidget(widget)
        self._form.addSpacing(size.px(4))
        self._form.addWidget(self.button)
        self._form.addWidget(self._after_button)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._form_holder)
        middle.addStretch(1)
        right = QVBoxLayout()
        right.setContentsMargins(size.px(24), size.px(16), size.px(24), size.px(16))
        right.addWidget(self.corner)
        self._right = right
        right.addStretch(4)
        right.addLayout(middle)
        right.addStretch(5)
        right.addWidget(self._foot, 0, Qt.AlignmentFlag.AlignHCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.art)
        row.addLayout(right, 1)
        self.restyle()

    def _show_mode(self, mode: str, heading: Words, intro: Words) -> None:
        self._mode = mode
        self.say(self._heading.setText, heading)
        self.say(self._intro.setText, intro)
        shown: dict[QWidget, bool] = {
            self.person: mode == "lock",
            self.staff_no: mode == "sign_in",
            self.password: mode in ("sign_in", "lock"),
            self.passphrase: mode == "passphrase",
            self.button: mode != "trouble",
            self.switch: mode == "lock",
            self.retry: mode in ("trouble", "passphrase"),
            self._after_button: mode != "sign_in",
        }
        for widget, is_shown in shown.items():
            widget.setVisible(is_shown)
            if isinstance(widget, Field):
                widget.set_error("")
        if self.trial is not None:
            self.trial.setVisible(mode == "sign_in")
        self._wait_until = None
        self._clock.stop()
        self._show_button()

    def _focus(self) -> None:
        stops: dict[str, QWidget] = {"lock": self.password.editor, "passphrase": self.passphrase.editor}
        stop = self.retry if self._mode == "trouble" else stops.get(self._mode, self.staff_no.editor)
        if self._mode == "sign_in" and self.staff_no.value():
            stop = self.password.editor
        stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_button(self) -> None:
        waiting = self._wait_seconds()
        self.button.setEnabled(not self._is_busy and not waiting)
        if self._is_busy:
            self.button.set_words(lambda: _("Checking…"))
        elif waiting:
            self.button.set_words(lambda: _("Wait {time}").format(time=f"{waiting // 60}:{waiting % 60:02d}"))
        else:
            words: dict[str, Words] = {
                "lock": lambda: _("Unlock"),
                "passphrase": lambda: _("Use the passphrase"),
            }
            self.button.set_words(words.get(self._mode, lambda: _("Sign in")))

    def _wait_seconds(self) -> int:
        if self._wait_until is None:
            return 0
        return max(0, -int(-(self._wait_until - self._now()).total_seconds() // 1))

    def _on_clock(self) -> None:
        if not self._wait_seconds():
            self._wait_until = None
            self._clock.stop()
            self.password.set_error("")
        self._show_button()

    def _on_trial_chosen(self, staff_no: str, password: str) -> None:
        self.staff_no.set_value(staff_no)
        self.password.set_value(password)
        self.password.editor.setFocus()

    def retranslate(self) -> None:
        """Also the language that the corner offers."""
        super().retranslate()
        self.corner.show_language(language())
