"""Whatever a run of the tests writes is looked at for customers' details in clear."""

from __future__ import annotations

from pathlib import Path

import pytest
from written_bytes import ENCODINGS, MARKERS, leaks, report


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("marker", MARKERS)
def test_every_marker_is_found_in_the_middle_of_anything(tmp_path: Path, marker: str, encoding: str) -> None:
    hidden = tmp_path / "deep" / "core.1234"
    hidden.parent.mkdir()
    hidden.write_bytes(b"\0\xff" * 999 + marker.encode(encoding) + b"\0" * 10)
    found = leaks(tmp_path)
    assert [line.partition(" as ")[0] for line in found] == [f"deep/core.1234: marker {MARKERS.index(marker)}"]
    hidden.unlink()  # or the look at this very run would find it


def test_what_is_found_is_said_without_the_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "desk.log").write_text(MARKERS[0], "utf-8")
    assert report(tmp_path) == 1
    said = capsys.readouterr().out
    assert "desk.log" in said
    assert MARKERS[0] not in said
    (tmp_path / "desk.log").unlink()
    assert report(tmp_path) == 0


def test_what_was_asked_for_may_hold_them(tmp_path: Path) -> None:
    for name in ("given.csv", "out/cases.jsonl", "hq/postgres/data/base"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(MARKERS[0], "utf-8")
    assert leaks(tmp_path) == []
    (tmp_path / "hq/postgres/data/base").unlink()
