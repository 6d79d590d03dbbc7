"""A scrolling column whose height follows from its width, so that wrapped texts get exactly the room they need."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QWidget

AROUND_PX = 24


class ColumnArea(QScrollArea):
    """Shows `body`, as wide as the area and as high as its layout wants at that width (QScrollArea alone asks for the
    height at a width of its own guess). It has no frame and shows the ground behind it."""

    def __init__(self, body: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        body.setObjectName("scrollBody")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.setWidget(body)
        body.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus_changed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Measure again when something in the column changed."""
        if watched is self.widget():
            if event.type() == QEvent.Type.LayoutRequest:
                self._measure()
            elif event.type() == QEvent.Type.Resize:
                # A field that appears and takes the keyboard at once has its place only after the layout.
                QTimer.singleShot(0, self, self._follow)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure again for another width."""
        super().resizeEvent(event)
        self._measure()

    def _on_focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        """Whatever takes the keyboard comes into view, however it got it."""
        body = self.widget()
        if now is None or body is None or not body.isAncestorOf(now):
            return
        # All of it: ensureWidgetVisible is content with the line where the cursor stands.
        bar, room = self.verticalScrollBar(), self.viewport().height()
        top = now.mapTo(body, QPoint(0, 0)).y()
        bar.setValue(min(max(bar.value(), top + now.height() + AROUND_PX - room), top - AROUND_PX))

    def _follow(self) -> None:
        self._on_focus_changed(None, QApplication.focusWidget())

    def _measure(self) -> None:
        body = self.widget()
        layout = body.layout() if body is not None else None
        if body is None or layout is None:
            return
        # Without wrapped texts the layout's own minimum counts again: an error that is gone gives its room back.
        needed = layout.totalHeightForWidth(self.viewport().width()) if layout.hasHeightForWidth() else 0
        if needed != body.minimumHeight():
            body.setMinimumHeight(needed)
