"""Files and answers from outside the journal: keys, recovery, backup, settings, CSV, CUPS, attachments."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.files import endless_pdf, object_stream, packed, pdf, picture, tiff_of
from support.mutating import EXAMPLES, fuzzing, mutated, read_safely, reshaped
from support.vault import CHEAP, PEOPLE, STORE, MemorySecrets

from app.attachments.apart import count_pages
from app.attachments.kinds import media_type_of
from app.attachments.names import cleaned_name
from app.attachments.pictures import check_picture
from app.attachments.unfit import UnfitError
from app.domain.attachment_limits import SHIPPED_LIMITS
from app.journal.errors import BadDocumentError
from app.journal.json_fields import canonical
from app.journal.recovery import (
    KEYRING_LOST,
    Grant,
    RecoveryAnswer,
    RecoveryRequest,
    SealedParts,
    make_answer,
    new_request_id,
    open_at_headquarters,
)
from app.journal.sealing import machine_secret_context, name_of_store_key, seal, seal_public, store_key_context
from app.printing.ipp import _state_in
from app.store.backup_errors import BackupUnreadableError
from app.store.backup_manifest import Manifest, Part, manifest_of
from app.system.settings import Settings, SettingsFile
from app.tour.csv_input import CsvFileError, read_csv
from app.vault.errors import VaultError
from app.vault.keystore import KeystoreFile
from app.vault.keystore_text import sealed
from app.vault.machine_secret import PassphraseMachineSecret
from app.vault.vault import Vault

PHRASE = "长亭外，古道边，芳草碧连天"
LIMITS = replace(SHIPPED_LIMITS, max_pixels=400_000, max_pages=20)


# -- keys ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def keystore(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytearray]:
    """A folder with a keystore, and the machine secret that sealed it."""
    folder, secrets = tmp_path_factory.mktemp("vault"), MemorySecrets()
    Vault.create(folder, STORE, secrets, PEOPLE, branch="TS0102", cost=CHEAP).close()
    return folder, bytearray(next(iter(secrets.kept.values())))


@fuzzing
@given(data=st.data())
def test_a_damaged_keystore(keystore: tuple[Path, bytearray], data: st.DataObject) -> None:
    folder, secret = keystore
    file = KeystoreFile(folder)
    good = file.path.read_bytes()
    try:
        file.path.write_bytes(data.draw(mutated([good])))
        read_safely(file.read, secret, VaultError)
        read_safely(lambda _: file.header(), b"", VaultError)
    finally:
        file.path.write_bytes(good)


@fuzzing
@given(data=st.data())
def test_a_keystore_of_another_shape_under_a_right_seal(keystore: tuple[Path, bytearray], data: st.DataObject) -> None:
    folder, secret = keystore
    file = KeystoreFile(folder)
    good = file.path.read_bytes()
    document = json.loads(good)
    document.pop("mac")
    try:
        content = sealed(data.draw(reshaped([document])), secret)
    except (ValueError, TypeError, AttributeError, KeyError, VaultError):
        return  # nobody can seal that
    try:
        file.path.write_bytes(content)
        read_safely(file.read, secret, VaultError)
    finally:
        file.path.write_bytes(good)


@pytest.fixture(scope="module")
def passphrase(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """The file of a branch passphrase, and its bytes."""
    folder = tmp_path_factory.mktemp("phrase")
    secrets = PassphraseMachineSecret(folder, PHRASE, cost=CHEAP)
    Vault.create(folder, STORE, secrets, PEOPLE, branch="TS0102", cost=CHEAP).close()
    path = folder / f"branch-secret-{STORE}.json"
    return path, path.read_bytes()


@fuzzing
@given(data=st.data())
def test_a_damaged_passphrase_file(passphrase: tuple[Path, bytes], data: st.DataObject) -> None:
    path, good = passphrase
    other = data.draw(reshaped([json.loads(good)]))
    spelt = [good]
    if isinstance(other, dict):
        spelt.append(canonical(other))
    path.write_bytes(data.draw(st.sampled_from(spelt[1:]) if len(spelt) > 1 else mutated([good])))
    secrets = PassphraseMachineSecret(path.parent, PHRASE, cost=CHEAP)
    box = read_safely(secrets.load, STORE, VaultError)
    if box is not None:
        box.wipe()


# -- recovery ------------------------------------------------------------------------------------------------------

SEED, KEY = bytearray(b"1" * 32), bytearray(b"k" * 32)


def _request() -> RecoveryRequest:
    name, public = name_of_store_key(KEY), seal_public(SEED)
    parts = SealedParts(
        seal(public, bytearray(b"s" * 32), machine_secret_context("store-1", "hq1")),
        {name: seal(public, KEY, store_key_context("store-1", name, "hq1"))},
    )
    at = datetime(2026, 11, 20, 1, tzinfo=UTC)
    return RecoveryRequest(
        new_request_id(), "store-1", "TS0102", "ab" * 16, 7, KEYRING_LOST, at, seal_public(bytearray(b"3" * 32)),
        {"hq1": parts},
    )  # fmt: skip


REQUEST = _request()
ANSWER = make_answer(
    REQUEST, open_at_headquarters(REQUEST, "hq1", SEED), Grant("S009", "钱多多", "电话核实"), REQUEST.asked_at, {}
)
DOCUMENTS = {"request": (REQUEST.encode(), RecoveryRequest.decode), "answer": (ANSWER.encode(), RecoveryAnswer.decode)}


@pytest.mark.parametrize("name", DOCUMENTS)
@fuzzing
@given(data=st.data())
def test_a_document_of_recovery(name: str, data: st.DataObject) -> None:
    good, read = DOCUMENTS[name]
    read(good)
    read_safely(read, data.draw(mutated([each for each, _ in DOCUMENTS.values()])), BadDocumentError)
    other = data.draw(reshaped([json.loads(good)]))
    if isinstance(other, dict):
        read_safely(read, canonical(other), BadDocumentError)


# -- backup, settings ----------------------------------------------------------------------------------------------

MANIFEST = Manifest(
    "store-1", "0102", "ab" * 16, "A", 1, 9, "cd" * 32, "key-1", 3, datetime(2026, 11, 20, 1, tzinfo=UTC),
    {"journal.db": Part(4096, "ef" * 32), "keystore.json": Part(100, "ab" * 32)},
)  # fmt: skip


@fuzzing
@given(data=st.data())
def test_what_a_backup_says_of_itself(data: st.DataObject) -> None:
    good = MANIFEST.to_bytes()
    assert manifest_of(good) == MANIFEST
    read_safely(manifest_of, data.draw(mutated([good])), BackupUnreadableError)
    other = json.dumps(data.draw(reshaped([json.loads(good)]))).encode()
    read_safely(manifest_of, other, BackupUnreadableError)


@fuzzing
@given(data=st.data())
def test_settings_that_somebody_edited(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "settings.json"
    good = {"language": "en", "theme": "dark", "scale_percent": 125, "printer": "LQ", "idle_lock_seconds": 120}
    content = data.draw(
        mutated([json.dumps(good).encode()])
        | reshaped([good]).map(lambda value: json.dumps(value).encode())
        | st.sampled_from([b"[" * 5_000, b'{"a":' * 5_000, b"\xff", b"1e999"])
    )
    path.write_bytes(content)
    assert isinstance(read_safely(lambda _: SettingsFile(path).current, b""), Settings)


# -- CSV, CUPS -----------------------------------------------------------------------------------------------------

CSV = (
    'narrative,complainant_name,phone\r\n"排队过久,""无人""疏导",王芳,13812345678\r\n重复扣费,李四,\r\n'.encode(),
    "\ufeffNarrative , channel\n重复扣费,counter\n".encode(),
    "narrative,phone\n重复扣费,13812345678\n".encode("gb18030"),
)


@fuzzing
@given(data=st.data())
def test_a_table_of_complaints(tmp_path: Path, data: st.DataObject) -> None:
    path = tmp_path / "in.csv"
    path.write_bytes(data.draw(mutated(CSV)))
    read_safely(lambda _: list(read_csv(path).rows()), b"", CsvFileError)


def _answer(state: int) -> bytes:
    body = struct.pack(">BBHI", 1, 1, 0, 1) + b"\x01\x47" + struct.pack(">H", 18) + b"attributes-charset"
    body += struct.pack(">H", 5) + b"utf-8\x02\x23" + struct.pack(">H", 9) + b"job-state"
    return body + struct.pack(">Hi", 4, state) + b"\x03"


@fuzzing
@given(mutated([_answer(9), _answer(3)]))
def test_an_answer_of_the_print_server(data: bytes) -> None:
    read_safely(_state_in, data, ValueError)


# -- attachments ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    """A sound file of each kind, and some that are not wanted."""
    kinds = ("image/jpeg", "image/png", "image/gif", "image/bmp", "image/webp")
    return {
        **{kind: picture(kind, (32, 24)) for kind in kinds},
        "image/tiff": tiff_of(2),
        "application/pdf": pdf(),
        "text/plain": "客户说：重复扣费。\n".encode(),
        "zip": packed({"a.txt": b"x"}),
    }


@fuzzing
@given(data=st.data())
def test_what_kind_of_file_it_is(files: dict[str, bytes], data: st.DataObject) -> None:
    read_safely(media_type_of, data.draw(mutated(list(files.values()))), UnfitError)


@fuzzing
@given(
    st.text(max_size=300) | mutated(["账单.png".encode(), b"a.b.c.exe"]).map(lambda raw: raw.decode("utf-8", "replace"))
)
def test_names_of_files(name: str) -> None:
    clean = read_safely(lambda text: cleaned_name(text, "image/png"), name)
    assert clean
    assert not set(clean) & set("/\\\0\n\r")
    assert os.path.basename(clean) == clean


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "image/gif", "image/bmp", "image/webp", "image/tiff"])
@fuzzing
@given(data=st.data())
def test_damaged_pictures(files: dict[str, bytes], kind: str, data: st.DataObject) -> None:
    check: Callable[[Any], object] = lambda content: check_picture(content, kind, LIMITS)  # noqa: E731
    read_safely(check, data.draw(mutated([files[kind], *files.values()])), UnfitError)


@settings(fuzzing, max_examples=max(6, EXAMPLES // 20))
@given(data=st.data())
def test_damaged_pdf(files: dict[str, bytes], data: st.DataObject) -> None:
    """In a process of its own, as the desk does it: PDFium may well fall over, and takes nothing with it."""
    seeds = [files["application/pdf"], object_stream(b"1 0 2 20 <<>> <</S /JavaScript>>"), endless_pdf()[:20_000]]
    content = data.draw(mutated(seeds))
    read_safely(lambda raw: count_pages(raw, "application/pdf", LIMITS), content, UnfitError, most_seconds=20)
