"""First paint: nothing heavy is loaded for it, and what comes after it really comes after it."""

from __future__ import annotations

from datetime import UTC, datetime

from bench import first_paint
from PySide6.QtCore import QEvent, QObject

from app.ui.first_paint import call_after_first_paint
from app.ui.shell.main_window import MainWindow
from app.ui.sign_in.page import SignInPage

NOW = datetime(2026, 11, 23, 6, 32, 5, tzinfo=UTC)


def test_the_bench_measures_and_nothing_heavy_is_loaded() -> None:
    """The bench itself raises when something heavy was loaded."""
    (figures,) = first_paint.run(runs=1).values()
    assert 0 < figures["floor"] < figures["value"]


def test_what_comes_after_comes_once_and_after_the_paint(qtbot) -> None:
    seen: list[str] = []

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() == QEvent.Type.Paint:
                seen.append("painted")
            return False

    window = MainWindow(lambda parent: SignInPage(now=lambda: NOW, parent=parent), now=lambda: NOW)
    qtbot.addWidget(window)
    watch = Watch()
    window.installEventFilter(watch)
    call_after_first_paint(window, lambda: seen.append("after"))
    window.show()
    qtbot.waitUntil(lambda: "after" in seen)
    assert seen[0] == "painted"
    window.resize(1200, 700)
    window.repaint()
    assert seen.count("after") == 1
