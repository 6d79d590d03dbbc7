"""Headquarters' side of a recovery: two officers together, for an enrolled device, once; and the new key afterwards."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cases import HEAD, SUPERVISOR, TELLER
from support.desks import PERSON_KEYS, Desk, KeyPair
from support.headquarters import HubUnderTest, newest_directory
from support.logs import HandLog
from support.people_acts import directories, staff, standing, words, write_as

from app.__main__ import main
from app.domain.book import BookKind
from app.domain.entry import NewEntry, book_entry
from app.domain.people import Person, Role
from app.hub.directory import revoke_device
from app.hub.officers import Officer, appoint
from app.hub.recovering import Consent, RecoveryError, answer_request
from app.hub.recovery_keys import (
    Cost,
    RecoveryKeyError,
    RecoveryKeyFile,
    decode_recovery_key,
    make_recovery_key,
    publish_recovery_key,
    read_recovery_key,
)
from app.journal.errors import BadDocumentError
from app.journal.recovery import Grant, RecoveryAnswer, RecoveryRequest, SealedParts, new_request_id, open_answer
from app.journal.sealing import (
    machine_secret_context,
    name_of_store_key,
    seal,
    seal_public,
    store_key_context,
)

CHEAP = Cost(kib=64, passes=1, lanes=1)
WORDS = {"ZH01": "第一位总行人员的长口令-2026", "ZH02": "第二位总行人员的长口令-2026"}
SECRET, STORE_KEY, ONE_TIME = b"m" * 32, b"d" * 32, bytearray(b"o" * 32)
NEW = KeyPair.of("new key after a recovery")
GRANT = Grant(SUPERVISOR, "", "密钥环丢失")
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def key() -> RecoveryKeyFile:
    return make_recovery_key("hq1", WORDS, CHEAP)


@pytest.fixture
def officers(hub: HubUnderTest) -> tuple[Officer, ...]:
    return tuple(_appointed(hub, number) for number in WORDS)


def _appointed(hub: HubUnderTest, number: str, branch: str = "0102") -> Officer:
    officer = Officer(Person(number, f"总行{number}", Role.HEADQUARTERS, branch), Ed25519PrivateKey.generate())
    with hub.connect() as connection:
        appoint(connection, officer, datetime.now(UTC))
    return officer


@pytest.fixture
def log(hub: HubUnderTest) -> HandLog:
    return HandLog.enrolled(hub)


def _request(log: HandLog, key: RecoveryKeyFile, **changes: object) -> RecoveryRequest:
    store, name = "store-recovering", name_of_store_key(STORE_KEY)
    parts = SealedParts(
        seal(key.public_key, SECRET, machine_secret_context(store, key.name)),
        {name: seal(key.public_key, STORE_KEY, store_key_context(store, name, key.name))},
    )
    request = RecoveryRequest(
        request_id=new_request_id(),
        store_id=store,
        branch="0102",
        device=log.device,
        revision=3,
        why="keyring_lost",
        asked_at=NOW,
        one_time=seal_public(ONE_TIME),
        sealed={key.name: parts},
    )
    return replace(request, **changes)  # type: ignore[arg-type]


def _consent(request: RecoveryRequest, key: RecoveryKeyFile, officers: tuple[Officer, ...]) -> Consent:
    return Consent(officers, key, WORDS, request.spoken_code)


def _answer(hub: HubUnderTest, request: RecoveryRequest, consent: Consent, grant: Grant = GRANT) -> RecoveryAnswer:
    with hub.connect() as connection:
        return answer_request(connection, request, consent, grant, datetime.now(UTC))


def test_two_officers_bring_the_secrets_back_to_the_one_time_key(
    hub: HubUnderTest, log: HandLog, key: RecoveryKeyFile, officers: tuple[Officer, ...]
) -> None:
    request = _request(log, key)
    answer = _answer(hub, request, _consent(request, key, officers))
    assert answer.proven_officers({o.person.staff_no: o.public_key for o in officers}) == ("ZH01", "ZH02")
    opened = open_answer(RecoveryAnswer.decode(answer.encode()), request, ONE_TIME)
    assert (bytes(opened.machine_secret), [bytes(each) for each in opened.store_keys.values()]) == (SECRET, [STORE_KEY])
    assert hub.query("select request_id, granted_to, officers, recovery_key from recovery_log") == [
        (request.request_id, SUPERVISOR, ["ZH01", "ZH02"], "hq1")
    ]


def test_the_same_request_is_never_answered_twice(
    hub: HubUnderTest, log: HandLog, key: RecoveryKeyFile, officers: tuple[Officer, ...]
) -> None:
    request = _request(log, key)
    _answer(hub, request, _consent(request, key, officers))
    again = replace(request, why="supervisor_forgotten")  # other words under the same name are the same request
    for each in (request, again):
        with pytest.raises(RecoveryError, match="answered"):
            _answer(hub, each, _consent(each, key, officers))
    assert hub.query("select count(*) from recovery_log") == [(1,)]


@pytest.mark.parametrize(
    "why",
    ["code", "device_unknown", "device_revoked", "other_branch", "officers", "same_key", "not_holders", "grant", "new"],
)
def test_what_stands_against_an_answer(
    hub: HubUnderTest, log: HandLog, key: RecoveryKeyFile, officers: tuple[Officer, ...], why: str
) -> None:
    request, grant = _request(log, key), GRANT
    if why == "device_unknown":
        request = _request(log, key, device=uuid.uuid4().hex)
    if why == "other_branch":
        request = _request(log, key, branch="0103")
    if why == "device_revoked":
        with hub.connect() as connection:
            revoke_device(connection, log.device)
    if why == "officers":
        officers = officers[:1]
    if why == "same_key":
        officers = (officers[0], replace(officers[1], key=officers[0].key))
    if why == "not_holders":
        officers = (officers[0], _appointed(hub, "ZH03"))
    if why == "grant":
        grant = Grant("ZH01", "", "")
    if why == "new":
        grant = Grant("0777", " ", "")
    consent = _consent(request, key, officers)
    if why == "code":
        consent = replace(consent, spoken_code="0000-0000")
    expected = {"same_key": "officers", "new": "name_missing"}.get(why, why)
    with pytest.raises(RecoveryError, match=expected):
        _answer(hub, request, consent, grant)
    assert hub.query("select count(*) from recovery_log") == [(0,)]


def test_an_answer_that_can_not_be_made_is_not_logged(
    hub: HubUnderTest, log: HandLog, key: RecoveryKeyFile, officers: tuple[Officer, ...]
) -> None:
    request = _request(log, key)
    consent = _consent(request, key, officers)
    with pytest.raises(RecoveryKeyError, match="passphrase"):
        _answer(hub, request, replace(consent, passphrases={**WORDS, "ZH02": "一个完全错误的长口令"}))
    other = make_recovery_key("hq1", WORDS, CHEAP)
    with pytest.raises(BadDocumentError):
        _answer(hub, request, replace(consent, key=other))
    assert hub.query("select count(*) from recovery_log") == [(0,)]
    _answer(hub, request, consent)


# -- the recovery key -------------------------------------------------------------------------------------------------


def test_a_recovery_key_opens_with_both_passphrases_only(key: RecoveryKeyFile) -> None:
    found = decode_recovery_key(key.encode())
    assert found == key
    assert seal_public(found.open(WORDS)) == key.public_key
    for wrong in (
        {"ZH01": WORDS["ZH01"]},
        {**WORDS, "ZH02": WORDS["ZH01"]},
        {"ZH01": WORDS["ZH02"], "ZH02": WORDS["ZH01"]},
        {"ZH01": "", "ZH02": ""},
    ):
        with pytest.raises(RecoveryKeyError):
            found.open(wrong)
    for changed in (replace(key, name="hq2"), replace(key, public_key=b"x" * 32), replace(key, cost=Cost(72, 1, 1))):
        with pytest.raises(RecoveryKeyError):
            changed.open(WORDS)


@pytest.mark.parametrize(
    ("name", "given", "why"),
    [
        ("hq3", WORDS, "name"),
        ("hq1", {"ZH01": WORDS["ZH01"]}, "officers"),
        ("hq1", {**WORDS, "ZH03": "第三位总行人员的长口令-2026"}, "officers"),
        ("hq1", {"ZH01": WORDS["ZH01"], "ZH02": WORDS["ZH01"]}, "officers"),
        ("hq1", {"ZH01": WORDS["ZH01"], "ZH02": "short"}, "weak_passphrase"),
    ],
)
def test_keys_for_one_or_for_weak_passphrases_are_not_made(name: str, given: dict[str, str], why: str) -> None:
    with pytest.raises(RecoveryKeyError, match=why):
        make_recovery_key(name, given, CHEAP)


@settings(max_examples=60)
@given(st.data())
def test_bytes_of_a_key_file_that_were_changed_never_open(data: st.DataObject) -> None:
    content = bytearray(_SOME_KEY.encode())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(32, 126))
    if bytes(content) == _SOME_KEY.encode():
        return
    try:
        found = decode_recovery_key(bytes(content))
    except RecoveryKeyError:
        return
    if found.cost == CHEAP:  # a dearer one opens nothing either, and takes long
        with pytest.raises(RecoveryKeyError):
            found.open(WORDS)


_SOME_KEY = make_recovery_key("hq2", WORDS, CHEAP)


def test_recovery_keys_are_published_with_the_directory(
    hub: HubUnderTest, desk: Desk, key: RecoveryKeyFile, officers: tuple[Officer, ...]
) -> None:
    with hub.connect() as connection:
        assert publish_recovery_key(connection, key, datetime.now(UTC)) == 1
        assert publish_recovery_key(connection, _SOME_KEY, datetime.now(UTC)) == 1
    hub.sync(desk)
    directory = newest_directory(desk, hub)
    assert [(one.name, one.public_key, one.officers) for one in directory.recovery] == [
        ("hq1", key.public_key, ("ZH01", "ZH02")),
        ("hq2", _SOME_KEY.public_key, ("ZH01", "ZH02")),
    ]
    assert {one.person.staff_no for one in directory.officers} == {"ZH01", "ZH02"}


# -- what the branch does with it -------------------------------------------------------------------------------------


def used(request: RecoveryRequest, staff_no: str = SUPERVISOR, keys: KeyPair = NEW, earlier: bytes = b"") -> NewEntry:
    return book_entry(
        BookKind.RECOVERY_USED,
        request_id=request.request_id,
        officers=["ZH01", "ZH02"],
        why="keyring_lost",
        staff_no=staff_no,
        key_id=keys.key_id.hex(),
        sign_key=keys.public.hex(),
        earlier_key_id=earlier.hex(),
    )


@pytest.fixture
def granted(hub: HubUnderTest, log: HandLog, key: RecoveryKeyFile, officers: tuple[Officer, ...]) -> RecoveryRequest:
    request = _request(log, key)
    _answer(hub, request, _consent(request, key, officers))
    return request


def test_the_new_key_of_a_recovered_supervisor_counts(
    hub: HubUnderTest, log: HandLog, granted: RecoveryRequest
) -> None:
    before = directories(hub)
    write_as(log, used(granted, earlier=PERSON_KEYS[SUPERVISOR].key_id), SUPERVISOR, NEW)
    write_as(log, standing(BookKind.PERSON_SUSPENDED, TELLER), SUPERVISOR, NEW)
    assert words(hub, log) == []
    assert staff(hub, SUPERVISOR) == [("supervisor", True, True), ("supervisor", True, False)]
    assert staff(hub, TELLER)[0][1] is False
    assert directories(hub) == before + 1


def test_a_grant_to_somebody_new_makes_a_supervisor(
    hub: HubUnderTest, log: HandLog, key: RecoveryKeyFile, officers: tuple[Officer, ...]
) -> None:
    request = _request(log, key)
    _answer(hub, request, _consent(request, key, officers), Grant("0777", "新主管", "原主管均已离岗"))
    write_as(log, used(request, "0777"), "0777", NEW)
    assert words(hub, log) == []
    assert hub.query("select name, role, is_active from ref_staff where staff_no = '0777'") == [
        ("新主管", "supervisor", True)
    ]


@pytest.mark.parametrize("case", ["twice", "other_device", "other_person", "no_grant", "other_key", "key_of_another"])
def test_a_grant_serves_its_person_on_its_device_once(
    hub: HubUnderTest, log: HandLog, granted: RecoveryRequest, case: str
) -> None:
    thief, before = KeyPair.of("thief"), len(staff(hub, SUPERVISOR))
    if case == "twice":
        write_as(log, used(granted), SUPERVISOR, NEW)
        write_as(log, used(granted, keys=thief), SUPERVISOR, thief)
        assert [seq for seq, _, _ in words(hub, log)] == [2]
        write_as(log, used(granted, keys=thief), SUPERVISOR, thief)
        before += 1
    elif case == "other_device":
        log = HandLog.enrolled(hub, "B")
        write_as(log, used(granted, keys=thief), SUPERVISOR, thief)
    elif case == "other_person":
        write_as(log, used(granted, HEAD, keys=thief), HEAD, thief)
    elif case == "no_grant":
        write_as(log, used(replace(granted, request_id=new_request_id()), keys=thief), SUPERVISOR, thief)
    elif case == "other_key":
        write_as(log, used(granted, keys=NEW), SUPERVISOR, thief)
    else:
        write_as(log, used(granted, keys=PERSON_KEYS[HEAD]), SUPERVISOR, PERSON_KEYS[HEAD])
    (last,) = words(hub, log, log.head.seq)
    assert last == (log.head.seq, "rejected", "not_signed")
    assert (len(staff(hub, SUPERVISOR)), len(staff(hub, HEAD))) == (before, 1)


def test_the_command_line_needs_both_officers(
    hub: HubUnderTest,
    log: HandLog,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("JIESU_HUB_DATABASE", hub.database)
    both: list[str] = []
    for number, phrase in WORDS.items():
        monkeypatch.setenv("JIESU_OFFICER_PASSPHRASE", f"key of {number} 的口令-2026")
        monkeypatch.setenv(f"JIESU_OFFICER_PASSPHRASE_{number}", f"key of {number} 的口令-2026")
        monkeypatch.setenv(f"JIESU_RECOVERY_PASSPHRASE_{number}", phrase)
        pem = str(tmp_path / f"{number}.pem")
        who = ["--branch", "0102", "--staff-no", number, "--key", pem]
        assert main(["hub", "officer", *who, "--name", number]) == 0
        both += ["--officer", number, "--officer-key", pem]
    key_file, out = tmp_path / "hq1.json", tmp_path / "answer.json"
    assert main(["hub", "recovery-key", "--officer", "ZH01", "--officer", "ZH02", "--out", str(key_file)]) == 0
    assert main(["hub", "recovery-key", "--officer", "ZH01", "--officer", "ZH02", "--out", str(key_file)]) == 1
    assert key_file.stat().st_mode & 0o077 == 0
    request = _request(log, read_recovery_key(key_file))
    asked = tmp_path / "request.json"
    asked.write_bytes(request.encode())
    call = ["hub", "recover", "--request", str(asked), "--key", str(key_file), "--grant", SUPERVISOR]
    call += ["--reason", "密钥环丢失", "--out", str(out)]
    assert main([*call, "--code", request.spoken_code, *both[:4]]) == 1
    assert main([*call, "--code", "0000-0000", *both]) == 1
    assert not out.exists()
    assert main([*call, "--code", request.spoken_code, *both]) == 0
    assert main([*call, "--code", request.spoken_code, *both]) == 1
    assert bytes(open_answer(RecoveryAnswer.decode(out.read_bytes()), request, ONE_TIME).machine_secret) == SECRET
    capsys.readouterr()
    assert main(["hub", "recoveries"]) == 0
    assert request.request_id in capsys.readouterr().out
