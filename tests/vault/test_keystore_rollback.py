"""An older keystore that is put back whole is sound in itself; the anchor beside the machine secret tells its age."""

from __future__ import annotations

import pytest
from support.vault import CHEAP, HANDLER, SUPERVISOR, TELLER, Branch, MemorySecrets

from app.vault.anchors import Anchor
from app.vault.errors import KeystoreRolledBackError, WrongPasswordError
from app.vault.vault import Vault


def _anchored(vault: Vault, branch: Branch) -> None:
    vault.set_anchor(Anchor(1, 5, bytes(32), branch.clock.now()))


def test_somebody_who_was_removed_does_not_come_back_with_an_older_file(vault: Vault, branch: Branch) -> None:
    _anchored(vault, branch)
    before = branch.file.read_bytes()
    with vault.sign_in("S001", SUPERVISOR.password) as session:
        vault.remove(session, "H001")
    branch.file.write_bytes(before)
    with pytest.raises(KeystoreRolledBackError):
        vault.sign_in("H001", HANDLER.password)
    with pytest.raises(KeystoreRolledBackError):
        branch.open()


def test_failures_are_not_forgotten_with_an_older_file(vault: Vault, branch: Branch) -> None:
    _anchored(vault, branch)
    before = branch.file.read_bytes()
    for _ in range(4):
        with branch.open() as again, pytest.raises(WrongPasswordError):
            again.sign_in("T001", "a guess 12345")
    after = branch.file.read_bytes()
    branch.file.write_bytes(before)
    with pytest.raises(KeystoreRolledBackError):
        branch.open()
    branch.file.write_bytes(after)
    with branch.open() as again, again.sign_in("T001", TELLER.password):
        pass


def test_an_anchor_without_a_revision_still_counts(vault: Vault, branch: Branch) -> None:
    import json

    from app.journal.json_fields import canonical, encode_bytes
    from app.vault import anchors

    _anchored(vault, branch)
    assert isinstance(branch.secrets, MemorySecrets)
    (store_id,) = branch.secrets.notes
    said = json.loads(branch.secrets.notes[store_id])
    old = {key: said[key] for key in said if key not in ("mac", "keystore")} | {"version": 1}
    mac = encode_bytes(anchors._mac(old, vault._binding))
    branch.secrets.notes[store_id] = canonical({**old, "mac": mac}).decode()
    with branch.open() as again:
        assert again.anchor() == vault.anchor()


@pytest.mark.allow_log("the keystore's revision was not anchored")
def test_a_place_that_does_not_answer_keeps_nobody_out(
    vault: Vault, branch: Branch, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.vault.errors import KeyringFailedError

    _anchored(vault, branch)

    def broken(store_id: str, text: str) -> None:
        raise KeyringFailedError

    monkeypatch.setattr(branch.secrets, "save_note", broken)
    with pytest.raises(WrongPasswordError):
        vault.sign_in("T001", "a guess 12345")
    with vault.sign_in("T001", TELLER.password):
        pass
    with branch.open(cost=CHEAP) as again, again.sign_in("S001", SUPERVISOR.password):
        pass
