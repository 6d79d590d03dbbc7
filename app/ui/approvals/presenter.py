"""What the approvals page decides: which request is shown, what is missing, who signs. No Qt.

Four eyes at one PC: the verdict is typed on the page, then the supervisor signs it with a staff number and password of
their own in a dialog. Whatever goes wrong, the reason that was typed stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from app.domain.people import Person
from app.domain.refusal import Refusal
from app.language import _
from app.language.reasons import error_text, refusal_text
from app.system.errors import KnownError
from app.ui.approvals.calls import ApprovalCalls, Verdict
from app.ui.running import Run

if TYPE_CHECKING:
    from app.operations.approvals import ApprovalItem
    from app.operations.open_case import CaseView


class ApprovalsView(Protocol):
    """What the presenter needs of the page and its signature dialog."""

    def show_items(self, items: Sequence[ApprovalItem], selected: int) -> None: ...
    def show_stale(self, why: str) -> None: ...
    def show_reason(self, text: str) -> None: ...
    def show_reason_problem(self, text: str) -> None: ...
    def ask_signature(self, item: ApprovalItem, verdict: Verdict, staff_no: str) -> None: ...
    def show_signing(self, is_signing: bool) -> None: ...
    def show_signature_problem(self, text: str, field: str) -> None: ...
    def end_signature(self) -> None: ...
    def show_decided(self, case_no: str, verdict: Verdict) -> None: ...


class ApprovalsPresenter:
    """One page's decisions."""

    def __init__(
        self,
        view: ApprovalsView,
        run: Run,
        *,
        person: Person,
        people: Callable[[], Mapping[str, Person]] = dict,
        calls: ApprovalCalls | None = None,
        counted: Callable[[int], None] = lambda count: None,
    ) -> None:
        self._view = view
        self._run = run
        self._person = person
        self._people = people
        self._calls = calls or ApprovalCalls()
        self._counted = counted
        self.items: list[ApprovalItem] = []
        self._selected = ""  # request id
        self._reasons: dict[str, str] = {}  # what was typed, by request, so that nothing is lost by looking elsewhere
        self._verdict: Verdict | None = None
        self._is_signing = False

    def start(self, case_id: str = "") -> None:
        """Read what waits; `case_id` selects that case's request."""
        self.refresh(case_id)

    def refresh(self, case_id: str = "") -> None:
        """Read again, keeping the selected request and every reason that was typed."""

        def then(items: list[ApprovalItem]) -> None:
            self._view.show_stale("")
            self._take(items, case_id)

        self._run(self._calls.waiting, then, lambda error: self._view.show_stale(error_text(error)))

    def _take(self, items: list[ApprovalItem], case_id: str = "") -> None:
        old_place = self._place()
        self.items = items
        wanted = next((item for item in items if item.case_id == case_id), None) if case_id else None
        if wanted is not None:
            self._selected = wanted.request.request_id
        elif self._place() < 0:  # what was shown is decided: the next one moves up
            place = min(max(old_place, 0), len(items) - 1)
            self._selected = items[place].request.request_id if items else ""
        self._counted(len(items))
        self._view.show_items(items, self._place())
        self._view.show_reason(self._reasons.get(self._selected, ""))
        self._view.show_reason_problem("")

    def _place(self) -> int:
        return next((n for n, item in enumerate(self.items) if item.request.request_id == self._selected), -1)

    @property
    def selected(self) -> ApprovalItem | None:
        """The request that is shown."""
        place = self._place()
        return self.items[place] if place >= 0 else None

    def select(self, place: int) -> None:
        """Another request was selected in the list."""
        if 0 <= place < len(self.items):
            self._selected = self.items[place].request.request_id
            self._view.show_reason(self._reasons.get(self._selected, ""))
            self._view.show_reason_problem("")

    def change_reason(self, text: str) -> None:
        """What is typed as reason for the selected request."""
        if self._selected:
            self._reasons[self._selected] = text
            if text.strip():
                self._view.show_reason_problem("")

    def typed_reasons(self) -> dict[str, str]:
        """Every reason that was typed and not signed, by request."""
        return {request: text for request, text in self._reasons.items() if text.strip()}

    def take_back(self, reasons: Mapping[str, str]) -> None:
        """Reasons that were typed before the desk was locked."""
        self._reasons.update({str(request): str(text) for request, text in reasons.items()})

    def decide(self, is_approved: bool) -> None:
        """Approve or return the selected request: asks for the signature when nothing is missing."""
        item = self.selected
        if item is None or self._is_signing:
            return
        reason = self._reasons.get(self._selected, "").strip()
        if not is_approved and not reason:
            self._view.show_reason_problem(_("Say why it is returned, so that the handler knows what to do."))
            return
        self._verdict = Verdict(
            item.case_id, item.request.request_id, item.case_version, is_approved, reason, item.kind
        )
        mine = self._person.staff_no
        is_mine_to_sign = any(person.staff_no == mine for person in item.who_could)
        self._view.ask_signature(item, self._verdict, mine if is_mine_to_sign else "")

    def sign(self, staff_no: str, password: str) -> None:
        """The supervisor confirms in the dialog."""
        verdict = self._verdict
        if verdict is None or self._is_signing:
            return
        if not staff_no.strip():
            self._view.show_signature_problem(_("Enter your staff number."), "staff_no")
            return
        if not password:
            self._view.show_signature_problem(_("Enter your own password."), "password")
            return
        self._is_signing = True
        self._view.show_signing(True)

        def then(result: CaseView | Refusal) -> None:
            self._signed()
            if isinstance(result, Refusal):
                self._refused(result)
                return
            self._view.end_signature()
            self._reasons.pop(verdict.request_id, None)
            self._verdict = None
            self._view.show_decided(result.case.case_no, verdict)
            self.refresh()

        def failed(error: Exception) -> None:
            self._signed()
            code = error.code if isinstance(error, KnownError) else ""
            field = "staff_no" if code == "locked_out" else "password"
            self._view.show_signature_problem(error_text(error), field)

        self._run(lambda desk: self._calls.decide(desk, verdict, staff_no.strip(), password), then, failed)

    def _signed(self) -> None:
        self._is_signing = False
        self._view.show_signing(False)

    def _refused(self, refusal: Refusal) -> None:
        """Four eyes and the like stay in the dialog, so that another person can sign; a changed case does not."""
        if any(problem.code in _ABOUT_THE_CASE for problem in refusal.problems):
            self._view.end_signature()
            self._verdict = None
            reason_problem = refusal_text(refusal, self._people())

            def then(items: list[ApprovalItem]) -> None:
                self._take(items)
                self._view.show_reason_problem(reason_problem)

            self._run(self._calls.waiting, then, lambda error: self._view.show_stale(error_text(error)))
            return
        field = "reason" if refusal.problems[0].field == "reason" else "staff_no"
        if field == "reason":
            self._view.end_signature()
            self._view.show_reason_problem(refusal_text(refusal, self._people()))
            return
        self._view.show_signature_problem(refusal_text(refusal, self._people()), field)

    def cancel_signature(self) -> None:
        """The dialog was left without a signature; the verdict and its reason stay on the page."""
        self._verdict = None

    def changed(self, what: frozenset[str], case_ids: frozenset[str]) -> None:
        """Something changed somewhere."""
        if "cases" in what and not self._is_signing and self._verdict is None:
            self.refresh()


_ABOUT_THE_CASE = frozenset(
    {
        *("case_changed", "wrong_state", "extension_decided", "unknown_request", "already_ended", "case_not_found"),
        *("void_decided", "unknown_void"),
    }
)
