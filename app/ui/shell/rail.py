"""The navy rail at the left: one button a page, icon above label, or beside it in a wide window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication, QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.ui.shell.navigation import PageSpec, Place
from app.ui.theme import icon, metrics
from app.ui.widgets.polish import repolish
from app.ui.wording import worded


class Rail(QFrame):
    """Signals: chosen(page name)."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self._is_wide = False
        self._column = QVBoxLayout(self)
        self._group = QButtonGroup(self)
        self._group.setExclusive(True)
        self._buttons: dict[str, _RailButton] = {}
        self.restyle()

    def show_pages(self, specs: tuple[PageSpec, ...]) -> None:
        """Offer exactly `specs`, those of Place.BOTTOM at the foot."""
        while (taken := self._column.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self._buttons.clear()
        for place in (Place.TOP, Place.BOTTOM):
            for spec in specs:
                if spec.place is place:
                    self._add(spec)
            if place is Place.TOP:
                self._column.addStretch(1)

    def light(self, name: str) -> None:
        """Show the button of page `name` as chosen; an unknown name lights none."""
        self._group.setExclusive(False)
        for key, button in self._buttons.items():
            button.setChecked(key == name)
        self._group.setExclusive(True)
        self.restyle_icons()

    def set_wide(self, is_wide: bool) -> None:
        """Labels beside the icons, or below them."""
        if is_wide != self._is_wide:
            self._is_wide = is_wide
            self.restyle()

    def restyle(self) -> None:
        """Width, margins and buttons of the text size and theme in use."""
        size = metrics()
        self.setFixedWidth(size.wide_rail if self._is_wide else size.rail)
        self._column.setContentsMargins(size.px(4), size.px(12), size.px(4), size.px(12))
        self._column.setSpacing(size.px(4))
        for button in self._buttons.values():
            button.set_wide(self._is_wide)

    def restyle_icons(self) -> None:
        """Draw the icons again, because the chosen one has another colour."""
        for button in self._buttons.values():
            button.draw_icon()

    def _add(self, spec: PageSpec) -> None:
        button = _RailButton(spec, self)
        button.set_wide(self._is_wide)
        button.clicked.connect(lambda _checked=False, name=spec.name: self.chosen.emit(name))
        self._group.addButton(button)
        self._buttons[spec.name] = button
        self._column.addWidget(button)


class _RailButton(QToolButton):
    def __init__(self, spec: PageSpec, parent: QWidget) -> None:
        super().__init__(parent)
        self._spec = spec
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setObjectName(f"rail-{spec.name}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def set_wide(self, is_wide: bool) -> None:
        size = metrics()
        self.setProperty("kind", "railWide" if is_wide else "rail")
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if is_wide else Qt.ToolButtonStyle.ToolButtonTextUnderIcon
        self.setToolButtonStyle(style)
        self.setIconSize(QSize(size.px(22), size.px(22)))
        self.setFixedHeight(size.px(40 if is_wide else 58))
        repolish(self)
        self.draw_icon()
        self.retranslate()

    def draw_icon(self) -> None:
        self.setIcon(icon(self._spec.icon, "rail_selected_text" if self.isChecked() else "rail_text", 22))

    def retranslate(self) -> None:
        text = worded(self._spec.words)
        self.setAccessibleName(text)
        self.setToolTip(f"{text}  {self._spec.shortcut}" if self._spec.shortcut else text)
        if self.property("kind") == "railWide":
            self.setText(f"  {text}")
            return
        # A label that would be cut is shortened with an ellipsis; the tooltip has it whole.
        font = QFont(QApplication.font())
        font.setPixelSize(metrics().px(13))
        font.setBold(True)
        short = worded(self._spec.short) if self._spec.short is not None else text
        self.setText(QFontMetrics(font).elidedText(short, Qt.TextElideMode.ElideRight, metrics().px(66)))
