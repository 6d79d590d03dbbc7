"""A real CUPS server for tests: its own configuration, port and spool, with queues that print into a TCP sink.

Nothing outside a temporary folder is touched, and no root is needed. `CUPS_SERVER` points at it for the session.
"""

from __future__ import annotations

import os
import pwd
import queue
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

_PPD = Path(__file__).with_name("counter-printer.ppd")
_PDF_FILTER = Path("/usr/lib/cups/filter/pdftopdf")
"""What sets the page size and scaling of a PDF on its way to the printer (Debian: cups-filters)."""

_CUPSD_CONF = """
LogLevel warn
Listen 127.0.0.1:{port}
Browsing No
DefaultAuthType None
WebInterface No
PreserveJobFiles No
PreserveJobHistory Yes
IdleExitTimeout 0
MaxLogSize 0
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""

_CUPS_FILES_CONF = """
SystemGroup {group}
User {user}
Group {group}
ServerRoot {root}
StateDir {root}/state
CacheDir {root}/cache
RequestRoot {root}/spool
TempDir {root}/spool/tmp
DataDir /usr/share/cups
ServerBin /usr/lib/cups
AccessLog {root}/access_log
ErrorLog {root}/error_log
PageLog {root}/page_log
FatalErrors none
Sandboxing relaxed
SyncOnClose No
"""


class PrinterSink:
    """A printer at the far end of a socket: keeps what each connection sent."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._papers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="printer-sink", daemon=True)
        self._thread.start()

    def next_paper(self, timeout_seconds: float = 20.0) -> bytes:
        """What came out next.

        Raises: queue.Empty when nothing comes out in time.
        """
        return self._papers.get(timeout=timeout_seconds)

    def is_empty(self) -> bool:
        """Whether every paper that came out was taken."""
        return self._papers.empty()

    def clear(self) -> None:
        """Throw away papers that nobody took."""
        while not self._papers.empty():
            self._papers.get()

    def close(self) -> None:
        """Stop listening."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _run(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:  # closed
                return
            with connection:
                parts = []
                while part := connection.recv(65536):
                    parts.append(part)
            self._papers.put(b"".join(parts))


@dataclass
class CupsQueue:
    """A running CUPS server with two queues into one sink."""

    server: str
    """host:port, what CUPS_SERVER holds."""
    name: str
    """Queue with a PDF driver: media and scaling are honoured, PDF comes out."""
    raw_name: str
    """Queue without driver: what comes out is byte for byte what went in."""
    sink: PrinterSink = field(repr=False)
    root: Path
    """Server root with error_log, spool and printers.conf."""

    def next_paper(self, timeout_seconds: float = 20.0) -> bytes:
        """The bytes that came out of either queue next."""
        return self.sink.next_paper(timeout_seconds)

    def pause(self, name: str, reason: str = "no paper") -> None:
        """Stop the queue as a printer without paper would; jobs wait."""
        self._command("cupsdisable", "-r", reason, name)

    def resume(self, name: str) -> None:
        """Let the queue print again."""
        self._command("cupsenable", name)

    def job_files(self) -> list[Path]:
        """Papers that the server still keeps in its spool (house rule: none after printing)."""
        return sorted((self.root / "spool").glob("d*"))

    def _command(self, *words: str) -> None:
        found = shutil.which(words[0], path=_SYSTEM_PATH)
        assert found, words[0]
        subprocess.run([found, *words[1:]], check=True, capture_output=True, env=_environment(self.server), timeout=20)


_SYSTEM_PATH = os.environ.get("PATH", "") + os.pathsep + "/usr/sbin:/sbin"


def _environment(server: str) -> dict[str, str]:
    return {**os.environ, "CUPS_SERVER": server, "LC_ALL": "C.UTF-8"}


@contextmanager
def cups_server() -> Iterator[CupsQueue]:
    """Start a CUPS server and stop it at the end."""
    cupsd = shutil.which("cupsd", path=_SYSTEM_PATH)
    if cupsd is None or not _PDF_FILTER.exists():
        pytest.fail("the tests need cups, cups-client and cups-filters; packaging/test installs them")
    with tempfile.TemporaryDirectory(prefix="jiesu-cups-") as folder:
        root = Path(folder)
        user, group = ("lp", "lp") if os.geteuid() == 0 else (pwd.getpwuid(os.geteuid()).pw_name,) * 2
        _lay_out(root, user, group)
        port = _free_port()
        (root / "cupsd.conf").write_text(_CUPSD_CONF.format(port=port))
        (root / "cups-files.conf").write_text(_CUPS_FILES_CONF.format(root=root, user=user, group=group))
        with (root / "stderr").open("wb") as stderr:
            process = subprocess.Popen(
                [cupsd, "-f", "-c", root / "cupsd.conf", "-s", root / "cups-files.conf"],
                stdout=subprocess.DEVNULL,
                stderr=stderr,
            )
        sink = PrinterSink()
        try:
            yield _with_queues(process, CupsQueue(f"127.0.0.1:{port}", "counter", "counter-raw", sink, root))
        finally:
            sink.close()
            process.terminate()
            process.wait(timeout=20)


def _lay_out(root: Path, user: str, group: str) -> None:
    root.chmod(0o755)
    for name in ("state", "state/certs", "cache", "spool", "spool/tmp", "ppd", "ssl"):
        (root / name).mkdir(mode=0o770)
        if os.geteuid() == 0:
            shutil.chown(root / name, user, group)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _with_queues(process: subprocess.Popen[bytes], cups: CupsQueue) -> CupsQueue:
    _wait_until_ready(process, cups)
    device = f"socket://127.0.0.1:{cups.sink.port}/?snmp=false"
    cups._command("lpadmin", "-p", cups.name, "-E", "-v", device, "-P", str(_PPD))
    cups._command("lpadmin", "-p", cups.raw_name, "-E", "-v", device)
    cups._command("lpadmin", "-d", cups.name)
    return cups


def _wait_until_ready(process: subprocess.Popen[bytes], cups: CupsQueue) -> None:
    pause = threading.Event()
    for _ in range(400):
        if process.poll() is not None:
            pytest.fail(f"cupsd ended: {(cups.root / 'stderr').read_text()} {_log_of(cups)}")
        try:
            socket.create_connection(("127.0.0.1", int(cups.server.rpartition(":")[2])), 1).close()
        except OSError:
            pause.wait(0.05)
        else:
            return
    pytest.fail(f"cupsd does not answer: {_log_of(cups)}")


def _log_of(cups: CupsQueue) -> str:
    log = cups.root / "error_log"
    return log.read_text(errors="replace") if log.exists() else ""


@pytest.fixture(scope="session")
def _cups_session() -> Iterator[CupsQueue]:
    with cups_server() as cups:
        yield cups


@pytest.fixture
def cups_queue(_cups_session: CupsQueue, monkeypatch: pytest.MonkeyPatch) -> Iterator[CupsQueue]:
    """A real CUPS server for this test, with both queues running and the sink empty."""
    monkeypatch.setenv("CUPS_SERVER", _cups_session.server)
    _cups_session.sink.clear()
    yield _cups_session
    for name in (_cups_session.name, _cups_session.raw_name):
        _cups_session._command("cancel", "-a", name)
        _cups_session.resume(name)
