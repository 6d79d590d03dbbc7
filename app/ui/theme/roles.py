"""Colour roles of a theme, read from resources/themes/*.toml."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from PySide6.QtGui import QColor

from app.system.resources import resource_path

THEMES = ("light", "dark", "contrast")

# (text role, ground role, least contrast): what is ever written or drawn on what. 4.5 is WCAG 1.4.3, 3.0 is 1.4.11.
PAIRS: tuple[tuple[str, str, float], ...] = (
    *((text, ground, 4.5) for text in ("text", "text2") for ground in ("surface", "background", "subtle", "selected")),
    ("text3", "surface", 4.5),
    ("text3", "background", 3.0),  # icons of empty states only; words in text3 stand on the surface
    ("text", "hover", 4.5),
    ("text2", "hover", 4.5),
    ("on_primary", "primary", 4.5),
    ("on_primary", "primary_hover", 4.5),
    ("on_primary", "primary_pressed", 4.5),
    ("primary", "surface", 4.5),
    ("primary", "selected", 4.5),
    ("link", "surface", 4.5),
    ("link", "background", 4.5),
    ("rail_text", "rail", 4.5),
    ("rail_text", "rail_hover", 4.5),
    ("rail_selected_text", "rail_selected", 4.5),
    *((f"{name}_text", f"{name}_fill", 4.5) for name in ("overdue", "today", "soon", "ok", "error", "info", "toast")),
    ("error_text", "surface", 4.5),
    ("soon_text", "surface", 4.5),
    ("ok_text", "surface", 4.5),
    ("disabled_text", "disabled_fill", 4.5),
    ("toast_link", "toast_fill", 4.5),
    ("field_border", "surface", 3.0),
    ("focus", "surface", 3.0),
    ("focus", "background", 3.0),
    ("error_border", "surface", 3.0),
    ("handle", "surface", 3.0),
)


class Theme(NamedTuple):
    """One theme. `roles` maps a role name (`text2`, `overdue_fill`...) to "#RRGGBB"."""

    name: str
    is_dark: bool
    roles: Mapping[str, str]

    def color(self, role: str) -> QColor:
        """The colour of `role`. Raises: KeyError for a role that no theme has."""
        return QColor(self.roles[role])


@cache
def load_theme(name: str) -> Theme:
    """The theme `name`, one of THEMES, from its file.

    First paint waits for this. The files hold nothing but `word = "text"` lines, so they are read here in 0.1 ms;
    importing tomllib would take 4. A test holds both readings equal.
    """
    lines = resource_path(f"themes/{name}.toml").read_text(encoding="ascii").splitlines()
    pairs = dict(line.split(" = ") for line in lines if " = " in line)
    words = {key: value.strip('"') for key, value in pairs.items()}
    return Theme(words.pop("name"), words.pop("is_dark") == "true", words)


class _InUse:
    name = "light"


def theme() -> Theme:
    """The theme in use."""
    return load_theme(_InUse.name)


def use(name: str) -> None:
    """Make `name` the theme in use; only `apply_theme` calls this, because it also repaints."""
    load_theme(name)
    _InUse.name = name


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two "#RRGGBB" colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
