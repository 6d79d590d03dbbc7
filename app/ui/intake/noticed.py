"""What the desk notices, in small at the form: suggested categories, what is still wanted, the linked complaint."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.domain.taxonomy import Taxonomy
from app.language import _, language, ngettext_
from app.ui.intake.assistance import Suggested
from app.ui.intake.more_fields import field_words
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button
from app.ui.widgets.polish import set_kind
from app.ui.wording import Worded

_MOST_NAMED = 2


class SuggestionBar(QWidget, Worded):
    """Up to three categories as chips with the words that led to them; Alt+1..3 (keys of the page) or a click chooses.

    `room()` is how many px there are; of what does not fit, first the words go, then the last chips.
    Signals: chosen(category code).
    """

    chosen = Signal(str)

    def __init__(self, taxonomy: Taxonomy, room: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taxonomy = taxonomy
        self._room = room
        self._shown: tuple[Suggested, ...] = ()
        self._chips: list[Button] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(metrics().px(6))
        self._title = QLabel(self)
        self._title.setProperty("kind", "caption")
        self._row.addWidget(self._title)
        self.say(self._title.setText, lambda: _("Suggested:"))
        self.hide()

    def show_suggestions(self, suggestions: Sequence[Suggested]) -> None:
        """Replace the chips; nothing moves in the form below."""
        if tuple(suggestions) == self._shown:
            return
        self._shown = tuple(suggestions)
        self._fill()

    def set_taxonomy(self, taxonomy: Taxonomy) -> None:
        """Other categories."""
        self._taxonomy = taxonomy

    def retranslate(self) -> None:
        """Also the chips."""
        super().retranslate()
        if hasattr(self, "_row"):
            self._fill()

    def take(self, place: int) -> bool:
        """Press the chip at `place`, counted from 1; False where there is none."""
        if not self.isVisible() or not 1 <= place <= len(self._chips):
            return False
        self._chips[place - 1].click()
        return True

    def _fill(self) -> None:
        for words in (2, 1, 0):
            self._make(self._shown, words)
            if self._needed() <= self._room():
                break
        while len(self._chips) > 1 and self._needed() > self._room():
            self._drop(self._chips.pop())
        self.setVisible(bool(self._chips))

    def _make(self, suggestions: Sequence[Suggested], words: int) -> None:
        while self._chips:
            self._drop(self._chips.pop())
        for place, suggestion in enumerate(suggestions, 1):
            chip = Button(
                # The key is the page's own, which takes it also while nothing is suggested: it would type a digit.
                f"{self._text(suggestion, words)}  Alt+{place}",
                kind="pill",
                on_click=lambda code=suggestion.code: self.chosen.emit(code),  # type: ignore[misc]
                name=f"suggested{place}",
                parent=self,
            )
            chip.setProperty("tone", "info")
            path = self._taxonomy.path_label(suggestion.code, language())
            chip.setToolTip(_("{path}; from the words {words}").format(path=path, words=_quoted(suggestion.words)))
            self._row.addWidget(chip)
            self._chips.append(chip)

    def _text(self, suggestion: Suggested, words: int) -> str:
        label = self._taxonomy.label(suggestion.code, language())
        led = suggestion.words[:words]
        return _("{category} ({words})").format(category=label, words=_quoted(led)) if led else label

    def _drop(self, chip: Button) -> None:
        self._row.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _needed(self) -> int:
        widgets: list[QWidget] = [self._title, *self._chips]
        return sum(w.sizeHint().width() for w in widgets) + self._row.spacing() * len(self._chips)


class SuggestionList(QWidget, Worded):
    """Suggestions as lines below a field of the panel, each with the words that led to it. Signals: chosen(code)."""

    chosen = Signal(str)

    def __init__(self, taxonomy: Taxonomy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._taxonomy = taxonomy
        self._shown: tuple[Suggested, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._lines: list[Button] = []
        self.hide()

    def show_suggestions(self, suggestions: Sequence[Suggested]) -> None:
        """Replace the lines."""
        if tuple(suggestions) == self._shown:
            return
        self._shown = tuple(suggestions)
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [self._line(suggestion) for suggestion in self._shown]
        for line in self._lines:
            self._column.addWidget(line, 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(self._lines))

    def _line(self, suggestion: Suggested) -> Button:
        def words() -> str:
            label = self._taxonomy.label(suggestion.code, language())
            quoted = _quoted(suggestion.words[:_MOST_NAMED])
            return _("Suggested: {category} ({words})").format(category=label, words=quoted)

        return Button(
            words,
            kind="quiet",
            on_click=lambda: self.chosen.emit(suggestion.code),
            name=f"suggested.{suggestion.code}",
            parent=self,
        )


class Hint(Button):
    """The line at the right of the first card: the keys of the form, or what is still wanted and the key to it."""

    def __init__(self, on_click: Callable[[], object], parent: QWidget | None = None) -> None:
        self._names: tuple[str, ...] = ()
        super().__init__(self._say, kind="quiet", on_click=on_click, name="wantedHint", parent=parent)
        self.show_wanted(())

    def show_wanted(self, names: Sequence[str]) -> None:
        """Name what is wanted; nothing wanted shows the keys."""
        self._names = tuple(names)
        kind, tone = ("pill", "warning") if names else ("quiet", "")
        self.setProperty("tone", tone)
        set_kind(self, kind)
        self.retranslate()
        self.updateGeometry()

    def _say(self) -> str:
        if not self._names:
            return _("Enter next field · Ctrl+Enter record · F6 more")
        named = [field_words(name) for name in self._names[:_MOST_NAMED]]
        more = "…" if len(self._names) > _MOST_NAMED else ""
        return _("Still wanted: {names}  F6").format(names=_(", ").join(named) + more)


class CardWarning(Button):
    """Says that card numbers stand in the texts; Alt+M or a click masks them. In the label's line, so that nothing
    moves while somebody types."""

    def __init__(self, on_click: Callable[[], object], parent: QWidget | None = None) -> None:
        self._count = 0
        super().__init__(self._say, kind="pill", on_click=on_click, name="maskCards", parent=parent)
        self.setProperty("tone", "warning")
        self.hide()

    def show_cards(self, count: int) -> None:
        """How many there are; none hides it."""
        self._count = count
        self.retranslate()
        self.setVisible(count > 0)
        self.updateGeometry()

    def _say(self) -> str:
        # The key is the page's own, which takes it also while there is nothing to mask: it would type an m.
        words = ngettext_("Mask {n} card number", "Mask {n} card numbers", self._count).format(n=self._count)
        return f"{words}  Alt+M"


class LinkChip(Button):
    """Says which complaint this one repeats; a click takes the link away."""

    def __init__(self, on_click: Callable[[], object], parent: QWidget | None = None) -> None:
        self._number = ""
        super().__init__(self._say, kind="pill", on_click=on_click, name="linkChip", parent=parent)
        self.setProperty("tone", "info")
        self.hide()

    def show_link(self, case_id: str, number: str) -> None:
        """The complaint that is repeated, "" for none; its number may not be known yet."""
        self._number = number
        self.retranslate()
        self.setToolTip(_("Take the link away"))
        self.setVisible(bool(case_id))
        self.updateGeometry()

    def _say(self) -> str:
        return (
            _("Repeat of {case_no}  ×").format(case_no=self._number)
            if self._number
            else _("Repeat of an earlier complaint  ×")
        )


def _quoted(words: Sequence[str]) -> str:
    return "".join(_("“{word}”").format(word=word) for word in words)
