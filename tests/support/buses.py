"""A D-Bus of one test's own, and a process on it that speaks like logind and like a screen saver (jeepney)."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SPEAKER = '''
import sys
from jeepney import DBusAddress, MessageType, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

LOGIN = "org.freedesktop.login1"
bus = open_dbus_connection(sys.argv[1])
bus.send_and_get_reply(message_bus.RequestName(LOGIN))
print("ready", flush=True)
session, manager = "/org/freedesktop/login1/session/_31", "/org/freedesktop/login1"
active = {"value": True}

def answer():
    """What the desk asks: which session is its own, and whether that is active."""
    while True:
        try:
            message = bus.receive(timeout=2.0)
        except TimeoutError:
            return
        if message.header.message_type != MessageType.method_call:
            continue
        member = message.header.fields[3]
        if member == "GetSession":
            bus.send(new_method_return(message, "o", (session,)))
            return
        if member == "Get":
            bus.send(new_method_return(message, "v", (("b", active["value"]),)))
            return

for line in sys.stdin:
    what, _, rest = line.strip().partition(" ")
    if what == "answer":
        answer()
    elif what == "saver":
        path, interface, state = rest.split()
        bus.send(new_signal(DBusAddress(path, interface=interface), "ActiveChanged", "b", (state == "on",)))
    elif what == "lock":
        bus.send(new_signal(DBusAddress(rest or session, interface=LOGIN + ".Session"), "Lock"))
    elif what == "sleep":
        going = rest == "on"
        bus.send(new_signal(DBusAddress(manager, interface=LOGIN + ".Manager"), "PrepareForSleep", "b", (going,)))
    elif what == "active":
        active["value"] = rest == "on"
        changed = ("org.freedesktop.login1.Session", {"Active": ("b", active["value"])}, [])
        about = DBusAddress(session, interface="org.freedesktop.DBus.Properties")
        bus.send(new_signal(about, "PropertiesChanged", "sa{sv}as", changed))
        answer()
    print("said", flush=True)
'''


class Speaker:
    """Says on the bus what it is told."""

    def __init__(self, address: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", SPEAKER, address], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._heard("ready")

    def say(self, line: str, *, waits: bool = True) -> None:
        """One line for the speaker; with `waits` until it has said it."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        if waits:
            self._heard("said")

    def _heard(self, word: str) -> None:
        assert self._process.stdout is not None
        assert self._process.stdout.readline().strip() == word

    def end(self) -> None:
        """Leave the bus."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)
        if self._process.stdout is not None:
            self._process.stdout.close()


@contextmanager
def private_bus(folder: Path) -> Iterator[str]:
    """The address of a bus that nobody else is on."""
    config = folder / "bus.conf"
    config.write_text(
        f"<busconfig><type>session</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>"
        '<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>'
        '<allow own="*"/></policy></busconfig>'
    )
    try:
        daemon = subprocess.Popen(
            ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
    except FileNotFoundError:
        pytest.skip("no dbus-daemon here")
    try:
        assert daemon.stdout is not None
        yield daemon.stdout.readline().strip()
    finally:
        daemon.kill()
        daemon.wait(10)
        if daemon.stdout is not None:
            daemon.stdout.close()
