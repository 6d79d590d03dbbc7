"""People of a desk and its real headquarters: the directory comes by itself, rules, and a recovery brings keys back."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.trial_desk import HEAD, PASSPHRASE, SUPERVISOR, TELLER, opened
from support.vault import CHEAP
from support.watched_office import Watched, watched

from app.domain.book import BookKind
from app.domain.entry import book_entry
from app.domain.people import Role
from app.journal.recovery import KEYRING_LOST, RecoveryAnswer
from app.operations.desk import Desk
from app.operations.note import note
from app.operations.standing import directory_state, standing_of
from app.store.directories import HeadquartersChangedError
from app.sync.service import Phase
from app.trial.headquarters import TrialHeadquarters, TrialHeadquartersError
from app.vault.errors import PersonSuspendedError
from app.vault.machine_secret import PassphraseMachineSecret
from app.vault.people_keys import NewPerson
from app.vault.recovering import begin_recovery, finish_recovery
from app.vault.vault import Vault

__all__ = ["watched"]

pytestmark = pytest.mark.allow_log(
    "synchronisation failed", "did not stop in time", "another key", "no synchronisation"
)


def _entered(watched: Watched, person: object = SUPERVISOR) -> tuple[Desk, TrialHeadquarters]:
    desk = watched.enter(person)
    watched.until("headquarters is there", lambda: "ready" in watched.steps)
    watched.synchronise()
    assert watched.office.headquarters is not None
    return desk, watched.office.headquarters


def test_the_first_synchronisation_brings_the_directory_with_officers_and_recovery_keys(watched: Watched) -> None:
    desk, _ = _entered(watched)
    state = watched.on("database", lambda: directory_state(desk))
    assert state.directory is not None
    assert {one.person.staff_no for one in state.directory.officers} == {"ZH01", "ZH02"}
    assert (state.is_read_only, state.contact is not None) == (False, True)
    assert desk.actor.role is Role.SUPERVISOR
    assert desk.vault is not None
    keystore = desk.vault._kept.value
    assert (set(keystore.recovery), set(keystore.officers)) == ({"hq1", "hq2"}, {"ZH01", "ZH02"})
    assert desk.headquarters_key
    assert watched.on("database", desk.store.sync.balance).quarantined == 0


def test_headquarters_suspends_and_lets_in_again(watched: Watched) -> None:
    desk, headquarters = _entered(watched, TELLER)
    headquarters.rule("0102", TELLER.staff_no, is_active=False)
    watched.synchronise()
    assert not desk.actor.is_active
    with pytest.raises(PersonSuspendedError):
        watched.enter(TELLER)
    watched.enter(SUPERVISOR)
    headquarters.rule("0102", TELLER.staff_no, is_active=True)
    headquarters.rule("0102", TELLER.staff_no, role="handler")
    watched.synchronise()
    assert watched.enter(TELLER).actor.role is Role.HANDLER


def test_who_is_enrolled_here_is_confirmed_by_headquarters(watched: Watched) -> None:
    desk, _ = _entered(watched, HEAD)

    def enrol() -> None:
        assert desk.vault is not None
        new = NewPerson("0777", "新主管", Role.SUPERVISOR, "xin-zhuguan-2026")
        change = desk.vault.add_person(desk.session, new)  # type: ignore[arg-type]
        key = next(entry for entry in desk.vault.directory() if entry.person.staff_no == "0777")
        body = {"staff_no": "0777", "name": "新主管", "role": change.person.role.value, "key_id": key.key_id.hex()}
        note(desk, book_entry(BookKind.PERSON_ENROLLED, **body, sign_key=key.sign_public.hex()))

    watched.on("database", enrol)
    watched.synchronise()
    found = watched.on("database", lambda: standing_of(desk, "0777"))
    assert found is not None
    assert (found.person.role, found.why) == (Role.SUPERVISOR, None)


def test_a_lost_machine_secret_comes_back_with_two_officers(watched: Watched, folder: Path) -> None:
    _, headquarters = _entered(watched)
    branch = folder / "branch"
    begun = watched.on("database", lambda: begin_recovery(branch, KEYRING_LOST, cost=CHEAP))
    asked = begun.request.encode()
    answer = headquarters.recover(asked, SUPERVISOR.staff_no)
    assert set(RecoveryAnswer.decode(answer).officers) == {"ZH01", "ZH02"}
    with pytest.raises(TrialHeadquartersError) as caught:
        headquarters.recover(asked, SUPERVISOR.staff_no)
    assert caught.value.details == {"why": "recovery_refused"}
    watched.office.close()
    with opened(folder) as place:
        assert place.vault is not None
        before = place.vault.device_public_key
    secrets = PassphraseMachineSecret(branch, PASSPHRASE, cost=CHEAP)
    try:
        recovered = finish_recovery(branch, begun.code, answer, secrets, "xin-mima-0108-2026", cost=CHEAP)
        assert (recovered.person.staff_no, recovered.officers) == (SUPERVISOR.staff_no, ("ZH01", "ZH02"))
        with Vault.open(branch, secrets, cost=CHEAP) as vault:
            assert vault.device_public_key == before
            vault.sign_in(SUPERVISOR.staff_no, "xin-mima-0108-2026").wipe()
    finally:
        secrets.forget()


def test_another_headquarters_is_not_talked_to(watched: Watched, folder: Path) -> None:
    _entered(watched)
    watched.office.close()
    (folder / "headquarters").rename(folder / "elsewhere")
    another = Watched(folder)
    try:
        another.enter(SUPERVISOR)
        another.until("headquarters is there", lambda: "ready" in another.steps)
        another.until("it is refused", lambda: any(state.phase is Phase.ERROR for state in another.states))
        (error,) = {type(state.error) for state in another.states if state.error is not None}
        assert error is HeadquartersChangedError
        assert not another.office.sync_now()
    finally:
        another.office.close()
