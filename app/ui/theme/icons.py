"""Icons: one set of 24-px strokes in resources/icons, drawn in the colour of a role."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from app.system.resources import resource_path
from app.ui.theme.roles import theme
from app.ui.theme.sizes import metrics

_NAME = "jiesuIcon"


def icon(name: str, role: str = "text2", size: int = 18) -> QIcon:
    """The icon `name` in the colour of `role` at `size` px (100 %), sharp on screens of every density.

    It keeps its colour; after a change of theme ask again (in `restyle()`) or use `set_icon`.
    Raises: FileNotFoundError for a name that has no file in resources/icons.
    """
    made = QIcon()
    made.addPixmap(pixmap(name, role, size))
    if role != "disabled_text":
        made.addPixmap(pixmap(name, "disabled_text", size), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, role: str = "text2", size: int = 18) -> QPixmap:
    """The icon `name` as a picture of `size` px (100 %) in the colour of `role`."""
    ratio = QGuiApplication.primaryScreen().devicePixelRatio() if QGuiApplication.primaryScreen() else 1.0
    return _drawn(name, theme().roles[role], metrics().px(size), ratio)


def set_icon(button: QAbstractButton, name: str, role: str = "text2", size: int = 18) -> None:
    """Give `button` an icon that is redrawn when the theme or the text size changes."""
    button.setProperty(_NAME, f"{name} {role} {size}")
    refresh_icon(button)


def refresh_icon(button: QAbstractButton) -> None:
    """Draw the icon of `set_icon` again; does nothing for a button without one."""
    wanted = button.property(_NAME)
    if wanted:
        name, role, size = wanted.split(" ")
        pixels = metrics().px(int(size))
        button.setIcon(icon(name, role, int(size)))
        button.setIconSize(QSize(pixels, pixels))


@cache
def _source(name: str) -> str:
    return resource_path(f"icons/{name}.svg").read_text(encoding="ascii")


@cache
def _drawn(name: str, color: str, pixels: int, ratio: float) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode("ascii")))
    side = round(pixels * ratio)
    made = QPixmap(side, side)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
