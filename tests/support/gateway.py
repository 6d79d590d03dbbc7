"""A gateway between a desk and headquarters that fails as gateways fail: it takes TLS apart, looks at each request, and
does to it what the test has planned."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import threading
from collections import deque
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from app.hub.certificates import Certificates


class CutError(Exception):
    """The gateway drops the client's connection."""


class Exchange:
    """One request as the gateway sees it, and what it may do with it."""

    def __init__(self, gateway: Gateway, request: bytes) -> None:
        self._gateway = gateway
        self.request = request

    @property
    def target(self) -> str:
        return self.request.split(b" ", 2)[1].decode()

    async def forward(self) -> bytes:
        """Send the request on and return the whole response."""
        return await self._gateway.ask_upstream(self.request)

    async def forward_part(self, length: int) -> None:
        """Send only the first `length` bytes on, then hang up."""
        await self._gateway.ask_upstream(self.request[:length], is_whole=False)


Fault = Callable[[Exchange], Awaitable[bytes]]


async def pass_on(exchange: Exchange) -> bytes:
    """No fault."""
    return await exchange.forward()


async def lose_response(exchange: Exchange) -> bytes:
    """Headquarters has done it; the desk never hears (Odoo #40567)."""
    await exchange.forward()
    raise CutError


async def double_first(exchange: Exchange) -> bytes:
    """The request arrives twice; the desk gets the first answer."""
    first = await exchange.forward()
    await exchange.forward()
    return first


async def double_second(exchange: Exchange) -> bytes:
    """The request arrives twice; the desk gets the second answer."""
    await exchange.forward()
    return await exchange.forward()


def answer_with(status: str, body: bytes, *headers: str) -> Fault:
    """Somebody else answers: a captive portal, a balancer."""

    async def fault(exchange: Exchange) -> bytes:
        lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", *headers, "", ""]
        return "\r\n".join(lines).encode() + body

    return fault


def truncate(keep: float) -> Fault:
    """The answer stops after this share of its bytes."""

    async def fault(exchange: Exchange) -> bytes:
        response = await exchange.forward()
        return response[: int(len(response) * keep)]

    return fault


def cut_request(keep: Callable[[bytes], int]) -> Fault:
    """The request stops after `keep(request)` bytes."""

    async def fault(exchange: Exchange) -> bytes:
        await exchange.forward_part(keep(exchange.request))
        raise CutError

    return fault


async def flip_a_byte(exchange: Exchange) -> bytes:
    """One byte of the answer's body arrives changed."""
    response = bytearray(await exchange.forward())
    response[-5] ^= 1
    return bytes(response)


class Gateway:
    """Stands before a headquarters on its own thread. `plan` holds what happens to the next requests, in order; after
    that everything passes. `held` are requests that `hold` kept back; `seen` are all targets."""

    def __init__(self, upstream: str, certificates: Certificates) -> None:
        parts = urlsplit(upstream)
        self._upstream = (parts.hostname or "", parts.port or 0)
        self._certificates = certificates
        self.plan: deque[Fault] = deque()
        self.seen: list[str] = []
        self.held: list[bytes] = []
        self.responses: list[bytes] = []
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._is_ready = threading.Event()
        self._end: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="gateway")

    def __enter__(self) -> Gateway:
        self._thread.start()
        assert self._is_ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._end is not None
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(10)

    async def hold(self, exchange: Exchange) -> bytes:
        """Keep the request back; the desk hears nothing."""
        self.held.append(exchange.request)
        raise CutError

    async def replay(self, exchange: Exchange) -> bytes:
        """Answer with the first response that ever came."""
        await exchange.forward()
        return self.responses[0]

    def release(self) -> list[bytes]:
        """Send what was held back to headquarters now; the answers."""
        return [
            asyncio.run_coroutine_threadsafe(self.ask_upstream(request), self._loop).result(20) for request in self.held
        ]

    async def ask_upstream(self, request: bytes, *, is_whole: bool = True) -> bytes:
        context = ssl.create_default_context(cafile=str(self._certificates.authority))
        reader, writer = await asyncio.open_connection(*self._upstream, ssl=context, server_hostname="127.0.0.1")
        try:
            writer.write(request)
            await writer.drain()
            return await _read_message(reader) if is_whole else b""
        finally:
            writer.close()
            with contextlib.suppress(OSError, ssl.SSLError):
                await writer.wait_closed()

    def _run(self) -> None:
        with contextlib.closing(self._loop):
            self._loop.run_until_complete(self._serve())

    async def _serve(self) -> None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self._certificates.certificate, self._certificates.key)
        self._end = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        self.url = f"https://127.0.0.1:{port}"
        self._is_ready.set()
        await self._end.wait()
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._client(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while request := await _read_message(reader):
                exchange = Exchange(self, request)
                self.seen.append(exchange.target)
                fault = self.plan.popleft() if self.plan else pass_on
                response = await fault(exchange)
                self.responses.append(response)
                writer.write(response)
                await writer.drain()
                if not _is_whole(response):
                    return
        except (CutError, OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.transport.abort()


async def _read_message(reader: asyncio.StreamReader) -> bytes:
    """One HTTP/1.1 message with a content length; empty at the end of the stream."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return b""
    return head + await reader.readexactly(_length(head))


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def _is_whole(response: bytes) -> bool:
    head, separator, body = response.partition(b"\r\n\r\n")
    return bool(separator) and len(body) >= _length(head)
