"""Cards with one figure each. One of them has the keyboard: arrows go on, Enter or i says how it is counted."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.ui.figures.words import TITLES, CardWords
from app.ui.theme import metrics, theme
from app.ui.widgets.polish import repolish
from app.ui.widgets.texts import ElidedLabel

COLUMNS = 4
_MOVES = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -COLUMNS,
    Qt.Key.Key_Down: COLUMNS,
}
_ASKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_I, Qt.Key.Key_Space)


class FigureCard(QFrame):
    """One figure with what it counts. Signals: reached() with the keyboard, moved(by places), asked(), left_alone()."""

    reached = Signal()
    moved = Signal(int)
    asked = Signal()
    left_alone = Signal()

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setProperty("name", key)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.words: CardWords | None = None
        self._title = ElidedLabel(parent=self, kind="label")
        self._figure = QLabel(self)
        self._figure.setProperty("kind", "figure")
        self._counted = ElidedLabel(parent=self, kind="caption")
        size = metrics()
        column = QVBoxLayout(self)
        column.setContentsMargins(size.margin, size.px(8), size.margin, size.px(8))
        column.setSpacing(0)
        column.addWidget(self._title)
        column.addWidget(self._figure)
        column.addWidget(self._counted)
        self._figure.setFixedHeight(size.px(38))
        self.setAccessibleName(TITLES[key]())

    def show_words(self, words: CardWords) -> None:
        """Another figure, or the same in another language."""
        self.words = words
        self._title.setText(words.title)
        self._counted.setText(words.counted)
        self._figure.setText(words.figure)
        kind = "figure" if words.is_figure else "section"
        if self._figure.property("kind") != kind:
            self._figure.setProperty("kind", kind)
            repolish(self._figure)
        self.setAccessibleName(words.spoken())
        self.setAccessibleDescription(words.formula)

    def figure(self) -> str:
        """What it shows."""
        return self._figure.text()

    def counted(self) -> str:
        """What stands below the figure."""
        return self._counted.text()

    def restyle(self) -> None:
        """The height of the text size in use."""
        self._figure.setFixedHeight(metrics().px(38))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, Home and End go to other cards; Enter and i ask for the formula."""
        key = Qt.Key(event.key())
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and key in _MOVES:
            self.moved.emit(_MOVES[key])
        elif plain and key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.moved.emit(-len(TITLES) if key == Qt.Key.Key_Home else len(TITLES))
        elif plain and key in _ASKING:
            self.asked.emit()
        elif plain and key == Qt.Key.Key_Escape:
            self.left_alone.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """As Enter."""
        self.asked.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """This card is the one that is meant now."""
        super().focusInEvent(event)
        self.reached.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The card, with a ring while it has the keyboard."""
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme().color("focus"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
            painter.end()


class FigureCards(QWidget):
    """All cards; Tab comes to the one that had the keyboard last. Signals: asked(key), reached(key), left_alone()."""

    asked = Signal(str)
    reached = Signal(str)
    left_alone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(metrics().gap)
        self.cards: dict[str, FigureCard] = {}
        for place, key in enumerate(TITLES):
            card = FigureCard(key, self)
            card.reached.connect(lambda key=key: self._on_reached(key))
            card.moved.connect(lambda by, place=place: self._on_moved(place, by))
            card.asked.connect(lambda key=key: self.asked.emit(key))
            card.left_alone.connect(self.left_alone)
            grid.addWidget(card, place // COLUMNS, place % COLUMNS)
            self.cards[key] = card
        for column in range(COLUMNS):
            grid.setColumnStretch(column, 1)
        self.chosen = next(iter(TITLES))
        self._mark()

    def show_words(self, words: Mapping[str, CardWords]) -> None:
        """What each card says."""
        for key, said in words.items():
            self.cards[key].show_words(said)

    def take_keyboard(self) -> None:
        """Go to the card that was meant last."""
        self.cards[self.chosen].setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_moved(self, place: int, by: int) -> None:
        wanted = place + by
        if abs(by) == COLUMNS and not 0 <= wanted < len(self.cards):
            return
        card = list(self.cards.values())[max(0, min(wanted, len(self.cards) - 1))]
        card.setFocus(Qt.FocusReason.TabFocusReason)

    def _on_reached(self, key: str) -> None:
        self.chosen = key
        self._mark()
        self.reached.emit(key)

    def _mark(self) -> None:
        for key, card in self.cards.items():
            is_chosen = key == self.chosen
            card.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_chosen else Qt.FocusPolicy.ClickFocus)
