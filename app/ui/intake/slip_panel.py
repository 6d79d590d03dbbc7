"""The right side of the intake page: the slip as it will be printed, or what there is to do while the form is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.domain.deadlines import CHINA
from app.language import _, ngettext_
from app.ui.intake.calls import SlipWish
from app.ui.intake.draft_keeping import DraftOffer
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button, IconButton
from app.ui.widgets.cards import Card
from app.ui.widgets.choices import ComboBox
from app.ui.widgets.notices import EmptyState
from app.ui.widgets.pdf_preview import PageImage, PdfPreview
from app.ui.widgets.texts import ElidedLabel
from app.ui.wording import Worded

SIZES = ("80mm", "a5", "a4")
COPIES = (1, 2, 3)


class SlipPanel(Card):
    """Signals: wished(SlipWish) paper or copies; language_chosen(str); resumed(draft id); reprint_wanted();
    width_wanted(int) when the picture should be made again for another width."""

    wished = Signal(object)
    language_chosen = Signal(str)
    resumed = Signal(str)
    reprint_wanted = Signal()
    width_wanted = Signal(int)

    def __init__(self, wish: SlipWish, parent: QWidget | None = None) -> None:
        super().__init__(None, lambda: _("Slip preview"), name="slip", parent=parent)
        self._wish = wish
        self.size_box, self.copies_box, self.language_box = ComboBox(self), ComboBox(self), ComboBox(self)
        for box, name in (
            (self.size_box, "slipSize"),
            (self.copies_box, "slipCopies"),
            (self.language_box, "slipLanguage"),
        ):
            box.setObjectName(name)
        self.reprint = IconButton(
            "printer",
            lambda: _("Reprint the last slip"),
            shortcut="Ctrl+Shift+P",
            on_click=self.reprint_wanted.emit,
            name="reprintLast",
        )
        self.reprint.setEnabled(False)
        self.add_corner(self.size_box)
        self.add_corner(self.copies_box)
        self.add_corner(self.reprint)
        self.preview = PdfPreview(self)
        self.preview.width_wanted.connect(self.width_wanted)
        self.problem = QLabel(self)
        self.problem.setProperty("kind", "warning")
        self.problem.setWordWrap(True)
        self.problem.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.problem.hide()
        self.empty = _NothingYet(self)
        self.empty.resumed.connect(self.resumed)
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.empty)
        self.stack.addWidget(self.preview)
        self.body.addWidget(self.problem)
        self.body.addWidget(self.stack, 1)
        self.body.addLayout(self._foot())
        self.size_box.currentIndexChanged.connect(lambda place: self._wish_for(replace(self._wish, size=SIZES[place])))
        self.copies_box.currentIndexChanged.connect(
            lambda place: self._wish_for(replace(self._wish, copies=COPIES[place]))
        )
        self.language_box.currentIndexChanged.connect(lambda place: self.language_chosen.emit(("zh", "en")[place]))
        self.retranslate()

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._language_label = QLabel(self)
        self._language_label.setProperty("kind", "caption")
        self._language_label.setBuddy(self.language_box)
        row.addWidget(self._language_label)
        row.addStretch(1)
        row.addWidget(self.language_box)
        return row

    def retranslate(self) -> None:
        """Also the words of the three small lists."""
        super().retranslate()
        if not hasattr(self, "_language_label"):
            return
        lists = (
            (self.size_box, [_("80 mm"), "A5", "A4"], SIZES.index(self._wish.size)),
            (
                self.copies_box,
                [ngettext_("{n} copy", "{n} copies", n).format(n=n) for n in COPIES],
                COPIES.index(self._wish.copies),
            ),
            (self.language_box, ["中文", "English"], max(0, self.language_box.currentIndex())),
        )
        for box, texts, chosen in lists:
            with QSignalBlocker(box):
                box.clear()
                box.addItems(texts)
                box.setCurrentIndex(chosen)
            widest = max(box.fontMetrics().horizontalAdvance(text) for text in texts)
            box.setFixedWidth(widest + metrics().px(54))
        self.size_box.setAccessibleName(_("Paper size"))
        self.copies_box.setAccessibleName(_("Copies"))
        self.language_box.setAccessibleName(_("Language of the slip"))
        self._language_label.setText(_("Language of the slip"))
        self.preview.setAccessibleName(_("Slip preview"))

    def show_language(self, code: str) -> None:
        """The language of the papers for the complaint that is shown."""
        with QSignalBlocker(self.language_box):
            self.language_box.setCurrentIndex(1 if code == "en" else 0)

    def show_pages(self, pages: Sequence[PageImage] | None) -> None:
        """The slip's pages; None while there is nothing to show."""
        self.problem.hide()
        if pages is None:
            self.stack.setCurrentWidget(self.empty)
            return
        self.preview.show_pages(pages)
        self.stack.setCurrentWidget(self.preview)

    def show_failed(self, why: str) -> None:
        """The slip could not be made: the last picture stays, with the reason above it."""
        self.problem.setText(why)
        self.problem.setVisible(bool(why))

    def show_offers(self, offers: Sequence[DraftOffer]) -> None:
        """Drafts to go on with."""
        self.empty.show_offers(offers)

    def show_reprint(self, case_no: str) -> None:
        """There is a slip to print again."""
        self.reprint.setEnabled(True)
        self.reprint.set_words(lambda: _("Reprint the slip of {case_no}").format(case_no=case_no))

    def _wish_for(self, wish: SlipWish) -> None:
        if wish != self._wish:
            self._wish = wish
            self.wished.emit(wish)


class _NothingYet(QWidget, Worded):
    """Shown while the form is empty: what will appear here, and the last drafts."""

    resumed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics().px(8))
        self._state = EmptyState(
            lambda: _("Fill in the form to see the slip"),
            lambda: _("It appears here as it will be printed."),
            icon="file",
        )
        column.addWidget(self._state, 1)
        self._head = QLabel(self)
        self._head.setProperty("kind", "strong")
        column.addWidget(self._head)
        self._list = QVBoxLayout()
        self._list.setSpacing(metrics().px(8))
        column.addLayout(self._list)
        self._rows: list[QWidget] = []
        self._buttons: list[Button] = []
        self.show_offers(())
        self.say(self._head.setText, lambda: _("Go on with a draft"))

    def show_offers(self, offers: Sequence[DraftOffer]) -> None:
        """Replace the list."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._buttons = []
        self._rows = [self._row(place, offer) for place, offer in enumerate(offers, 1)]
        for row in self._rows:
            self._list.addWidget(row)
        self._head.setVisible(bool(offers))

    def take(self, place: int) -> bool:
        """Go on with the draft at `place`, counted from 1; False where there is none."""
        if not self.isVisible() or not 1 <= place <= len(self._buttons):
            return False
        self._buttons[place - 1].click()
        return True

    def _row(self, place: int, offer: DraftOffer) -> QWidget:
        row = QFrame(self)
        row.setObjectName("card")
        line = QHBoxLayout(row)
        line.setContentsMargins(metrics().px(12), metrics().px(8), metrics().px(8), metrics().px(8))
        words = QVBoxLayout()
        words.setSpacing(0)
        at = offer.saved_at.astimezone(CHINA)
        for text, kind in (
            (offer.title, "strong"),
            (offer.narrative, "muted"),
            (_("saved {time}").format(time=at.strftime("%m-%d %H:%M")), "caption"),
        ):
            if text:
                words.addWidget(ElidedLabel(text, row, kind=kind))
        line.addLayout(words, 1)
        go_on: Callable[[], None] = lambda: self.resumed.emit(offer.draft_id)  # noqa: E731
        button = Button(lambda: _("Go on"), on_click=go_on, name=f"resume{place}")
        button.setToolTip(f"{button.text()}  Alt+{place}")  # a key of the page, which chips of the form have too
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._buttons.append(button)
        return row
