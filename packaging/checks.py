"""Every check of the code, in one command. Each runs whatever the others say; the sum stands at the end.

`packaging/check` runs them all, `packaging/check types imports` only those named. Runs in the project's venv.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


def check_format() -> int:
    """Is every file laid out as ruff lays it out?"""
    return _call(str(BIN / "ruff"), "format", "--check", "--quiet", "--diff", ".")


def check_lint() -> int:
    """Has ruff anything to say?"""
    return _call(str(BIN / "ruff"), "check", "--output-format", "concise", ".")


def check_types() -> int:
    """Do the types agree? Strict everywhere in app/ and in the scripts here."""
    scripts = [str(path) for path in sorted((ROOT / "packaging").glob("*.py"))]
    return _call(str(BIN / "mypy"), "--no-error-summary") | _call(str(BIN / "mypy"), "--no-error-summary", *scripts)


def check_imports() -> int:
    """Do the arrows between rooms point one way?"""
    return _call(str(BIN / "lint-imports"), "--no-cache")


def check_translations() -> int:
    """Is every text of the program in every language, with the same placeholders?"""
    return _call(sys.executable, str(ROOT / "packaging" / "translations.py"), "check")


def check_dependencies() -> int:
    """May everything be shipped that the desk is built on, and is no hole known in it?"""
    return _call(sys.executable, str(ROOT / "packaging" / "dependencies.py"))


def check_architecture() -> int:
    """Do sizes and house rules hold?"""
    return _call(sys.executable, "-m", "pytest", "-q", "tests/architecture", "-p", "no:cacheprovider")


CHECKS: dict[str, Callable[[], int]] = {
    "format": check_format,
    "lint": check_lint,
    "types": check_types,
    "imports": check_imports,
    "translations": check_translations,
    "dependencies": check_dependencies,
    "architecture": check_architecture,
}


def main(names: list[str]) -> int:
    """Run the checks named, or all; returns the exit status."""
    if unknown := set(names) - set(CHECKS):
        print(f"unknown: {' '.join(sorted(unknown))}; there are: {' '.join(CHECKS)}", file=sys.stderr)
        return 2
    results: list[tuple[str, bool, float]] = []
    for name in names or CHECKS:
        print(f"== {name}", flush=True)
        start = time.perf_counter()
        status = CHECKS[name]()
        results.append((name, status == 0, time.perf_counter() - start))
    print("== sum")
    for name, is_good, seconds in results:
        print(f"{'ok    ' if is_good else 'FAILED'} {name} ({seconds:.1f} s)")
    return 0 if all(is_good for _, is_good, _ in results) else 1


def _call(*command: str) -> int:
    return subprocess.call(command, cwd=ROOT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
