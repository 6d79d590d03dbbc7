"""The look: colour roles, sizes, style sheet and icons of the three themes (ux.md 3), switchable at once.

Page writers need: `theme().color(role)`, `metrics().px(n)`, `icon(name, role)`, `set_icon(button, name, role)`.
A widget that paints with colours or sets sizes in code has a method `restyle()`; it is called after every switch.
"""

from app.ui.theme.apply import THEME_CHOICES, apply_theme, theme_for_system
from app.ui.theme.icons import icon, pixmap, set_icon
from app.ui.theme.roles import THEMES, Theme, theme
from app.ui.theme.sizes import Metrics, metrics

__all__ = [
    "THEMES",
    "THEME_CHOICES",
    "Metrics",
    "Theme",
    "apply_theme",
    "icon",
    "metrics",
    "pixmap",
    "set_icon",
    "theme",
    "theme_for_system",
]
