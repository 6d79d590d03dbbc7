"""People are looked after on a real branch: keystore and book say the same, also after a crash between the two."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from support.real_desk import refused
from support.trial_desk import AUDITOR, HANDLER, HEAD, SUPERVISOR, TELLER, opened, sign_in

from app.bootstrap.workplace import Workplace
from app.domain.book import BOOK, BookKind
from app.domain.people import Role
from app.domain.reasons import ReasonCode
from app.operations import people
from app.operations.desk import Desk
from app.operations.own_password import Strength, advise, change_own_password
from app.operations.people import (
    Because,
    NewColleague,
    PeopleDone,
    change_person,
    enrol_person,
    make_up,
    remove_person,
    replace_keys,
    resume_person,
    roles_within_reach,
    suspend_person,
)
from app.operations.people_list import Colleague, PeopleReading, read_people
from app.store.announcements import STAFF_ACT, announced
from app.vault.errors import (
    BeyondReachError,
    DuplicateStaffNumberError,
    LastManagerError,
    NewPasswordNeededError,
    OwnRecordError,
    PersonSuspendedError,
    WeakPasswordError,
    WrongPasswordError,
)

WHY = Because("调往其他网点工作")
NEW = NewColleague("0222", "古丽努尔·阿卜杜热合曼", "teller", "k7m2x-p9q4w-z3n8r")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """The trial branch."""
    with opened(tmp_path / "desk") as place:
        yield place


def at_desk(place: Workplace, person: Any = SUPERVISOR) -> Desk:
    before = place.desk
    desk = sign_in(place, person.staff_no)
    place.sign_out(before)
    place.desk = desk
    return desk


def book(desk: Desk, *kinds: BookKind) -> list[tuple[str, dict[str, Any]]]:
    """What the book says of these kinds, in its order."""
    wanted = {kind.value for kind in kinds}
    found = [(entry.kind, dict(entry.body)) for entry in desk.store.entries(BOOK)]
    return [one for one in found if one[0] in wanted]


def row(desk: Desk, staff_no: str) -> Colleague:
    reading = read_people(desk)
    assert isinstance(reading, PeopleReading)
    return next(one for one in reading.people if one.staff_no == staff_no)


def done(outcome: object) -> PeopleDone:
    assert isinstance(outcome, PeopleDone), outcome
    return outcome


def test_a_colleague_is_enrolled_and_chooses_another_password_first(place: Workplace) -> None:
    desk = at_desk(place)
    made = done(enrol_person(desk, NEW, Because()))
    assert (made.person.name, made.person.role, made.waits) == (NEW.name, Role.TELLER, False)
    assert desk.people["0222"].name == NEW.name
    assert row(desk, "0222").must_change_password
    ((kind, body),) = book(desk, BookKind.PERSON_ENROLLED)
    assert kind == "person_enrolled"
    assert (body["staff_no"], body["role"], len(body["key_id"]), len(body["sign_key"])) == ("0222", "teller", 32, 64)
    assert NEW.first_password not in str(body) + repr(NEW)
    assert announced(desk.store.database, STAFF_ACT) == []
    with pytest.raises(NewPasswordNeededError) as needed:
        place.sign_in("0222", NEW.first_password)
    assert needed.value.person.name == NEW.name
    assert place.desk is desk  # whoever was here still is
    with pytest.raises(WeakPasswordError):
        place.choose_password("0222", NEW.first_password, "12345678")
    place.sign_out(desk)
    theirs = place.choose_password("0222", NEW.first_password, "每天浇一次花的人")
    assert [kind for kind, _body in book(theirs, BookKind.PASSWORD_CHANGED)] == ["password_changed"]
    with pytest.raises(WrongPasswordError):
        place.sign_in("0222", NEW.first_password)


def test_every_act_stands_in_the_book_with_its_reason(place: Workplace) -> None:
    desk = at_desk(place, HEAD)
    changed = done(change_person(desk, HANDLER.staff_no, "周敏", "supervisor", WHY))
    assert (changed.person.role, row(desk, HANDLER.staff_no).role) == (Role.SUPERVISOR, Role.SUPERVISOR)
    done(suspend_person(desk, TELLER.staff_no, WHY))
    assert row(desk, TELLER.staff_no).suspended_by == "branch"
    with pytest.raises(PersonSuspendedError):
        place.sign_in(TELLER.staff_no, TELLER.password)
    done(resume_person(desk, TELLER.staff_no, WHY))
    earlier = next(e.key_id for e in place.vault.directory() if e.person.staff_no == TELLER.staff_no)  # type: ignore[union-attr]
    done(replace_keys(desk, TELLER.staff_no, "x4q7m-w2p9k-n8z3r", WHY))
    done(remove_person(desk, AUDITOR.staff_no, WHY))
    kinds = [
        BookKind.PERSON_CHANGED,
        BookKind.PERSON_SUSPENDED,
        BookKind.PERSON_RESUMED,
        BookKind.KEYS_REPLACED,
        BookKind.PERSON_REMOVED,
    ]
    found = book(desk, *kinds)
    assert [kind for kind, _body in found] == [kind.value for kind in kinds]
    assert {body["reason"] for _kind, body in found} == {WHY.reason}
    assert found[3][1]["earlier_key_id"] == earlier.hex() != found[3][1]["key_id"]
    reading = read_people(desk)
    assert isinstance(reading, PeopleReading)
    assert (reading.key_due, reading.may_keep_store) == ("person_removed", True)
    assert [one.standing for one in reading.people][-1] == "removed"


def test_what_is_wrong_is_said_at_its_field_and_changes_nothing(place: Workplace) -> None:
    desk = at_desk(place)
    before = place.vault.directory()  # type: ignore[union-attr]
    cases = (
        (lambda: enrol_person(desk, NewColleague("", "某人", "teller", NEW.first_password), Because()), "staff_no"),
        (lambda: enrol_person(desk, NewColleague("0222", " ", "teller", NEW.first_password), Because()), "name"),
        (lambda: enrol_person(desk, NewColleague("0222", "某人", "headquarters", NEW.first_password), WHY), "role"),
        (lambda: suspend_person(desk, TELLER.staff_no, Because("  ")), "reason"),
        (lambda: suspend_person(desk, TELLER.staff_no, Because("长" * 201)), "reason"),
    )
    for act, field in cases:
        assert refused(act()).problems[0].field == field
    assert refused(change_person(desk, TELLER.staff_no, TELLER.name, "teller", WHY)).code == ReasonCode.PERSON_UNCHANGED
    enrol = lambda number, role, word: enrol_person(desk, NewColleague(number, "某人", role, word), WHY)  # noqa: E731
    for act, error in (
        (lambda: enrol("0217", "teller", NEW.first_password), DuplicateStaffNumberError),
        (lambda: enrol("0222", "teller", "12345678"), WeakPasswordError),
        (lambda: enrol("0222", "supervisor", NEW.first_password), BeyondReachError),
        (lambda: suspend_person(desk, HEAD.staff_no, WHY), BeyondReachError),
        (lambda: suspend_person(desk, SUPERVISOR.staff_no, WHY), OwnRecordError),
    ):  # fmt: skip
        with pytest.raises(error):
            act()
    assert place.vault.directory() == before  # type: ignore[union-attr]
    assert announced(desk.store.database, STAFF_ACT) == []
    assert book(desk, *(kind for kind in BookKind if kind.value.startswith("person_"))) == []


def test_nobody_without_the_right_sees_or_changes_anything(place: Workplace) -> None:
    desk = at_desk(place, TELLER)
    assert refused(read_people(desk)).code == ReasonCode.NO_RIGHT
    assert set(refused(suspend_person(desk, HANDLER.staff_no, WHY)).who_could) == {SUPERVISOR.staff_no, HEAD.staff_no}


def test_an_old_proof_is_asked_for_again(place: Workplace) -> None:
    desk = at_desk(place)
    place.clock.time += timedelta(minutes=6)  # type: ignore[attr-defined]
    reading = read_people(desk)
    assert isinstance(reading, PeopleReading)
    assert reading.needs_password
    assert refused(suspend_person(desk, TELLER.staff_no, WHY)).problems[0].field == "password"
    with pytest.raises(WrongPasswordError):
        suspend_person(desk, TELLER.staff_no, Because(WHY.reason, "wrong one"))
    done(suspend_person(desk, TELLER.staff_no, Because(WHY.reason, SUPERVISOR.password)))
    done(resume_person(desk, TELLER.staff_no, WHY))  # the proof counts for a while


def test_the_last_who_may_stays(place: Workplace) -> None:
    desk = at_desk(place, HEAD)
    done(remove_person(desk, SUPERVISOR.staff_no, WHY))
    with pytest.raises(OwnRecordError):
        remove_person(desk, HEAD.staff_no, WHY)
    assert issubclass(LastManagerError, Exception)


def test_roles_that_can_be_given_follow_reach() -> None:
    assert roles_within_reach(Role.SUPERVISOR) == (Role.TELLER, Role.HANDLER)
    assert Role.HEADQUARTERS not in roles_within_reach(Role.BRANCH_HEAD)
    assert roles_within_reach(Role.TELLER) == ()


class PowerCutError(Exception):
    """The power goes between keystore and book."""


ACTS = {
    BookKind.PERSON_ENROLLED: lambda desk: enrol_person(desk, NEW, Because()),
    BookKind.PERSON_CHANGED: lambda desk: change_person(desk, TELLER.staff_no, "李晓晓", "handler", WHY),
    BookKind.PERSON_SUSPENDED: lambda desk: suspend_person(desk, TELLER.staff_no, WHY),
    BookKind.PERSON_RESUMED: lambda desk: resume_person(desk, HANDLER.staff_no, WHY),
    BookKind.PERSON_REMOVED: lambda desk: remove_person(desk, TELLER.staff_no, WHY),
    BookKind.KEYS_REPLACED: lambda desk: replace_keys(desk, TELLER.staff_no, "x4q7m-w2p9k-n8z3r", WHY),
}


@pytest.mark.parametrize("kind", ACTS)
def test_a_crash_between_keystore_and_book_is_made_up_for(
    place: Workplace, kind: BookKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = at_desk(place)
    done(suspend_person(desk, HANDLER.staff_no, WHY))
    before = len(book(desk, kind))

    def cut(name: str) -> None:
        if name == "people.changed":
            raise PowerCutError

    with monkeypatch.context() as power:
        power.setattr(people, "reach", cut)
        with pytest.raises(PowerCutError):
            ACTS[kind](desk)
    assert len(book(desk, kind)) == before
    assert len(announced(desk.store.database, STAFF_ACT)) == 1
    place.sign_out(desk)
    at_desk(place, AUDITOR)  # who may not, leaves it
    assert place.desk is not None
    assert len(announced(place.desk.store.database, STAFF_ACT)) == 1
    later = at_desk(place, HEAD)
    assert announced(later.store.database, STAFF_ACT) == []
    found = book(later, kind)
    assert len(found) == before + 1
    assert found[-1][1]["done_by"] == SUPERVISOR.staff_no
    assert make_up(later) == 0


@pytest.mark.parametrize("kind", ACTS)
def test_what_was_announced_and_did_not_happen_is_dropped(
    place: Workplace, kind: BookKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = at_desk(place)
    done(suspend_person(desk, HANDLER.staff_no, WHY))
    before = len(book(desk, kind))

    def cut(*_: object, **__: object) -> None:
        raise PowerCutError

    with monkeypatch.context() as power:
        for name in ("add_person", "change_person", "suspend", "resume", "remove", "reset_password"):
            power.setattr(type(desk.vault), name, cut)
        power.setattr(people, "_forget", lambda desk, staff_no: None)
        with pytest.raises(PowerCutError):
            ACTS[kind](desk)
    assert len(announced(desk.store.database, STAFF_ACT)) == 1
    later = at_desk(place, HEAD)
    assert (announced(later.store.database, STAFF_ACT), len(book(later, kind))) == ([], before)


def test_one_s_own_password(place: Workplace) -> None:
    desk = at_desk(place, TELLER)
    with pytest.raises(WrongPasswordError):
        change_own_password(desk, "not it", "每天浇一次花的人")
    change_own_password(desk, TELLER.password, "每天浇一次花的人")
    assert len(book(desk, BookKind.PASSWORD_CHANGED)) == 1
    place.sign_out(desk)
    assert place.sign_in(TELLER.staff_no, "每天浇一次花的人").actor.staff_no == TELLER.staff_no


@pytest.mark.parametrize(
    ("typed", "strength"),
    [
        ("", Strength.EMPTY),
        ("abc", Strength.REFUSED),
        ("password", Strength.REFUSED),
        ("0217-0217", Strength.REFUSED),
        ("mk4ptw9z", Strength.FAIR),
        ("mk4ptw9zq7xd", Strength.GOOD),
        ("every day one flower", Strength.STRONG),
        ("每天浇一次花的人", Strength.STRONG),
        ("ababababababcc", Strength.FAIR),
    ],
)
def test_length_counts_first(typed: str, strength: Strength) -> None:
    assert advise(typed, personal=("0217", "李晓", "0102")).strength is strength
