"""What the page asks of the operations. Runs on lanes and imports its operations there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.refusal import Refusal
    from app.operations.desk import Desk
    from app.operations.people import PeopleDone
    from app.operations.people_list import PeopleReading

FirstPassword = tuple["PeopleDone", str]


class PeopleCalls:
    """The operations behind the page."""

    def read(self, desk: Desk) -> PeopleReading | Refusal:
        """Everybody, and what whoever looks may do."""
        from app.operations.people_list import read_people

        return read_people(desk)

    def enrol(self, desk: Desk, staff_no: str, name: str, role: str, password: str) -> FirstPassword | Refusal:
        """Enrol a person; comes back with the first password to hand over."""
        from app.domain.refusal import Refusal
        from app.operations.people import Because, NewColleague, enrol_person, suggest_password

        first = suggest_password()
        done = enrol_person(desk, NewColleague(staff_no, name, role, first), Because("", password))
        return done if isinstance(done, Refusal) else (done, first)

    def replace_keys(self, desk: Desk, staff_no: str, reason: str, password: str) -> FirstPassword | Refusal:
        """New keys for who forgot the password; comes back with the first password to hand over."""
        from app.domain.refusal import Refusal
        from app.operations.people import Because, replace_keys, suggest_password

        first = suggest_password()
        done = replace_keys(desk, staff_no, first, Because(reason, password))
        return done if isinstance(done, Refusal) else (done, first)

    def change(
        self, desk: Desk, staff_no: str, name: str, role: str, reason: str, password: str
    ) -> PeopleDone | Refusal:
        """Another name or role."""
        from app.operations.people import Because, change_person

        return change_person(desk, staff_no, name, role, Because(reason, password))

    def act(self, desk: Desk, kind: str, staff_no: str, reason: str, password: str) -> PeopleDone | Refusal:
        """`kind`: suspend, resume or remove."""
        from app.operations.people import Because, remove_person, resume_person, suspend_person

        acts = {"suspend": suspend_person, "resume": resume_person, "remove": remove_person}
        return acts[kind](desk, staff_no, Because(reason, password))
