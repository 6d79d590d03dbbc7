"""What the page of people decides: who can be changed, where a problem belongs, what is said after. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from app.domain.refusal import Refusal
from app.language import _, vault_reasons
from app.language.reasons import People, error_text, refusal_text, sentence
from app.ui.people.calls import PeopleCalls
from app.ui.people.words import done_words
from app.ui.running import Run

if TYPE_CHECKING:
    from app.operations.people import PeopleDone
    from app.operations.people_list import Colleague, PeopleReading

ChangeKey = Callable[[Callable[[Any], object], Callable[[Exception], object]], None]

_FIELDS = {
    "wrong_password": "password",
    "locked_out": "password",
    "duplicate_staff_no": "staff_no",
    "role_beyond_reach": "role",
}


class PeopleView(Protocol):
    """What the presenter needs of the page."""

    def show_reading(self, reading: PeopleReading) -> None: ...
    def show_problem(self, text: str) -> None: ...
    def show_refused(self, at_fields: Mapping[str, str], whole: str) -> None: ...
    def show_done(self, text: str) -> None: ...
    def show_first_password(self, name: str, password: str) -> None: ...
    def show_key_changing(self, is_changing: bool) -> None: ...


class PeoplePresenter:
    """One page's decisions."""

    def __init__(
        self, view: PeopleView, run: Run, change_key: ChangeKey, people: People, calls: PeopleCalls | None = None
    ) -> None:
        self._view = view
        self._run = run
        self._change_key = change_key
        self._people = people
        self._calls = calls or PeopleCalls()
        self.reading: PeopleReading | None = None

    def refresh(self) -> None:
        """Read the list again."""

        def then(found: PeopleReading | Refusal) -> None:
            if isinstance(found, Refusal):
                self._view.show_problem(refusal_text(found, self._people))
                return
            self.reading = found
            self._view.show_problem("")
            self._view.show_reading(found)

        self._run(self._calls.read, then, lambda error: self._view.show_problem(error_text(error)))

    def at(self, place: int) -> Colleague | None:
        """The person at a place of the list."""
        people = self.reading.people if self.reading is not None else ()
        return people[place] if 0 <= place < len(people) else None

    def objection(self, one: Colleague, kind: str) -> str:
        """Why `kind` (change, suspend, resume, remove, keys) can't be done to this person here; "" when it can."""
        if one.standing == "removed":
            return _("This person was removed. Enrol them anew if they come back.")
        if one.is_self:
            return _said("own_record")
        if not one.is_within_reach:
            return _said("role_beyond_reach")
        if kind == "resume" and one.suspended_by == "headquarters":
            return _said("suspended_by_headquarters")
        return ""

    # ---- acts

    def enrol(self, staff_no: str, name: str, role: str, password: str) -> None:
        """Enrol somebody."""
        self._run(lambda desk: self._calls.enrol(desk, staff_no, name, role, password), self._with_first, self._failed)

    def replace_keys(self, staff_no: str, reason: str, password: str) -> None:
        """A forgotten password."""
        self._run(
            lambda desk: self._calls.replace_keys(desk, staff_no, reason, password), self._with_first, self._failed
        )

    def change(self, staff_no: str, name: str, role: str, reason: str, password: str) -> None:
        """Another name or role."""
        self._run(
            lambda desk: self._calls.change(desk, staff_no, name, role, reason, password), self._done, self._failed
        )

    def act(self, kind: str, staff_no: str, reason: str, password: str) -> None:
        """Suspend, resume or remove."""
        self._run(lambda desk: self._calls.act(desk, kind, staff_no, reason, password), self._done, self._failed)

    def change_key(self) -> None:
        """Put the database under a fresh key."""
        self._view.show_key_changing(True)

        def then(_nothing: object) -> None:
            self._view.show_key_changing(False)
            self._view.show_done(_("The database has a new key."))
            self.refresh()

        def failed(error: Exception) -> None:
            self._view.show_key_changing(False)
            self._view.show_problem(error_text(error))

        self._change_key(then, failed)

    # ---- inside

    def _with_first(self, outcome: tuple[PeopleDone, str] | Refusal) -> None:
        if isinstance(outcome, Refusal):
            self._refused(outcome)
            return
        done, password = outcome
        self._done(done)
        self._view.show_first_password(f"{done.person.name} {done.person.staff_no}", password)

    def _done(self, outcome: PeopleDone | Refusal) -> None:
        if isinstance(outcome, Refusal):
            self._refused(outcome)
            return
        self._view.show_done(done_words(outcome))
        self.refresh()

    def _refused(self, refusal: Refusal) -> None:
        at_fields = {one.field: sentence(one) for one in refusal.problems if one.field is not None}
        self._view.show_refused(at_fields, "" if at_fields else refusal_text(refusal, self._people))

    def _failed(self, error: Exception) -> None:
        field = _FIELDS.get(str(getattr(error, "code", "")))
        text = error_text(error)
        self._view.show_refused({field: text} if field else {}, "" if field else text)


def _said(code: str) -> str:
    return _("{first} {second}").format(first=vault_reasons.sentence(code), second=vault_reasons.advice(code))
