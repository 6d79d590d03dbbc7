"""The translations: merges each language's .po files into one .mo, and checks that nothing is missing.

Every room keeps its Chinese in a file of its own (resources/locale/zh_CN/<room>.po). Runs in the project's venv.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
LANGUAGES = ("zh_CN",)
"""Languages that must be complete. English needs no catalogue: the msgids are English."""

KEYWORDS = {"_": None, "N_": None, "ngettext_": (1, 2)}

Key = str | tuple[str, ...]
"""A msgid, or singular and plural."""


@dataclass
class Merged:
    """One language's entries out of all its files, and what is wrong with them."""

    language: str
    entries: dict[str, tuple[Message, Path]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def merge(folder: Path) -> Merged:
    """Read every .po below a language's folder. The same msgid may stand in two files if it says the same in both."""
    merged = Merged(folder.name)
    for path in sorted(folder.rglob("*.po")):
        if problems := list(_misspelt(path)):
            merged.problems += problems
            continue
        try:
            with path.open("rb") as file:
                catalog = read_po(file, locale=folder.name, charset="utf-8", abort_invalid=True)
        except (PoFileError, UnicodeDecodeError, ValueError) as error:
            merged.problems.append(f"{_short(path)}: {error}")
            continue
        for message in catalog:
            if message.id and not message.fuzzy and _has_text(message):
                _add(merged, message, path)
    return merged


_LINE = re.compile(r'(#.*|((msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d\])\s+)?"([^"\\]|\\.)*")?')
"""A line of a .po file: empty, a comment, or a keyword and a whole string."""


def _misspelt(path: Path) -> Iterator[str]:
    """Lines that Babel would guess at, and texts that stand twice in the file (it would keep the last)."""
    seen: set[str] = set()
    text = path.read_text(encoding="utf-8", errors="replace")
    for number, line in enumerate(text.splitlines(), start=1):
        if not _LINE.fullmatch(line.strip()):
            yield f"{_short(path)}:{number}: not a line of a .po file: {line}"
    for entry in re.findall(r'^msgid\s+((?:"(?:[^"\\]|\\.)*"\s*)+)', text, re.MULTILINE):
        msgid = "".join(part.strip().strip('"') for part in entry.splitlines())
        if msgid in seen:
            yield f'{_short(path)}: "{msgid}" stands twice'
        seen.add(msgid)


def _add(merged: Merged, message: Message, path: Path) -> None:
    first = _first(message.id)
    there = merged.entries.setdefault(first, (message, path))
    if there[0].string != message.string:
        merged.problems.append(
            f'"{first}" is "{_first(there[0].string)}" in {_short(there[1])} '
            f'but "{_first(message.string)}" in {_short(path)}'
        )


def compile_language(folder: Path) -> list[str]:
    """Write LC_MESSAGES/jiesu.mo of the language in `folder`; returns what is wrong (then nothing is written)."""
    merged = merge(folder)
    if merged.problems:
        return merged.problems
    catalog = Catalog(locale=folder.name, domain="jiesu", fuzzy=False)
    for message, _ in merged.entries.values():
        catalog.add(message.id, message.string)
    target = folder / "LC_MESSAGES" / "jiesu.mo"
    target.parent.mkdir(exist_ok=True)
    fresh = target.with_suffix(".new")
    with fresh.open("wb") as file:
        write_mo(file, catalog)
    os.replace(fresh, target)
    return []


def extracted() -> dict[str, tuple[Key, str]]:
    """Every text of app/ that is marked for translation: its first form, all forms, and where it stands."""
    found: dict[str, tuple[Key, str]] = {}
    for name, line, message, _, _ in extract_from_dir(ROOT / "app", [("**.py", "python")], keywords=KEYWORDS):
        key = tuple(message) if isinstance(message, tuple | list) else message
        found.setdefault(_first(key), (key, f"app/{name}:{line}"))
    return found


def problems_of(merged: Merged, wanted: dict[str, tuple[Key, str]]) -> Iterator[str]:
    """What stands in the way of a complete language: missing texts, and placeholders that do not agree."""
    yield from merged.problems
    for first, (key, place) in wanted.items():
        if first not in merged.entries:
            yield f'{merged.language}: no translation of "{first}" ({place})'
            continue
        message, path = merged.entries[first]
        if isinstance(key, tuple) != isinstance(message.id, tuple | list):
            yield f'{_short(path)}: "{first}" must have msgid_plural exactly where the program counts ({place})'
    for first, (message, path) in merged.entries.items():
        allowed = [placeholders(text) for text in _forms(message.id)]
        for text in _forms(message.string):
            if placeholders(text) not in allowed:
                yield f'{_short(path)}: placeholders of "{first}" and "{text}" do not agree'


def placeholders(text: str) -> tuple[str, ...]:
    """The placeholders of a text: `{name}`, `%(name)s`, and `%s` in order."""
    named = sorted(set(re.findall(r"%\(\w+\)[#0\- +]*[\d.]*[a-z]", text) + re.findall(r"\{\w*[^{}\s]*\}", text)))
    return (*named, *re.findall(r"(?<!%)%[\d.]*[sdifr]", text.replace("%%", "")))


def _forms(value: object) -> Iterable[str]:
    return [str(part) for part in value] if isinstance(value, tuple | list) else [str(value)]


def _first(value: object) -> str:
    return next(iter(_forms(value)), "")


def _has_text(message: Message) -> bool:
    return all(_forms(message.string))


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


def compile_all() -> int:
    """Compile every language; prints what is wrong and returns the exit status."""
    problems = [line for folder in sorted(LOCALE.glob("*/")) for line in compile_language(folder)]
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


def check_all() -> int:
    """Check every language against the program's texts; prints what is wrong and returns the exit status."""
    wanted = extracted()
    failed = False
    for language in LANGUAGES:
        merged = merge(LOCALE / language)
        for problem in problems_of(merged, wanted):
            print(problem)
            failed = True
        stale = [(first, path) for first, (_, path) in merged.entries.items() if first not in wanted]
        for first, path in stale:
            print(f'warning: {_short(path)}: nothing in app/ says "{first}" any more')
        print(f"{language}: {len(wanted)} texts, {len(merged.entries)} translations, {len(stale)} stale")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit({"compile": compile_all, "check": check_all}[sys.argv[1]]())
