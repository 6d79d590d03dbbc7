"""A real headquarters for tests: PostgreSQL of its own, the service under uvicorn over TLS on the loopback address."""

from __future__ import annotations

import asyncio
import atexit
import itertools
import shutil
import tempfile
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
import pytest
from support.desks import BRANCH_CODE, STAFF, Desk

from app.domain.directory import StaffDirectory
from app.hub.certificates import Certificates, trial_certificates
from app.hub.directory import enrol_device, enrol_staff
from app.hub.hello import Pace
from app.hub.readback import headquarters_case, hub_balance
from app.hub.receipts import HubKey
from app.hub.schema import create_schema
from app.hub.service import Settings
from app.hub.serving import Listening, Server
from app.journal.staff_directory import open_directory
from app.journal.standing import Balance
from app.sync.batches import BatchSize
from app.sync.cycle import Cycle, Outcome, Parties
from app.sync.line import Headquarters, Line
from app.sync.service import carry
from app.trial.postgres import EmbeddedPostgres, PostgresAddress

_numbers = itertools.count(1)


@cache
def shared_postgres() -> PostgresAddress:
    """One cluster for all tests of this process, ended with it."""
    folder = Path(tempfile.mkdtemp(prefix="jiesu-test-postgres-"))
    server = EmbeddedPostgres(folder / "postgres", {"fsync": "off", "full_page_writes": "off"})
    address = server.start()

    def stop() -> None:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(stop)
    with psycopg.connect(address.url(), autocommit=True) as connection:
        connection.execute("create database hub_template")
    with psycopg.connect(address.url("hub_template"), autocommit=True) as connection:
        create_schema(connection)
    return address


@cache
def shared_certificates() -> Certificates:
    """An authority and a server certificate for all tests of this process."""
    folder = Path(tempfile.mkdtemp(prefix="jiesu-test-certificates-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return trial_certificates(folder, datetime.now(UTC))


class HubUnderTest:
    """Headquarters with a fresh database. May be stopped and started again, also on a copy of its database."""

    def __init__(self, pace: Pace | None = None, connections: int = 4, waiting: int = 64) -> None:
        self._address = shared_postgres()
        self._connections, self._waiting = connections, waiting
        self._pace = pace or Pace(interval_seconds=60, jitter_seconds=0)
        self.database = self._new_database("hub_template")
        self.learn_key()
        self._server: Server | None = None
        self._thread: threading.Thread | None = None
        self.certificates = shared_certificates()
        self.url = ""

    def _new_database(self, template: str) -> str:
        name = f"hub_{next(_numbers)}"
        with psycopg.connect(self._address.url(), autocommit=True) as connection:
            connection.execute(f"create database {name} template {template} strategy file_copy")
        return self._address.url(name)

    def learn_key(self) -> None:
        with self.connect() as connection:
            row = connection.execute("select signing_key from server").fetchone()
            assert row is not None
            self.public_key = HubKey(row[0]).public_key

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.database, autocommit=True)

    def connect_elsewhere(self) -> psycopg.Connection:
        """A connection to another database of the same server."""
        return psycopg.connect(self._address.url(), autocommit=True)

    def query(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        with self.connect() as connection:
            return connection.execute(statement, values).fetchall()

    def start(self) -> None:
        certificates = self.certificates
        settings = Settings(self.database, self._pace, self._connections, self._connections, self._waiting)
        server = Server(settings, Listening("127.0.0.1", 0, certificates.certificate, certificates.key))
        ready = threading.Event()

        def run() -> None:
            try:
                server.run(lambda url: ready.set())
            finally:
                ready.set()

        self._thread = threading.Thread(target=run, name="hub-under-test")
        self._thread.start()
        assert ready.wait(20)
        self._server, self.url = server, server.url

    def stop(self) -> None:
        server, thread = self._server, self._thread
        if server is None or thread is None:
            return
        server.stop()
        thread.join(20)
        assert not thread.is_alive()
        self._server = self._thread = None

    def copy(self) -> str:
        """A copy of the database as it stands: a backup. The service must not be running."""
        return self._new_database(self.database.rsplit("/", 1)[1])

    def enrol(self, desk: Desk) -> None:
        with self.connect() as connection:
            enrol_device(
                connection,
                branch=desk.branch,
                device=desk.device,
                letter=desk.letter,
                public_key=desk.keys.public,
                at=datetime.now(UTC),
            )

    def enrol_staff(self) -> None:
        with self.connect() as connection:
            enrol_staff(connection, STAFF, datetime.now(UTC))

    def headquarters(self, url: str = "") -> Headquarters:
        return Headquarters(url or self.url, self.certificates.authority, self.public_key)

    def line(self, desk: Desk, url: str = "", stall_seconds: float = 10.0) -> Line:
        return Line(self.headquarters(url), desk.device, desk.keys.sign, stall_seconds=stall_seconds)

    def sync(self, desk: Desk, url: str = "", batches: BatchSize | None = None) -> Outcome:
        """One cycle of a desk. Raises what the cycle raises."""

        async def once() -> Outcome:
            async with self.line(desk, url) as line:
                return await carry(self.cycle(desk, batches), line)

        return asyncio.run(once())

    def cycle(self, desk: Desk, batches: BatchSize | None = None) -> Cycle:
        parties = Parties(desk.keys.sign, self.public_key, "0.1.0", lambda: desk.now)
        return Cycle(desk.store.sync, parties, batches or BatchSize(), desk.store.transfers)

    def case(self, case_no: str) -> dict[str, Any] | None:
        return headquarters_case(self.database, BRANCH_CODE, case_no)

    def balance(self) -> dict[str, dict[str, Any]]:
        """What headquarters counts, by device; one epoch each."""
        return {row["device"]: row for row in hub_balance(self.database, BRANCH_CODE)}


def assert_level(hub: HubUnderTest, *desks: Desk) -> Balance:
    """Everything recorded is receipted, at headquarters and applied, and both sides hold the same head."""
    for desk in desks:
        state, here, there = desk.store.sync.log_state(), desk.store.sync.balance(), hub.balance()[desk.device]
        assert here.committed == here.receipted == here.at_headquarters == there["events"] == there["placed"], here
        assert there["head"] == state.head.seq
        ((hash_,),) = hub.query(
            "select hash from device_head where device_id = %s and epoch = %s", desk.device, state.epoch
        )
        assert hash_ == state.head.hash
    return desks[0].store.sync.balance()


def back_to_second(connection: psycopg.Connection) -> None:
    """The tables as version 2 had them."""
    connection.execute("drop table staff_act, directory_issue, recovery_key, recovery_log")
    connection.execute("alter table ref_staff drop column is_retired, drop column ruled_by")
    for table in ("ref_staff", "device"):
        connection.execute(f"alter table {table} drop constraint ck_{table}_public_key")
        connection.execute(f"alter table {table} add check (length(public_key) = 32)")
    connection.execute("update server set schema_version = 2")


def newest_directory(desk: Desk, hub: HubUnderTest) -> StaffDirectory:
    """The directory that reached a desk last, proven to be headquarters' own."""
    newest = desk.store.reference.versions("directory")[-1]
    return open_directory(newest.body, desk.branch, hub.public_key)


@pytest.fixture
def hub() -> Iterator[HubUnderTest]:
    """A running headquarters that knows the staff of the trial branch, but no device yet."""
    hub = HubUnderTest()
    hub.enrol_staff()
    hub.start()
    yield hub
    hub.stop()


@pytest.fixture
def desk(hub: HubUnderTest, tmp_path: Path) -> Iterator[Desk]:
    """PC A of the branch, enrolled."""
    desk = Desk(tmp_path, "A")
    hub.enrol(desk)
    yield desk
    desk.close()


@pytest.fixture
def second_desk(hub: HubUnderTest, tmp_path: Path) -> Iterator[Desk]:
    """PC B of the branch, enrolled."""
    desk = Desk(tmp_path, "B")
    hub.enrol(desk)
    yield desk
    desk.close()
