"""What headquarters' directory takes from people is said across all pages, and pages follow what they may do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton
from support.trial_desk import SUPERVISOR
from support.whole_desk import WholeDesk, whole_desk

from app.language.trouble_words import Way
from app.ui.directory_notice import Limits

PEOPLE = frozenset({"people"})


@pytest.fixture
def desk(tmp_path: Path, qtbot: Any) -> Iterator[WholeDesk]:
    with whole_desk(tmp_path / "desk", qtbot) as desk:
        desk.sign_in(SUPERVISOR)
        yield desk


@pytest.mark.parametrize(
    ("limits", "begins", "can_extend"),
    [
        (Limits(), "", False),
        (Limits(until=date(2026, 11, 25)), "未联系总行可办理至", False),
        (Limits(is_read_only=True), "与总行失联过久", False),
        (Limits(is_read_only=True, may_extend=True), "与总行失联过久", True),
        (Limits(is_provisional=True), "总行尚未确认您的登记", False),
    ],
)
def test_it_is_said_above_the_page(desk: WholeDesk, limits: Limits, begins: str, can_extend: bool) -> None:
    assert desk.window.desk is not None
    notice = desk.window.desk.notice
    desk.ui.directory_notice.show(limits)
    assert notice.text().startswith(begins)
    assert notice.isVisibleTo(desk.window) == bool(begins)
    assert (notice.findChild(QPushButton, "extendDirectory") is not None) == can_extend


def test_what_can_t_be_extended_is_refused_in_the_dialog(desk: WholeDesk) -> None:
    desk.ui.directory_notice.ask()
    dialog = desk.ui.directory_notice.dialog
    assert dialog is not None
    dialog.fill_in(reason="专线中断，抢修中")
    dialog.confirm()
    desk.wait()
    assert desk.ui.directory_notice.dialog is dialog  # there is nothing to extend: said, and what was typed stays
    assert dialog.fields["reason"].editor.text() == "专线中断，抢修中"
    desk.lock()
    assert desk.ui.directory_notice.dialog is None


def test_pages_and_keys_follow_rights_that_changed(desk: WholeDesk) -> None:
    desk.window.go("people")
    desk.wait()

    def turn(there: Any, **changes: Any) -> None:
        there.people = {**there.people, SUPERVISOR.staff_no: replace(there.actor, **changes)}
        there.announce(PEOPLE, frozenset())

    desk.there(lambda there: turn(there, is_read_only=True))
    desk.qtbot.waitUntil(lambda: desk.window.desk is not None and desk.window.desk.page_name() == "worklist")
    desk.wait()
    offered = {action.name for action in desk.window.commands.all()}
    assert "open_people" not in offered
    assert "new_complaint" not in offered
    assert "open_audit" in offered
    desk.there(lambda there: turn(there, is_read_only=False))
    desk.qtbot.waitUntil(lambda: "open_people" in {action.name for action in desk.window.commands.all()})
    desk.wait()


def test_who_may_not_be_here_any_more_is_locked_out(desk: WholeDesk) -> None:
    def out(there: Any) -> None:
        there.people = {**there.people, SUPERVISOR.staff_no: replace(there.actor, is_active=False)}
        there.announce(PEOPLE, frozenset())

    desk.there(out)
    desk.qtbot.waitUntil(desk.window.is_locked)
    desk.qtbot.waitUntil(lambda: desk.office.desk is None, timeout=20_000)
    desk.wait()


def test_ways_without_a_screen_name_the_command_and_the_bundle_is_shown_first(desk: WholeDesk, tmp_path: Path) -> None:
    desk.lock()
    desk.ui.sign_in.rare.show_trouble("store_damaged", {})
    panel = desk.ui.sign_in.rare.trouble
    assert panel is not None
    desk.ui.ways_on.screens.clear()
    panel.ways[Way.FROM_BACKUP].click()
    assert "jiesu restore" in panel.told.text()
    opened: list[str] = []
    desk.ui.ways_on.screens[Way.FROM_BACKUP] = lambda: opened.append("restore")
    panel.ways[Way.FROM_BACKUP].click()
    assert opened == ["restore"]
    panel.ways[Way.BUNDLE].click()
    desk.wait()
    dialog = desk.ui.ways_on.dialog
    assert dialog is not None
    assert dialog.text.toPlainText()
    dialog.place_chosen.emit(str(tmp_path / "bundle.zip"))
    desk.wait()
    assert (tmp_path / "bundle.zip").stat().st_size > 0
    assert desk.ui.ways_on.dialog is None
