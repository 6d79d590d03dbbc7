"""How a file looks, in a pane beside the list: a page at a time, or the words of a text."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from app.language import _
from app.ui.case.files.looking import Shown
from app.ui.theme import metrics
from app.ui.widgets.buttons import IconButton
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.pdf_preview import PageImage, PdfPreview
from app.ui.widgets.texts import ElidedLabel, WrappedLabel
from app.ui.widgets.watermark import Watermark
from app.ui.wording import Worded

_NOTHING = Qt.TextInteractionFlag.NoTextInteraction
_READING = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class PreviewPane(QWidget, Worded):
    """Signals: closed(), turned(by pages), width_wanted(device px)."""

    closed = Signal()
    turned = Signal(int)
    width_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        size = metrics()
        self._shown: Shown | None = None
        self.name = ElidedLabel("", self, kind="strong")
        self.page = QLabel(self)
        self.page.setProperty("kind", "caption")
        self.before = self._button("chevron-left", lambda: _("Page before"), "PgUp", lambda: self.turned.emit(-1))
        self.after = self._button("chevron-right", lambda: _("Next page"), "PgDown", lambda: self.turned.emit(1))
        close = self._button("x", lambda: _("Close the preview"), "Esc", self.closed.emit)
        head = QHBoxLayout()
        head.setSpacing(size.px(4))
        head.addWidget(self.name, 1)
        for widget in (self.page, self.before, self.after, close):
            head.addWidget(widget)
        self.pages = PdfPreview(self)
        self.pages.width_wanted.connect(self.width_wanted)
        self.words = QPlainTextEdit(self)
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        self.hidden = WrappedLabel("", self, kind="caption")
        self.hidden.setObjectName("fileMasked")
        self.hidden.hide()
        self.problem = EmptyState("", icon="alert-circle", parent=self)
        self._stack = QStackedWidget(self)
        for inside in (self.pages, self.words, self.problem):
            self._stack.addWidget(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(size.px(6))
        column.addLayout(head)
        column.addWidget(self.hidden)
        column.addWidget(self._stack, 1)
        self._mark = Watermark(self._stack)

    def _button(self, icon: str, words: Callable[[], str], keys: str, do: Callable[[], object]) -> IconButton:
        return IconButton(icon, words, shortcut=keys, size=16, on_click=do, parent=self)

    def show_file(self, shown: Shown | None) -> None:
        """Show a page; None drops everything that was shown."""
        is_other = shown is None or self._shown is None or self._place_of(shown) != self._place_of(self._shown)
        self._shown = shown
        picture = shown.picture if shown is not None else None
        self.name.setText(shown.line.name if shown is not None else "")
        at = 0 if is_other else self.words.verticalScrollBar().value()
        self.words.setPlainText((shown.full_text or shown.text) if shown is not None else "")
        self.words.verticalScrollBar().setValue(at)
        is_full = shown is not None and bool(shown.full_text)
        self.words.setTextInteractionFlags(_NOTHING if is_full else _READING)  # details are copied by their buttons
        self.hidden.setVisible(shown is not None and shown.hides)
        self.pages.show_pages([PageImage(picture.width, picture.height, picture.rgba)] if picture is not None else ())
        if is_other:
            self.pages.verticalScrollBar().setValue(0)
        if shown is not None and shown.problem:
            problem = shown.problem
            self.problem.set_words(problem)
            self._stack.setCurrentWidget(self.problem)
        else:
            self._stack.setCurrentWidget(self.pages if picture is not None else self.words)
        self._mark.set_text(shown.mark if shown is not None else "")  # last: it lies above what is shown
        self.retranslate()

    def _place_of(self, shown: Shown) -> tuple[str, int]:
        return shown.line.sha256, shown.page

    def scroll_by(self, by: int) -> None:
        """So many screens on."""
        area = self.words if self._stack.currentWidget() is self.words else self.pages
        bar = area.verticalScrollBar()
        bar.setValue(bar.value() + by * bar.pageStep() * 9 // 10)

    def retranslate(self) -> None:
        """Number of the page, and what screen readers say."""
        super().retranslate()
        shown = self._shown
        number = shown.page if shown is not None else 0
        text = _("Last page, {n}") if shown is not None and shown.is_last and number > 1 else _("Page {n}")
        self.page.setText(text.format(n=number) if number else "")
        for button in (self.before, self.after):
            button.setVisible(bool(number))
        self.before.setEnabled(number > 1)
        self.after.setEnabled(shown is not None and not shown.is_last)
        is_full = shown is not None and bool(shown.full_text)
        masked = _("Personal data is masked. Ctrl+M shows it in full.")
        self.hidden.setText(_("Shown in full. Ctrl+M masks it again.") if is_full else masked)
        self.words.setAccessibleName(_("Text of the file"))
        self.pages.set_description(_("Page of the file"), self.page.text())
