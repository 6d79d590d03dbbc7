"""Attached files reach headquarters and the branch's other PCs whatever happens on the way (journal.md 4.5.5)."""

from __future__ import annotations

import asyncio
import hashlib
import os
import tracemalloc

import psycopg
import pytest
from support.carrying import PIECE, Carrier, SameSize, attach, cut_at
from support.cases import TELLER
from support.desks import BRANCH_CODE, Desk
from support.headquarters import HubUnderTest, assert_level, back_to_second

from app.domain.commands import WithdrawCase
from app.hub.publishing import _append
from app.hub.readback import hub_attachments
from app.hub.schema import create_schema, declare_restored
from app.journal.framing import pack
from app.journal.wire_attachments import AttachmentChunk, decode_attachment_states, encode_attachment_chunk
from app.store.verify import verify
from app.sync.errors import BusyError, OfflineError
from app.sync.messages import Answer, Ask

CONTENT = os.urandom(5 * PIECE + 777)
PIECES = 6


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _send(hub: HubUnderTest, desk: Desk, *asks: Ask) -> list[Answer]:
    async def all_() -> list[Answer]:
        async with hub.line(desk) as line:
            return [await line.exchange(ask) for ask in asks]

    return asyncio.run(all_())


def _chunk(content: bytes, offset: int, data: bytes | None = None, name: str = "") -> Ask:
    sha256 = name or _hash(content)
    data = content[offset : offset + PIECE] if data is None else data
    chunk = AttachmentChunk(sha256, len(content), offset, data)
    return Ask("PATCH", f"/v1/attachments/{sha256}", pack(encode_attachment_chunk(chunk)))


def _counts(hub: HubUnderTest) -> tuple[int, int]:
    (row,) = hub_attachments(hub.database, BRANCH_CODE)
    return row["attachments"], row["complete"]


def _is_there(desk: Desk, sha256: str) -> bool:
    return desk.store.transfers.standings([sha256])[sha256].is_at_headquarters


def test_a_file_reaches_headquarters_and_the_other_pc_bit_for_bit(
    hub: HubUnderTest, desk: Desk, second_desk: Desk
) -> None:
    case = desk.register()
    sha256 = attach(desk, case, CONTENT)
    words = Carrier(hub, desk).run()
    assert words.index("POST /v1/push") < words.index("POST /v1/attachments")
    assert words.count(f"PATCH /v1/attachments/{sha256}") == PIECES
    assert _is_there(desk, sha256)
    assert _counts(hub) == (1, 1)
    hub.sync(second_desk)
    assert second_desk.store.attachments.read(sha256) == CONTENT
    standing = second_desk.store.transfers.standings([sha256])[sha256]
    assert (standing.is_at_headquarters, standing.is_here, standing.size) == (True, True, len(CONTENT))
    assert_level(hub, desk)


def test_a_sync_with_nothing_to_do_stays_one_request(hub: HubUnderTest, desk: Desk, second_desk: Desk) -> None:
    attach(desk, desk.register(), CONTENT)
    hub.sync(desk)
    hub.sync(second_desk)
    for one in (desk, second_desk):
        assert Carrier(hub, one).run() == ["POST /v1/hello"]


@pytest.mark.parametrize("number", range(PIECES))
def test_an_upload_cut_before_any_piece_goes_on_there(hub: HubUnderTest, desk: Desk, number: int) -> None:
    sha256 = attach(desk, desk.register(), CONTENT)
    with pytest.raises(OfflineError):
        Carrier(hub, desk, before=cut_at(number, "PATCH")).run()
    assert desk.store.transfers.standings([sha256])[sha256].sent_bytes == number * PIECE
    desk.reopen()
    words = Carrier(hub, desk).run()
    assert words.count(f"PATCH /v1/attachments/{sha256}") == PIECES - number
    assert _is_there(desk, sha256)


@pytest.mark.parametrize("number", [0, 3, PIECES - 1])
def test_a_piece_whose_answer_was_lost_is_not_sent_twice(hub: HubUnderTest, desk: Desk, number: int) -> None:
    sha256 = attach(desk, desk.register(), CONTENT)
    with pytest.raises(OfflineError):
        Carrier(hub, desk, after=cut_at(number, "PATCH")).run()
    assert not _is_there(desk, sha256)
    words = Carrier(hub, desk).run()
    assert words.count(f"PATCH /v1/attachments/{sha256}") == PIECES - number - 1
    assert _is_there(desk, sha256)


@pytest.mark.parametrize("number", range(PIECES))
def test_a_download_cut_anywhere_goes_on_there(hub: HubUnderTest, desk: Desk, second_desk: Desk, number: int) -> None:
    sha256 = attach(desk, desk.register(), CONTENT)
    hub.sync(desk)
    with pytest.raises(OfflineError):
        Carrier(hub, second_desk, before=cut_at(number, "GET")).run()
    assert second_desk.store.attachments.read(sha256) is None
    second_desk.reopen()
    words = Carrier(hub, second_desk).run()
    assert words.count(f"GET /v1/attachments/{sha256}") == PIECES - number
    assert second_desk.store.attachments.read(sha256) == CONTENT


@pytest.mark.allow_log("another hash")
def test_bytes_with_another_hash_are_thrown_away_and_the_file_is_begun_anew(hub: HubUnderTest, desk: Desk) -> None:
    sha256 = attach(desk, desk.register(), CONTENT)
    with pytest.raises(OfflineError):
        Carrier(hub, desk, before=cut_at(0, "PATCH")).run()
    (answer,) = _send(hub, desk, _chunk(CONTENT, 0, b"\0" * PIECE))
    assert decode_attachment_states(answer.body)[0].have == PIECE
    words = Carrier(hub, desk).run()
    assert words.count(f"PATCH /v1/attachments/{sha256}") == PIECES - 1 + PIECES
    assert _is_there(desk, sha256)
    assert hub.query("select attempt, complete_at is not null from attachment") == [(2, True)]


@pytest.mark.allow_log("another hash", "are damaged")
def test_damaged_bytes_are_not_sent_again_and_again_and_come_back_from_the_other_pc(
    hub: HubUnderTest, desk: Desk, second_desk: Desk
) -> None:
    sha256 = attach(desk, desk.register(), CONTENT)
    attach(second_desk, second_desk.register(), CONTENT)
    with desk.store.database.write() as connection:
        connection.exec_driver_sql("UPDATE attachment_blob SET content = zeroblob(size)")
    assert Carrier(hub, desk).run().count(f"PATCH /v1/attachments/{sha256}") == PIECES
    assert Carrier(hub, desk).run() == ["POST /v1/hello"]
    hub.sync(second_desk)
    hub.sync(desk)
    assert desk.store.attachments.read(sha256) == CONTENT


def test_two_pcs_send_the_same_file_at_once(hub: HubUnderTest, desk: Desk, second_desk: Desk) -> None:
    sha256 = attach(desk, desk.register(), CONTENT)
    attach(second_desk, second_desk.register(), CONTENT)
    carriers = [Carrier(hub, desk), Carrier(hub, second_desk)]

    async def both() -> None:
        await asyncio.gather(*(one.carry() for one in carriers))

    asyncio.run(both())
    assert hub.query("select count(*), sum(length(content)) from attachment_chunk") == [(PIECES, len(CONTENT))]
    assert _counts(hub) == (1, 1)
    assert hub.query("select count(*) from feed where kind = 'attachment'") == [(1,)]
    for one in (desk, second_desk):
        hub.sync(one)
        assert _is_there(one, sha256)


def test_only_a_file_that_an_entry_of_the_branch_names_is_taken_or_given(hub: HubUnderTest, desk: Desk) -> None:
    stranger = Desk(desk.path.parent, "A", branch="0103")
    hub.enrol(stranger)
    refused = [answer.status for answer in _send(hub, desk, _chunk(CONTENT, 0))]
    sha256 = attach(desk, desk.register(), CONTENT)
    hub.sync(desk)
    get = Ask("GET", f"/v1/attachments/{sha256}?offset=0&max_bytes=100", b"")
    refused += [answer.status for answer in _send(hub, stranger, _chunk(CONTENT, 0), get)]
    assert refused == [404, 404, 404]
    assert _send(hub, desk, get)[0].status == 200
    assert hub.query("select distinct branch_id from attachment_chunk") == [(BRANCH_CODE,)]
    stranger.close()


def test_pieces_that_make_no_sense_are_refused(hub: HubUnderTest, desk: Desk) -> None:
    sha256 = attach(desk, desk.register(), CONTENT)
    with pytest.raises(OfflineError):
        Carrier(hub, desk, before=cut_at(0, "PATCH")).run()
    sound = _chunk(CONTENT, 0)
    huge = AttachmentChunk(sha256, (20 << 20) + 1, 0, b"x")
    beyond = AttachmentChunk(sha256, 10, 8, b"xyz")
    empty = AttachmentChunk(sha256, 10, 0, b"")
    bodies = [pack(encode_attachment_chunk(one)) for one in (huge, beyond, empty)] + [pack(b"\xff"), b"", sound.body]
    asks = [Ask("PATCH", sound.target, body) for body in bodies[:-1]]
    asks.append(Ask("PATCH", f"/v1/attachments/{'00' * 32}", sound.body))
    asks += [Ask("GET", f"/v1/attachments/{name}?{query}", b"") for name, query in (
        ("x", "offset=0&max_bytes=1"), (sha256, "offset=-1&max_bytes=1"), (sha256, "max_bytes=1"))]  # fmt: skip
    assert [answer.status for answer in _send(hub, desk, *asks)] == [400] * 9
    (ahead,) = _send(hub, desk, _chunk(CONTENT, 2 * PIECE))
    assert decode_attachment_states(ahead.body)[0].have == 0
    assert hub.query("select count(*) from attachment_chunk") == [(0,)]
    assert Carrier(hub, desk).run()[-1] == "GET /v1/feed/branch"
    behind = Ask("GET", f"/v1/attachments/{sha256}?offset={len(CONTENT)}&max_bytes=1", b"")
    assert _send(hub, desk, behind)[0].status == 416


@pytest.mark.parametrize("pieces", [0, 2, PIECES])
@pytest.mark.parametrize("is_declared", [True, False])
def test_a_restored_headquarters_gets_the_file_again(
    hub: HubUnderTest, desk: Desk, second_desk: Desk, pieces: int, is_declared: bool
) -> None:
    sha256 = attach(desk, desk.register(), CONTENT)
    if pieces < PIECES:
        with pytest.raises(OfflineError):
            Carrier(hub, desk, before=cut_at(pieces, "PATCH")).run()
    else:
        hub.sync(desk)
    hub.stop()
    backup = hub.copy()
    hub.start()
    hub.sync(desk)
    other = attach(desk, desk.register(), CONTENT[:1000])
    hub.sync(desk)
    hub.sync(second_desk)
    assert _is_there(desk, other)

    hub.stop()
    hub.database = backup
    if is_declared:
        with psycopg.connect(backup, autocommit=True) as connection:
            declare_restored(connection)
    hub.start()
    words = Carrier(hub, desk).run()
    assert words.count(f"PATCH /v1/attachments/{sha256}") == PIECES - pieces
    assert words.count(f"PATCH /v1/attachments/{other}") == 1
    hub.sync(second_desk)
    assert _counts(hub) == (2, 2)
    for one in (desk, second_desk):
        assert _is_there(one, sha256)
        assert _is_there(one, other)
    third = Desk(desk.path.parent, "C")
    hub.enrol(third)
    hub.sync(third)
    assert third.store.attachments.read(sha256) == CONTENT
    third.close()


def test_the_largest_file_never_stands_whole_in_memory(hub: HubUnderTest, desk: Desk, second_desk: Desk) -> None:
    content = os.urandom(20 << 20)
    sha256 = attach(desk, desk.register(), content)
    digest = _hash(content)
    del content
    tracemalloc.start()
    try:
        words = Carrier(hub, desk, SameSize(512 * 1024)).run()
        Carrier(hub, second_desk, SameSize(512 * 1024)).run()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert words.count(f"PATCH /v1/attachments/{sha256}") == 40
    assert peak < 16 << 20, f"{peak >> 20} MiB"
    found = second_desk.store.attachments.read(sha256)
    assert found is not None
    assert _hash(found) == digest


def test_files_of_ended_cases_come_only_when_somebody_wants_them(
    hub: HubUnderTest, desk: Desk, second_desk: Desk
) -> None:
    case = desk.register()
    sha256 = attach(desk, case, CONTENT)
    desk.do(TELLER, case.case_id, WithdrawCase("phone", "已自行解决"))
    hub.sync(desk)
    hub.sync(second_desk)
    assert Carrier(hub, second_desk).run() == ["POST /v1/hello"]
    assert second_desk.store.attachments.read(sha256) is None
    second_desk.store.transfers.miss(sha256)
    hub.sync(second_desk)
    assert second_desk.store.attachments.read(sha256) == CONTENT


def test_many_files_all_go_and_come(hub: HubUnderTest, desk: Desk, second_desk: Desk) -> None:
    hashes = [attach(desk, desk.register(), b"a picture %d" % number) for number in range(70)]
    words = Carrier(hub, desk).run()
    assert words.count("POST /v1/attachments") == 2
    assert _counts(hub) == (70, 70)
    for _ in range(3):
        hub.sync(second_desk)
    assert second_desk.store.attachments.which(frozenset(hashes)) == frozenset(hashes)


def test_damage_that_somebody_finds_is_repaired_from_headquarters(hub: HubUnderTest, desk: Desk) -> None:
    sha256 = attach(desk, desk.register(), CONTENT)
    hub.sync(desk)
    with desk.store.database.write() as connection:
        connection.exec_driver_sql("UPDATE attachment_blob SET content = zeroblob(7), size = 7")
    desk.store.transfers.miss(sha256)
    hub.sync(desk)
    assert desk.store.attachments.read(sha256) == CONTENT
    assert verify(desk.store).is_sound


@pytest.mark.allow_log("came wrong")
def test_pieces_that_make_another_file_are_thrown_away_and_fetched_again(
    hub: HubUnderTest, desk: Desk, second_desk: Desk
) -> None:
    sha256 = attach(desk, desk.register(), CONTENT)
    hub.sync(desk)
    with pytest.raises(OfflineError):
        Carrier(hub, second_desk, before=cut_at(2, "GET")).run()
    with second_desk.store.database.write() as connection:
        connection.exec_driver_sql("UPDATE attachment_part SET content = zeroblob(length(content)) WHERE start = 0")
    hub.sync(second_desk)
    assert second_desk.store.attachments.read(sha256) is None
    words = Carrier(hub, second_desk).run()
    assert words.count(f"GET /v1/attachments/{sha256}") == PIECES
    assert second_desk.store.attachments.read(sha256) == CONTENT


def test_entries_that_wait_go_before_the_rest_of_a_file(hub: HubUnderTest, desk: Desk) -> None:
    sha256 = attach(desk, desk.register(), CONTENT)
    seen: list[Ask] = []

    def record_meanwhile(ask: Ask) -> None:
        if ask.method == "PATCH" and not seen:
            seen.append(ask)
            desk.register()

    words = Carrier(hub, desk, after=record_meanwhile).run()
    assert words.count(f"PATCH /v1/attachments/{sha256}") == 1
    words = Carrier(hub, desk).run()
    assert words.index("POST /v1/push") < words.index(f"PATCH /v1/attachments/{sha256}")
    assert _is_there(desk, sha256)


def test_a_headquarters_without_time_for_files_still_takes_entries(hub: HubUnderTest, desk: Desk) -> None:
    sha256 = attach(desk, desk.register(), CONTENT)

    def busy(ask: Ask) -> None:
        if "/attachments" in ask.target:
            raise BusyError(5.0)

    Carrier(hub, desk, before=busy).run()
    assert_level(hub, desk)
    assert not _is_there(desk, sha256)
    hub.sync(desk)
    assert _is_there(desk, sha256)


def test_a_notice_of_a_kind_that_is_not_known_yet_stops_nothing(hub: HubUnderTest, desk: Desk) -> None:
    hub.sync(desk)
    with hub.connect() as connection:
        _append(connection, BRANCH_CODE, "something_later", b"\x80")
    desk.register()
    hub.sync(desk)
    assert desk.store.sync.balance().quarantined == 1
    desk.register()
    hub.sync(desk)
    assert_level(hub, desk)


def test_tables_of_the_first_version_get_those_of_files_and_know_what_entries_name(
    hub: HubUnderTest, desk: Desk
) -> None:
    sha256 = attach(desk, desk.register(), CONTENT)
    with pytest.raises(OfflineError):
        Carrier(hub, desk, before=cut_at(0, "PATCH")).run()
    with hub.connect() as connection:
        connection.execute("drop table attachment, attachment_chunk, ref_delegation")
        back_to_second(connection)
        connection.execute("update server set schema_version = 1")
        create_schema(connection)
    assert hub.query("select sha256, size, have_bytes from attachment") == [(bytes.fromhex(sha256), len(CONTENT), 0)]
    assert hub.query("select count(*) from pg_inherits where inhparent = 'attachment_chunk'::regclass") == [(8,)]
    hub.sync(desk)
    assert _is_there(desk, sha256)
