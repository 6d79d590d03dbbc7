"""Putting a theme on the running program: palette, style sheet, icons and every widget's own colours."""

from __future__ import annotations

import re

from PySide6.QtCore import QDir, QObject, Qt
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.system.resources import resource_path
from app.ui.theme import roles, sizes
from app.ui.theme.icons import refresh_icon

THEME_CHOICES = ("auto", "light", "dark", "contrast")
FAMILIES = ("Noto Sans SC", "Noto Sans CJK SC", "Microsoft YaHei UI", "PingFang SC", "Noto Emoji")

_TOKEN = re.compile(r"\$(\w+)|(\d+)px")


def theme_for_system(app: QApplication) -> str:
    """The theme that the operating system asks for: its contrast preference first, then its colour scheme."""
    hints = app.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return "contrast"
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def apply_theme(app: QApplication, name: str = "auto", scale: float = 1.0) -> None:
    """Show the whole program in theme `name` (one of THEME_CHOICES) and text size `scale`, at once.

    Widgets with a method `restyle()` have it called afterwards; buttons of `set_icon` get new icons.
    """
    chosen = theme_for_system(app) if name == "auto" else name
    roles.use(chosen)
    sizes.use(scale)
    QDir.setSearchPaths("themes", [str(resource_path("themes"))])
    app.setFont(_base_font())
    app.setPalette(palette(roles.theme()))
    app.setStyleSheet(style_sheet(roles.theme(), sizes.metrics()))
    for widget in app.allWidgets():
        if isinstance(widget, QAbstractButton):
            refresh_icon(widget)
        restyle = getattr(widget, "restyle", None)
        if restyle is not None:
            restyle()
        widget.update()


def style_sheet(theme: roles.Theme, metrics: sizes.Metrics) -> str:
    """The style sheet of resources/themes/desk.qss with colours, theme name and pixel sizes filled in."""

    def fill(match: re.Match[str]) -> str:
        role, size = match.groups()
        if size is not None:
            return f"{max(1, metrics.px(int(size))) if size != '0' else 0}px"
        return theme.name if role == "theme" else theme.roles[role]

    return _TOKEN.sub(fill, resource_path("themes/desk.qss").read_text(encoding="ascii"))


def palette(theme: roles.Theme) -> QPalette:
    """The palette for everything that the style sheet leaves to the Fusion style."""
    made = QPalette()
    role = QPalette.ColorRole
    for key, value in {
        role.Window: "background",
        role.WindowText: "text",
        role.Base: "surface",
        role.AlternateBase: "subtle",
        role.Text: "text",
        role.Button: "surface",
        role.ButtonText: "text",
        role.BrightText: "overdue_text",
        role.ToolTipBase: "toast_fill",
        role.ToolTipText: "toast_text",
        role.PlaceholderText: "text3",
        role.Highlight: "primary",
        role.HighlightedText: "on_primary",
        role.Accent: "primary",
        role.Link: "link",
        role.LinkVisited: "link",
        role.Light: "surface",
        role.Midlight: "hairline",
        role.Mid: "hairline",
        role.Dark: "field_border",
        role.Shadow: "field_border",
    }.items():
        made.setColor(key, theme.color(value))
    for key in (role.Text, role.WindowText, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, key, theme.color("disabled_text"))
    return made


class SystemFollower(QObject):
    """Keeps the theme like the operating system's for as long as the person has chosen "auto"."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.is_following = True
        app.styleHints().colorSchemeChanged.connect(self._on_color_scheme_changed)

    def _on_color_scheme_changed(self) -> None:
        if self.is_following and theme_for_system(self._app) != roles.theme().name:
            apply_theme(self._app, "auto", sizes.metrics().scale)


def _base_font() -> QFont:
    font = QFont()
    font.setFamilies(list(FAMILIES))
    font.setPixelSize(sizes.metrics().px(14))
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font
