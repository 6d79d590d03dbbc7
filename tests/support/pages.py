"""Pages under test: shown off-screen, driven by the keyboard alone, with an input method like a real one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from support.cases import RULES
from support.counter import Branch, Inline

from app.ui.page_context import PageContext

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NONE = Qt.KeyboardModifier.NoModifier
Key = Qt.Key


def context_of(branch: Branch, run: Any = None) -> PageContext:
    """What a page is given, on a branch in memory."""
    return PageContext(
        run=run or Inline(branch),
        person=branch.person,
        people=lambda: branch.people,
        taxonomy=lambda: RULES.taxonomy,
        clock=branch.clock,  # type: ignore[arg-type]
    )


class Visit:
    """A page on the screen, and what it asked the window for."""

    def __init__(self, qtbot: Any, page: Any, size: tuple[int, int] = (1290, 614), **arguments: Any) -> None:
        self.page = page
        self.went: list[tuple[str, dict[str, Any]]] = []
        self.toasts: list[str] = []
        self.actions: list[tuple[str, Callable[[], None] | None]] = []
        self.backs = 0
        page.wanted.connect(lambda name, arguments: self.went.append((name, arguments)))
        page.toast_wanted.connect(self._on_toast)
        page.back_wanted.connect(self._on_back)
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        page.activateWindow()
        qtbot.waitExposed(page)
        page.on_shown(**arguments)
        settle()

    def _on_toast(self, text: str, action: str, do: Any) -> None:
        self.toasts.append(text)
        self.actions.append((action, do))

    def _on_back(self) -> None:
        self.backs += 1


def settle() -> None:
    """Let everything that is queued happen."""
    for _n in range(4):
        QApplication.processEvents()


def focused() -> QWidget:
    """The widget with the keyboard."""
    widget = QApplication.focusWidget()
    assert widget is not None, "nothing has the keyboard"
    return widget


def focus_name() -> str:
    """The object name of what has the keyboard, or of the field around it."""
    widget: QWidget | None = focused()
    while widget is not None and (not widget.objectName() or widget.objectName().startswith("qt_")):
        widget = widget.parentWidget()
    return widget.objectName() if widget is not None else ""


def press(key: Any, modifiers: Any = NONE) -> None:
    """Press one key where the keyboard is."""
    QTest.keyClick(focused(), key, modifiers)
    settle()


def type_keys(text: str) -> None:
    """Type ASCII text where the keyboard is."""
    QTest.keyClicks(focused(), text)
    settle()


def compose(commit: str, preedit: str = "zhongwen") -> None:
    """Type Chinese: what an input method sends while composing, and then what was chosen."""
    widget = focused()
    assert widget.inputMethodQuery(Qt.InputMethodQuery.ImEnabled), "this field refuses the input method"
    for end in range(1, len(preedit) + 1):
        QCoreApplication.sendEvent(widget, QInputMethodEvent(preedit[:end], []))
    event = QInputMethodEvent("", [])
    event.setCommitString(commit)
    QCoreApplication.sendEvent(widget, event)
    settle()


def nameless(page: QWidget) -> list[str]:
    """Widgets that can have the keyboard but that a screen reader could not name."""
    found = []
    for widget in page.findChildren(QWidget):
        can_focus = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(page)
        if can_focus and widget.focusProxy() is None and not widget.accessibleName():
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found
