"""The venv holds exactly what the locks say, and the checks command reports every failure."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import checks
import pytest
from setup_steps import ROOT, Project, _strangers, locked_names

LOCK_LINE = re.compile(r"^([a-z0-9-]+)==(\S+)(?: ; (.*?))? \\$", re.MULTILINE)


def _locked() -> list[tuple[str, str, str]]:
    return [found for path in Project(ROOT).locks("test") for found in LOCK_LINE.findall(path.read_text())]


def test_installed_versions_are_the_locked_ones() -> None:
    installed = {
        re.sub(r"[-_.]+", "-", found.metadata["Name"]).lower(): found.version
        for found in importlib.metadata.distributions()
    }
    wrong = [
        f"{name}=={version}, installed: {installed.get(name)}"
        for name, version, marker in _locked()
        if installed.get(name, version if marker else None) != version
    ]
    assert not wrong


def test_nothing_else_is_installed() -> None:
    assert _strangers(Project(ROOT)) == []


def test_the_two_locks_share_nothing() -> None:
    run, test = (locked_names(path) for path in Project(ROOT).locks("test"))
    assert not run & test
    assert len(run) + len(test) == len(_locked())


def test_everything_asked_for_is_locked() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = [re.split(r"[\[<>=; ]", wanted)[0].lower() for wanted in settings["project"]["dependencies"]]
    run, test = (locked_names(path) for path in Project(ROOT).locks("test"))
    assert set(names) <= run
    assert {wanted.lower() for wanted in settings["dependency-groups"]["test"]} <= test


def test_every_check_runs_whatever_the_others_say(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checks, "CHECKS", {"one": lambda: 0, "two": lambda: 1, "three": lambda: 0})
    assert checks.main([]) == 1
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in told if line.startswith(("ok", "FAILED"))] == [
        ["ok", "one"],
        ["FAILED", "two"],
        ["ok", "three"],
    ]
    assert checks.main(["one", "three"]) == 0


def test_unknown_check_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert checks.main(["nonsense"]) == 2
    assert "nonsense" in capsys.readouterr().err


def test_every_check_has_its_own_function() -> None:
    assert len({check.__name__ for check in checks.CHECKS.values()}) == len(checks.CHECKS)
    assert Path(checks.__file__).parent == ROOT / "packaging"
