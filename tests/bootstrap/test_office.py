"""The running desk without its screen: who comes and goes, what is done before the lock, and that nothing stays."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.trial_desk import PASSPHRASE, SUPERVISOR, TELLER, opened, recorded

from app.bootstrap.office import Office
from app.domain.book import BOOK
from app.operations.desk import Desk
from app.operations.make_paper import MadePaper, make_slip
from app.system.key_box import KeyWipedError
from app.vault.errors import KeyringMissingError, SessionEndedError, WrongPasswordError

HOLD_SECONDS = 20.0

pytestmark = pytest.mark.allow_log("the trial headquarters did not start")


@pytest.fixture
def office(folder: Path) -> Iterator[Office]:
    """A desk whose headquarters can't start: a file stands where its folder should be."""
    with opened(folder):
        pass
    (folder / "headquarters").write_bytes(b"in the way")
    office = Office(folder, passphrase=PASSPHRASE)
    yield office
    office.close()


def on(office: Office, lane: str, work: Callable[[], Any]) -> Any:
    """Do it on a lane and wait, as a person does who looks at the screen."""
    return office.lanes[lane].do(work).result(HOLD_SECONDS)


def enter(office: Office, person: Any = TELLER) -> Desk:
    desk = on(office, "database", lambda: office.sign_in(person.staff_no, person.password))
    assert isinstance(desk, Desk)
    return desk


def settle(office: Office) -> None:
    """Wait until everything that a lock leads to is done."""
    for lane in ("network", "papers", "database"):
        on(office, lane, lambda: None)


def is_wiped(desk: Desk) -> bool:
    """Whether the person's keys are gone and the store is closed."""
    with pytest.raises(KeyWipedError):
        desk.store.newest_case_id()
    with pytest.raises(SessionEndedError):
        desk.session.sign(bytes(32))
    return True


class Gate:
    """Keeps a lane busy until it is opened."""

    def __init__(self, office: Office, lane: str) -> None:
        self._is_open, entered = threading.Event(), threading.Event()

        def wait() -> None:
            entered.set()
            assert self._is_open.wait(HOLD_SECONDS)

        self._future = office.lanes[lane].do(wait)
        assert entered.wait(HOLD_SECONDS)

    def open(self) -> None:
        """Let the lane go on."""
        self._is_open.set()
        self._future.result(HOLD_SECONDS)


# -- coming and going -------------------------------------------------------------------------------------------------


def test_a_person_comes_works_locks_and_comes_again(office: Office) -> None:
    first = enter(office)
    case = on(office, "database", lambda: recorded(office.desk))
    office.lock()
    settle(office)
    assert office.desk is None
    assert is_wiped(first)
    again = enter(office)
    assert again is not first
    assert again.store.case(case.case_id) == case


def test_work_that_was_asked_for_before_the_lock_is_done_first(office: Office) -> None:
    desk = enter(office)
    gate = Gate(office, "database")
    future = office.lanes["database"].do(lambda: recorded(office.desk))
    office.lock()
    assert office.desk is desk, "the lock returned at once; the keys go when the work is done"
    gate.open()
    case = future.result(HOLD_SECONDS)
    settle(office)
    assert is_wiped(desk)
    assert enter(office).store.case(case.case_id) == case


def test_papers_that_were_asked_for_before_the_lock_are_made_first(office: Office) -> None:
    desk = enter(office)
    case = on(office, "database", lambda: recorded(office.desk))
    gate = Gate(office, "papers")
    slip = office.lanes["papers"].do(lambda: make_slip(office.desk, case.case_id))  # type: ignore[arg-type]
    office.lock()
    gate.open()
    assert isinstance(slip.result(HOLD_SECONDS), MadePaper)
    settle(office)
    assert is_wiped(desk)
    kept = enter(office).store.case(case.case_id)
    assert kept is not None
    assert kept.prints_of("ack_slip") == 1


def test_another_person_takes_over_with_nothing_lost(office: Office) -> None:
    """Ctrl+L is quicker than the printer: what the teller asked for is made in the teller's name."""
    teller = enter(office)
    case = on(office, "database", lambda: recorded(office.desk))
    gate = Gate(office, "papers")
    slip = office.lanes["papers"].do(lambda: make_slip(office.desk, case.case_id))  # type: ignore[arg-type]
    entering = office.lanes["database"].do(lambda: office.sign_in(SUPERVISOR.staff_no, SUPERVISOR.password))
    gate.open()
    supervisor = entering.result(HOLD_SECONDS)
    assert isinstance(slip.result(HOLD_SECONDS), MadePaper)
    settle(office)
    assert office.desk is supervisor
    assert is_wiped(teller)
    kept = supervisor.store.case(case.case_id)
    assert kept is not None
    assert kept.papers[0].made_by == TELLER.staff_no


def test_unlocking_before_the_lock_is_through_keeps_the_new_desk(office: Office) -> None:
    first = enter(office)
    gate = Gate(office, "papers")
    office.lock()
    entering = office.lanes["database"].do(lambda: office.sign_in(TELLER.staff_no, TELLER.password))
    gate.open()
    second = entering.result(HOLD_SECONDS)
    settle(office)
    settle(office)
    assert office.desk is second
    assert is_wiped(first)
    recorded(office.desk)


def test_a_wrong_password_leaves_whoever_is_there(office: Office) -> None:
    desk = enter(office)
    with pytest.raises(WrongPasswordError):
        on(office, "database", lambda: office.sign_in(SUPERVISOR.staff_no, "wrong password"))
    settle(office)
    assert office.desk is desk
    recorded(office.desk)


def test_locking_twice_or_with_nobody_there_is_harmless(office: Office) -> None:
    office.lock()
    desk = enter(office)
    office.lock()
    office.lock()
    settle(office)
    office.lock()
    settle(office)
    assert is_wiped(desk)


def test_closing_ends_everything_even_behind_a_lock(office: Office) -> None:
    """The threads are counted by the house's leak fixture."""
    desk = enter(office)
    case = on(office, "database", lambda: recorded(office.desk))
    future = office.lanes["papers"].do(lambda: make_slip(office.desk, case.case_id))  # type: ignore[arg-type]
    office.lock()
    office.close()
    office.close()
    office.lock()
    assert isinstance(future.result(), MadePaper)
    assert is_wiped(desk)


def test_closing_a_desk_that_nobody_used(folder: Path) -> None:
    office = Office(folder)
    office.close()
    assert not folder.exists(), "nothing is made before somebody is asked in"


# -- what is announced ------------------------------------------------------------------------------------------------


def test_what_changed_is_announced_with_its_case(office: Office) -> None:
    heard: list[tuple[frozenset[str], frozenset[str]]] = []
    office.on_changed = lambda what, cases: heard.append((what, cases))
    enter(office)
    case = on(office, "database", lambda: recorded(office.desk))
    assert heard == [(frozenset({"book"}), frozenset()), (frozenset({"cases"}), frozenset({case.case_id}))]


def test_without_headquarters_the_desk_works_and_says_so(office: Office) -> None:
    steps: list[str] = []
    office.on_headquarters = steps.append
    enter(office)
    on(office, "headquarters", lambda: None)
    assert steps == ["failed"]
    case = on(office, "database", lambda: recorded(office.desk))
    assert office.sync_now() is False
    assert office.sync_state is None
    desk = office.desk
    assert desk is not None
    balance = on(office, "database", desk.store.sync.balance)
    assert (balance.committed, balance.receipted) == (3, 0), "who signed in, and the case with its owner"
    assert desk.store.case(case.case_id) == case


def test_a_desk_that_is_to_have_none_starts_no_headquarters(folder: Path) -> None:
    with opened(folder):
        pass
    office = Office(folder, passphrase=PASSPHRASE, has_headquarters=False)
    steps: list[str] = []
    office.on_headquarters = steps.append
    try:
        enter(office)
        on(office, "headquarters", lambda: None)
        on(office, "network", lambda: None)
        assert (steps, office.headquarters, office.sync_state) == ([], None, None)
        assert not (folder / "headquarters").exists()
        assert on(office, "database", lambda: recorded(office.desk)).case_no
    finally:
        office.close()


# -- the vault --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_the_passphrase_is_asked_for_and_then_forgotten(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / "headquarters").write_bytes(b"in the way")
    office = Office(folder)
    try:
        for _ in range(2):
            with pytest.raises(KeyringMissingError):
                on(office, "database", office.prepare)
        on(office, "database", lambda: office.use_passphrase(PASSPHRASE))
        enter(office)
        assert PASSPHRASE not in str(vars(office)) + str(vars(office.workplace))
    finally:
        office.close()


@pytest.mark.usefixtures("keyring")
def test_with_the_real_keyring_nobody_types_more_than_a_password(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    (folder / "headquarters").write_bytes(b"in the way")
    for count in (1, 2):
        office = Office(folder)
        try:
            on(office, "database", office.prepare)
            desk = enter(office)
            on(office, "database", lambda here=desk: recorded(here))
            assert desk.store.worklist.counts(TELLER.staff_no, desk.clock.now().date())["all"] == count
        finally:
            office.close()


# -- what the book says of it -----------------------------------------------------------------------------------------


def book(office: Office) -> list[tuple[str, str, dict[str, Any]]]:
    """Entries of the book so far: kind, actor, body."""
    desk = office.desk
    assert desk is not None
    entries = on(office, "database", lambda: list(desk.store.entries(BOOK)))
    return [(entry.kind, entry.actor, dict(entry.body)) for entry in entries]


def test_the_book_tells_who_was_there_and_why_they_left(office: Office) -> None:
    with pytest.raises(WrongPasswordError):
        on(office, "database", lambda: office.sign_in(TELLER.staff_no, "wrong password"))
    enter(office)
    office.lock("idle")
    settle(office)
    enter(office)
    enter(office, SUPERVISOR)
    settle(office)
    told = book(office)
    assert told == [
        ("session_opened", TELLER.staff_no, {"refused_before": 1}),
        ("session_closed", TELLER.staff_no, {"why": "idle"}),
        ("session_opened", TELLER.staff_no, {"refused_before": 0}),
        ("session_opened", SUPERVISOR.staff_no, {"refused_before": 0}),
        ("session_closed", TELLER.staff_no, {"why": "switched"}),
    ]


@pytest.mark.parametrize("why", ["", "system_locked"])
def test_the_end_of_the_program_ends_the_session_in_the_book(folder: Path, office: Office, why: str) -> None:
    enter(office)
    gate = Gate(office, "papers")
    if why:
        office.lock(why)  # which the end of the program overtakes
    gate.open()
    office.close()
    again = Office(folder, passphrase=PASSPHRASE)
    try:
        enter(again)
        assert [body["why"] for kind, _actor, body in book(again) if kind == "session_closed"] == [why or "left"]
    finally:
        again.close()


def test_a_lock_takes_the_own_key_at_once_and_the_database_key_when_all_is_on_disk(office: Office) -> None:
    desk = enter(office)
    gate = Gate(office, "papers")
    office.lock()
    with pytest.raises(SessionEndedError):
        desk.session.sign(bytes(32))
    assert desk.store.newest_case_id() is not None
    gate.open()
    settle(office)
    assert is_wiped(desk)
