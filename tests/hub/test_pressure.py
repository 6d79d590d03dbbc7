"""Headquarters under pressure and without its database: it sheds, says when to come back, and stays whole."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.desks import Desk
from support.headquarters import HubUnderTest, assert_level
from support.logs import HandLog

from app.hub.certificates import trial_certificates
from app.hub.hello import Pace, next_slot_seconds
from app.journal.framing import pack
from app.journal.wire import Hello, Point
from app.journal.wire_codec import encode_hello
from app.sync.errors import BusyError, NotHeadquartersError, RefusedError
from app.sync.line import Headquarters, Line
from app.sync.messages import Ask


def _hello(log: HandLog) -> Ask:
    return Ask("POST", "/v1/hello", pack(encode_hello(Hello(log.device, 1, Point(), {}, "test", {}, 0))))


@pytest.fixture
def small_hub() -> Iterator[HubUnderTest]:
    hub = HubUnderTest(connections=1, waiting=2)
    hub.start()
    yield hub
    hub.stop()


def test_more_requests_than_may_wait_are_sent_away_with_a_time(small_hub: HubUnderTest) -> None:
    logs = [HandLog.enrolled(small_hub, letter) for letter in "ABCDEFGH"]

    async def one(log: HandLog) -> str:
        async with Line(small_hub.headquarters(), log.device, log.keys.sign) as line:
            try:
                return str((await line.exchange(_hello(log))).status)
            except BusyError as error:
                return f"busy for {error.retry_after:g} s"

    async def all_at_once() -> list[str]:
        blocker = await asyncio.to_thread(small_hub.connect)
        try:
            blocker.autocommit = False
            blocker.execute("lock table device in access exclusive mode")
            asked = [asyncio.create_task(one(log)) for log in logs]
            await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
            blocker.rollback()
            return await asyncio.gather(*asked)
        finally:
            blocker.close()

    counted = Counter(asyncio.run(all_at_once()))
    assert counted["busy for 5 s"] >= 1
    assert counted["200"] >= 1
    assert sum(counted.values()) == len(logs)


@pytest.mark.allow_log("database: ")
def test_without_its_database_headquarters_asks_to_come_back_and_recovers(hub: HubUnderTest, desk: Desk) -> None:
    name = hub.database.rsplit("/", 1)[1]
    desk.register()
    hub.sync(desk)
    desk.register()
    with hub.connect_elsewhere() as connection:
        connection.execute(f"alter database {name} allow_connections false")
        connection.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (name,))
        with pytest.raises(BusyError):
            hub.sync(desk)
        assert desk.store.sync.log_state().acked.seq == 2
        connection.execute(f"alter database {name} allow_connections true")
    hub.sync(desk)
    assert_level(hub, desk)


@pytest.mark.allow_log("a request failed: ZeroDivisionError")
def test_a_bug_in_the_service_is_answered_in_form_and_stores_nothing(
    hub: HubUnderTest, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.register()
    with monkeypatch.context() as patch:
        patch.setattr("app.hub.record.write_entities", lambda *args: 1 / 0)
        with pytest.raises(RefusedError) as caught:
            hub.sync(desk)
    assert caught.value.details == {"reason": "internal", "status": 500}
    assert hub.query("select count(*) from event") == [(0,)]
    hub.sync(desk)
    assert_level(hub, desk)


def test_a_certificate_of_another_authority_is_not_headquarters(hub: HubUnderTest, desk: Desk, tmp_path: Path) -> None:
    stranger = trial_certificates(tmp_path / "stranger", datetime.now(UTC))
    asked = HandLog(desk.device, desk.keys)

    async def ask() -> None:
        known = Headquarters(hub.url, stranger.authority, hub.public_key)
        async with Line(known, desk.device, desk.keys.sign) as line:
            await line.exchange(_hello(asked))

    with pytest.raises(NotHeadquartersError) as caught:
        asyncio.run(ask())
    assert caught.value.details == {"why": "certificate"}


def test_certificates_are_kept_and_renewed_in_time(tmp_path: Path) -> None:
    first = trial_certificates(tmp_path, datetime(2026, 11, 22, tzinfo=UTC))
    texts = [path.read_bytes() for path in (first.authority, first.certificate, first.key)]
    trial_certificates(tmp_path, datetime(2026, 12, 22, tzinfo=UTC))
    assert [path.read_bytes() for path in (first.authority, first.certificate, first.key)] == texts
    trial_certificates(tmp_path, datetime(2027, 12, 1, tzinfo=UTC))
    assert first.authority.read_bytes() == texts[0]
    assert first.certificate.read_bytes() != texts[1]
    first.certificate.write_text("damaged")
    trial_certificates(tmp_path, datetime(2027, 12, 1, tzinfo=UTC))
    assert first.certificate.read_bytes().startswith(b"-----BEGIN CERTIFICATE-----")


def test_slots_spread_the_branches_over_the_interval() -> None:
    pace = Pace(interval_seconds=900, jitter_seconds=0)
    now = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    waits = [next_slot_seconds(f"{branch:04d}", "ab" * 16, pace, now) for branch in range(4000)]
    assert all(450 <= wait < 1350 for wait in waits)
    places = Counter((int(now.timestamp()) + wait) % 900 // 90 for wait in waits)
    assert min(places.values()) > 300
    again = [
        next_slot_seconds("0102", "ab" * 16, pace, datetime.fromtimestamp(now.timestamp() + n, UTC)) for n in (0, 60)
    ]
    assert (again[0] - again[1]) % 900 == 60
