"""The service killed at named points of a push: nothing receipted is lost or doubled (journal.md 7, fault 18)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from support.carrying import PIECE, Carrier, attach
from support.desk_sync_process import sync_and_die
from support.desks import Desk
from support.headquarters import HubUnderTest, assert_level

from app.sync.errors import OfflineError

POINTS = ["hub.after_locks", "hub.after_events", "hub.before_commit", "hub.after_commit"]


@contextmanager
def _process(hub: HubUnderTest, crash_at: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    certificates = hub.certificates
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "app", "hub", "serve", "--listen", "127.0.0.1:0", "--stop-at-end-of-input"),
            *("--tls-cert", str(certificates.certificate), "--tls-key", str(certificates.key)),
        ],
        env={**os.environ, "JIESU_HUB_DATABASE": hub.database, "JIESU_CRASH_AT": crash_at},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().split()[-1]
    finally:
        process.stdin.close()
        process.wait(20)
        process.stdout.close()


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_service_loses_and_doubles_nothing(hub: HubUnderTest, desk: Desk, point: str) -> None:
    for _ in range(15):
        desk.register()
    hub.stop()
    with _process(hub, point) as (process, url):
        with pytest.raises(OfflineError):
            hub.sync(desk, url)
        assert process.wait(20) == -signal.SIGKILL
    is_stored = point == "hub.after_commit"
    assert hub.query("select count(*) from event") == [(30 if is_stored else 0,)]
    assert desk.store.sync.log_state().acked.seq == 0
    hub.start()
    hub.sync(desk)
    assert hub.query("select count(*) from event") == [(30,)]
    assert_level(hub, desk)


@pytest.mark.parametrize("point", ["hub.after_chunk", "hub.before_chunk_commit", "hub.after_chunk_commit"])
def test_a_service_killed_between_pieces_goes_on_with_what_it_kept(hub: HubUnderTest, desk: Desk, point: str) -> None:
    content = os.urandom(3 * PIECE)
    sha256 = attach(desk, desk.register(), content)
    hub.stop()
    with _process(hub, point) as (process, url):
        with pytest.raises(OfflineError):
            Carrier(hub, desk).run(url)
        assert process.wait(20) == -signal.SIGKILL
    kept = PIECE if point == "hub.after_chunk_commit" else 0
    assert hub.query("select have_bytes, complete_at from attachment") == [(kept, None)]
    hub.start()
    words = Carrier(hub, desk).run()
    assert words.count(f"PATCH /v1/attachments/{sha256}") == 3 - kept // PIECE
    assert hub.query("select start from attachment_chunk order by start") == [(0,), (PIECE,), (2 * PIECE,)]
    assert desk.store.transfers.standings([sha256])[sha256].is_at_headquarters


@pytest.mark.parametrize("point", ["sync.after_part", "sync.before_file_commit"])
def test_a_desk_killed_while_a_file_comes_in_goes_on_with_what_it_kept(
    hub: HubUnderTest, desk: Desk, second_desk: Desk, point: str
) -> None:
    content = os.urandom(3 * PIECE)
    sha256 = attach(desk, desk.register(), content)
    hub.sync(desk)
    sync_and_die(hub, second_desk, point)
    assert second_desk.store.attachments.read(sha256) is None
    words = Carrier(hub, second_desk).run()
    assert words.count(f"GET /v1/attachments/{sha256}") == (2 if point == "sync.after_part" else 0)
    assert second_desk.store.attachments.read(sha256) == content


def test_the_service_stops_in_order_when_its_starter_is_gone(hub: HubUnderTest, desk: Desk) -> None:
    hub.stop()
    desk.register()
    with _process(hub, "") as (process, url):
        hub.sync(desk, url)
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(20) == 0
    hub.start()
    assert_level(hub, desk)
