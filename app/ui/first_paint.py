"""From process start to the first paint, in one place, so that it is measured as it is used.

The sign-in window is all that is built before the first paint. Bootstrap calls `first_window`, then does everything
else (vault, navigation, pages, hub) from `then`, which runs after the window has been painted.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from app.ui.sign_in.logins import TrialLogin

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from app.ui.shell.main_window import MainWindow
    from app.ui.sign_in.page import SignInPage


class FirstWindow(NamedTuple):
    """What exists at first paint."""

    app: QApplication
    window: MainWindow
    sign_in: SignInPage


def first_window(
    argv: Sequence[str],
    *,
    now: Callable[[], datetime],
    theme: str = "auto",
    scale: float = 1.0,
    language: str = "zh",
    branch: tuple[str, str] = ("", ""),
    trial: Sequence[TrialLogin] = (),
    size: tuple[int, int] | None = None,
    then: Callable[[], object] | None = None,
) -> FirstWindow:
    """Show the sign-in window; `then()` is called from the event loop once it has been painted.

    `theme`, `scale` and `language` as in `make_application`; `branch` is name and code; `size` in px, else maximised.
    """
    # Imports and widgets make many objects and no garbage; the collector would look at them again and again
    # (12-15 ms of 180, measured). It works again right after the paint.
    gc.disable()
    from app.ui.application import make_application

    app = make_application(argv, theme=theme, scale=scale, language=language)
    from app.ui.shell.main_window import MainWindow
    from app.ui.sign_in.page import SignInPage

    # The page is born in its place: moved there later, all its widgets would be styled twice.
    window = MainWindow(lambda parent: SignInPage(now=now, parent=parent), now=now)
    page = window.sign_in
    page.set_branch(*branch)
    page.set_trial(trial)
    window.set_branch(*branch)
    call_after_first_paint(window, lambda: _after_paint(then))
    if size is not None:
        window.resize(*size)
        window.show()
    else:
        window.resize(1366, 768)
        window.showMaximized()
    return FirstWindow(app, window, page)


def call_after_first_paint(window: QWidget, then: Callable[[], object]) -> None:
    """Call `then` from the event loop once, after `window` was painted for the first time."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class FirstPaint(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, then)
                self.deleteLater()
            return False

    window.installEventFilter(FirstPaint(window))


def _after_paint(then: Callable[[], object] | None) -> None:
    # What is alive now stays alive until the end: no need to look at it in every collection.
    gc.freeze()
    gc.enable()
    if then is not None:
        then()
