"""Settings: kept across starts, safe against damage, with nothing of a newer program lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.system.settings import Settings, SettingsFile


def test_a_change_is_there_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "a" / "settings.json"
    SettingsFile(path).change(language="en", slip_copies=2)

    assert SettingsFile(path).current == Settings(language="en", slip_copies=2)


@pytest.mark.parametrize("content", ["", "[]", "{", '{"language": "tlh", "slip_copies": "many"}'])
def test_damage_means_defaults(tmp_path: Path, content: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(content, encoding="utf-8")

    assert SettingsFile(path).current == Settings()


def test_keys_of_a_newer_program_stay(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"voice": "calm"}', encoding="utf-8")

    SettingsFile(path).change(theme="dark")

    assert json.loads(path.read_text(encoding="utf-8"))["voice"] == "calm"


def test_a_value_that_is_not_allowed_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="theme"):
        SettingsFile(tmp_path / "settings.json").change(theme="plaid")
