"""One question to a CUPS server in its own protocol: what became of a job. `lpstat` can't say whether it was printed.

RFC 8011, Get-Job-Attributes (4.3.4), over HTTP on the socket or port that CUPS itself would use.
"""

from __future__ import annotations

import http.client
import os
import socket
import struct
from pathlib import Path

_GET_JOB_ATTRIBUTES = 0x0009
_INTEGER, _ENUM, _KEYWORD, _URI, _CHARSET, _LANGUAGE = 0x21, 0x23, 0x44, 0x45, 0x47, 0x48
_OPERATION, _END = b"\x01", b"\x03"
_SOCKETS = ("/run/cups/cups.sock", "/var/run/cups/cups.sock", "/private/var/run/cupsd")
_SECONDS = 5.0


def job_state_number(printer: str, number: int) -> int | None:
    """The `job-state` of a job (3 pending ... 9 completed); None when the server does not know the job (any more).

    Raises: OSError or http.client.HTTPException when no server answers; ValueError for an answer that is none.
    """
    body = _question(printer, number)
    connection = _connection()
    try:
        connection.request("POST", f"/printers/{printer}", body, {"Content-Type": "application/ipp"})
        response = connection.getresponse()
        answer = response.read()
        if response.status != http.client.OK:
            raise ValueError(response.status)
    finally:
        connection.close()
    return _state_in(answer)


def _question(printer: str, number: int) -> bytes:
    attributes = (
        (_CHARSET, "attributes-charset", b"utf-8"),
        (_LANGUAGE, "attributes-natural-language", b"en"),
        (_URI, "printer-uri", f"ipp://localhost/printers/{printer}".encode()),
        (_INTEGER, "job-id", struct.pack(">i", number)),
        (_KEYWORD, "requested-attributes", b"job-state"),
    )
    head = struct.pack(">BBHI", 1, 1, _GET_JOB_ATTRIBUTES, 1) + _OPERATION
    return head + b"".join(_attribute(*one) for one in attributes) + _END


def _attribute(tag: int, name: str, value: bytes) -> bytes:
    return struct.pack(f">BH{len(name)}sH", tag, len(name), name.encode(), len(value)) + value


def _state_in(answer: bytes) -> int | None:
    """Walks through the attributes of an answer to job-state."""
    try:
        status = struct.unpack_from(">H", answer, 2)[0]
        if status >= 0x0400:
            return None
        place = 8
        while answer[place] != _END[0]:
            tag = answer[place]
            place += 1
            if tag < 0x10:  # the beginning of a group
                continue
            name_length = struct.unpack_from(">H", answer, place)[0]
            name = answer[place + 2 : place + 2 + name_length]
            place += 2 + name_length
            value_length = struct.unpack_from(">H", answer, place)[0]
            value = answer[place + 2 : place + 2 + value_length]
            place += 2 + value_length
            if tag == _ENUM and name == b"job-state":
                return int(struct.unpack(">i", value)[0])
    except (IndexError, struct.error) as error:
        raise ValueError("not an answer in IPP") from error
    return None


def _connection() -> http.client.HTTPConnection:
    server = os.environ.get("CUPS_SERVER", "").partition("/version=")[0]
    if not server:
        server = next((path for path in _SOCKETS if Path(path).exists()), "localhost:631")
    if server.startswith("/"):
        return _SocketConnection(server)
    host, _colon, port = server.partition(":")
    return http.client.HTTPConnection(host, int(port or 631), timeout=_SECONDS)


class _SocketConnection(http.client.HTTPConnection):
    """HTTP over a Unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=_SECONDS)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(_SECONDS)
        self.sock.connect(self._path)
