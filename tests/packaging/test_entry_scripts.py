"""The three commands themselves: what an old Python is told, and that help needs nothing heavy."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from app.__main__ import INNER

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = ["run", "test", "check"]

_AS_OLD_PYTHON = """
import sys
sys.version_info = (3, 9, 18)
name = sys.argv[1]
exec(compile(open(name, encoding="utf-8").read(), name, "exec"), {"__name__": "__main__", "__file__": name})
"""


@pytest.mark.parametrize("script", SCRIPTS)
def test_old_python_is_told_in_one_sentence(script: str) -> None:
    path = ROOT / "packaging" / script
    done = subprocess.run([sys.executable, "-c", _AS_OLD_PYTHON, str(path)], capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "3.11 or newer" in done.stderr
    assert "3.9" in done.stderr


@pytest.mark.parametrize("script", SCRIPTS)
def test_old_python_can_read_the_script(script: str) -> None:
    path = ROOT / "packaging" / script
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 4))
    assert path.stat().st_mode & 0o111
    assert path.read_text(encoding="utf-8").startswith("#!/usr/bin/env python3\n")


_HELP_IS_LIGHT = """
import sys
from app.__main__ import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
heavy = {"PySide6", "sqlalchemy", "cryptography", "keyring", "reportlab", "httpx", "babel"} & set(sys.modules)
assert not heavy, heavy
"""


@pytest.mark.parametrize(
    "words", [["--help"], ["--version"], ["desk", "--help"], ["tour", "--help"], ["hub", "--help"]]
)
def test_help_needs_nothing_heavy(words: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", _HELP_IS_LIGHT, *words], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.parametrize(
    "words",
    [["nonsense"], ["tour"], ["tour", "--out", "x", "--size", "big"], ["desk", "--lang", "fr"], ["hub", "--port", "x"]],
)
def test_wrong_words_end_in_usage(words: list[str]) -> None:
    done = subprocess.run([sys.executable, "-m", "app", *words], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith("usage: jiesu")
    assert "Traceback" not in done.stderr


def test_every_command_stands_in_the_help() -> None:
    from app.__main__ import COMMANDS, build_parser

    text = build_parser().format_help()
    assert all(command.name in text and command.what[:4] in text for command in COMMANDS)


def test_words_that_are_options_go_to_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    import app.__main__ as command_line

    seen: list[object] = []

    class Room:
        run_desk = seen.append

    monkeypatch.setattr(command_line.importlib, "import_module", lambda name: Room)
    assert command_line.main(["--lang", "en"]) == 0
    assert command_line.main([]) == 0
    assert [args.lang for args in seen] == ["en", None]  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(INNER))
def test_processes_that_the_program_starts_of_itself_are_reached(name: str) -> None:
    """A frozen program has no `-m`: it starts itself with the name of the inner process."""
    done = subprocess.run(
        [sys.executable, "-m", "app", name], cwd=ROOT, input=b'{"do": "nothing"}\n', capture_output=True, timeout=60
    )
    said = (done.stdout + done.stderr).decode()
    assert "invalid choice" not in said
    assert "jiesu-trial-headquarters" in said if name == "trial-headquarters" else "usage" not in said
