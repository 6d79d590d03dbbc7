"""Recording a complaint once and only once, and what is said about its slip. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from app.domain.refusal import Refusal
from app.language import _
from app.language.reasons import error_text, refusal_text
from app.ui.intake.calls import IntakeCalls, Recorded, SlipWish
from app.ui.intake.open_drafts import OpenDraft
from app.ui.running import Run


class RecordingView(Protocol):
    """What recording needs of the page."""

    def show_busy(self, is_busy: bool) -> None: ...
    def show_reprint(self, case_no: str) -> None: ...
    def tell(self, text: str, tone: str, action: str = "", do: Callable[[], None] | None = None) -> None: ...


class Recording:
    """`is_under_way` while a complaint is being recorded: nothing else may be begun with the form then."""

    def __init__(self, view: RecordingView, run: Run, calls: IntakeCalls, open_case: Callable[[str], None]) -> None:
        self._view = view
        self._run = run
        self._calls = calls
        self._open_case = open_case
        self.is_under_way = False
        self.recorded: set[str] = set()  # ids of drafts that became complaints; written on the lane
        self._last: tuple[str, str] | None = None  # id and number of the last case recorded here

    def record(
        self,
        draft: OpenDraft,
        wish: SlipWish | None,
        recorded: Callable[[], None],
        refused: Callable[[Refusal], None],
        *,
        merge_into: tuple[str, str] | None = None,
    ) -> None:
        """Record `draft` and print its slip as wished; a slip that fails never takes the recording back.

        `merge_into` is id and number of an open case that it is merged into at once; a refusal of that does not take
        the recording back either.
        """
        self.is_under_way = True
        self._view.show_busy(True)
        form, settlement = draft.form, (draft.settlement or "").strip()

        def then(outcome: Recorded | Refusal) -> None:
            self._end()
            if isinstance(outcome, Refusal):
                refused(outcome)
                return
            recorded()
            self._tell(outcome, is_settled=bool(settlement), into=merge_into[1] if merge_into else "")

        def failed(error: Exception) -> None:
            self._end()
            text = _("Not recorded: {why} Everything you typed is still here.")
            self._view.tell(text.format(why=error_text(error)), "error")

        def work(desk: Any) -> Recorded | Refusal:
            outcome = self._calls.record(desk, form, settlement, draft.draft_id, wish)
            if isinstance(outcome, Refusal):
                return outcome
            self.recorded.add(draft.draft_id)
            if merge_into is None:
                return outcome
            return replace(outcome, merged=self._calls.merge(desk, outcome.registered.case.case_id, *merge_into))

        self._run(work, then, failed)

    def _end(self) -> None:
        self.is_under_way = False
        self._view.show_busy(False)

    def _tell(self, outcome: Recorded, *, is_settled: bool, into: str) -> None:
        case = outcome.registered.case
        self._last = (case.case_id, case.case_no)
        self._view.show_reprint(case.case_no)
        done = _("Recorded and settled: {case_no}.") if is_settled else _("Recorded: {case_no}.")
        text, tone = done.format(case_no=case.case_no), "ok"
        if isinstance(outcome.merged, Refusal):
            why = _("Recorded as {case_no}, but not merged: {why}")
            text, tone = why.format(case_no=case.case_no, why=refusal_text(outcome.merged)), "warning"
        elif into:
            text = _("Recorded as {case_no} and merged into {into}.").format(case_no=case.case_no, into=into)
        if outcome.passed_to and (outcome.merged is None or isinstance(outcome.merged, Refusal)):
            who = _("You are complained about in it, so {owner} has the case.").format(owner=outcome.passed_to)
            text = _("{first} {second}").format(first=text, second=who)
        if outcome.slip is not None:
            words, tone = slip_words(outcome.slip, outcome.printer)
            text = _("{first} {second}").format(first=text, second=words)
        self._view.tell(text, tone, _("Open the case"), lambda: self._open_case(case.case_id))

    def reprint_last(self, wish: SlipWish) -> None:
        """Print the slip of the case that was recorded last once more; the reprint is numbered and on record."""
        if self._last is None:
            return
        case_id, case_no = self._last

        def then(result: tuple[Any, Any]) -> None:
            text, tone = slip_words(*result)
            self._view.tell(_("{case_no}: {text}").format(case_no=case_no, text=text), tone)

        self._run(lambda desk: self._calls.reprint(desk, case_id, wish), then)


def slip_words(slip: Any, printer: Any) -> tuple[str, str]:
    """What became of a slip, and the tone to say it in: `slip` is the paper, a refusal or a known error."""
    if isinstance(slip, Refusal):
        return _("The slip could not be made: {why}").format(why=refusal_text(slip)), "warning"
    if isinstance(slip, Exception):
        return _("The slip could not be made: {why}").format(why=error_text(slip)), "warning"
    if printer is not None and not printer.is_ready:
        return _("The printer is not ready; the slip waits in the print queue."), "warning"
    return _("The slip was sent to the printer."), "ok"
