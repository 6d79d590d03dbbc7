"""A headquarters of one's own for the trial: a real service on a real PostgreSQL, in a process of its own.

The desk imports nothing of headquarters; it starts `app.trial.keeper` and talks to it over a pipe. When the desk ends,
however it ends, the pipe ends with it and the other side stops in order. Data stay in the folder between starts.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.domain.people import Person
from app.system.errors import KnownError
from app.system.paths import private_folder

_log = logging.getLogger(__name__)

_START_SECONDS = 120.0
_STOP_SECONDS = 60.0


class TrialHeadquartersError(KnownError):
    """The trial headquarters could not be started, or it ended. `why` has its code."""

    code = "trial_headquarters"


@dataclass(frozen=True, slots=True)
class HeadquartersAddress:
    """Where the trial headquarters is and how a desk knows it: authority to pin, public key (32 bytes)."""

    url: str
    authority: Path
    public_key: bytes


class TrialHeadquarters:
    """One trial headquarters with its data in `folder`. `start` and the questions may be called from any thread."""

    def __init__(self, folder: Path, *, interval_seconds: int = 60) -> None:
        self._folder = folder
        self._interval = interval_seconds
        self._process: subprocess.Popen[str] | None = None
        self._guard = threading.Lock()

    def start(self, on_progress: Callable[[str], None] = lambda step: None) -> HeadquartersAddress:
        """Start it and wait until it answers. `on_progress` gets "database" and then "service".

        Raises: TrialHeadquartersError.
        """
        private_folder(self._folder)
        with self._guard, open(self._folder / "headquarters.log", "ab", opener=_open_private) as log:
            self._process = subprocess.Popen(
                [*_keeper(), str(self._folder), "--interval", str(self._interval)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                encoding="utf-8",
                start_new_session=os.name == "posix",  # an interrupt typed at the terminal is for the desk alone
            )
            watch = threading.Timer(_START_SECONDS, self._process.kill)
            watch.start()
            try:
                return self._wait_until_ready(on_progress)
            except BaseException:
                self._end()
                raise
            finally:
                watch.cancel()
                watch.join()

    def enrol(
        self, branch: str, device: str, letter: str, device_key: bytes, staff: Iterable[tuple[Person, bytes, bytes]]
    ) -> None:
        """Let a device and its people work with this headquarters, and issue a directory; the same again changes
        nothing, and nothing that has changed about people since is undone.

        `device` is 32 hex digits, `device_key` its public key; `staff` are people with public key and 16-byte key id.

        Raises: TrialHeadquartersError.
        """
        people = [
            {
                "staff_no": person.staff_no,
                "name": person.name,
                "role": person.role.value,
                "is_active": person.is_active,
                "public_key": public_key.hex(),
                "key_id": key_id.hex(),
            }
            for person, public_key, key_id in staff
        ]
        self._ask(do="enrol", branch=branch, device=device, letter=letter, device_key=device_key.hex(), staff=people)

    def appoint(self, branch: str) -> None:
        """Let headquarters' officers decide for `branch`, with the recovery keys; the same again changes nothing.

        Raises: TrialHeadquartersError.
        """
        self._ask(do="appoint", branch=branch, key_file=str(self._key_file))

    def recover(
        self, request: bytes, grant: str, *, name: str = "", reason: str = "试用环境演练", holder: str = "hq1"
    ) -> bytes:
        """Headquarters' answer to a branch's request for recovery, signed by the trial's two officers.

        `grant` is the staff number of who is to be supervisor there, `name` of somebody new. `holder` is the recovery
        key that is used. Raises: TrialHeadquartersError with the code of what stands against it.
        """
        answer: str = self._ask(
            do="recover",
            folder=str(self._folder),
            request=request.hex(),
            grant=grant,
            name=name,
            reason=reason,
            holder=holder,
        )
        return bytes.fromhex(answer)

    def rule(self, branch: str, staff_no: str, *, role: str = "", is_active: bool | None = None) -> None:
        """Let headquarters' officer change the role or the standing of one of the branch's people, and publish that.

        Raises: TrialHeadquartersError.
        """
        self._ask(
            do="rule", branch=branch, key_file=str(self._key_file), staff_no=staff_no, role=role, is_active=is_active
        )

    def decide(self, branch: str, case_no: str, act: str, **values: Any) -> dict[str, Any]:
        """Let headquarters' officer act on a case: extension, order, remind or review (`app.hub.officer_acts`).

        `state` and `version` of the case at headquarters after it, or `refused` with the reason's code.

        Raises: TrialHeadquartersError.
        """
        key_file = str(self._key_file)
        answer: dict[str, Any] = self._ask(
            do="decide", branch=branch, key_file=key_file, case_no=case_no, act=act, **values
        )
        return answer

    @property
    def _key_file(self) -> Path:
        return self._folder / "officer.pem"

    def case(self, branch: str, case_no: str) -> dict[str, Any] | None:
        """The case as it stands at headquarters, None when it is not there. Raises: TrialHeadquartersError."""
        answer: dict[str, Any] | None = self._ask(do="case", branch=branch, case_no=case_no)
        return answer

    def cases(self, branch: str) -> Iterator[dict[str, Any]]:
        """Every case of the branch as headquarters holds it, in the order of their ids. Raises: TrialHeadquartersError.

        `case_no`, `state`, `version`, `verdicts`, `flags`, and `registration`: the body exactly as it was given.
        """
        after, is_last = "", False
        while not is_last:
            page = self._ask(do="cases", branch=branch, after=after)
            yield from page["cases"]
            is_last = page["is_last"]
            after = page["cases"][-1]["case_id"] if page["cases"] else after

    def balance(self, branch: str) -> list[dict[str, Any]]:
        """Headquarters' own sums, one row for each device's log. Raises: TrialHeadquartersError."""
        answer: list[dict[str, Any]] = self._ask(do="balance", branch=branch)
        return answer

    @property
    def is_running(self) -> bool:
        """Whether the process lives."""
        process = self._process
        return process is not None and process.poll() is None

    def stop(self) -> None:
        """Stop the service, then PostgreSQL, and wait for both."""
        with self._guard:
            self._end()

    def _wait_until_ready(self, on_progress: Callable[[str], None]) -> HeadquartersAddress:
        while True:
            said = self._hear()
            if "ready" in said:
                return HeadquartersAddress(said["ready"], Path(said["authority"]), bytes.fromhex(said["public_key"]))
            if "progress" in said:
                on_progress(said["progress"])

    def _ask(self, **command: object) -> Any:
        with self._guard:
            process = self._process
            if process is None or process.stdin is None:
                raise TrialHeadquartersError(why="not_running")
            try:
                process.stdin.write(json.dumps(command, ensure_ascii=False) + "\n")
                process.stdin.flush()
            except OSError as error:
                raise TrialHeadquartersError(why="ended") from error
            return self._hear()["answer"]

    def _hear(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise TrialHeadquartersError(why="ended")
        said: dict[str, Any] = json.loads(line)
        if "error" in said:
            raise TrialHeadquartersError(why=said["error"])
        return said

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(OSError):
            process.stdin.close()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            _log.warning("the trial headquarters did not stop in time; killed")
            process.kill()
            process.wait()
        process.stdout.close()


def _keeper() -> list[str]:
    """The command that is the other process; a frozen program starts itself."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "trial-headquarters"]
    return [sys.executable, "-m", "app.trial.keeper"]


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
