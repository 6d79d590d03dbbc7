"""What the server says about a job, read from its own bytes: right answers, wrong ones, and none."""

from __future__ import annotations

import socket
import struct
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.printing.cups import CupsDriver
from app.printing.errors import PrinterUnavailableError
from app.printing.ipp import _state_in, job_state_number
from app.printing.printers import JobRef, JobState


def answer(status: int = 0, state: int | None = 9) -> bytes:
    """An answer of the server."""
    body = struct.pack(">BBHI", 1, 1, status, 1) + b"\x01"
    body += b"\x47" + struct.pack(">H", 18) + b"attributes-charset" + struct.pack(">H", 5) + b"utf-8\x02"
    if state is not None:
        body += b"\x23" + struct.pack(">H", 9) + b"job-state" + struct.pack(">Hi", 4, state)
    return body + b"\x03"


def test_states() -> None:
    assert [_state_in(answer(state=state)) for state in (3, 5, 9)] == [3, 5, 9]
    assert _state_in(answer(state=None)) is None
    assert _state_in(answer(status=0x0406)) is None, "client-error-not-found"


@given(st.binary(max_size=60))
def test_rubbish_is_no_answer(rubbish: bytes) -> None:
    try:
        found = _state_in(rubbish)
    except ValueError:
        return
    assert found is None or isinstance(found, int)


@pytest.fixture
def on_socket(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """A server on a Unix socket that gives the answers put into the list."""
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "cups.sock")
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(path)
        listener.listen()
        answers: list[bytes] = []

        def serve() -> None:
            while True:
                try:
                    connection, _address = listener.accept()
                except OSError:
                    return
                with connection:
                    asked = b""
                    while not asked.endswith(b"job-state\x03"):
                        asked += connection.recv(65536)
                    connection.sendall(answers.pop(0))

        thread = threading.Thread(target=serve)
        thread.start()
        monkeypatch.setenv("CUPS_SERVER", path)
        yield answers
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def _http(body: bytes, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def test_over_a_socket(on_socket: list[bytes]) -> None:
    on_socket.append(_http(answer(state=8)))
    assert job_state_number("counter", 7) == 8
    on_socket.append(_http(answer(state=8)))
    assert CupsDriver().job_state(JobRef("counter-7")) is JobState.FAILED
    on_socket.append(_http(answer(state=6)))
    assert CupsDriver().job_state(JobRef("counter-7")) is JobState.WAITING
    on_socket.append(_http(answer(state=77)))
    assert CupsDriver().job_state(JobRef("counter-7")) is JobState.UNKNOWN


@pytest.mark.parametrize("said", [_http(b"no", "403 Forbidden"), _http(b"\x01"), b"rubbish\r\n\r\n", b""])
def test_a_server_that_makes_no_sense_is_no_service(on_socket: list[bytes], said: bytes) -> None:
    on_socket.append(said)
    with pytest.raises(PrinterUnavailableError):
        CupsDriver().job_state(JobRef("counter-7"))
