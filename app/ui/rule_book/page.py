"""The page: chapters at the left, the chosen one in cards at the right. Nothing can be changed here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QScrollArea, QVBoxLayout, QWidget

from app.language import _, labels
from app.ui.rule_book.chapters import Chapter, Passage, RuleBook, chapters
from app.ui.shell.page import Page, scrolling
from app.ui.theme import metrics
from app.ui.widgets.cards import Card
from app.ui.widgets.choices import Choice, ComboField
from app.ui.widgets.found_list import Rows
from app.ui.widgets.texts import WrappedLabel


class RuleBookPage(Page):
    """Up and Down choose a chapter, Tab goes to its version."""

    def __init__(self, read: Callable[[], RuleBook], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._book: RuleBook | None = None
        self._chosen: dict[str, str] = {}
        self._chapters: tuple[Chapter, ...] = ()
        self._is_filling = False
        size = metrics()
        self.contents = QListWidget(self)
        self.contents.setObjectName("chapters")
        self.contents.setProperty("kind", "popup")
        self.contents.setItemDelegate(Rows(self.contents))
        self.contents.setFixedWidth(size.px(190))
        self.contents.currentRowChanged.connect(self._on_chapter)
        self.version = ComboField(lambda: _("Version"), name="version")
        self.version.changed.connect(self._on_version)
        self.version.setFixedWidth(size.px(220))
        self.since = QLabel(self)
        self.since.setProperty("kind", "muted")
        head = QHBoxLayout()
        head.setSpacing(size.gap)
        head.addWidget(self.version)
        head.addWidget(self.since, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        self._area: QScrollArea = scrolling(QWidget())
        right = QVBoxLayout()
        right.setSpacing(size.gap)
        right.addLayout(head)
        right.addWidget(self._area, 1)
        row = QHBoxLayout()
        row.setContentsMargins(size.margin, size.gap, size.margin, size.gap)
        row.setSpacing(size.gap)
        row.addWidget(self.contents)
        row.addLayout(right, 1)
        self.column.addLayout(row, 1)

    def title(self) -> str:
        """The page's title."""
        return _("Rules")

    def on_shown(self, **arguments: object) -> None:
        """Read the rules anew: headquarters may have published newer ones."""
        self._book = self._read()
        self._say_all()
        self.contents.setFocus()

    def retranslate(self) -> None:
        """Say everything again."""
        super().retranslate()
        if getattr(self, "_book", None) is not None:
            self._say_all()

    def _say_all(self) -> None:
        assert self._book is not None
        row = max(self.contents.currentRow(), 0)
        self._is_filling = True
        self._chapters = chapters(self._book, self._chosen)
        self.contents.clear()
        self.contents.addItems([chapter.title for chapter in self._chapters])
        self.contents.setAccessibleName(_("Chapters"))
        self._is_filling = False
        self.contents.setCurrentRow(row)

    def _on_chapter(self, row: int) -> None:
        if self._is_filling or not 0 <= row < len(self._chapters):
            return
        chapter = self._chapters[row]
        self._is_filling = True
        self.version.setVisible(bool(chapter.versions))
        self.version.set_choices([Choice(name, name) for name in chapter.versions])
        self.version.set_value(chapter.shown)
        self._is_filling = False
        since = _("in force from {day}").format(day=labels.day(chapter.since)) if chapter.since else ""
        self.since.setText(since)
        self.since.setVisible(bool(since))
        self._area.setWidget(_cards(chapter))
        self._area.verticalScrollBar().setValue(0)

    def _on_version(self) -> None:
        row = self.contents.currentRow()
        if self._is_filling or not self.version.value() or not 0 <= row < len(self._chapters):
            return
        self._chosen[self._chapters[row].key] = self.version.value()
        self._say_all()


def _cards(chapter: Chapter) -> QWidget:
    body = QWidget()
    body.setObjectName("scrollBody")
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, metrics().px(8), 0)
    column.setSpacing(metrics().gap)
    for passage in chapter.passages:
        column.addWidget(_card(passage))
    column.addStretch(1)
    return body


def _card(passage: Passage) -> Card:
    card = Card(None, passage.title)
    card.body.setSpacing(metrics().px(5))
    for label, value in passage.rows:
        line = QHBoxLayout()
        line.setSpacing(metrics().gap)
        name = QLabel(label, card)
        name.setProperty("kind", "muted")
        name.setWordWrap(True)
        name.setAlignment(Qt.AlignmentFlag.AlignTop)
        name.setFixedWidth(metrics().px(190))
        line.addWidget(name)
        line.addWidget(WrappedLabel(value, card), 1)
        card.body.addLayout(line)
    if passage.source:
        card.body.addWidget(WrappedLabel(_("Source: {source}").format(source=passage.source), card, kind="caption"))
    return card
