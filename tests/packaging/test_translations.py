"""Merging the .po files of a language, and what counts as complete."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from translations import Merged, compile_language, merge, placeholders, problems_of

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


@pytest.fixture
def chinese(tmp_path: Path) -> Path:
    folder = tmp_path / "zh_CN"
    folder.mkdir()
    return folder


def _write(folder: Path, name: str, *entries: str) -> None:
    (folder / name).write_text("\n".join((HEADER, *entries)) + "\n", encoding="utf-8")


def _entry(msgid: str, msgstr: str, flag: str = "") -> str:
    return f'{flag}msgid "{msgid}"\nmsgstr "{msgstr}"\n'


def _read(folder: Path) -> gettext.GNUTranslations:
    with (folder / "LC_MESSAGES" / "jiesu.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_files_of_all_rooms_end_in_one_catalogue(chinese: Path) -> None:
    _write(chinese, "intake.po", _entry("Record complaint", "登记投诉"))
    _write(chinese, "papers.po", _entry("Slip", "回单"), _entry("Record complaint", "登记投诉"))
    (chinese / "LC_MESSAGES").mkdir()
    _write(chinese / "LC_MESSAGES", "jiesu.po", _entry("Close", "办结"))
    assert compile_language(chinese) == []
    words = _read(chinese)
    assert [words.gettext(text) for text in ("Record complaint", "Slip", "Close")] == ["登记投诉", "回单", "办结"]


def test_same_text_with_two_translations_is_refused(chinese: Path) -> None:
    _write(chinese, "intake.po", _entry("Slip", "回单"))
    _write(chinese, "papers.po", _entry("Slip", "凭条"))
    (problem,) = compile_language(chinese)
    assert all(part in problem for part in ("Slip", "回单", "凭条", "intake.po", "papers.po"))
    assert not (chinese / "LC_MESSAGES" / "jiesu.mo").exists()


@pytest.mark.parametrize("line", ['msgstr "回单', "msgstr 回单", 'mgstr "回单"', 'msgstr "回"单"'])
def test_broken_line_is_named(chinese: Path, line: str) -> None:
    (chinese / "intake.po").write_text(f'{HEADER}\nmsgid "Slip"\n{line}\n', encoding="utf-8")
    (problem,) = compile_language(chinese)
    assert "intake.po:6" in problem


def test_text_that_stands_twice_in_a_file_is_named(chinese: Path) -> None:
    _write(chinese, "intake.po", _entry("Slip", "回单"), _entry("Slip", "凭条"))
    (problem,) = compile_language(chinese)
    assert "stands twice" in problem


def test_plural_forms_are_kept(chinese: Path) -> None:
    _write(chinese, "intake.po", 'msgid "{n} case"\nmsgid_plural "{n} cases"\nmsgstr[0] "{n} 件"\n')
    assert compile_language(chinese) == []
    assert _read(chinese).ngettext("{n} case", "{n} cases", 7) == "{n} 件"


def test_empty_and_fuzzy_entries_are_missing(chinese: Path) -> None:
    _write(chinese, "intake.po", _entry("Slip", ""), _entry("Close", "办结", "#, fuzzy\n"))
    wanted = {text: (text, "app/ui/intake/page.py:1") for text in ("Slip", "Close")}
    problems = list(problems_of(merge(chinese), wanted))
    assert [problem.split('"')[1] for problem in problems] == ["Slip", "Close"]


@pytest.mark.parametrize(
    ("text", "translation", "agrees"),
    [
        ("{n} days left", "还剩 {n} 天", True),
        ("{n} days left", "还剩 {days} 天", False),
        ("{n} days left", "还剩几天", False),
        ("%(who)s decided", "%(who)s 已决定", True),
        ("%(who)s decided", "%(whom)s 已决定", False),
        ("%s of %d", "%s / %d", True),
        ("%s of %d", "%d / %s", False),
        ("100 % sure", "百分之百", True),
        ("{day:%d %B}", "{day:%d %B}", True),
    ],
)
def test_placeholders_must_agree(chinese: Path, text: str, translation: str, agrees: bool) -> None:
    _write(chinese, "intake.po", _entry(text, translation))
    assert (list(problems_of(merge(chinese), {})) == []) is agrees


def test_counting_text_needs_a_counting_translation(chinese: Path) -> None:
    _write(chinese, "intake.po", _entry("{n} case", "{n} 件"))
    wanted = {"{n} case": (("{n} case", "{n} cases"), "app/ui/worklist/page.py:3")}
    assert len(list(problems_of(merge(chinese), wanted))) == 1


def test_one_placeholder_named_twice_counts_once() -> None:
    assert placeholders("{a} {a} {b}") == placeholders("{b} {a}")


def test_nothing_wanted_nothing_wrong() -> None:
    assert list(problems_of(Merged("zh_CN"), {})) == []
