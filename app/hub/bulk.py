"""Rows into PostgreSQL: COPY in its binary form for many, one statement of many rows for few (journal.md 2)."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import psycopg
from psycopg import sql

COPY_ABOVE = 20
_SIGNATURE = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_TRAILER = b"\xff\xff"
_NULL = b"\xff\xff\xff\xff"
_POSTGRES_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_LENGTH = struct.Struct(">i")
_INT4 = struct.Struct(">ii")
_INT8 = struct.Struct(">iq")
_CHUNK_ROWS = 128


def _octets(value: bytes | None) -> bytes:
    return _NULL if value is None else _LENGTH.pack(len(value)) + value


def _text(value: str | None) -> bytes:
    return _NULL if value is None else _octets(value.encode())


def _int8(value: int | None) -> bytes:
    return _NULL if value is None else _INT8.pack(8, value)


def _int4(value: int) -> bytes:
    return _INT4.pack(4, value)


def _instant(value: datetime) -> bytes:
    delta = value - _POSTGRES_EPOCH
    return _INT8.pack(8, (delta.days * 86_400 + delta.seconds) * 1_000_000 + delta.microseconds)


def _as_uuid(value: bytes | None) -> uuid.UUID | None:
    return None if value is None else uuid.UUID(bytes=value)


@dataclass(frozen=True, slots=True)
class ColumnType:
    """How a value is written in COPY's binary form, and what psycopg is given for it in a statement."""

    encode: Callable[[Any], bytes]
    adapt: Callable[[Any], Any] | None = None


OCTETS = ColumnType(_octets)
TEXT = ColumnType(_text)
INT8 = ColumnType(_int8)
INT4 = ColumnType(_int4)
INSTANT = ColumnType(_instant)
UUID = ColumnType(_octets, _as_uuid)  # given as 16 bytes


@dataclass(frozen=True, slots=True)
class Table:
    """A table with the columns that are written, and how. The first columns may be the same for all rows of a write:
    they are given once, as `same`, and the rows hold the rest."""

    name: str
    columns: tuple[tuple[str, ColumnType], ...]

    async def insert(
        self,
        connection: psycopg.AsyncConnection,
        rows: Sequence[tuple[Any, ...]],
        same: tuple[Any, ...] = (),
        meanwhile: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Add `rows`, in the order of the columns. `meanwhile` is done here while PostgreSQL works on them."""
        if len(rows) > COPY_ABOVE:
            await self._copy(connection, rows, same, meanwhile)
            return
        if meanwhile:
            await meanwhile()
        if rows:
            await self._insert(connection, [(*same, *row) for row in rows])

    async def _copy(
        self,
        connection: psycopg.AsyncConnection,
        rows: Sequence[tuple[Any, ...]],
        same: tuple[Any, ...],
        meanwhile: Callable[[], Awaitable[None]] | None,
    ) -> None:
        command = sql.SQL("copy {} ({}) from stdin (format binary)").format(sql.Identifier(self.name), self._names())
        async with connection.cursor() as cursor, cursor.copy(command) as copy:
            await copy.write(_SIGNATURE)
            for start in range(0, len(rows), _CHUNK_ROWS):
                await copy.write(self.encoded(rows[start : start + _CHUNK_ROWS], same))
            await copy.write(_TRAILER)
            if meanwhile:
                await meanwhile()

    def encoded(self, rows: Iterable[tuple[Any, ...]], same: tuple[Any, ...]) -> bytes:
        """`rows` in the binary form of COPY."""
        parts: list[bytes] = []
        add, pack, pack_number = parts.append, _LENGTH.pack, _INT8.pack
        kinds = [kind.encode for _, kind in self.columns]
        encoded_same = [encode(value) for encode, value in zip(kinds, same, strict=False)]
        start = b"".join([struct.pack(">h", len(kinds)), *encoded_same])
        kinds = kinds[len(same) :]
        known: dict[str, bytes] = {}  # words such as kinds and states come again and again
        for row in rows:
            add(start)
            for encode, value in zip(kinds, row, strict=True):
                if encode is _octets and value is not None:
                    add(pack(len(value)))
                    add(value)
                elif encode is _text:
                    if (word := known.get(value)) is None:
                        word = known[value] = _text(value)
                    add(word)
                elif encode is _int8 and value is not None:
                    add(pack_number(8, value))
                else:
                    add(encode(value))
        return b"".join(parts)

    async def _insert(self, connection: psycopg.AsyncConnection, rows: Sequence[tuple[Any, ...]]) -> None:
        places = sql.SQL("({})").format(sql.SQL(", ").join([sql.SQL("%s")] * len(self.columns)))
        command = sql.SQL("insert into {} ({}) values {}").format(
            sql.Identifier(self.name), self._names(), sql.SQL(", ").join([places] * len(rows))
        )
        adapters = [kind.adapt for _, kind in self.columns]
        values = [adapt(v) if adapt else v for row in rows for adapt, v in zip(adapters, row, strict=True)]
        await connection.execute(command, values)

    def _names(self) -> sql.Composed:
        return sql.SQL(", ").join(sql.Identifier(name) for name, _ in self.columns)
