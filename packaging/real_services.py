"""Runs pytest among real services: a home of its own, a D-Bus session with an unlocked Secret Service, an X display.

When it is over, nothing that it wrote may hold a customer's details in clear (written_bytes.py).
CUPS and PostgreSQL are started by the fixtures that need them. What runs here is ended here. Outside Linux pytest runs
as it is. The words given go to pytest; `JIESU_TEST_JOBS=2` runs tests in that many processes.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

from written_bytes import report

ROOT = Path(__file__).resolve().parent.parent
_KEYRING_PASSWORD = b"only-for-tests\n"
# Settings of the person's desktop that would change what the tests see.
_OF_THE_PERSON = ("CUPS_", "GTK_", "JIESU_", "LC_", "QT_", "SESSION_MANAGER", "WAYLAND_", "XDG_")


def main(words: list[str]) -> int:
    """Start the services, run pytest with `words`, stop the services; returns pytest's exit status."""
    signal.signal(signal.SIGTERM, _end)
    signal.signal(signal.SIGINT, _leave_it_to_pytest)
    jobs = os.environ.get("JIESU_TEST_JOBS", "")
    command = [sys.executable, "-m", "pytest", *(["-n", jobs] if jobs else []), *words]
    with ExitStack() as stack:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(_OF_THE_PERSON)}
        if sys.platform == "linux":
            home = _own_home(stack)
            environment.update(home)
            environment.update(session_bus(stack, environment))
            environment.update(secret_service(stack, environment))
            environment.update(display(stack, environment))
        status = subprocess.call(command, cwd=ROOT, env=environment)
        if sys.platform == "linux":
            found = [report(Path(home[folder])) for folder in ("HOME", "TMPDIR")]
            status = status or max(found)
        return status


def _end(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _leave_it_to_pytest(number: int, frame: FrameType | None) -> None:
    """Ctrl+C reaches pytest too, which then sums up; the services must live until it has."""


def _own_home(stack: ExitStack) -> dict[str, str]:
    """An empty home: nothing of the person's settings comes in, nothing of the tests' stays."""
    home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="j-", ignore_cleanup_errors=True)))
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    temporary = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="j-", ignore_cleanup_errors=True)))
    temporary.chmod(0o711)  # filters of the printing system work in there as another user
    own = {"HOME": str(home), "TMPDIR": str(temporary), "XDG_RUNTIME_DIR": str(runtime), "LC_ALL": "C.UTF-8"}
    for name, folder in (
        ("DATA", ".local/share"),
        ("CONFIG", ".config"),
        ("CACHE", ".cache"),
        ("STATE", ".local/state"),
    ):
        (home / folder).mkdir(parents=True, mode=0o700)
        own[f"XDG_{name}_HOME"] = str(home / folder)
    return own


def session_bus(stack: ExitStack, environment: dict[str, str]) -> dict[str, str]:
    """A message bus of our own, so that no service of the person's desktop answers."""
    read, write = os.pipe()
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--print-address={write}"]
    _start(stack, command, environment, pass_fds=(write,))
    os.close(write)
    with os.fdopen(read) as answer:
        address = answer.readline().strip()
    if not address:
        raise SystemExit("dbus-daemon did not start")
    return {"DBUS_SESSION_BUS_ADDRESS": address}


def secret_service(stack: ExitStack, environment: dict[str, str]) -> dict[str, str]:
    """gnome-keyring on the bus of `environment`, with the login keyring of the home there unlocked.

    Started once: a second start on one bus would take it away again.
    """
    command = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    process = _start(stack, command, environment, stdin=subprocess.PIPE)
    if process.stdin is None:
        raise AssertionError("it was asked for")
    process.stdin.write(_KEYRING_PASSWORD)
    process.stdin.close()
    for _ in range(500):
        if process.poll() is None and _is_on_bus("org.freedesktop.secrets", environment):
            return {}
        time.sleep(0.02)
    raise SystemExit("gnome-keyring-daemon did not start")


def _is_on_bus(name: str, environment: dict[str, str]) -> bool:
    """Whether somebody owns `name`; asking the service itself would make the bus start a second one."""
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection

    bus = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
    with open_dbus_connection(environment["DBUS_SESSION_BUS_ADDRESS"]) as connection:
        answer = connection.send_and_get_reply(new_method_call(bus, "NameHasOwner", "s", (name,)))
        return bool(answer.body[0])


def display(stack: ExitStack, environment: dict[str, str]) -> dict[str, str]:
    """An X server on a free number, with a window manager that gives windows the keyboard."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1920x1080x24", "-nolisten", "tcp", "-noreset"]
    _start(stack, command, environment, pass_fds=(write,))
    os.close(write)
    with os.fdopen(read) as answer:
        number = answer.readline().strip()
    if not number:
        raise SystemExit("Xvfb did not start")
    own = {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "offscreen"}
    _start(stack, ["openbox"], {**environment, **own})
    return own


def _start(stack: ExitStack, command: list[str], environment: dict[str, str], **how: object) -> subprocess.Popen[bytes]:
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process: subprocess.Popen[bytes] = subprocess.Popen(command, env=environment, **{**quiet, **how})  # type: ignore[call-overload]
    stack.callback(_stop, process)
    return process


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
