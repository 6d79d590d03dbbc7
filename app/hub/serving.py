"""Running the service under uvicorn: TLS, a bounded number of connections, and an orderly stop."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from app.hub.service import Settings, make_app

_log = logging.getLogger(__name__)

_MOST_CONNECTIONS = 512
_KEEP_ALIVE_SECONDS = 75
_STOP_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen (port 0: any free one), and the certificate to show; without one, plain HTTP."""

    host: str = "127.0.0.1"
    port: int = 0
    certificate: Path | None = None
    key: Path | None = None


class Server:
    """The service on one socket. `run` blocks; `stop` may be called from any thread and from a signal."""

    def __init__(self, settings: Settings, listening: Listening) -> None:
        self._listening = listening
        self._socket = _bound(listening.host, listening.port)
        config = uvicorn.Config(
            make_app(settings),
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="on",
            limit_concurrency=_MOST_CONNECTIONS,
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=_STOP_SECONDS,
            ssl_certfile=listening.certificate,
            ssl_keyfile=listening.key,
        )
        config.load()
        if config.ssl is not None:
            config.ssl.minimum_version = ssl.TLSVersion.TLSv1_3
        self._server = _Announcing(config)

    @property
    def url(self) -> str:
        """Where the service is reached."""
        host, port = self._socket.getsockname()[:2]
        scheme = "https" if self._listening.certificate else "http"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{port}"

    def run(self, on_ready: Callable[[str], None] | None = None) -> bool:
        """Serve until told to stop; `on_ready` gets the URL once requests are answered. False when it never was."""
        self._server.on_ready = (lambda: on_ready(self.url)) if on_ready else None
        _log.info("headquarters listens at %s", self.url)
        try:
            asyncio.run(self._server.serve(sockets=[self._socket]))
        except SystemExit:  # uvicorn's way to say that the application did not start; its log says why
            return False
        finally:
            self._socket.close()
        return self._server.started

    def stop(self) -> None:
        """Finish what is under way, then end."""
        self._server.should_exit = True

    def stop_on_signals(self) -> None:
        """Stop in order on SIGTERM and SIGINT; to be called on the main thread."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self.stop())


class _Announcing(uvicorn.Server):
    """Tells when it is ready, and leaves signals to whoever runs it."""

    on_ready: Callable[[], None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        if self.started and self.on_ready:
            self.on_ready()

    @contextlib.contextmanager
    def capture_signals(self):  # type: ignore[no-untyped-def]
        yield


def spare_collections() -> None:
    """Let this process collect cycles seldom: a push makes tens of thousands of objects, none of them in a cycle.

    For the process that is headquarters; not for one that does other things beside.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def stop_at_end_of_input(stream: int, stop: Callable[[], None]) -> None:
    """Call `stop` when the file descriptor `stream` ends: whoever started this process is gone, or wants it gone."""

    def wait() -> None:
        with contextlib.suppress(OSError), open(stream, "rb", buffering=0, closefd=False) as source:
            while source.read(4096):
                pass
        stop()

    threading.Thread(target=wait, name="end-of-input", daemon=True).start()


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, or asyncio takes the connections for something else and leaves Nagle's delay of 40 ms on.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except BaseException:
        listener.close()
        raise
    return listener
