"""The floor that pushes are measured against: JSON and zstd over plain HTTP, COPY into PostgreSQL, and nothing else.

It stores each record once and keeps a state row, as journal.md 2 "FLOOR copy" did; it has no signatures, no receipts,
no TLS, no rules and no encrypted database.
"""

from __future__ import annotations

import hashlib
import json
import socket
import sqlite3
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
import psycopg
import uvicorn
import zstandard
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

BATCH = 500

_TABLES = """
create table floor_event (
    branch text, device uuid, seq bigint, hash bytea, body jsonb, primary key (branch, device, seq)
);
create table floor_state (branch text, entity uuid, version bigint, state jsonb, primary key (branch, entity))
"""


def serve(database: str) -> None:
    """Answer POST /push until killed; prints the port first."""
    connections: list[psycopg.AsyncConnection] = []

    async def push(request: Request) -> JSONResponse:
        records = json.loads(zstandard.ZstdDecompressor().decompress(await request.body()))
        if not connections:
            connections.append(await psycopg.AsyncConnection.connect(database))
        async with connections[0].transaction(), connections[0].cursor() as cursor:
            await cursor.execute(
                "create temp table if not exists incoming (branch text, device uuid, seq bigint, hash bytea,"
                " body jsonb, entity uuid) on commit delete rows"
            )
            async with cursor.copy("copy incoming from stdin") as copy:
                for r in records:
                    row = (r["branch"], r["dev"], r["seq"], bytes.fromhex(r["hash"]), json.dumps(r["body"]), r["case"])
                    await copy.write_row(row)
            await cursor.execute(
                "insert into floor_event select branch, device, seq, hash, body from incoming on conflict do nothing"
            )
            await cursor.execute(
                "insert into floor_state select distinct on (branch, entity) branch, entity, seq, body from incoming"
                " order by branch, entity, seq desc on conflict (branch, entity) do update"
                " set version = excluded.version, state = excluded.state"
            )
        return JSONResponse({"seq": records[-1]["seq"], "hash": records[-1]["hash"]})

    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(_TABLES.encode())
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # else without TCP_NODELAY
    listener.bind(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    config = uvicorn.Config(
        Starlette(routes=[Route("/push", push, methods=["POST"])]), log_config=None, access_log=False
    )
    uvicorn.Server(config).run(sockets=[listener])


def fill(path: Path, bodies: Sequence[dict[str, Any]]) -> None:
    """A client's outbox on plain SQLite: the records with their chain."""
    connection = sqlite3.connect(path)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("create table outbox (seq integer primary key, hash text not null, record blob not null)")
    connection.execute("create table acked (seq integer not null)")
    connection.execute("insert into acked values (0)")
    prev = ""
    for seq, record in enumerate(bodies, 1):
        plain = json.dumps({**record, "seq": seq, "prev": prev}, ensure_ascii=False)
        prev = hashlib.sha256(plain.encode()).hexdigest()
        connection.execute("insert into outbox values (?, ?, ?)", (seq, prev, plain))
    connection.commit()
    connection.close()


def push_all(path: Path, port: int) -> int:
    """Send the outbox in batches, marking each when it is acknowledged. Returns the bytes sent."""
    connection = sqlite3.connect(path)
    connection.execute("pragma synchronous = full")
    packer = zstandard.ZstdCompressor(level=3)
    sent = seq = 0
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
        while True:
            rows = connection.execute(
                "select seq, hash, record from outbox where seq > ? order by seq limit ?", (seq, BATCH)
            ).fetchall()
            if not rows:
                break
            batch = [{**json.loads(record), "hash": hash_} for _, hash_, record in rows]
            body = packer.compress(json.dumps(batch, ensure_ascii=False).encode())
            answer = client.post("/push", content=body).json()
            assert answer == {"seq": rows[-1][0], "hash": rows[-1][1]}
            seq = answer["seq"]
            connection.execute("update acked set seq = ?", (seq,))
            connection.commit()
            sent += len(body)
    connection.close()
    return sent


if __name__ == "__main__":
    serve(sys.argv[1])
