"""Walking the intake page by keyboard alone."""

from __future__ import annotations

from support.counter import Branch
from support.pages import CONTROL, Key, compose, focus_name, press

from app.domain.case import Case


def enter(times: int = 1) -> None:
    """Press Enter."""
    for _n in range(times):
        press(Key.Key_Return)


def walk_to(name: str) -> None:
    """Enter after Enter, as a person does who has nothing to say in the fields between."""
    for _n in range(20):
        if focus_name() == name:
            return
        press(Key.Key_Return)
    raise AssertionError(f"Enter never came to {name}, but to {focus_name()}")


def choose(downs: int) -> None:
    """Press Down."""
    for _n in range(downs):
        press(Key.Key_Down)


def ordinary() -> None:
    """Name and words; the cursor ends in the words."""
    compose("王明芳", "wmf")
    walk_to("narrative")
    compose("未经同意开通账单分期，要求退还手续费。")


def recorded(branch: Branch) -> Case:
    """Press Ctrl+Enter; the only case that there is."""
    press(Key.Key_Return, CONTROL)
    (case,) = branch.cases()
    return case
