"""The rules page says what the rules say, in both languages, by keyboard, and nothing can be changed there."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from support.cases import BRANCH, RULES

from app.language import in_language
from app.ui.rule_book.chapters import Chapter, RuleBook, chapters
from app.ui.rule_book.page import RuleBookPage

BOOK = RuleBook(RULES, BRANCH, date(2026, 11, 22))


def _chapter(key: str, chosen: str = "") -> Chapter:
    return next(chapter for chapter in chapters(BOOK, {key: chosen}) if chapter.key == key)


def _text(chapter: Chapter) -> str:
    return "\n".join(f"{p.title} {p.source} " + " ".join(f"{a} {b}" for a, b in p.rows) for p in chapter.passages)


def test_both_clocks_stand_there_with_who_approves_and_where_it_is_written() -> None:
    with in_language("zh"):
        text = _text(_chapter("terms"))
    for words in ("5 个工作日", "10 个工作日", "15 个自然日", "60 个自然日", "总行批准", "须告知投诉人", "第十八条"):
        assert words in text, words


def test_an_older_version_of_the_terms_can_be_read() -> None:
    newest = _chapter("terms")
    oldest = _chapter("terms", newest.versions[-1])
    assert oldest.shown != newest.shown
    assert oldest.since is not None
    assert newest.since is not None
    assert oldest.since < newest.since


def test_holidays_in_a_row_are_one_line_and_a_year_to_come_is_said_to_be_open() -> None:
    with in_language("zh"):
        text = _text(_chapter("holidays", "2026"))
        assert "2026年10月1日至2026年10月7日" in text
        assert "调休上班" in text
        assert "暂定" in _text(_chapter("holidays", "2027"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chapter_has_something_to_say_and_no_word_is_missing(lang: str) -> None:
    with in_language(lang):
        for chapter in chapters(BOOK, {}):
            assert chapter.passages, chapter.key
            for passage in chapter.passages:
                assert passage.title
                assert passage.rows, (chapter.key, passage.title)
                assert all(label and value for label, value in passage.rows), passage


def test_up_and_down_go_through_the_chapters(qtbot: QtBot) -> None:
    page = RuleBookPage(lambda: BOOK)
    qtbot.addWidget(page)
    page.resize(1290, 650)
    page.show()
    page.on_shown()
    qtbot.waitUntil(page.contents.hasFocus)
    for chapter in chapters(BOOK, {})[1:]:
        QTest.keyClick(page.contents, Qt.Key.Key_Down)
        shown = {label.text() for label in page.findChildren(QLabel) if label.isVisible()}
        assert chapter.passages[0].title in shown
    assert not page.is_filling_in()
