"""The real desk in a process of its own, driven by keys alone. What it did is read back past its widgets.

A `Place` is a computer of its own as far as the desk sees: folders, and a keyring. The keyring keeps the anchor of the
journal, so that two copies of one desk that shared it would rightly be taken for a desk that was set back.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import real_services
from support.screen import Screen, wait_for

from app.hub.readback import headquarters_cases
from app.trial.people import TRIAL_BRANCH, TRIAL_PEOPLE
from app.trial.postgres import PostgresAddress

ROOT = Path(__file__).resolve().parents[2]
TITLE = "^(接诉台|Jiesu)"
STOP_SECONDS = 40
PASSWORDS = {person.staff_no: person.password for person in TRIAL_PEOPLE}

State = dict[str, Any]


@dataclass
class Place:
    """Folders of one desk: its data, and a home and a folder for temporary files that nobody else uses. `services` is
    what the desk finds its keyring by."""

    root: Path
    services: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for folder in (self.home, self.temporary):
            folder.mkdir(mode=0o700, exist_ok=True)

    @property
    def data(self) -> Path:
        """What `--data` names."""
        return self.root / "data"

    @property
    def home(self) -> Path:
        """HOME."""
        return self.root / "home"

    @property
    def temporary(self) -> Path:
        """TMPDIR."""
        return self.root / "tmp"

    def headquarters_url(self) -> str:
        """The database of the running headquarters; "" while it is not there."""
        folder = self.data / "headquarters" / "postgres"
        try:
            port = int((folder / "data" / "postmaster.pid").read_text().split("\n")[3])
            password = (folder / "password").read_text().strip()
        except (OSError, IndexError, ValueError):  # not there yet
            return ""
        return PostgresAddress(port, password).url("headquarters")

    @property
    def keyrings(self) -> Path:
        """Where the keyring's own files are."""
        return self.home / ".local" / "share" / "keyrings"

    def copy_from(self, origin: Place) -> None:
        """Begin as another desk stands that was closed, owners and modes included."""
        for there, here in ((origin.data, self.data), (origin.keyrings, self.keyrings)):
            if there.exists():
                here.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                subprocess.run(["cp", "-a", str(there), str(here)], check=True)


@contextmanager
def new_place(like: Place | None = None) -> Iterator[Place]:
    """A place below the system's folder for temporary files, with a copy of what is in the place `like`.

    PostgreSQL's own user must be able to walk through.
    """
    root = Path(tempfile.mkdtemp(prefix="jiesu-desk-"))
    root.chmod(0o711)
    try:
        place = Place(root)
        place.temporary.chmod(0o711)
        if like is not None:
            place.copy_from(like)
        with ExitStack() as stack:
            place.services = _own_keyring(stack, place)
            yield place
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _own_keyring(stack: ExitStack, place: Place) -> Mapping[str, str]:
    """A bus with a Secret Service that keeps its keyrings in the home of `place`."""
    runtime = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="r-")))
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    environment |= {"HOME": str(place.home), "XDG_RUNTIME_DIR": str(runtime)}
    bus = real_services.session_bus(stack, environment)
    real_services.secret_service(stack, {**environment, **bus})
    return bus


@dataclass
class DeskProcess:
    """One start of the program on `screen`: its life, what it says and where it stands. `more` goes into its
    environment."""

    place: Place
    screen: Screen
    words: tuple[str, ...] = ("--size", "1366x768", "--lang", "zh")
    more: Mapping[str, str | None] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    # -- its life ----------------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start it and wait until its window has the keyboard."""
        self._state_file.unlink(missing_ok=True)
        with open(self.place.root / "said", "ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "app", "desk", "--data", str(self.place.data), *self.words],
                cwd=ROOT,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )
        self.wait_for_first_report()
        self.wait("the window has the keyboard", lambda s: s["is_active"])

    def wait_for_first_report(self) -> None:
        """Until it answers signals."""
        try:
            wait_for("the first report", lambda: self._state_file.exists() or self._has_ended())
        except AssertionError as error:
            raise AssertionError(
                f"{error}; it said {self.said()[-800:]!r}; its log ends {self.log()[-800:]!r}"
            ) from None
        assert not self._has_ended(), self.said()

    def starts_again(self) -> None:
        """Forget the last report, of a program that is about to start itself again."""
        self._state_file.unlink()

    def kill(self) -> None:
        """A power cut, as far as the program is concerned."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(STOP_SECONDS)

    def process_signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        assert self.process is not None
        self.process.send_signal(number)

    def dies_by(self, number: signal.Signals) -> None:
        """End it as a fault of the program would, and wait for the end of everything it had started."""
        self.process_signal(number)
        assert self.process is not None
        assert self.process.wait(STOP_SECONDS) == -number, self.said()
        self.end()

    def wait_until_dead(self) -> None:
        """Wait until it has been killed, by whomever."""
        assert self.process is not None
        assert self.process.wait(STOP_SECONDS) == -signal.SIGKILL, self.said()

    def end(self) -> None:
        """End it somehow if it still runs, and wait until its headquarters has ended too."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
        postmaster = self.place.data / "headquarters" / "postgres" / "data" / "postmaster.pid"
        wait_for("the end of headquarters", lambda: not postmaster.exists(), STOP_SECONDS)

    def verify(self) -> subprocess.CompletedProcess[str]:
        """`jiesu verify` on its folder, signed in as a teller."""
        return self.command("verify", staff_no="0217")

    def command(self, name: str, *, staff_no: str) -> subprocess.CompletedProcess[str]:
        """Another command of the program on its folder, signed in as `staff_no`."""
        return subprocess.run(
            [sys.executable, "-m", "app", name, "--data", str(self.place.data)],
            cwd=ROOT,
            env={**self._environment(), "JIESU_STAFF_NO": staff_no},
            input=PASSWORDS[staff_no] + "\n",
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def said(self) -> str:
        """Everything it wrote to the terminal."""
        return (self.place.root / "said").read_text(encoding="utf-8", errors="replace")

    def log(self) -> str:
        """What it wrote to its log."""
        path = self.place.data / "logs" / "jiesu.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    # -- its state ---------------------------------------------------------------------------------------------------

    def state(self) -> State:
        """Where it stands now (app.ui.state_report)."""
        assert self.process is not None
        before = self._report().get("serial", 0)
        self.process.send_signal(signal.SIGUSR1)
        wait_for("a report", lambda: self._report().get("serial", 0) > before or self._has_ended())
        assert not self._has_ended(), self.said()
        return self._report()

    def wait(self, what: str, holds: Any, seconds: float = 40.0) -> State:
        """Wait until `holds(state)`; the state then. Raises: NotSeenError with the last state."""
        seen: list[State] = [{}]

        def look() -> bool:
            seen[0] = self.state()
            return bool(holds(seen[0]))

        try:
            wait_for(what, look, seconds)
        except AssertionError as error:
            stands = f"the desk stands at {seen[0]}; it said {self.said()[-800:]!r}; its log ends {self.log()[-800:]!r}"
            raise AssertionError(f"{error}; {stands}") from None
        return seen[0]

    # -- inside ------------------------------------------------------------------------------------------------------

    @property
    def _state_file(self) -> Path:
        return self.place.root / "state.json"

    def _report(self) -> State:
        try:
            report: State = json.loads(self._state_file.read_text())
        except FileNotFoundError:
            return {}
        return report

    def _has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def _environment(self) -> dict[str, str]:
        left_out = ("XDG_DATA", "XDG_CONFIG", "XDG_CACHE", "XDG_STATE", "JIESU_DATA", "QT_")
        environment = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
        environment |= self.screen.environment
        environment |= {
            "HOME": str(self.place.home),
            "TMPDIR": str(self.place.temporary),
            "JIESU_TEST_STATE": str(self._state_file),
            **self.place.services,
        }
        for name, value in self.more.items():
            if value is None:
                environment.pop(name, None)
            else:
                environment[name] = value
        return environment


class RunningDesk(DeskProcess):
    """The program with somebody at its keys."""

    def wait_page(self, page: str, focus: str = "") -> State:
        """Wait until a page is shown, nothing is under way and, if given, a field has the keyboard."""
        return self.wait(
            f"page {page} {focus}",
            lambda s: s["page"] == page and not s["pending"] and (not focus or s["focus"] == focus),
        )

    def wait_focus(self, name: str) -> State:
        """Wait until the field or widget called `name` has the keyboard."""
        return self.wait(f"{name} has the keyboard", lambda s: s["focus"] == name)

    def quit(self) -> None:
        """Close the window and wait for the end of everything."""
        assert self.process is not None
        self.screen.key("alt+F4")
        assert self.process.wait(STOP_SECONDS) == 0, self.said()

    # -- what everybody does -----------------------------------------------------------------------------------------

    def sign_in(self, staff_no: str = "0217") -> None:
        """Staff number, Enter, password, Enter."""
        self.wait("the sign-in page", lambda s: s["sign_in"] == "sign_in" and s["focus"] == "staffNo")
        self.screen.type(staff_no)
        self.screen.key("Return")
        self.screen.type(PASSWORDS[staff_no])
        self.screen.key("Return")
        self.wait(f"{staff_no} is in", lambda s: s["person"] == staff_no and s["page"] and not s["pending"])

    def fill(self, field: str, text: str) -> None:
        """Paste `text` into the field that has the keyboard, `field`."""
        self.wait_focus(field)
        with self.screen.paste(text):
            self.wait(f"{field} is filled", lambda s: s["lengths"][field] == len(text))

    def at_counter(self) -> None:
        """The teller's blank form, the cursor in its first field, whatever a test before this one left."""
        stands = self.state()
        if stands["is_locked"] and stands["person"] == "0217":
            self.screen.type(PASSWORDS["0217"])
            self.screen.key("Return")
        elif stands["person"] != "0217":
            self.screen.key("ctrl+l", "ctrl+u")
            self.sign_in()
        self.wait("the teller's page", lambda s: s["page"] and s["person"] == "0217" and not s["pending"])
        self.screen.key("Escape", "F2")
        state = self.wait_page("intake", "complainant_name")
        assert not any(state["lengths"][name] for name in ("complainant_name", "phone", "narrative")), state

    def synchronise(self) -> None:
        """By the keys of the sync centre."""
        self.screen.key("ctrl+shift+y")
        self.wait("the sync centre", lambda s: s["page"] == "sync_centre" and s["sync"] in ("idle", "offline"))
        self.screen.key("ctrl+Return")
        self.wait("everything is uploaded", lambda s: s["waiting"] == 0 and s["sync"] == "idle")

    # -- past the widgets --------------------------------------------------------------------------------------------

    def cases_at_headquarters(self) -> list[dict[str, Any]]:
        """Every case that the running headquarters holds, read from its database; none while it is not there."""
        url = self.place.headquarters_url()
        if not url:
            return []
        found, after, is_last = [], "", False
        while not is_last:
            page = headquarters_cases(url, TRIAL_BRANCH, after)
            found += page["cases"]
            after, is_last = (page["cases"] or [{"case_id": ""}])[-1]["case_id"], page["is_last"]
        return found
