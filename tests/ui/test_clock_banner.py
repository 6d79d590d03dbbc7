"""The banner about a clock that is behind comes, says how far, and goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from support.real_desk import RealBranch, real_branch

from app.language import in_language
from app.operations.watch_clock import guard_clock
from app.ui.clock_banner import ClockBanner, clock_words
from app.ui.widgets.notices import Banner


class Frame:
    """A desk frame as far as its banner goes."""

    def __init__(self) -> None:
        self.banner = Banner("")
        self.set_banner("试点")

    def set_banner(self, words: Any, tone: str = "warning") -> None:
        self.banner.set_words(words, tone)


class Window:
    def __init__(self) -> None:
        self.desk: Any = Frame()


@pytest.fixture
def branch(tmp_path: Any) -> Iterator[RealBranch]:
    with real_branch(tmp_path) as branch:
        yield branch


def test_it_comes_and_goes(qapp: QApplication, branch: RealBranch) -> None:
    branch.register()
    desk, window = branch.desk(), Window()
    guard_clock(desk)

    def run(work: Callable[[Any], Any], then: Any = None, failed: Any = None, lane: str = "database") -> None:
        then(work(desk))

    banner = ClockBanner(window, run, lambda: "试点")  # type: ignore[arg-type]

    def said() -> str:
        return str(window.desk.banner.text())

    with in_language("zh"):
        banner.look()
        assert said() == "试点"
        branch.later(days=-3)
        banner.look()
        assert said() == clock_words(3 * 86400)
        assert "慢了 3 天" in said()
        branch.later(days=3)
        banner.look()
        assert said() == "试点"
    window.desk.banner.deleteLater()
    window.desk = None
    banner.look()


@pytest.mark.parametrize(("seconds", "words"), [(301, "5 minutes"), (7200, "2 hours"), (200_000, "2 days")])
def test_it_says_how_far(seconds: int, words: str) -> None:
    with in_language("en"):
        assert words in clock_words(seconds)
