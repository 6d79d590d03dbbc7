"""Recovery from nothing but what would be left: the store's folder, headquarters' keys, a code on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from support.vault import BRANCH, CHEAP, HANDLER, STORE, SUPERVISOR, TELLER, Branch, MemorySecrets

from app.domain.people import Role
from app.journal.errors import BadDocumentError
from app.journal.recovery import (
    KEYRING_LOST,
    SUPERVISOR_FORGOTTEN,
    Grant,
    RecoveryAnswer,
    RecoveryRequest,
    make_answer,
    open_at_headquarters,
)
from app.journal.sealing import seal_public
from app.journal.signature import verify
from app.system import atomic_file
from app.vault.anchors import Anchor
from app.vault.errors import (
    KeystoreTamperedError,
    MachineSecretLostError,
    NoRecoveryWaitingError,
    PersonSuspendedError,
    RecoveryImpossibleError,
    RecoveryRefusedError,
    WeakPasswordError,
    WrongPasswordError,
    WrongRecoveryCodeError,
)
from app.vault.machine_secret import PassphraseMachineSecret
from app.vault.people_keys import NewPerson
from app.vault.recovering import Recovered, begin_recovery, finish_recovery
from app.vault.recovery_waiting import FILE_NAME, plain_code, waiting_recovery
from app.vault.vault import Vault

HQ = {"hq1": bytearray(b"1" * 32), "hq2": bytearray(b"2" * 32)}
OFFICERS = {
    staff_no: Ed25519PrivateKey.from_private_bytes(staff_no.encode() * 8) for staff_no in ("HQ01", "HQ02", "HQ03")
}
KNOWN = {staff_no: OFFICERS[staff_no].public_key().public_bytes_raw() for staff_no in ("HQ01", "HQ02")}
NEW = "the recovered supervisor's"


@dataclass
class Lost:
    """A branch whose supervisor can't get in, and headquarters on the other end of the telephone."""

    branch: Branch
    key: bytes
    signature: bytes
    device: str

    def begin(self, why: str = KEYRING_LOST) -> tuple[bytes, str]:
        begun = begin_recovery(self.branch.folder, why, clock=self.branch.clock, cost=CHEAP)
        return begun.request.encode(), begun.code

    def answer(
        self,
        request: bytes,
        holder: str = "hq1",
        grant: Grant | None = None,
        officers: tuple[str, ...] = ("HQ01", "HQ02"),
    ) -> bytes:
        opened = open_at_headquarters(RecoveryRequest.decode(request), holder, HQ[holder])
        grant = grant or Grant("S001", "", "电话核实")
        signers = {no: OFFICERS[no].sign for no in officers}
        return make_answer(RecoveryRequest.decode(request), opened, grant, self.branch.clock.now(), signers).encode()

    def finish(self, code: str, answer: bytes, password: str = NEW) -> Recovered:
        return finish_recovery(
            self.branch.folder, code, answer, self.branch.secrets, password, cost=CHEAP, clock=self.branch.clock
        )

    def sign_in(self, staff_no: str, password: str, check: Callable[[Vault], None] = lambda vault: None) -> bytes:
        with self.branch.open() as vault, vault.sign_in(staff_no, password) as session:
            check(vault)
            return bytes(session.key.b)


@pytest.fixture
def lost(branch: Branch) -> Lost:
    """The keyring is gone with everything that was in it."""
    public = {holder: seal_public(seed) for holder, seed in HQ.items()}
    with branch.create(recovery=public, officers=KNOWN) as vault:
        vault.set_anchor(Anchor(1, 5, bytes(32), branch.clock.now()))
        with vault.sign_in("S001", SUPERVISOR.password) as session:
            found = Lost(branch, bytes(session.key.b), session.sign(b"digest"), vault.device)
    branch.secrets = MemorySecrets()
    return found


@pytest.mark.parametrize("holder", ["hq1", "hq2"])
def test_a_branch_with_a_dead_keyring_works_again(lost: Lost, holder: str) -> None:
    with pytest.raises(MachineSecretLostError):
        lost.branch.open()
    request, code = lost.begin()
    assert waiting_recovery(lost.branch.folder) == RecoveryRequest.decode(request)
    done = lost.finish(code.lower().replace("-", " "), lost.answer(request, holder))
    assert done.is_secret_restored
    assert done.officers == ("HQ01", "HQ02")
    assert done.why == KEYRING_LOST
    assert done.person.role is Role.SUPERVISOR
    assert waiting_recovery(lost.branch.folder) is None

    def as_before(vault: Vault) -> None:
        assert vault.rotation_due == "recovered"
        assert vault.device == lost.device
        assert vault.anchor() is None, "it was in the keyring that is gone, and the recovery says so"
        (entry,) = [each for each in vault.directory() if each.person.staff_no == "S001"]
        (earlier,) = entry.earlier
        assert done.earlier_key_id == earlier.key_id
        assert verify(earlier.sign, b"digest", lost.signature)
        assert done.key_id == entry.key_id

    assert lost.sign_in("S001", NEW, as_before) == lost.key
    assert lost.sign_in("T001", TELLER.password) == lost.key, "everybody else stays as they were"
    with pytest.raises(WrongPasswordError):
        lost.sign_in("S001", SUPERVISOR.password)


def test_a_forgotten_last_supervisor_is_replaced_while_the_keyring_works(branch: Branch) -> None:
    public = {holder: seal_public(seed) for holder, seed in HQ.items()}
    with branch.create(recovery=public, officers=KNOWN) as vault:
        vault.set_anchor(Anchor(1, 5, bytes(32), branch.clock.now()))
    lost = Lost(branch, b"", b"", "")
    request, code = lost.begin(SUPERVISOR_FORGOTTEN)
    assert lost.sign_in("T001", TELLER.password), "work goes on meanwhile"
    done = lost.finish(code, lost.answer(request, grant=Grant("S009", "钱多多", "接任")))
    assert not done.is_secret_restored
    assert done.earlier_key_id is None
    assert done.person.name == "钱多多"

    def anchored(vault: Vault) -> None:
        assert vault.anchor() is not None

    lost.sign_in("S009", NEW, anchored)
    lost.sign_in("S001", SUPERVISOR.password)


def test_a_handler_becomes_supervisor_and_changes_the_key(lost: Lost) -> None:
    request, code = lost.begin()
    done = lost.finish(code, lost.answer(request, grant=Grant("H001", "", "接任")))
    assert done.person.role is Role.SUPERVISOR
    with lost.branch.open() as vault, vault.sign_in("H001", NEW) as session:
        vault.begin_rotation(session)
        vault.finish_rotation()
        session.promote_key()
        assert vault.rotation_due is None
        assert bytes(session.key.b) != lost.key


def test_the_secret_may_go_under_a_branch_passphrase_instead(lost: Lost) -> None:
    request, code = lost.begin()
    answer = lost.answer(request)
    lost.branch.secrets = PassphraseMachineSecret(lost.branch.folder, "the branch's new phrase", cost=CHEAP)
    lost.finish(code, answer)
    header = Vault.header(lost.branch.folder)
    assert header is not None
    assert header.secret_kind == "passphrase"
    assert lost.sign_in("S001", NEW) == lost.key
    request, code = lost.begin()
    answer = lost.answer(request)
    lost.branch.secrets = PassphraseMachineSecret(lost.branch.folder, "another phrase, as it was forgotten", cost=CHEAP)
    assert lost.finish(code, answer).is_secret_restored
    assert lost.sign_in("S001", NEW) == lost.key


def test_another_secret_is_overwritten_only_by_the_one_that_proves_the_keystore(lost: Lost, tmp_path: Path) -> None:
    from app.vault.machine_secret import new_machine_secret

    other = new_machine_secret()
    lost.branch.secrets.save(STORE, other)
    request, code = lost.begin()
    answer = lost.answer(request)
    content = lost.branch.file.read_bytes()
    lost.branch.file.write_bytes(content.replace("王芳".encode(), "王坏".encode()))
    with pytest.raises(KeystoreTamperedError):
        lost.finish(code, answer)
    found = lost.branch.secrets.load(STORE)
    assert found is not None
    assert found.b == other.b
    lost.branch.file.write_bytes(content)
    assert lost.finish(code, answer).is_secret_restored
    assert lost.sign_in("S001", NEW) == lost.key


@pytest.mark.parametrize("officers", [(), ("HQ01",), ("HQ01", "HQ03")])
def test_fewer_than_two_known_officers_recover_nothing(lost: Lost, officers: tuple[str, ...]) -> None:
    request, code = lost.begin()
    before = lost.branch.file.read_bytes()
    with pytest.raises(RecoveryRefusedError) as caught:
        lost.finish(code, lost.answer(request, officers=officers))
    assert caught.value.code == "recovery_officers"
    assert lost.branch.file.read_bytes() == before
    assert lost.branch.secrets.load(STORE) is None


def test_one_officer_under_two_names_is_one(lost: Lost) -> None:
    request, code = lost.begin()
    answer = RecoveryAnswer.decode(lost.answer(request, officers=("HQ01",)))
    answer = answer.signed_by("HQ02", answer.officers["HQ01"])
    with pytest.raises(RecoveryRefusedError):
        lost.finish(code, answer.encode())


def test_an_edited_grant_is_refused(lost: Lost) -> None:
    request, code = lost.begin()
    answer = RecoveryAnswer.decode(lost.answer(request))
    with pytest.raises(RecoveryRefusedError):
        lost.finish(code, replace(answer, grant=replace(answer.grant, staff_no="T001")).encode())


def test_the_code_and_the_request_have_to_fit(lost: Lost) -> None:
    with pytest.raises(NoRecoveryWaitingError):
        lost.finish("whatever", b"")
    first, first_code = lost.begin()
    answer = lost.answer(first)
    for wrong in ("", "AAAA-AAAA-AAAA-AAAA-AAAA", first_code[:-1]):
        with pytest.raises(WrongRecoveryCodeError):
            lost.finish(wrong, answer)
    for garbage in (b"", b"{}", answer[:-1], first):
        with pytest.raises(BadDocumentError):
            lost.finish(first_code, garbage)
    _, second_code = lost.begin()
    with pytest.raises(BadDocumentError):
        lost.finish(second_code, answer)
    with pytest.raises(WrongRecoveryCodeError):
        lost.finish(first_code, answer)


def test_a_damaged_waiting_file_means_to_ask_again(lost: Lost) -> None:
    _, code = lost.begin()
    for content in (b"", b"{}", b"\xff", b'{"format":"jiesu-recovery-waiting","version":1}'):
        (lost.branch.folder / FILE_NAME).write_bytes(content)
        assert waiting_recovery(lost.branch.folder) is None
        with pytest.raises(NoRecoveryWaitingError):
            lost.finish(code, b"")


def test_the_file_that_waits_holds_no_key_in_clear(lost: Lost) -> None:
    request, code = lost.begin()
    content = (lost.branch.folder / FILE_NAME).read_bytes()
    assert (lost.branch.folder / FILE_NAME).stat().st_mode & 0o777 == 0o600
    assert code.encode() not in content
    assert plain_code(code).encode() not in content
    assert code not in repr(begin_recovery(lost.branch.folder, KEYRING_LOST, cost=CHEAP))
    assert lost.key not in request


def test_a_new_person_needs_a_name_and_the_password_must_be_good(lost: Lost) -> None:
    request, code = lost.begin()
    with pytest.raises(RecoveryRefusedError) as caught:
        lost.finish(code, lost.answer(request, grant=Grant("S009", " ", "接任")))
    assert caught.value.code == "recovery_unknown_person"
    with pytest.raises(WeakPasswordError):
        lost.finish(code, lost.answer(request), "12345678")
    assert lost.branch.secrets.load(STORE) is None
    lost.finish(code, lost.answer(request))


def test_a_key_changed_since_the_request_needs_a_new_request(branch: Branch) -> None:
    head = NewPerson("B001", "孙行长", Role.BRANCH_HEAD, "morning market 5")
    public = {holder: seal_public(seed) for holder, seed in HQ.items()}
    branch.create((TELLER, SUPERVISOR, head), recovery=public, officers=KNOWN).close()
    lost = Lost(branch, b"", b"", "")
    request, code = lost.begin(SUPERVISOR_FORGOTTEN)
    with branch.open() as vault, vault.sign_in("B001", head.password) as session:
        vault.begin_rotation(session)
    with pytest.raises(RecoveryRefusedError) as caught:
        lost.finish(code, lost.answer(request))
    assert caught.value.code == "recovery_keys_changed"
    request, code = lost.begin(SUPERVISOR_FORGOTTEN)
    lost.finish(code, lost.answer(request))
    with branch.open() as vault, vault.sign_in("S001", NEW) as session:
        assert session.pending_key is not None


def test_without_headquarters_keys_there_is_nothing_to_ask_with(branch: Branch) -> None:
    branch.create().close()
    with pytest.raises(RecoveryImpossibleError):
        begin_recovery(branch.folder, KEYRING_LOST, cost=CHEAP)
    assert not (branch.folder / FILE_NAME).exists()


@pytest.mark.parametrize("point", ["before_write", "before_replace", "after_replace"])
def test_a_recovery_that_was_cut_is_done_again(lost: Lost, point: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class CrashError(BaseException):
        pass

    def die(name: str) -> None:
        if name == f"vault.{point}":
            raise CrashError

    request, code = lost.begin()
    answer = lost.answer(request)
    with monkeypatch.context() as patch:
        patch.setattr(atomic_file, "reach", die)
        with pytest.raises(CrashError):
            lost.finish(code, answer)
    assert lost.sign_in("T001", TELLER.password) == lost.key
    lost.finish(code, answer)
    assert lost.sign_in("S001", NEW) == lost.key


def test_the_password_may_be_good_for_once_only(lost: Lost) -> None:
    request, code = lost.begin()
    finish_recovery(
        lost.branch.folder,
        code,
        lost.answer(request),
        lost.branch.secrets,
        NEW,
        must_change_password=True,
        cost=CHEAP,
        clock=lost.branch.clock,
    )
    with lost.branch.open() as vault, vault.sign_in("S001", NEW) as session:
        assert session.must_change_password


def test_who_is_suspended_stays_so(branch: Branch) -> None:
    public = {holder: seal_public(seed) for holder, seed in HQ.items()}
    how = {"recovery": public, "officers": KNOWN}
    with branch.create(**how) as vault, vault.sign_in("S001", SUPERVISOR.password) as session:
        vault.suspend(session, "H001")
    lost = Lost(branch, b"", b"", "")
    request, code = lost.begin(SUPERVISOR_FORGOTTEN)
    assert RecoveryRequest.decode(request).branch == BRANCH
    lost.finish(code, lost.answer(request))
    with pytest.raises(PersonSuspendedError):
        lost.sign_in("H001", HANDLER.password)
