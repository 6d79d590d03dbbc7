"""Says across all pages how headquarters' staff directory limits the work here, before it does and while it does.

Two working days ahead it names the last day; past it a supervisor may extend once, with a reason (security.md 2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.directory import Standing, may_extend
from app.domain.refusal import Refusal
from app.language import _, labels
from app.language.reasons import error_text, refusal_text, sentence
from app.ui.widgets.buttons import Button
from app.ui.wording import Words

if TYPE_CHECKING:
    from app.operations.desk import Desk
    from app.operations.standing import DirectoryState
    from app.ui.desk_bars import RunOnLane
    from app.ui.people.dialogs import PersonDialog
    from app.ui.shell.main_window import MainWindow

WARNED_WORKING_DAYS = 2


@dataclass(frozen=True, slots=True)
class Limits:
    """What is to be said. `until`: the last day, where it is near; `may_extend`: this person can let work go on."""

    until: date | None = None
    is_read_only: bool = False
    may_extend: bool = False
    is_provisional: bool = False


def read_limits(desk: Desk) -> Limits:
    """How the directory limits whoever is at `desk`. Raises: StoreError."""
    from app.operations.standing import directory_state, standings

    state = directory_state(desk)
    if state.directory is None or state.fresh is None:
        return Limits()
    if state.is_read_only:
        return Limits(is_read_only=True, may_extend=state.may_be_extended and may_extend(desk.actor))
    near = desk.rules.calendar.add_working_days(state.fresh.today, WARNED_WORKING_DAYS).day
    found = standings(desk, state).get(desk.actor.staff_no)
    return Limits(
        until=state.fresh.good_until if state.fresh.good_until <= near else None,
        is_provisional=found is not None and found.why is Standing.UNCONFIRMED,
    )


class DirectoryNotice:
    """Looks each minute and when people change."""

    def __init__(self, window: MainWindow, run: RunOnLane) -> None:
        self._window = window
        self._run = run
        self._shown = Limits()
        self.dialog: PersonDialog | None = None
        window.locked.connect(lambda *_about: self._close())

    def look(self) -> None:
        """Ask on the database lane."""
        self._run(read_limits, self.show, lambda error: None)

    def show(self, limits: Limits) -> None:
        """Say it."""
        frame = self._window.desk
        if frame is None:
            return
        is_same, self._shown = limits == self._shown, limits
        if is_same and frame.notice.text():
            return
        frame.notice.set_words(words_of(limits), "error" if limits.is_read_only else "warning")
        action = Button(lambda: _("Extend once…"), on_click=self.ask, name="extendDirectory")
        frame.notice.set_action(action if limits.may_extend else None)

    def ask(self) -> None:
        """Ask a supervisor why work should go on."""
        from app.ui.people.dialogs import PersonDialog

        if self.dialog is not None:
            return
        self.dialog = dialog = PersonDialog(
            lambda: _("Extend work without headquarters"),
            confirm=lambda: _("Sign and extend"),
            intro=lambda: _(
                "Work goes on for some working days more, once. It is signed in your name and headquarters sees it."
            ),
            asks=("reason",),
            needs_password=False,
            parent=self._window,
        )
        dialog.entered.connect(lambda typed: self._extend(typed["reason"]))
        dialog.finished.connect(lambda _result: self._on_finished())
        dialog.open()

    def _extend(self, reason: str) -> None:
        def work(desk: Desk) -> Any:
            from app.operations.standing import extend_directory

            return extend_directory(desk, reason)

        def then(outcome: DirectoryState | Refusal) -> None:
            if isinstance(outcome, Refusal):
                at = {one.field: sentence(one) for one in outcome.problems if one.field is not None}
                self._refuse(at, "" if at else refusal_text(outcome))
                return
            self._close()
            if outcome.fresh is not None:
                day = labels.day(outcome.fresh.good_until)
                self._window.toast(_("Work may go on until {day}.").format(day=day))
            self.look()

        self._run(work, then, lambda error: self._refuse({}, error_text(error)))

    def _refuse(self, at_fields: dict[str, str], whole: str) -> None:
        if self.dialog is not None:
            self.dialog.refuse(at_fields, whole)

    def _close(self) -> None:
        if self.dialog is not None:
            self.dialog.accept()

    def _on_finished(self) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()


def words_of(limits: Limits) -> Words:
    """One sentence, the most pressing one; "" for nothing."""
    if limits.is_read_only:
        return lambda: _(
            "Headquarters has not been reached for too long: the desk only reads and prints. Synchronise to go on."
        )
    until = limits.until
    if until is not None:
        return lambda: _(
            "Offline until {day}: after that the desk only reads and prints, unless headquarters is reached."
        ).format(day=labels.day(until))
    if limits.is_provisional:
        return lambda: _("Headquarters has not confirmed you yet: you work as a teller until it does.")
    return ""
