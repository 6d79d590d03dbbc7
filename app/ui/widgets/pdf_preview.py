"""Pages of a paper on screen: it shows pictures it is given; making them is the printing room's work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.ui.theme import metrics, theme

_EDGE = 6


@dataclass(frozen=True, slots=True)
class PageImage:
    """One rendered page: size in px and RGBA bytes, row after row (what printing's `render_page` returns)."""

    width: int
    height: int
    rgba: bytes

    def __repr__(self) -> str:
        return f"PageImage({self.width}x{self.height})"


class PdfPreview(QScrollArea):
    """Pages below each other on a grey ground, fitted to the width; with `widest` (px of the design) a page grows no
    wider than that and stands in the middle.

    Signals: width_wanted(int) with device px when pages should be rendered again for another width.
    """

    width_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None, *, widest: int | None = None) -> None:
        super().__init__(parent)
        self._widest = widest
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._body = QFrame(self)
        self._body.setObjectName("paperBack")
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(_EDGE, _EDGE, _EDGE, _EDGE)
        self._column.setSpacing(metrics().px(8))
        self._column.addStretch(1)
        self.setWidget(self._body)
        self._pages: list[_PageView] = []
        self._wanted = 0

    def set_description(self, name: str, text: str) -> None:
        """What screen readers say: the pictures themselves can't be read (ux.md 5.1)."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(text)

    def page_width(self) -> int:
        """Device px that a page may be wide now, for rendering."""
        return round((self.viewport().width() - 2 * self._side()) * self.devicePixelRatioF())

    def _side(self) -> int:
        """Px that stay free beside a page."""
        spare = 0 if self._widest is None else self.viewport().width() - metrics().px(self._widest)
        return max(_EDGE, spare // 2)

    def show_pages(self, pages: Sequence[PageImage]) -> None:
        """Show `pages`, keeping the scroll position when their number is the same."""
        while len(self._pages) > len(pages):
            gone = self._pages.pop()
            self._column.removeWidget(gone)
            gone.deleteLater()
        while len(self._pages) < len(pages):
            view = _PageView(self._body)
            self._column.insertWidget(len(self._pages), view)
            self._pages.append(view)
        for view, page in zip(self._pages, pages, strict=True):
            view.show_page(page)

    def page_count(self) -> int:
        """How many pages are shown."""
        return len(self._pages)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for sharper or smaller pictures when the width changed."""
        super().resizeEvent(event)
        self._column.setContentsMargins(self._side(), _EDGE, self._side(), _EDGE)
        wanted = self.page_width()
        if wanted > 0 and wanted != self._wanted:
            self._wanted = wanted
            self.width_wanted.emit(wanted)


class _PageView(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._image = QImage()
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_page(self, page: PageImage) -> None:
        shown = QImage(page.rgba, page.width, page.height, page.width * 4, QImage.Format.Format_RGBA8888)
        self._image = shown.copy()  # the bytes may go away, QImage does not keep them
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * self._image.height() / self._image.width()) if self._image.width() else 0

    def sizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().color("paper_back"))
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self._image)
        painter.end()
