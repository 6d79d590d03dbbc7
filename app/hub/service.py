"""The service of headquarters over HTTP: Starlette on uvicorn, PostgreSQL behind it. It never meets a person's words:
everything that goes in or out is a message of app/journal/wire."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import re
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import anyio.to_thread
import psycopg
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from app.domain.policies import PolicyBook
from app.hub.attachments import count_attachments, read_chunk, read_states, take_chunk
from app.hub.authority import Caller, Claim, prove, read_claim, use_counter
from app.hub.feed import FeedReader, read_page
from app.hub.hello import Pace, answer_hello
from app.hub.opened import Opened, open_push
from app.hub.pool import BusyError, Pool
from app.hub.push import take_push
from app.hub.readback import read_balance, read_cases
from app.hub.receipts import Identity, read_identity
from app.hub.refusals import RefusedError
from app.journal.cbor import encode_canonical
from app.journal.framing import MAX_PACKED_BYTES, pack, unpack
from app.journal.wire import BRANCH_SCOPE, CONTENT_TYPE, SIGNATURE_HEADER, BadMessageError, ErrorReply, Point, Push
from app.journal.wire_attachments import (
    MAX_CHUNK_MESSAGE_BYTES,
    decode_attachment_ask,
    decode_attachment_chunk,
    encode_attachment_chunk,
    encode_attachment_states,
    is_sha256,
)
from app.journal.wire_codec import (
    decode_hello,
    decode_push,
    encode_error,
    encode_feed_page,
    encode_hello_reply,
    encode_signed_receipt,
)
from app.rules.loading import load_rules

_log = logging.getLogger(__name__)

_MAX_PAGE_BYTES = 4 * 1024 * 1024
_IN_LINE_BYTES = 64 * 1024
_RETRY_SECONDS = 5
_STALL_SECONDS = 30
_MOST_BIG_BODIES = 32
_NO_DIGEST = bytes(32)
_NUMBER = re.compile(r"[0-9]{1,12}")
# Every statement of the service reads by key. A plan that was made while the tables were small must not stay a scan of
# them when they are large: measured, 20,000 entries cost PostgreSQL 1.8 s that way instead of 0.5.
_BY_KEY = "-c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the service runs. Pushes, files and the rest have connections of their own: reading never holds up sending,
    and files hold up nothing."""

    database: str
    pace: Pace = field(default_factory=Pace)
    push_connections: int = 4
    other_connections: int = 4
    waiting: int = 64
    attachment_connections: int = 2
    policies: PolicyBook = field(default_factory=lambda: load_rules().policies)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def __repr__(self) -> str:
        return "<Settings of the hub>"


class Service:
    """Answers requests. Each handler gets a proven caller and gives bytes, or raises `RefusedError`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pushes = Pool(_with(settings.database, _BY_KEY), settings.push_connections, settings.waiting)
        # What these spend is only the number of a request; losing the last moment of that in a crash costs nothing.
        quick = _with(settings.database, f"{_BY_KEY} -c synchronous_commit=off")
        self._others = Pool(quick, settings.other_connections, settings.waiting)
        self._attachments = Pool(_with(settings.database, _BY_KEY), settings.attachment_connections, settings.waiting)
        self._identity: Identity | None = None
        self._big_bodies = asyncio.Semaphore(_MOST_BIG_BODIES)

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        """Read who this headquarters is before the first request; give the connections back after the last."""
        async with self._others.connection() as connection:
            self._identity = await read_identity(connection)
        yield
        await self._pushes.close()
        await self._others.close()
        await self._attachments.close()

    @property
    def identity(self) -> Identity:
        """Which headquarters this is."""
        if self._identity is None:
            raise RuntimeError("the service has not started")
        return self._identity

    def routes(self) -> list[Route]:
        """All there is."""
        return [
            Route("/v1/hello", self._answering(self._hello), methods=["POST"]),
            Route("/v1/push", self._answering(self._push), methods=["POST"]),
            Route("/v1/feed/{scope}", self._answering(self._feed), methods=["GET"]),
            Route("/v1/attachments", self._answering(self._states), methods=["POST"]),
            Route("/v1/attachments/{sha256}", self._answering(self._take_chunk), methods=["PATCH"]),
            Route("/v1/attachments/{sha256}", self._answering(self._give_chunk), methods=["GET"]),
            Route("/v1/branch/cases", self._answering(self._cases), methods=["GET"]),
            Route("/v1/branch/balance", self._answering(self._balance), methods=["GET"]),
            Route("/health", self._health, methods=["GET"]),
        ]

    async def _hello(self, request: Request, claim: Claim, body: bytes) -> bytes:
        hello = decode_hello(unpack(body, _IN_LINE_BYTES))
        async with self._others.connection() as connection:
            caller = await self._admit(connection, claim)
            _same_device(caller, hello.device)
            reply = await answer_hello(
                connection,
                caller.device.branch,
                hello,
                self.identity.server_epoch,
                self._settings.pace,
                self._settings.now(),
            )
        return encode_hello_reply(reply)

    async def _push(self, request: Request, claim: Claim, body: bytes) -> bytes:
        async with self._pushes.connection() as connection:
            caller = await prove(connection, claim)
            push, opened = await _looked_into(body, caller)
            receipt = await take_push(
                connection, caller, push, opened, self.identity, self._settings.policies, self._settings.now()
            )
        return encode_signed_receipt(receipt)

    async def _feed(self, request: Request, claim: Claim, body: bytes) -> bytes:
        scope, query = request.path_params["scope"], request.query_params
        if scope != BRANCH_SCOPE:
            raise RefusedError(404, "unknown_scope")
        try:
            after = Point(int(query["after"]), bytes.fromhex(query["hash"]))
            epoch, max_bytes = int(query["epoch"]), min(int(query["max_bytes"]), _MAX_PAGE_BYTES)
        except (KeyError, ValueError) as error:
            raise RefusedError(400, "bad_message", why="query") from error
        if not (0 <= after.seq < 2**62 and len(after.hash) == 32 and 0 < epoch < 2**62):
            raise RefusedError(400, "bad_message", why="query")
        async with self._others.connection() as connection:
            caller = await self._admit(connection, claim)
            reader = FeedReader(caller.device.branch, scope, claim.device, epoch)
            page = await read_page(connection, reader, after, max_bytes, self.identity.server_epoch)
        return encode_feed_page(page)

    async def _states(self, request: Request, claim: Claim, body: bytes) -> bytes:
        asked = decode_attachment_ask(unpack(body, _IN_LINE_BYTES))
        async with self._attachments.connection() as connection:
            caller = await self._admit(connection, claim)
            states = await read_states(connection, caller.device.branch, asked)
        return encode_attachment_states(states)

    async def _take_chunk(self, request: Request, claim: Claim, body: bytes) -> bytes:
        async with self._attachments.connection() as connection:
            caller = await prove(connection, claim)
            chunk = decode_attachment_chunk(unpack(body, MAX_CHUNK_MESSAGE_BYTES))
            if chunk.sha256 != request.path_params["sha256"]:
                raise RefusedError(400, "bad_message", why="other_file")
            state = await take_chunk(connection, caller, chunk, self._settings.now())
        return encode_attachment_states([state])

    async def _give_chunk(self, request: Request, claim: Claim, body: bytes) -> bytes:
        sha256, query = request.path_params["sha256"], request.query_params
        if not is_sha256(sha256) or not all(_NUMBER.fullmatch(query.get(name, "")) for name in ("offset", "max_bytes")):
            raise RefusedError(400, "bad_message", why="query")
        async with self._attachments.connection() as connection:
            branch = (await self._admit(connection, claim)).device.branch
            chunk = await read_chunk(connection, branch, sha256, int(query["offset"]), int(query["max_bytes"]))
        return encode_attachment_chunk(chunk)

    async def _cases(self, request: Request, claim: Claim, body: bytes) -> bytes:
        query = request.query_params
        async with self._others.connection() as connection:
            caller = await self._admit(connection, claim)
            found = await read_cases(connection, caller.device.branch, query.get("after", ""))
        return encode_canonical({"msg": "branch_cases", "v": 1, **found})

    async def _balance(self, request: Request, claim: Claim, body: bytes) -> bytes:
        async with self._others.connection() as connection:
            caller = await self._admit(connection, claim)
            logs = await read_balance(connection, caller.device.branch)
            files = await count_attachments(connection, caller.device.branch)
        return encode_canonical({"msg": "branch_balance", "v": 1, "logs": logs, "attachments": files})

    async def _admit(self, connection: psycopg.AsyncConnection, claim: Claim) -> Caller:
        caller = await prove(connection, claim)
        await use_counter(connection, caller)
        return caller

    async def _health(self, _request: Request) -> Response:
        try:
            async with self._others.connection() as connection:
                await connection.execute("select 1")
        except (BusyError, psycopg.Error):
            return Response(status_code=503, headers={"retry-after": str(_RETRY_SECONDS)})
        return Response(json.dumps({"server_epoch": self.identity.server_epoch}), media_type="application/json")

    async def _read_body(self, request: Request) -> bytes:
        """The whole body. Its length has to be declared, and only so many big ones are in memory at a time.

        Raises: RefusedError; BusyError.
        """
        declared = request.headers.get("content-length", "0" if request.method == "GET" else "")
        if not declared.isdecimal() or "transfer-encoding" in request.headers:
            raise RefusedError(411, "length_required")
        if int(declared) > MAX_PACKED_BYTES:
            raise RefusedError(413, "too_long")
        if int(declared) <= _IN_LINE_BYTES:
            return await _read_parts(request)
        if self._big_bodies.locked():
            raise BusyError
        async with self._big_bodies:
            return await _read_parts(request)

    def _answering(
        self, handler: Callable[[Request, Claim, bytes], Awaitable[bytes]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            digest = _NO_DIGEST
            try:
                body = await self._read_body(request)
                claim = read_claim(request.method, _target(request), request.headers, body)
                digest = claim.digest
                plain = await handler(request, claim, body)
            except RefusedError as refusal:
                return self._refusal(digest, refusal.status, refusal.reply)
            except BadMessageError as error:
                return self._refusal(digest, 400, ErrorReply("bad_message", None, _plain(error.details)))
            except BusyError:
                return self._refusal(digest, 503, ErrorReply("busy"), _RETRY_SECONDS)
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                _log.error("database: %s", type(error).__name__)
                return self._refusal(digest, 503, ErrorReply("database"), _RETRY_SECONDS)
            except Exception as error:  # a bug: answered in form, logged by its place; its words may hold customer data
                place = "".join(traceback.format_tb(error.__traceback__)[-3:])
                _log.error("a request failed: %s at\n%s", type(error).__name__, place)
                return self._refusal(digest, 500, ErrorReply("internal"))
            return self._signed(digest, 200, plain)

        return answer

    def _refusal(self, digest: bytes, status: int, reply: ErrorReply, retry_after: int = 0) -> Response:
        response = self._signed(digest, status, encode_error(reply))
        if retry_after:
            response.headers["retry-after"] = str(retry_after)
        return response

    def _signed(self, digest: bytes, status: int, plain: bytes) -> Response:
        body = pack(plain)
        signature = self.identity.key.sign_reply(digest, status, body)
        headers = {SIGNATURE_HEADER: base64.b64encode(signature).decode(), "cache-control": "no-store"}
        return Response(body, status, headers, CONTENT_TYPE)


def make_app(settings: Settings) -> Starlette:
    """The application that uvicorn serves."""
    service = Service(settings)
    return Starlette(routes=list(service.routes()), lifespan=service.lifespan)


def _with(database: str, options: str) -> str:
    return psycopg.conninfo.make_conninfo(database, options=options)


async def _read_parts(request: Request) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        stream = aiter(request.stream())
        while True:
            async with asyncio.timeout(_STALL_SECONDS):
                part = await anext(stream, None)
            if part is None:
                return b"".join(parts)
            size += len(part)
            if size > MAX_PACKED_BYTES:
                raise RefusedError(413, "too_long")
            parts.append(part)
    except ClientDisconnect as error:
        raise RefusedError(400, "cut_off") from error
    except TimeoutError as error:
        raise RefusedError(408, "stalled") from error


async def _looked_into(body: bytes, caller: Caller) -> tuple[Push, tuple[Opened, ...]]:
    """The push in `body`; big ones are read on a thread, so that other devices need not wait for them."""

    def look() -> tuple[Push, tuple[Opened, ...]]:
        push = decode_push(unpack(body))
        _same_device(caller, push.device)
        return push, open_push(push, caller.device)

    return look() if len(body) <= _IN_LINE_BYTES else await anyio.to_thread.run_sync(look)


def _same_device(caller: Caller, device: str) -> None:
    if device != caller.device.device:
        raise RefusedError(403, "other_device")


def _target(request: Request) -> str:
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def _plain(details: Mapping[str, Any]) -> dict[str, str | int]:
    return {key: value if isinstance(value, int) else str(value) for key, value in details.items()}
