"""A small pool of PostgreSQL connections with a bounded queue in front of it (journal.md 4.11)."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg

from app.system.errors import KnownError


class BusyError(KnownError):
    """Too many requests wait already; whoever asks shall come back later."""

    code = "busy"


class Pool:
    """`size` connections; at most `waiting` requests stand in line for one, the rest are sent away at once."""

    def __init__(self, url: str, size: int, waiting: int) -> None:
        self._url = url
        self._free: asyncio.LifoQueue[psycopg.AsyncConnection | None] = asyncio.LifoQueue()
        for _ in range(size):
            self._free.put_nowait(None)  # opened when first needed
        self._waiting = 0
        self._most_waiting = waiting

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[psycopg.AsyncConnection]:
        """A connection for one request. It is given back clean, or replaced when it is not.

        Raises: BusyError; psycopg.OperationalError when the database is not reachable.
        """
        connection = await self._take()
        try:
            if connection is not None and _has_gone(connection):
                await connection.close()
            if connection is None or connection.closed:
                connection = None
                connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True, connect_timeout=10)
            yield connection
        except BaseException:
            if connection is not None and connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
                await connection.close()
            raise
        finally:
            self._free.put_nowait(None if connection is None or connection.closed else connection)

    async def close(self) -> None:
        """Close the connections that are free."""
        while not self._free.empty():
            connection = self._free.get_nowait()
            if connection is not None:
                await connection.close()

    async def _take(self) -> psycopg.AsyncConnection | None:
        if self._free.empty() and self._waiting >= self._most_waiting:
            raise BusyError
        self._waiting += 1
        try:
            return await self._free.get()
        finally:
            self._waiting -= 1


def _has_gone(connection: psycopg.AsyncConnection) -> bool:
    """Whether the server has something to say on an idle connection: that is only ever its farewell."""
    if connection.closed:
        return True
    with selectors.DefaultSelector() as selector:
        selector.register(connection.fileno(), selectors.EVENT_READ)
        return bool(selector.select(0))
