"""What `packaging/test` puts around the tests is real, private and gone afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has these services")

_LOOK_AROUND = """
import json, os, pathlib, subprocess, keyring

def test_look():
    keyring.set_password("jiesu.test", "someone", "a secret")
    home = pathlib.Path.home()
    window = subprocess.run(["xdotool", "getdisplaygeometry"], capture_output=True, text=True, check=True)
    manager = subprocess.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"], capture_output=True, text=True, check=True)
    pathlib.Path(os.environ["SEEN"]).write_text(json.dumps({
        "keyring": type(keyring.get_keyring()).__module__,
        "secret": keyring.get_password("jiesu.test", "someone"),
        "home": str(home),
        "home_mode": oct(home.stat().st_mode & 0o777),
        "screen": window.stdout.split(),
        "has_window_manager": "window id" in manager.stdout,
        "display": os.environ["DISPLAY"],
        "bus": os.environ["DBUS_SESSION_BUS_ADDRESS"],
    }))

def test_that_fails():
    assert False
"""


def _processes_of(home: str) -> list[str]:
    """The names of processes that live in this home."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"HOME={home}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "comm").read_text().strip())
        except OSError:  # ended meanwhile, or another person's
            continue
    return found


def test_services_are_real_private_and_gone_afterwards(tmp_path: Path) -> None:
    (tmp_path / "test_look.py").write_text(_LOOK_AROUND)
    command = [sys.executable, str(ROOT / "packaging" / "real_services.py"), "-q", "--rootdir", str(tmp_path)]
    command += ["-c", os.devnull, "-p", "no:cacheprovider", str(tmp_path)]
    environment = {**os.environ, "DISPLAY": ":987", "WAYLAND_DISPLAY": "wayland-9"}
    environment["SEEN"] = str(tmp_path / "seen.json")
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1, done.stdout + done.stderr  # pytest's own answer comes through
    seen = json.loads((tmp_path / "seen.json").read_text())
    assert seen["keyring"] == "keyring.backends.SecretService"
    assert seen["secret"] == "a secret"
    assert seen["home_mode"] == "0o700"
    assert seen["screen"] == ["1920", "1080"]
    assert seen["has_window_manager"]
    assert seen["display"] != ":987"
    assert seen["bus"] != os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    assert not Path(seen["home"]).exists()
    assert _processes_of(seen["home"]) == []
