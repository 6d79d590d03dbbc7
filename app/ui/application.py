"""Making the QApplication: input methods, style, fonts, theme. Nothing heavy, because first paint waits for it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from app.language import set_language
from app.system.resources import resource_path
from app.ui.theme.apply import SystemFollower, apply_theme
from app.ui.wording import retranslate_all

FONT_FILES = ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf")


def make_application(
    argv: Sequence[str] | None = None, *, theme: str = "auto", scale: float = 1.0, language: str = "zh"
) -> QApplication:
    """The one QApplication in the product's look, or the running one restyled.

    `theme` is "auto", "light", "dark" or "contrast"; `scale` the text size, 1.0 to 1.5; `language` "zh" or "en".
    On Linux fcitx is reached through the list of input methods, because the wheel has no fcitx plugin (ux.md 0.3).
    """
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_IM_MODULES", "wayland;fcitx;ibus")
    running = QApplication.instance()
    if isinstance(running, QApplication):
        app = running
        app.setStyle("Fusion")
    else:
        # As an argument, because setStyle() answers with a QStyle and PySide takes 5 ms to get ready for one.
        app = QApplication([*(argv or sys.argv), "-style", "Fusion"])
    app.setApplicationName("jiesu")
    # The bundled font makes screens alike on every computer; both weights together take 10-20 ms (measured).
    for name in FONT_FILES:
        register_font(name)
    set_language(language)
    follower = app.findChild(SystemFollower) or SystemFollower(app)
    follower.is_following = theme == "auto"
    apply_theme(app, theme, scale)
    return app


def register_font(name: str) -> bool:
    """Make a font of resources/fonts known to Qt; False when Qt can't read it. A second call does nothing."""
    if name in _registered:
        return True
    if QFontDatabase.addApplicationFont(str(resource_path(f"fonts/{name}"))) < 0:
        return False
    _registered.add(name)
    return True


_registered: set[str] = set()


def choose_theme(theme: str, scale: float) -> None:
    """Switch theme and text size at once; "auto" follows the operating system from now on."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        follower = app.findChild(SystemFollower)
        if follower is not None:
            follower.is_following = theme == "auto"
        apply_theme(app, theme, scale)


def choose_language(code: str) -> None:
    """Switch every open screen to "zh" or "en" at once."""
    set_language(code)
    retranslate_all()
