"""The page of what the desk protects against: every claim names tests that exist, every figure is the program's own."""

from __future__ import annotations

import ast
import importlib
import json
import re
import shlex
from functools import cache
from pathlib import Path

import pytest

from app.__main__ import build_parser

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "resources" / "readme" / "security.md"
TEXT = PAGE.read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[a-z0-9_/]+\.py)::(test_[a-z0-9_]+)`")
FIGURE = re.compile(r"`([a-zA-Z0-9_./]+):(\w+)` = (.+)")


@cache
def functions_of(path: str) -> frozenset[str]:
    """The functions at the top of a file of tests."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def rows_of(heading: str) -> list[list[str]]:
    """The cells of every table below a heading, without the heads."""
    section = TEXT.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line.startswith("|")
    ]
    return [cells for place, cells in enumerate(rows) if "---" not in cells[0] and "---" not in _next(rows, place)]


def _next(rows: list[list[str]], place: int) -> str:
    return rows[place + 1][0] if place + 1 < len(rows) else ""


@pytest.mark.parametrize("heading", ["Whom it keeps out", "The keys", "What happens when …"])
def test_every_claim_names_a_test(heading: str) -> None:
    rows = rows_of(heading)
    assert len(rows) >= 8
    assert [cells[0] for cells in rows if not NAMED.search(cells[-1])] == []


def test_every_test_that_is_named_exists() -> None:
    named = NAMED.findall(TEXT)
    assert len(named) >= 90
    assert [f"{path}::{name}" for path, name in named if name not in functions_of(path)] == []
    assert len(re.findall("::test_", TEXT)) == len(named), "a test is named in another form"


def test_every_figure_is_the_programs_own() -> None:
    rows = rows_of("Figures on this page")
    assert len(rows) >= 10
    for _words, where in rows:
        match = FIGURE.fullmatch(where)
        assert match, where
        place, name, said = match.groups()
        if place.endswith(".json"):
            newest = json.loads((ROOT / place).read_text(encoding="utf-8"))["versions"][-1]
            assert str(newest[name]) == said, where
        else:
            assert repr(getattr(importlib.import_module(place), name)) == said, where


def test_everything_that_the_page_leads_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", TEXT):
        path, _, anchor = target.partition("#")
        assert (PAGE.parent / path).is_file(), target
        if anchor:
            heads = re.findall(r"^#+ (.+)$", (PAGE.parent / path).read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in {head.lower().replace(" ", "-") for head in heads}, target


def test_it_stays_one_page() -> None:
    assert len(TEXT.splitlines()) <= 180


def test_every_command_that_the_readme_shows_is_understood() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    values = dict(match.groups() for line in lines if (match := re.fullmatch(r'([A-Z]+)="(.+)"', line)))
    shown = [line.removeprefix("./packaging/run") for line in lines if line.startswith("./packaging/run ")]
    assert len(shown) >= 15
    for line in shown:
        for name, value in values.items():
            line = line.replace(f"${name}", value)
        build_parser().parse_args(shlex.split(line, comments=True) or ["desk"])
