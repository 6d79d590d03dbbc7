"""One desk on one computer: made once, opened ever after, and never made anew over something that was there."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.trial_desk import PASSPHRASE, TELLER, opened, recorded, sign_in

from app.bootstrap.workplace import DEVICE_LETTER, STORE_FILE
from app.rules.loading import load_rules, trial_branch
from app.store.errors import DamagedStoreError, EmptyFileError, StoreError, StoreMissingError, WrongKeyError
from app.store.verify import verify
from app.system.key_box import KeyWipedError
from app.system.single_instance import AlreadyOpenError, only_one
from app.trial.people import TRIAL_BRANCH, TRIAL_PEOPLE
from app.vault.errors import (
    KeyringMissingError,
    MachineSecretLostError,
    PassphraseNeededError,
    SessionEndedError,
    VaultMissingError,
    WeakPasswordError,
    WrongPassphraseError,
    WrongPasswordError,
)
from app.vault.keyring_secret import KeyringMachineSecret


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "branch").iterdir())


# -- making and opening -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("keyring")
def test_the_first_start_makes_the_trial_branch_and_the_second_opens_it(folder: Path) -> None:
    with opened(folder, None) as place:
        desk = sign_in(place)
        case = recorded(desk)
        assert set(place.people()) == {person.staff_no for person in TRIAL_PEOPLE}
        identity = desk.store.identity
        assert place.vault is not None
        assert (identity.branch, identity.device_letter, identity.epoch) == (TRIAL_BRANCH, DEVICE_LETTER, 1)
        assert (identity.store_id, identity.device) == (place.vault.store_id, place.vault.device)
    with opened(folder, None) as place:
        assert not place.needs_passphrase()
        kept = sign_in(place).store.case(case.case_id)
        assert kept == case
    assert trial_branch().code == TRIAL_BRANCH


@pytest.mark.usefixtures("keyring")
def test_everything_is_for_its_owner_alone(folder: Path) -> None:
    with opened(folder, None) as place:
        sign_in(place)
        modes = {path.name: path.stat().st_mode & 0o777 for path in (folder / "branch").iterdir()}
    assert {mode for name, mode in modes.items()} == {0o600}, modes
    assert folder.stat().st_mode & 0o777 == (folder / "branch").stat().st_mode & 0o777 == 0o700


@pytest.mark.usefixtures("no_keyring")
def test_everybody_of_the_trial_can_sign_in_and_sees_what_others_recorded(folder: Path) -> None:
    with opened(folder) as place:
        case = recorded(sign_in(place))
        for person in TRIAL_PEOPLE:
            before = place.desk
            desk = sign_in(place, person.staff_no)
            place.sign_out(before)
            assert place.desk is desk
            assert desk.actor.role is person.role
            assert desk.store.case(case.case_id) == case


@pytest.mark.usefixtures("no_keyring")
def test_without_a_keyring_nothing_is_half_made_and_a_passphrase_does(folder: Path) -> None:
    with pytest.raises(KeyringMissingError), opened(folder, None):
        pytest.fail("opened")
    assert files(folder) == []
    with opened(folder) as place:
        sign_in(place)
    assert place.needs_passphrase()


@pytest.mark.usefixtures("no_keyring")
def test_a_weak_passphrase_makes_nothing(folder: Path) -> None:
    with pytest.raises(WeakPasswordError), opened(folder, "abc"):
        pytest.fail("opened")
    assert files(folder) == []


def test_a_desk_under_a_passphrase_asks_for_it_whatever_keyring_there_is(folder: Path) -> None:
    with opened(folder):
        before = files(folder)
    with pytest.raises(PassphraseNeededError), opened(folder, None):
        pytest.fail("opened")
    with pytest.raises(WrongPassphraseError), opened(folder, "another passphrase of ours"):
        pytest.fail("opened")
    assert files(folder) == before
    with opened(folder) as place:
        sign_in(place)


@pytest.mark.usefixtures("keyring")
def test_a_passphrase_does_not_replace_the_keyring(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The keyring went away: the error must be about the keyring, whatever is typed."""
    with opened(folder, None):
        before = files(folder)
    with monkeypatch.context() as away:
        away.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
        for passphrase in (None, PASSPHRASE):
            with pytest.raises(KeyringMissingError), opened(folder, passphrase):
                pytest.fail("opened")
    assert files(folder) == before
    with opened(folder, None) as place:
        sign_in(place)


@pytest.mark.usefixtures("keyring")
def test_a_lost_machine_secret_is_said_so_and_changes_nothing(folder: Path) -> None:
    with opened(folder, None) as place:
        sign_in(place)
        assert place.vault is not None
        store_id = place.vault.store_id
    before = files(folder)
    KeyringMachineSecret().delete(store_id)
    with pytest.raises(MachineSecretLostError), opened(folder, None):
        pytest.fail("opened")
    assert files(folder) == before


# -- what must never be made anew -------------------------------------------------------------------------------------


@pytest.fixture
def used(folder: Path) -> Path:
    """The folder of a desk with a case in it."""
    with opened(folder) as place:
        recorded(sign_in(place))
    return folder


@pytest.mark.parametrize("gone", [["keystore.json"], ["keystore.json", STORE_FILE]])
def test_no_new_keys_where_a_desk_was(used: Path, gone: list[str]) -> None:
    for name in gone:
        (used / "branch" / name).unlink()
    before = files(used)
    assert "keystore.json" not in before
    with pytest.raises(VaultMissingError), opened(used):
        pytest.fail("opened")
    assert files(used) == before


def test_no_new_store_where_one_was(used: Path) -> None:
    (used / "branch" / STORE_FILE).unlink()
    with opened(used) as place:
        with pytest.raises(StoreMissingError):
            sign_in(place)
        assert place.desk is None
    assert STORE_FILE not in files(used)


def _halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 4096 * 8])


def _overwrite(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096 * 3 : 4096 * 4] = bytes(4096)
    path.write_bytes(bytes(data))


@pytest.mark.parametrize(
    ("harm", "error"),
    [
        (_halve, DamagedStoreError),
        (_overwrite, DamagedStoreError),
        (lambda path: path.write_bytes(b""), EmptyFileError),
        (lambda path: path.write_bytes(os.urandom(4096 * 20)), WrongKeyError),
    ],
    ids=["cut", "zeroed page", "empty", "noise"],
)
@pytest.mark.allow_log("the journal was not anchored")
def test_a_harmed_database_is_named_and_left_alone(used: Path, harm: Any, error: type[StoreError]) -> None:
    database = used / "branch" / STORE_FILE
    harm(database)
    before = database.read_bytes()
    with opened(used) as place:
        try:
            desk = sign_in(place)
        except error:
            assert place.desk is None
        else:  # a page that opening does not read: found by verifying
            assert harm is _overwrite
            assert verify(desk.store).first is not None
    assert database.read_bytes() == before


def test_another_desks_database_is_not_taken(used: Path, tmp_path: Path) -> None:
    with opened(tmp_path / "other") as other:
        sign_in(other)
    shutil.copy(tmp_path / "other" / "branch" / STORE_FILE, used / "branch" / STORE_FILE)
    with opened(used) as place, pytest.raises(StoreError) as refused:
        sign_in(place)
    assert refused.value.code in ("store_wrong_key", "store_foreign")


def test_power_goes_while_the_first_store_is_made(folder: Path) -> None:
    """The next start makes it: nothing half made stands in the way."""
    with opened(folder):
        assert STORE_FILE not in files(folder)
    code = (
        "import sys; from pathlib import Path; from support.vault import CHEAP\n"
        "from app.bootstrap.workplace import Workplace\n"
        "place = Workplace(Path(sys.argv[1]), cost=CHEAP); place.open_vault(sys.argv[2])\n"
        "place.sign_in(sys.argv[3], sys.argv[4])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code, str(folder), PASSPHRASE, TELLER.staff_no, TELLER.password],
        env={**os.environ, "JIESU_CRASH_AT": "store.before_named", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == -9, ended.stderr
    assert STORE_FILE not in files(folder)
    with opened(folder) as place:
        assert recorded(sign_in(place)).case_no.startswith("TS0102-")


# -- people -----------------------------------------------------------------------------------------------------------


def test_a_wrong_password_opens_nothing(used: Path) -> None:
    with opened(used) as place:
        with pytest.raises(WrongPasswordError):
            place.sign_in(TELLER.staff_no, "wrong password")
        assert place.desk is None


def test_signing_out_wipes_the_keys_and_closes_the_store(used: Path) -> None:
    with opened(used) as place:
        desk = sign_in(place)
        key = desk.session.key  # type: ignore[attr-defined]
        place.sign_out(desk)
        place.sign_out(desk)
        assert place.desk is None
        assert key.is_wiped
        with pytest.raises(SessionEndedError):
            desk.session.sign(bytes(32))
        with pytest.raises(KeyWipedError):
            desk.store.newest_case_id()
        again = sign_in(place)
        assert again.store.newest_case_id()


def test_the_rules_of_a_desk_are_those_that_ship(used: Path) -> None:
    with opened(used) as place:
        desk = sign_in(place)
        assert desk.rules.policies.versions == load_rules().policies.versions
        assert repr(desk) == "<Desk 0102 of 0217>"


# -- one desk for one folder ------------------------------------------------------------------------------------------


def test_a_second_process_on_the_same_folder_is_told_so(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from app.system.single_instance import only_one\n"
        "with only_one(Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(AlreadyOpenError), only_one(tmp_path):
            pytest.fail("both hold it")
        holder.kill()  # however it ends, the system lets go of the folder
        holder.wait()
        with only_one(tmp_path):
            pass
    finally:
        holder.kill()
        holder.communicate()
