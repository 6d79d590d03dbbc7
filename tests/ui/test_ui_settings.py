"""Settings: every choice works at once and is kept; showing them is no choice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from support.pages import Key, Visit, focus_name, nameless, press
from support.trial_desk import SUPERVISOR, TELLER
from support.whole_desk import whole_desk

from app.system.settings import Settings, SettingsFile
from app.ui.application import choose_language
from app.ui.keeping.backup_page import BackupPage
from app.ui.settings.page import SettingsPage
from app.ui.settings.presenter import SettingsPresenter
from app.ui.widgets.buttons import Button
from app.ui.widgets.texts import WrappedLabel


class Bench:
    """The page with a real settings file."""

    def __init__(self, path: Path, backup_keys: str = "") -> None:
        self.file = SettingsFile(path)
        self.applied: list[tuple[Settings, frozenset[str]]] = []
        self.page = SettingsPage(backup_keys)
        presenter = SettingsPresenter(
            self.page,
            lambda work, then=None, failed=None: then(work()) if then else None,
            current=lambda: self.file.current,
            change=self.file.change,
            apply=lambda settings, names: self.applied.append((settings, names)),
            printers=lambda: ["LQ-635K", "TM-T88"],
        )
        self.page.join(presenter)


@pytest.fixture
def bench(qtbot, tmp_path: Path) -> Bench:
    (tmp_path / "settings.json").write_text('{"printer": "OLD-1", "slip_copies": 2}', encoding="utf-8")
    made = Bench(tmp_path / "settings.json")
    qtbot.addWidget(made.page)
    made.page.show()
    made.page.on_shown()
    return made


def test_showing_is_no_choice(bench: Bench) -> None:
    assert bench.applied == []
    assert bench.page.copies.value() == "2"
    assert bench.page.printer.value() == "OLD-1"
    assert [bench.page.printer.editor.itemText(i) for i in range(4)] == ["系统默认打印机", "LQ-635K", "TM-T88", "OLD-1"]


@pytest.mark.parametrize(
    ("field", "key", "name", "value"),
    [
        ("theme", "dark", "theme", "dark"),
        ("scale", "125", "scale_percent", 125),
        ("copies", "3", "slip_copies", 3),
        ("lock", "600", "idle_lock_seconds", 600),
        ("printer", "TM-T88", "printer", "TM-T88"),
        ("printer", "default", "printer", ""),
        ("slip_size", "a5", "slip_size", "a5"),
    ],
)
def test_a_choice_works_at_once_and_is_kept(
    bench: Bench, tmp_path: Path, field: str, key: str, name: str, value: Any
) -> None:
    getattr(bench.page, field).set_value(key)
    assert [names for _settings, names in bench.applied] == [frozenset({name})]
    assert getattr(SettingsFile(tmp_path / "settings.json").current, name) == value


def test_by_keyboard(bench: Bench) -> None:
    bench.page.language.editor.setFocus()
    QTest.keyClick(bench.page.language.editor, Qt.Key.Key_Down)
    assert bench.file.current.language == "en"


def test_another_language_is_no_choice_either(bench: Bench) -> None:
    choose_language("en")
    assert bench.applied == []
    assert bench.page.theme.editor.currentText() == "As the system"
    assert bench.page.language.editor.itemText(0) == "中文"


def test_backups_are_one_key_away_for_who_may_keep_the_store(qtbot: Any, tmp_path: Path) -> None:
    page = Bench(tmp_path / "settings.json", "Ctrl+Shift+K").page
    visit = Visit(qtbot, page)
    assert nameless(page) == []
    assert any("Ctrl+Shift+K" in label.text() for label in page.findChildren(WrappedLabel))
    (page.capture if page.capture.isEnabled() else page.lock).editor.setFocus()
    press(Key.Key_Return)
    assert focus_name() == "toBackups"
    press(Key.Key_Return)
    assert visit.went == [("backups", {})]


def test_who_may_not_keep_the_store_sees_no_way_to_its_backups(bench: Bench) -> None:
    assert bench.page.backups is None
    assert bench.page.findChild(Button, "toBackups") is None


def test_the_way_leads_to_the_backups_on_the_whole_desk(qtbot: Any, tmp_path: Path) -> None:
    with whole_desk(tmp_path / "desk", qtbot) as desk:
        desk.sign_in(TELLER)
        desk.window.go("settings")
        assert desk.page.findChild(Button, "toBackups") is None
        desk.switch(SUPERVISOR)
        desk.window.go("settings")
        desk.page.findChild(Button, "toBackups").click()
        desk.wait()
        assert isinstance(desk.page, BackupPage)
