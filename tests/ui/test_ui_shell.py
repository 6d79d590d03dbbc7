"""The window around the pages: keys, palette, lock, idle time, refreshing, names for screen readers, both languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QPlainTextEdit, QWidget

from app.domain.people import RIGHTS, Right, Role
from app.language import LANGUAGES, _, in_language
from app.ui.application import choose_language, choose_theme
from app.ui.desk_pages import DeskPages
from app.ui.print_queue.page import PrintQueuePage
from app.ui.shell.actions import Action, ActionTable
from app.ui.shell.facts import PersonFacts, PrinterFacts, SyncFacts, TodayFacts
from app.ui.shell.main_window import MainWindow
from app.ui.shell.navigation import Navigation, PageSpec, Place
from app.ui.shell.page import Page
from app.ui.shell.palette import Suggestion
from app.ui.shell.rail import Rail
from app.ui.shell.shortcut_sheet import ShortcutSheet
from app.ui.sign_in.page import SignInPage
from app.ui.sync_centre.page import SyncCentrePage
from app.ui.widgets.fields import TextField

NOW = datetime(2026, 11, 23, 6, 32, 5, tzinfo=UTC)
TELLER = PersonFacts("0217", "李晓", "柜员", RIGHTS[Role.TELLER])
SUPERVISOR = PersonFacts("0108", "王建国", "主管", RIGHTS[Role.SUPERVISOR])


class Notes(Page):
    """A page that notes what happens to it."""

    shows: ClassVar[frozenset[str]] = frozenset({"cases"})

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Any] = []
        self.leaves = True
        self.reveals = False
        self.field = TextField(lambda: _("Staff number"))
        self.column.addWidget(self.field)

    def title(self) -> str:
        return "工作清单"

    def on_shown(self, **arguments: object) -> None:
        self.seen.append(arguments)

    def refresh(self) -> None:
        self.seen.append("refreshed")

    def can_leave(self) -> bool:
        return self.leaves

    def toggle_reveal(self) -> bool:
        self.seen.append("toggled")
        return self.reveals


def navigation() -> Navigation:
    made = Navigation()
    made.add(PageSpec("worklist", lambda: _("Print queue"), "list", Notes, "Ctrl+1"))
    made.add(PageSpec("other", "审批", "shield-check", Notes, "Ctrl+2", right=Right.DECIDE_EXTENSION))
    made.add(PageSpec("case", "投诉", "file", Notes, place=Place.NOWHERE, parent_name="worklist"))
    made.add(
        PageSpec(
            "sync_centre", lambda: _("Sync centre"), "refresh", SyncCentrePage, "Ctrl+Shift+Y", place=Place.NOWHERE
        )
    )
    made.add(
        PageSpec("print_queue", lambda: _("Print queue"), "printer", PrintQueuePage, "Ctrl+Shift+Q", place=Place.BOTTOM)
    )
    return made


@pytest.fixture
def window(qtbot) -> MainWindow:
    made = MainWindow(lambda parent: SignInPage(parent=parent), navigation=navigation(), now=lambda: NOW)
    qtbot.addWidget(made, before_close_func=lambda w: w.idle.stop())
    made.set_branch("朝阳支行", "0102")
    made.resize(1366, 749)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.enter(SUPERVISOR, home="worklist")
    return made


def page(window: MainWindow, name: str = "") -> Any:
    return window.desk.page(name)


# --- pages --------------------------------------------------------------------------------------------------------


def test_keys_open_pages_and_back_returns(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.desk.page_name() == "other"
    page(window).go("case", case_id="c1")
    assert window.desk.page_name() == "case"
    assert page(window).seen[-1] == {"case_id": "c1"}
    assert window.desk.top_bar.back.isVisible()
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert window.desk.page_name() == "other"
    assert not window.desk.top_bar.back.isVisible()


def test_a_page_may_refuse_to_be_left(window: MainWindow) -> None:
    page(window).leaves = False
    window.go("other")
    assert window.desk.page_name() == "worklist"
    assert not window.close()
    page(window).leaves = True


def test_rights_hide_pages_and_their_keys(window: MainWindow) -> None:
    window.leave()
    window.enter(TELLER, home="worklist")
    assert window.desk.rail.findChild(QAbstractButton, "rail-other") is None
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.desk.page_name() == "worklist"


def test_changed_data_refreshes_the_page_in_view_now_and_others_later(window: MainWindow) -> None:
    first = page(window)
    window.go("other")
    second = page(window)
    window.announce("cases")
    assert second.seen[-1] == "refreshed"
    assert "refreshed" not in first.seen
    window.announce("print")
    window.go("worklist")
    assert first.seen[-2:] == ["refreshed", {}]


def test_only_the_page_in_view_can_show_what_is_masked(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert page(window).seen[-1] == "toggled"
    said = _("Customer data stays masked here. Open the case to see its details in full.")
    assert window.desk.toast_text() == said
    window.go("other")
    page(window).reveals = True
    window.desk.top_bar.mask_button.click()
    assert page(window).seen[-1] == "toggled"
    assert "toggled" not in page(window).seen[:-1]


def test_the_rail_widens_with_the_window(window: MainWindow, qtbot) -> None:
    assert window.desk.rail.width() == 76
    window.resize(1920, 1061)
    qtbot.waitUntil(lambda: window.desk.rail.width() == 188)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_narrow_rail_is_cut(qtbot, language: str) -> None:
    nobody: Any = None
    pages = Navigation()
    DeskPages(nobody, nobody, str).add_to(pages)
    rail = Rail()
    qtbot.addWidget(rail)
    with in_language(language):
        rail.show_pages(pages.allowed(SUPERVISOR.rights))
        words = [button.text() for button in rail.findChildren(QAbstractButton)]
    assert len(words) == 10
    assert rail.sizeHint().height() <= 768 - 30  # above the status bar
    assert not [word for word in words if "…" in word]


def test_toasts_stand_above_the_action_bar(window: MainWindow, qtbot) -> None:
    window.go("print_queue")
    window.toast("已登记", "撤销", lambda: None)
    toast = window.desk.findChild(QWidget, "toast")
    bar = page(window).findChild(QWidget, "actionBar")
    top = bar.mapTo(window.desk, bar.rect().topLeft()).y()
    qtbot.waitUntil(lambda: toast.isVisible() and toast.geometry().bottom() < top)
    assert window.desk.toast_text() == "已登记"


# --- palette ------------------------------------------------------------------------------------------------------


def test_the_palette_finds_pages_by_chinese_initials_and_english(window: MainWindow, qtbot) -> None:
    box = window.desk.top_bar.box
    for typed in ("tbzx", "同步", "sync"):
        QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        assert box.hasFocus()
        box.clear()
        box.insert(typed)
        box.textEdited.emit(typed)
        assert window.palette_list.titles() == ["同步中心"]
        QTest.keyClick(box, Qt.Key.Key_Return)
        assert window.desk.page_name() == "sync_centre"
        assert not window.palette_list.isVisible()
        assert box.text() == ""
        window.go("worklist")


def test_the_palette_asks_for_cases_and_drops_old_answers(window: MainWindow, qtbot) -> None:
    asked: list[tuple[str, Callable[[Sequence[Suggestion]], None]]] = []
    window.set_case_finder(lambda text, then: asked.append((text, then)))
    opened: list[str] = []
    box = window.desk.top_bar.box
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(box, "TS01")
    qtbot.waitUntil(lambda: len(asked) == 1)
    QTest.keyClicks(box, "02")
    qtbot.waitUntil(lambda: len(asked) == 2)
    asked[0][1]([Suggestion("old", lambda: None)])
    assert window.palette_list.titles() == []
    asked[1][1]([Suggestion("TS0102-26A00032-K", lambda: opened.append("case"))])
    assert window.palette_list.titles() == ["TS0102-26A00032-K"]
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert opened == ["case"]


def test_esc_leaves_the_palette_where_the_cursor_was(window: MainWindow) -> None:
    page(window).field.editor.setFocus()
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(window.desk.top_bar.box, Qt.Key.Key_Down)
    QTest.keyClick(window.desk.top_bar.box, Qt.Key.Key_Escape)
    assert page(window).field.editor.hasFocus()
    assert not window.palette_list.isVisible()


# --- title --------------------------------------------------------------------------------------------------------


def test_the_title_names_the_branch_and_no_customer(window: MainWindow) -> None:
    assert window.windowTitle() == "接诉台 — 朝阳支行"
    choose_language("en")
    assert window.windowTitle() == "Jiesu complaint desk — 朝阳支行"


# --- keys ---------------------------------------------------------------------------------------------------------


def test_the_sheet_lists_every_key(window: MainWindow, qtbot) -> None:
    sheet = ShortcutSheet(window.commands.all())
    qtbot.addWidget(sheet)
    texts = {label.text() for label in sheet.findChildren(QLabel)}
    for keys in ("Ctrl+K", "Ctrl+L", "Ctrl+M", "F1 / ?", "Ctrl+1", "Ctrl+Shift+Y", "Ctrl+Enter", "Esc", "Alt+Left"):
        assert keys in texts


def test_two_actions_never_share_keys() -> None:
    table = ActionTable()
    table.add(Action("one", "一", "Ctrl+K"))
    with pytest.raises(ValueError, match="one and two"):
        table.add(Action("two", "二", "Ctrl+K"))
    with pytest.raises(ValueError, match="one"):
        table.add(Action("one", "一"))


# --- status bar ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "words", "tone"),
    [
        (SyncFacts("synced", NOW), "已同步 14:32:05", "ok"),
        (
            SyncFacts("offline", NOW, waiting=3, since=NOW - timedelta(hours=1)),
            "离线 · 3 笔待上传 · 13:32 起",
            "warning",
        ),
        (SyncFacts("waiting", NOW, waiting=2), "2 笔待上传", "warning"),
        (SyncFacts("syncing"), "正在同步…", "info"),
        (SyncFacts("attention", attention=1), "1 笔需要处理", "error"),
        (SyncFacts(), "尚未同步", "warning"),
    ],
)
def test_the_pill_says_it_in_words(window: MainWindow, facts: SyncFacts, words: str, tone: str) -> None:
    window.desk.status_bar.set_sync(facts)
    assert window.desk.status_bar.pill.text() == words
    assert window.desk.status_bar.pill.property("tone") == tone
    assert window.desk.status_bar.pill.accessibleName() == words


def test_the_status_bar_tells_the_rest(window: MainWindow) -> None:
    bar = window.desk.status_bar
    bar.set_printer(PrinterFacts("LQ-635K", True, waiting=2))
    bar.set_today(TodayFacts(6, 2, 3))
    bar.set_seconds_left(272)
    assert bar.printer.text() == "打印机就绪 · LQ-635K · 2 份待打印"
    assert bar.today.text() == "今日受理 6 · 到期 2 · 逾期 3"
    assert bar.countdown.text() == "4:32 后锁定"
    assert bar.person.text() == "主管 王建国 0108"
    bar.set_seconds_left(301)
    assert not bar.countdown.isVisible()


# --- everything at once -------------------------------------------------------------------------------------------


def visit_all(window: MainWindow) -> None:
    for spec in navigation():
        window.go(spec.name)
    window.go("worklist")


def test_everything_that_takes_the_focus_has_a_name(window: MainWindow) -> None:
    visit_all(window)
    nameless = [
        widget
        for widget in window.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and isinstance(widget, QAbstractButton | QLineEdit | QPlainTextEdit)
        and not (widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text()))
    ]
    assert not nameless


def chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def test_a_switch_of_language_reaches_every_text(window: MainWindow) -> None:
    window.navigation["other"]
    visit_all(window)
    window.desk.status_bar.set_sync(SyncFacts("offline", NOW, waiting=3, since=NOW))
    window.desk.status_bar.set_printer(PrinterFacts("LQ-635K", True))
    window.set_branch("Chaoyang", "0102")
    window.desk.status_bar.set_person(PersonFacts("0217", "Li Xiao", "Teller", RIGHTS[Role.TELLER]))
    choose_language("en")
    left = {
        text
        for widget in window.findChildren(QWidget)
        for text in (
            getattr(widget, "text", lambda: "")() if not isinstance(widget, QLineEdit) else widget.placeholderText(),
            widget.toolTip(),
            widget.accessibleName(),
        )
        if chinese(text)
    }
    assert left <= {"审批", "审批  Ctrl+2", "工作清单", "中文"}


@pytest.mark.parametrize("name", ["dark", "contrast", "light"])
def test_themes_switch_with_every_page_open(window: MainWindow, name: str) -> None:
    visit_all(window)
    choose_theme(name, 1.5)
    assert window.desk.top_bar.height() == 78
    choose_theme("light", 1.0)
    assert window.desk.top_bar.height() == 52


def test_a_toast_outlives_its_page_and_stays_in_front(window: MainWindow, qtbot) -> None:
    window.toast("已登记")
    window.go("print_queue")
    toast = window.desk.findChild(QWidget, "toast")
    bar = page(window).findChild(QWidget, "actionBar")
    siblings = [child for child in window.desk.children() if isinstance(child, QWidget)]
    assert siblings[-1] is toast
    assert toast.geometry().bottom() < bar.mapTo(window.desk, bar.rect().topLeft()).y()


def test_a_question_mark_opens_the_sheet_but_can_be_typed(window: MainWindow, qtbot) -> None:
    page(window).field.editor.setFocus()
    QTest.keyClick(page(window).field.editor, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    assert page(window).field.value() == "?"
    window.setFocus()
    QTest.keyClick(window, "?")
    sheet = window.findChild(ShortcutSheet)
    assert sheet is not None
    sheet.close()
