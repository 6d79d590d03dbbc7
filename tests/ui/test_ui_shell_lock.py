"""The window's lock: pages are destroyed and made again with what their person typed; nobody sees another's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from shiboken6 import isValid

from app.domain.people import RIGHTS, Role
from app.ui.shell.facts import PersonFacts
from app.ui.shell.main_window import MainWindow
from app.ui.shell.navigation import Navigation, PageSpec, Place
from app.ui.shell.page import Page
from app.ui.shell.place import KeptPlace
from app.ui.sign_in.page import SignInPage
from app.ui.widgets.fields import TextField

NOW = datetime(2026, 11, 23, 6, 32, 5, tzinfo=UTC)
TELLER = PersonFacts("0217", "李晓", "柜员", RIGHTS[Role.TELLER])
SUPERVISOR = PersonFacts("0108", "王建国", "主管", RIGHTS[Role.SUPERVISOR])


class Typed(Page):
    """A page with one field that has no draft."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Any] = []
        self.field = TextField("内容")
        self.column.addWidget(self.field)

    def on_shown(self, **arguments: object) -> None:
        self.seen.append(arguments)

    def keep(self) -> Mapping[str, Any]:
        return {"typed": self.field.value()} if self.field.value() else {}

    def resume(self, kept: Mapping[str, Any]) -> None:
        self.field.set_value(kept["typed"])


@pytest.fixture
def window(qtbot: Any) -> MainWindow:
    pages = Navigation()
    pages.add(PageSpec("worklist", "清单", "list", Typed, "Ctrl+1"))
    pages.add(PageSpec("other", "审批", "shield-check", Typed, "Ctrl+2"))
    pages.add(PageSpec("case", "投诉", "file", Typed, place=Place.NOWHERE, parent_name="worklist"))
    made = MainWindow(lambda parent: SignInPage(parent=parent), navigation=pages, now=lambda: NOW)
    qtbot.addWidget(made, before_close_func=lambda w: w.idle.stop())
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.enter(SUPERVISOR, home="worklist")
    return made


def page(window: MainWindow) -> Any:
    assert window.desk is not None
    return window.desk.page()


def locked(window: MainWindow, qtbot: Any) -> KeptPlace:
    """Ctrl+L; what must be found again after it."""
    with qtbot.waitSignal(window.locked) as signal:
        QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    why, place = signal.args
    assert why == "locked"
    return KeptPlace.from_plain(json.loads(json.dumps(place.as_plain())))


def test_locking_destroys_everything_at_once_and_unlocking_brings_it_back(window: MainWindow, qtbot) -> None:
    page(window).field.set_value("王明芳的草稿")
    old_page = page(window)
    dialog = QDialog(window)
    dialog.setModal(True)
    dialog.open()
    place = locked(window, qtbot)
    assert not window.desk.isVisible()
    assert window.is_locked()
    assert not window.idle.is_running()
    qtbot.waitUntil(lambda: not isValid(dialog) and not isValid(old_page))
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.desk.page() is None
    window.enter(SUPERVISOR, home="other", place=place)
    assert window.desk.page_name() == "worklist"
    assert page(window).field.value() == "王明芳的草稿"


def test_the_way_back_is_there_after_a_lock(window: MainWindow, qtbot) -> None:
    window.go("case", case_id="one", neighbours=print)
    place = locked(window, qtbot)
    assert place.arguments == {"case_id": "one"}, "functions are not kept"
    window.enter(SUPERVISOR, home="worklist", place=place)
    assert page(window).seen[-1] == {"case_id": "one"}
    window.desk.back()
    assert window.desk.page_name() == "worklist"


def test_on_another_day_only_what_was_typed_is_found_again(window: MainWindow, qtbot) -> None:
    window.go("other")
    page(window).field.set_value("王明芳的草稿")
    place = locked(window, qtbot)
    window.leave()
    window.enter(SUPERVISOR, home="worklist", place=place)
    assert window.desk.page_name() == "worklist"
    window.go("other")
    assert page(window).field.value() == "王明芳的草稿"


def test_a_place_of_another_version_is_no_trouble() -> None:
    place = KeptPlace.from_plain({"name": None, "history": [["a"], ["b", {"c": [1]}], 3], "pages": {"x": 1}, "new": 2})
    assert (place.name, place.history, place.pages, place.has_typed) == ("", [("b", {})], {}, False)


def test_the_countdown_stands_out_in_the_last_half_minute(window: MainWindow) -> None:
    bar = window.desk.status_bar
    bar.set_seconds_left(31)
    assert bar.countdown.property("kind") == "caption"
    bar.set_seconds_left(30)
    assert bar.countdown.property("kind") == "warning"
    assert "0:30" in bar.countdown.text()


def test_another_person_starts_with_nothing_of_the_first(window: MainWindow) -> None:
    page(window).field.set_value("王明芳的草稿")
    window.lock()
    window.leave()
    window.enter(TELLER, home="worklist")
    assert page(window).field.value() == ""
