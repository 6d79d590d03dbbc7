"""What a store knows of files on their way: who names them, who has them, what is still to move."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.carrying import attach
from support.desks import Desk

from app.journal.standing import AttachmentToMove
from app.store.attachment_transfers import AttachmentStanding, forget_headquarters, note_at_headquarters, note_referred
from app.store.upgrades.version_1 import _note_named

CONTENT = os.urandom(300_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.close()


def test_a_file_is_read_piece_by_piece(desk: Desk) -> None:
    attach(desk, desk.register(), CONTENT)
    transfers = desk.store.transfers
    pieces = [transfers.read_part(SHA256, start, 70_000) for start in range(0, 350_000, 70_000)]
    assert b"".join(pieces) == CONTENT
    assert transfers.read_part(SHA256, 300_000, 1) == transfers.read_part("00" * 32, 0, 1) == b""
    assert transfers.is_sound(SHA256)


def test_what_headquarters_has_is_forgotten_with_its_feed(desk: Desk) -> None:
    attach(desk, desk.register(), CONTENT)
    transfers = desk.store.transfers
    assert transfers.to_send(9) == [AttachmentToMove(SHA256, 300_000, 0)]
    with desk.store.database.write() as connection:
        note_at_headquarters(connection.connection.cursor(), SHA256, 300_000)
    assert transfers.to_send(9) == []
    assert transfers.standings([SHA256]) == {SHA256: AttachmentStanding(300_000, 300_000, True, True)}
    with desk.store.database.write() as connection:
        forget_headquarters(connection)
    assert transfers.to_send(9) == [AttachmentToMove(SHA256, 300_000, 0)]
    assert transfers.standings(["00" * 32]) == {}


def test_a_body_that_makes_no_sense_names_no_file(desk: Desk) -> None:
    with desk.store.database.write() as connection:
        for body in (
            {},
            {"sha256": "X" * 64, "size": 1},
            {"sha256": "00" * 32, "size": 0},
            {"sha256": "00" * 32, "size": True},
            {"sha256": "00" * 32, "size": 1 << 40},
            {"sha256": b"", "size": 1},
        ):
            note_referred(connection.connection.cursor(), bytes(16), body)
        assert connection.exec_driver_sql("SELECT count(*) FROM attachment_transfer").scalar() == 0


def test_an_upgrade_takes_note_of_files_that_entries_name_already(desk: Desk) -> None:
    case = desk.register()
    attach(desk, case, CONTENT)
    with desk.store.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM attachment_transfer")
        connection.exec_driver_sql("DELETE FROM attachment_blob")
        _note_named(connection)
        note_at_headquarters(connection.connection.cursor(), SHA256, 300_000)
    assert desk.store.transfers.to_fetch(9) == [AttachmentToMove(SHA256, 300_000, 0)]


def test_damaged_bytes_count_as_missing_until_they_have_come_again(desk: Desk) -> None:
    attach(desk, desk.register(), CONTENT)
    transfers = desk.store.transfers
    with desk.store.database.write() as connection:
        connection.exec_driver_sql("UPDATE attachment_blob SET content = x'00', size = 1")
        note_at_headquarters(connection.connection.cursor(), SHA256, 300_000)
    transfers.miss(SHA256)
    assert transfers.to_fetch(9) == [AttachmentToMove(SHA256, 300_000, 0)]
    transfers.keep_part(SHA256, 0, CONTENT[:200_000])
    transfers.keep_part(SHA256, 0, CONTENT[:200_000])
    assert transfers.to_fetch(9) == [AttachmentToMove(SHA256, 300_000, 200_000)]
    transfers.keep_part(SHA256, 200_000, CONTENT[200_000:])
    assert transfers.finish(SHA256, 300_000)
    assert desk.store.attachments.read(SHA256) == CONTENT
    with desk.store.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM attachment_part").scalar() == 0


@pytest.mark.allow_log("came wrong")
@pytest.mark.parametrize("content", [CONTENT + b"x", CONTENT[:-1], CONTENT[:-1] + b"\0"])
def test_pieces_that_make_another_file_leave_nothing(desk: Desk, content: bytes) -> None:
    transfers = desk.store.transfers
    transfers.keep_part(SHA256, 0, content)
    assert transfers.finish(SHA256, 300_000) is None
    assert desk.store.attachments.read(SHA256) is None
    with desk.store.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM attachment_part").scalar() == 0
