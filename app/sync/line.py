"""The line to headquarters: HTTPS with the bank's authority pinned, every request signed, every answer checked.

Only headquarters' signature on the answer to this very request counts. A status 200 without it is what captive portals
and gateways give, and is a failure (journal.md 1.3, 4.4).
"""

from __future__ import annotations

import base64
import binascii
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import httpx

from app.journal.framing import MAX_PACKED_BYTES, unpack
from app.journal.signature import Signer, request_digest, verify
from app.journal.suites import INTERNATIONAL
from app.journal.wire import (
    CONTENT_TYPE,
    COUNTER_HEADER,
    DEVICE_HEADER,
    SENT_AT_HEADER,
    SIGNATURE_HEADER,
    SUITE_HEADER,
    counter_nonce,
    reply_digest,
)
from app.journal.wire_codec import decode_error
from app.sync.errors import BusyError, NotHeadquartersError, OfflineError
from app.sync.messages import Answer, Ask

STALL_SECONDS = 30.0
_CONNECT_SECONDS = 15.0
_MOST_RETRY_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Headquarters:
    """Where headquarters is and how it is known: the authority's certificate to pin, and its public key (32 bytes).

    `authority` None is for plain HTTP in tests only.
    """

    url: str
    authority: Path | None
    public_key: bytes


class Line:
    """Carries asks to headquarters and brings back its answers. Used by one task at a time."""

    def __init__(
        self,
        headquarters: Headquarters,
        device: str,
        sign: Signer,
        *,
        suite: str = INTERNATIONAL,
        stall_seconds: float = STALL_SECONDS,
        now_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        self._headquarters = headquarters
        self._device = device
        self._sign = sign
        self._suite = suite
        self._now_ms = now_ms
        self._counter = 0
        self._client = httpx.AsyncClient(
            base_url=headquarters.url,
            verify=_trust(headquarters),
            timeout=httpx.Timeout(stall_seconds, connect=min(_CONNECT_SECONDS, stall_seconds)),
            limits=httpx.Limits(max_connections=1, keepalive_expiry=60.0),
            follow_redirects=False,
            trust_env=False,
        )

    async def __aenter__(self) -> Line:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Give the connection up."""
        await self._client.aclose()

    async def exchange(self, ask: Ask) -> Answer:
        """Headquarters' answer to `ask`, whatever its status.

        Raises: OfflineError, NotHeadquartersError, BusyError, BadMessageError.
        """
        answer = await self._once(ask)
        if answer.status == 401:
            error = decode_error(answer.body)
            if error.code == "stale_counter":  # this computer's clock is behind what headquarters saw of it
                self._counter = max(self._counter, int(error.details.get("last", 0)))
                answer = await self._once(ask)
        return answer

    async def _once(self, ask: Ask) -> Answer:
        self._counter = max(self._counter + 1, self._now_ms())
        counter, sent_at = self._counter, self._now_ms()
        device = bytes.fromhex(self._device)
        digest = request_digest(device, ask.method, ask.target, sent_at, counter_nonce(counter), ask.body, self._suite)
        headers = {
            SUITE_HEADER: self._suite,
            DEVICE_HEADER: self._device,
            COUNTER_HEADER: str(counter),
            SENT_AT_HEADER: str(sent_at),
            SIGNATURE_HEADER: base64.b64encode(self._sign(digest)).decode(),
            "accept-encoding": "identity",
        }
        if ask.body:
            headers["content-type"] = CONTENT_TYPE
        started = time.monotonic()
        status, answered, body = await self._send(ask, headers)
        if not self._is_genuine(digest, status, answered, body):
            if status in (429, 503):
                raise BusyError(_retry_after(answered))
            raise NotHeadquartersError(status=status)
        if status in (429, 503):
            raise BusyError(_retry_after(answered))
        return Answer(status, unpack(body), time.monotonic() - started)

    async def _send(self, ask: Ask, headers: Mapping[str, str]) -> tuple[int, httpx.Headers, bytes]:
        try:
            async with self._client.stream(
                ask.method, ask.target, content=ask.body or None, headers=dict(headers)
            ) as response:
                parts, size = [], 0
                async for part in response.aiter_raw():
                    size += len(part)
                    if size > MAX_PACKED_BYTES:
                        raise NotHeadquartersError(status=response.status_code, why="too_long")
                    parts.append(part)
                return response.status_code, response.headers, b"".join(parts)
        except httpx.ConnectError as error:
            if _is_certificate_error(error):
                raise NotHeadquartersError(why="certificate") from error
            raise OfflineError(why="no_connection") from error
        except httpx.TimeoutException as error:
            raise OfflineError(why="silent") from error
        except httpx.RemoteProtocolError as error:
            raise OfflineError(why="cut_off") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OfflineError(why="line") from error

    def _is_genuine(self, digest: bytes, status: int, headers: httpx.Headers, body: bytes) -> bool:
        try:
            signature = base64.b64decode(headers.get(SIGNATURE_HEADER, ""), validate=True)
        except (binascii.Error, ValueError):
            return False
        return verify(self._headquarters.public_key, reply_digest(digest, status, body), signature)


def _trust(headquarters: Headquarters) -> ssl.SSLContext | bool:
    """TLS 1.3 that trusts the bank's authority and nothing else; the system's store is not asked.

    Raises: ValueError for HTTPS without an authority, or plain HTTP to anywhere but this computer.
    """
    url = httpx.URL(headquarters.url)
    if headquarters.authority is None:
        if url.scheme != "http" or url.host not in ("127.0.0.1", "::1", "localhost"):
            raise ValueError("headquarters is reached by HTTPS with a pinned authority")
        return False
    context = ssl.create_default_context(cafile=str(headquarters.authority))
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    return context


def _is_certificate_error(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _retry_after(headers: httpx.Headers) -> float:
    try:
        seconds = float(headers.get("retry-after", "0"))
    except ValueError:
        return 0.0
    return min(max(seconds, 0.0), _MOST_RETRY_SECONDS) if seconds == seconds else 0.0
