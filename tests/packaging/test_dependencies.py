"""The check of dependencies finds what may not be shipped and what has a known hole, and says what it could not ask."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from email.message import Message

import dependencies
import pytest

Answer = Callable[..., subprocess.CompletedProcess[str]]


def test_everything_that_the_desk_is_built_on_may_be_shipped() -> None:
    assert dependencies.licences() == []
    assert len(dependencies.locked()) > 30


@pytest.mark.parametrize(
    ("headers", "fault"),
    [
        ([("License-Expression", "GPL-3.0-only")], "may not go into the desk"),
        ([("License", "AGPL-3.0")], "may not go into the desk"),
        ([("Classifier", "License :: OSI Approved :: GNU General Public License v3 (GPLv3)")], "may not go into"),
        ([("License", "Ask the author")], "is unknown here"),
        ([], "says no licence"),
        ([("License-Expression", "LGPL-3.0-only OR GPL-2.0-only")], ""),
        ([("License", "BSD")], ""),
    ],
)
def test_licences_are_told_apart(monkeypatch: pytest.MonkeyPatch, headers: list[tuple[str, str]], fault: str) -> None:
    found = Message()
    for key, value in headers:
        found[key] = value
    monkeypatch.setattr(dependencies.metadata, "metadata", lambda name: found)
    said = dependencies._fault("package")
    assert (fault in said) if fault else not said


def answering(stdout: str) -> Answer:
    """An index of advisories that answers so: there is no real one that a test could rely on."""
    return lambda *command, **options: subprocess.CompletedProcess([], 0, stdout)


def test_a_known_hole_fails_the_check(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    hole = {"id": "PYSEC-1", "fix_versions": ["2.0"]}
    answer = {"dependencies": [{"name": "one", "version": "1.0", "vulns": [hole]}, {"name": "b", "skip_reason": "?"}]}
    monkeypatch.setattr(dependencies.subprocess, "run", answering(json.dumps(answer)))
    assert dependencies.main() == 1
    assert "one 1.0: PYSEC-1, mended in 2.0" in capsys.readouterr().out


def test_an_index_that_says_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dependencies.subprocess, "run", answering("not an answer"))
    assert dependencies.main() == 0
    assert "did not answer" in capsys.readouterr().out
