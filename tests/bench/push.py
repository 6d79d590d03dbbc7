"""How long 20,000 entries take from the encrypted database to headquarters' receipts, against a bare COPY endpoint."""

from __future__ import annotations

import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from support.cases import RULES, TELLER
from support.desks import BRANCH_CODE, STAFF, KeyPair

from app.domain.entry import EntryKind, NewEntry
from app.hub.certificates import Certificates, trial_certificates
from app.hub.directory import enrol_device, enrol_staff
from app.hub.receipts import HubKey
from app.hub.schema import create_schema
from app.journal.view import Authorship, new_record
from app.store.case_entries import append, head_of
from app.store.identity import StoreIdentity
from app.store.store import Store, create_store
from app.sync.batches import BatchSize
from app.sync.cycle import Cycle, Parties
from app.sync.line import Headquarters, Line
from app.sync.service import carry
from app.system.key_box import KeyBox
from app.trial.postgres import EmbeddedPostgres, PostgresAddress

COUNT = 20_000
ROUNDS = 3
IDLE_ROUNDS = 40
AIM = 1.5

_SENTENCES = (
    "客户称于本月十二日在网点自助设备取款时发生吞卡，现场致电客服等候四十余分钟无人处理",
    "次日到柜台取卡又被告知须由开户行出具证明，往返两趟仍未取回",
    "信用卡分期业务办理时，工作人员未告知提前还款仍须支付剩余手续费",
    "理财产品到期后资金未按约定时间到账，多次询问得到的答复前后不一致",
    "贷款结清后征信记录仍显示逾期，影响客户在他行申请住房贷款",
    "要求退还已收取的费用，并书面说明办理时限和责任人",
)


@dataclass(frozen=True)
class Pushed:
    """One push: seconds, bytes of all requests, and milliseconds of a later sync with nothing to do."""

    seconds: float
    bytes_sent: int
    idle_ms: float


def run(count: int = COUNT, rounds: int = ROUNDS) -> dict[str, Mapping[str, Any]]:
    """Seconds until everything is receipted, with the floor and the aim; and megabytes on the line.

    Both write to the same PostgreSQL with fsync on, from another process, in turns; medians.
    """
    ours: list[Pushed] = []
    floors: list[float] = []
    with tempfile.TemporaryDirectory(prefix="jiesu-bench-") as name:
        folder = Path(name)
        with _postgres(folder / "postgres") as postgres:
            bodies = [_body(number) for number in range(1, count + 1)]
            for number in range(rounds):
                floors.append(_floor(folder, postgres, bodies, number))
                ours.append(_push(folder, postgres, bodies, number))
    return {
        f"{count} entries": {
            "value": statistics.median(one.seconds for one in ours),
            "unit": "s",
            "floor": statistics.median(floors),
            "aim": AIM,
        },
        "bytes sent": {"value": ours[0].bytes_sent / 1e6, "unit": "MB", "aim": 5.5 * count / COUNT},
        "nothing to do": {"value": statistics.median(one.idle_ms for one in ours), "unit": "ms", "aim": 3.0},
    }


def _body(number: int) -> dict[str, Any]:
    """A registration of about 1,400 bytes as JSON."""
    chance = random.Random(number)
    narrative = "。".join(chance.choice(_SENTENCES) for _ in range(9)) + f"。流水号{chance.randrange(10**12)}"
    return {
        "case_no": f"TS{BRANCH_CODE}-26A{number:05d}-0",
        "branch": BRANCH_CODE,
        "received_at": "2026-11-20T02:00:00.000Z",
        "policy_version": "2026-1",
        "intake": {
            "complainant": {
                "name": "欧阳" + chance.choice("王李张刘陈杨黄赵吴周"),
                "phone": f"138{chance.randrange(10**8):08d}",
                "id_kind": "",
                "id_number": "",
                "capacity": "self",
            },
            "narrative": narrative,
            "remedy_sought": chance.choice(_SENTENCES),
            "category": "card",
            "channel": "counter",
            "intake_type": "complaint",
            "occurred_on": None,
            "amount_fen": chance.randrange(10**6),
            "account_tail": f"{chance.randrange(10**4):04d}",
            "language": "zh",
        },
    }


@contextmanager
def _postgres(folder: Path) -> Iterator[PostgresAddress]:
    server = EmbeddedPostgres(folder, {"max_wal_size": "2GB"})
    try:
        yield server.start()
    finally:
        server.stop()


def _database(postgres: PostgresAddress, name: str) -> str:
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute(f"create database {name}")
        connection.execute("checkpoint")
    return postgres.url(name)


@contextmanager
def _process(*command: str | Path) -> Iterator[str]:
    """A server in another process; gives the last word of the line that it says when it is ready."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    process = subprocess.Popen([sys.executable, *command], stdout=subprocess.PIPE, text=True, env=env)
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
    finally:
        process.terminate()
        process.wait(20)
        assert process.stdout is not None
        process.stdout.close()


def _floor(folder: Path, postgres: PostgresAddress, bodies: list[dict[str, Any]], number: int) -> float:
    sys.path.insert(0, str(Path(__file__).parent))
    try:
        import _copy_floor as floor
    finally:
        sys.path.pop(0)
    path = folder / f"floor-{number}.db"
    device = str(uuid.uuid4())
    floor.fill(
        path, [{"branch": BRANCH_CODE, "dev": device, "case": str(uuid.uuid4()), "body": body} for body in bodies]
    )
    with _process(Path(floor.__file__), _database(postgres, f"floor_{number}")) as port:
        started = time.perf_counter()
        floor.push_all(path, int(port))
        return time.perf_counter() - started


def _push(folder: Path, postgres: PostgresAddress, bodies: list[dict[str, Any]], number: int) -> Pushed:
    keys = KeyPair.of(f"bench {number}")
    store = _filled_store(folder / f"desk-{number}.db", bodies)
    database = _database(postgres, f"hub_{number}")
    certificates = trial_certificates(folder / "certificates", datetime.now(UTC))
    try:
        public_key = _enrol(database, store.identity.device, keys)
        with _process(*_serve(database, certificates)) as url:
            return asyncio.run(_timed_push(store, keys, Headquarters(url, certificates.authority, public_key)))
    finally:
        store.close()


def _serve(database: str, certificates: Certificates) -> list[str | Path]:
    tls = ("--tls-cert", certificates.certificate, "--tls-key", certificates.key)
    return ["-m", "app", "hub", "serve", "--database", database, "--listen", "127.0.0.1:0", *tls]


def _enrol(database: str, device: str, keys: KeyPair) -> bytes:
    now = datetime.now(UTC)
    with psycopg.connect(database, autocommit=True) as connection:
        create_schema(connection)
        enrol_device(connection, branch=BRANCH_CODE, device=device, letter="A", public_key=keys.public, at=now)
        enrol_staff(connection, STAFF, now)
        row = connection.execute("select signing_key from server").fetchone()
    assert row is not None
    return HubKey(row[0]).public_key


def _filled_store(path: Path, bodies: list[dict[str, Any]]) -> Store:
    """A store whose log holds the entries; its case rows are of no interest here."""
    identity = StoreIdentity("bench", BRANCH_CODE, uuid.uuid4().hex, 1, "A")
    store = create_store(path, KeyBox(bytearray(range(32))), identity, RULES)
    by = Authorship(BRANCH_CODE, TELLER, "session", 1_795_000_000_000, 480, bytes(8), "2026-1")
    with store.database.write() as connection:
        head, _ = head_of(connection, identity.device_bytes, 1)
        written = []
        for hlc, body in enumerate(bodies, 1):
            entry = NewEntry(EntryKind.CASE_REGISTERED, str(uuid.uuid4()), body)
            record, envelope, head = new_record(entry, head, by, base=0, hlc=hlc)
            written.append((record, envelope, head))
        append(connection, written)
    return store


async def _timed_push(store: Store, keys: KeyPair, headquarters: Headquarters) -> Pushed:
    """Seconds from the first request until the last receipt is stored; then the time of a sync with nothing to do."""
    async with Line(headquarters, store.identity.device, keys.sign) as line:
        parties = Parties(keys.sign, headquarters.public_key, "bench", lambda: datetime.now(UTC))
        cycle = _Watched(store, parties)
        started = time.perf_counter()
        await carry(cycle, line)
        balance = store.sync.balance()
        assert balance.receipted == balance.committed == balance.at_headquarters
        idle = []
        for _ in range(IDLE_ROUNDS):
            again = time.perf_counter()
            await carry(Cycle(store.sync, parties, BatchSize()), line)
            idle.append(1000 * (time.perf_counter() - again))
        return Pushed(cycle.pushed_at - started, cycle.bytes_sent, statistics.median(idle))


class _Watched(Cycle):
    """A cycle that notes when the last receipt was stored, and how much was sent."""

    def __init__(self, store: Store, parties: Parties) -> None:
        super().__init__(store.sync, parties, BatchSize())
        self.pushed_at = 0.0
        self.bytes_sent = 0

    def _push(self, state: Any, batch: Any) -> Any:
        ask = super()._push(state, batch)
        self.bytes_sent += len(ask.body)
        return ask

    def _receipted(self, state: Any, batch: Any, signed: Any) -> int:
        seq = super()._receipted(state, batch, signed)
        self.pushed_at = time.perf_counter()
        return seq


if __name__ == "__main__":
    print(json.dumps(run(), indent=1, ensure_ascii=False))
