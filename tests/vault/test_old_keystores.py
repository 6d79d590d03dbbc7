"""Keystores of every released format still open. The files in data/ are kept as they were written, for good."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.vault import Branch, SetClock

from app.domain.people import Role
from app.journal.json_fields import canonical
from app.journal.sealing import machine_secret_context, unseal
from app.system.key_box import KeyBox
from app.vault.errors import LockedOutError, PersonSuspendedError, UnknownPersonError, WrongPasswordError
from app.vault.keystore_text import VERSION, parse
from app.vault.machine_secret import PassphraseMachineSecret
from app.vault.store_keys import open_store_key
from app.vault.vault import Vault

DATA = Path(__file__).parent / "data"
VERSIONS = sorted(path.name for path in DATA.iterdir() if path.is_dir())


@pytest.fixture(params=VERSIONS)
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of one kept folder: keystore, passphrase file, and facts.json with what is known about them."""
    return Path(shutil.copytree(DATA / request.param, tmp_path / "vault"))


@pytest.fixture
def facts(folder: Path) -> dict[str, Any]:
    return dict(json.loads((folder / "facts.json").read_text(encoding="utf-8")))


@pytest.fixture
def vault(folder: Path, facts: dict[str, Any]) -> Iterator[Vault]:
    branch = Branch(folder, PassphraseMachineSecret(folder, facts["passphrase"]))
    branch.clock = SetClock()
    with branch.open(expected_store_id=facts["store_id"]) as vault:
        yield vault


def test_every_format_is_kept() -> None:
    assert [f"v{number}" for number in range(1, VERSION + 1)] == VERSIONS


def test_it_is_written_anew_in_the_present_format_at_the_next_change(
    vault: Vault, folder: Path, facts: dict[str, Any]
) -> None:
    vault.change_password("T001", facts["passwords"]["T001"], "a new password of today")
    assert json.loads((folder / "keystore.json").read_bytes())["version"] == VERSION
    branch = Branch(folder, PassphraseMachineSecret(folder, facts["passphrase"]))
    with branch.open() as again:
        again.sign_in("T001", "a new password of today").wipe()
        again.sign_in("S001", facts["passwords"]["S001"]).wipe()
        assert {entry.key_id for entry in again.directory()} == {entry.key_id for entry in vault.directory()}


def test_what_later_formats_added_is_remembered_or_empty(vault: Vault, facts: dict[str, Any]) -> None:
    store, by_number = vault._kept.value, {entry.person.staff_no: entry for entry in vault.directory()}
    assert {staff_no: key.hex() for staff_no, key in store.officers.items()} == facts.get("officers", {})
    assert vault.rotation_due == facts.get("rotation_due")
    anchor = vault.anchor()
    assert (anchor and anchor.seq) == facts.get("anchor_seq")
    assert by_number["A001"].suspended_by == ("headquarters" if "officers" in facts else "branch")
    assert by_number["R001"].standing == "removed"


def test_its_people_sign_in_and_open_both_keys(vault: Vault, facts: dict[str, Any]) -> None:
    for staff_no in ("T001", "S001"):
        with vault.sign_in(staff_no, facts["passwords"][staff_no]) as session:
            assert bytes(session.key.b).hex() == facts["current_key"]
            assert session.pending_key is not None
            assert bytes(session.pending_key.b).hex() == facts["pending_key"]
            assert session.sign(b"jiesu").hex() == facts["signatures"][staff_no]
    with pytest.raises(WrongPasswordError):
        vault.sign_in("T001", "wrong")
    assert vault.device_sign(b"jiesu").hex() == facts["device_signature"]
    assert vault.device == facts["device"]


def test_what_it_remembers_of_people_stays(vault: Vault, facts: dict[str, Any]) -> None:
    by_number = {entry.person.staff_no: entry for entry in vault.directory()}
    assert by_number["S001"].person.role is Role.SUPERVISOR
    assert by_number["T001"].person.name == "赵𬀩"
    assert by_number["T001"].must_change_password
    (earlier,) = by_number["S001"].earlier
    assert earlier.key_id.hex() == facts["earlier_key_id"]
    assert earlier.retired_why == "forgotten"
    with pytest.raises(LockedOutError):
        vault.sign_in("H001", facts["passwords"]["H001"])
    with pytest.raises(PersonSuspendedError):
        vault.sign_in("A001", facts["passwords"]["A001"])
    with pytest.raises(UnknownPersonError):
        vault.sign_in("R001", facts["passwords"]["R001"])


def test_headquarters_opens_it_with_either_recovery_key(folder: Path, facts: dict[str, Any]) -> None:
    """From the file alone: neither the keyring nor anybody's password."""
    document = parse((folder / "keystore.json").read_bytes())
    assert canonical(document) == (folder / "keystore.json").read_bytes()
    from app.vault.keystore import Keystore

    store = Keystore.from_json(document)
    for name in ("hq1", "hq2"):
        private = KeyBox(bytearray.fromhex(facts["recovery_private"][name]))
        blob = store.recovery[name].machine_secret
        secret = unseal(private.b, blob, machine_secret_context(store.store_id, name))
        assert secret.hex() == facts["machine_secret"]
        for slot, known in ((store.current, "current_key"), (store.pending, "pending_key")):
            assert slot is not None
            assert open_store_key(store.store_id, slot, store.keys[slot], name, private).b.hex() == facts[known]
