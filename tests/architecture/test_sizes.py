"""Small rooms: who is over the measure of a file, a class or a function (house rules)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

FILE_LINES = 400
CLASS_LINES = 300
CLASS_METHODS = 20
FUNCTION_LINES = 50

# What may be larger, and the largest it may be: "path" or "path::Class" or "path::Class.function".
ALLOWED: dict[str, int] = {}


def test_nothing_is_larger_than_it_may_be() -> None:
    over = [
        f"{name}: {size} {unit}, at most {limit}"
        for path in _sources()
        for name, size, unit, limit in _sizes(path)
        if size > ALLOWED.get(name, limit)
    ]
    assert not over, "split by meaning:\n" + "\n".join(over)


def test_every_exception_is_still_needed() -> None:
    sizes = {name: (size, limit) for path in _sources() for name, size, _, limit in _sizes(path)}
    idle = [name for name in ALLOWED if name not in sizes or sizes[name][0] <= sizes[name][1]]
    assert not idle, f"no longer over, take them off the list: {idle}"


def _sources() -> list[Path]:
    return sorted(path for folder in ("app", "packaging", "tests") for path in (ROOT / folder).rglob("*.py"))


def _sizes(path: Path) -> Iterator[tuple[str, int, str, int]]:
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT).as_posix()
    yield name, len(text.splitlines()), "lines", FILE_LINES
    yield from _sizes_in(ast.parse(text), name + "::")


def _sizes_in(node: ast.AST, prefix: str) -> Iterator[tuple[str, int, str, int]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            methods = [part for part in child.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)]
            yield prefix + child.name, _lines(child), "lines", CLASS_LINES
            yield f"{prefix}{child.name}()", len(methods), "methods", CLASS_METHODS
            yield from _sizes_in(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield prefix + child.name, _lines(child), "lines", FUNCTION_LINES
            yield from _sizes_in(child, f"{prefix}{child.name}.")


def _lines(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a definition without its docstring: explaining well is no reason to split."""
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines
