"""Pictures of screens with invented data, to look at: python tests/ui/gallery.py --out DIR [names...]."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from gallery_samples import FormPage, ListPage
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.domain.people import RIGHTS, Role
from app.journal.standing import Balance
from app.language import _
from app.system.settings import Settings
from app.ui.application import choose_language, choose_theme, make_application
from app.ui.print_queue.facts import PrintRow
from app.ui.print_queue.page import PrintQueuePage
from app.ui.settings.page import SettingsPage
from app.ui.shell.facts import PersonFacts, PrinterFacts, SyncFacts, TodayFacts
from app.ui.shell.main_window import MainWindow
from app.ui.shell.navigation import Navigation, PageSpec, Place
from app.ui.shell.shortcut_sheet import ShortcutSheet
from app.ui.sign_in.page import SignInPage, TrialLogin
from app.ui.sync_centre.facts import Attempt, SyncReport
from app.ui.sync_centre.page import SyncCentrePage
from app.ui.widgets.dialog import PasswordDialog
from app.ui.widgets.error_summary import FieldError

NOW = datetime(2026, 11, 23, 6, 32, 5, tzinfo=UTC)


def navigation() -> Navigation:
    """A rail as full as it will be."""
    made = Navigation()
    made.add(PageSpec("worklist", lambda: _("Worklist"), "list", ListPage, "Ctrl+1"))
    made.add(PageSpec("intake", lambda: _("Record"), "file-plus", FormPage, "Ctrl+2"))
    made.add(PageSpec("search", lambda: _("Search"), "search", ListPage, "Ctrl+3"))
    made.add(PageSpec("approvals", lambda: _("Approvals"), "shield-check", ListPage, "Ctrl+4"))
    made.add(PageSpec("reports", lambda: _("Reports"), "chart", ListPage, "Ctrl+5"))
    made.add(PageSpec("audit", lambda: _("Audit"), "log", ListPage, "Ctrl+6"))
    made.add(
        PageSpec(
            "settings",
            lambda: _("Settings"),
            "sliders",
            lambda: SettingsPage("Ctrl+Shift+K"),
            "Ctrl+,",
            place=Place.BOTTOM,
        )
    )
    made.add(PageSpec("help", lambda: _("Help"), "help", ListPage, "", place=Place.BOTTOM))
    made.add(
        PageSpec(
            "sync_centre", lambda: _("Sync centre"), "refresh", SyncCentrePage, "Ctrl+Shift+Y", place=Place.NOWHERE
        )
    )
    made.add(
        PageSpec(
            "print_queue", lambda: _("Print queue"), "printer", PrintQueuePage, "Ctrl+Shift+Q", place=Place.NOWHERE
        )
    )
    return made


def window() -> MainWindow:
    """The window with a teller at work."""
    made = MainWindow(lambda parent: SignInPage(parent=parent), navigation=navigation(), now=lambda: NOW)
    made.set_branch("朝阳支行", "0102")
    made.enter(PersonFacts("0217", "李晓", "柜员", RIGHTS[Role.SUPERVISOR]), home="worklist")
    made.desk.status_bar.set_sync(SyncFacts("synced", NOW))
    made.desk.status_bar.set_printer(PrinterFacts("LQ-635K", True))
    made.desk.status_bar.set_today(TodayFacts(6, 2, 3))
    made.desk.status_bar.set_seconds_left(272)
    return made


def shown_form() -> QWidget:
    made = window()
    made.go("intake")
    return made


def form_errors() -> QWidget:
    made = shown_form()
    page = made.desk.page()
    page.phone.set_value("138102")
    page.what.set_value("")
    page.errors.show_errors(
        [FieldError("手机号应为 11 位，如 138 1234 5678", page.phone), FieldError("请填写投诉事项", page.what)]
    )
    made.desk.status_bar.set_sync(SyncFacts("offline", NOW, waiting=3, since=NOW))
    return made


def toast() -> QWidget:
    made = shown_form()
    made.desk.set_banner("试用网点：数据只在本机，可随时清除。", "warning")
    made.toast("已登记 TS0102-26A00032-K，回执已送打印机", "撤销登记", lambda: None)
    return made


def shown_palette() -> QWidget:
    made = window()
    made.palette_list.begin()
    return made


def sign_in(mode: str = "sign_in") -> QWidget:
    """The first thing that anybody sees."""
    made = MainWindow(
        lambda parent: SignInPage(now=lambda: NOW, parent=parent), navigation=navigation(), now=lambda: NOW
    )
    page = made.sign_in
    page.set_branch("朝阳支行", "0102")
    page.set_foot("接诉台 0.1.0 · 客户资料加密存放在本机")
    if mode in ("sign_in", "problem"):
        page.set_trial(
            [
                TrialLogin("0217", "李晓", "柜员", "guitai-0217"),
                TrialLogin("0305", "周敏", "承办人", "chengban-0305"),
                TrialLogin("0108", "王建国", "主管", "zhuguan-0108"),
                TrialLogin("0901", "孙浩", "审计", "shenji-0901"),
            ]
        )
    if mode == "problem":
        page.staff_no.set_value("0217")
        page.show_problem("password", "工号或密码不正确，还可尝试 3 次。")
    if mode == "wait":
        page.staff_no.set_value("0217")
        page.show_wait(NOW + timedelta(minutes=4, seconds=12), "失败次数过多，请在 14:36 之后再试。")
    if mode == "lock":
        page.show_lock("0217", "李晓", "柜员")
    if mode == "passphrase":
        page.rare.ask_passphrase(
            "本机没有可用的系统密钥环（检测到：plaintext）。请安装并解锁系统密钥环，或由主管输入网点口令。"
        )
    if mode == "trouble":
        page.rare.show_trouble("keystore_tampered", {})
    return made


def sync_centre(state: str = "synced") -> QWidget:
    """The sync centre, level or offline."""
    made = window()
    made.go("sync_centre")
    balance = Balance(1284, 1284, 1284, 1284, 0, 0) if state == "synced" else Balance(1287, 1284, 1284, 1284, 1, 0)
    attempts = (
        Attempt(NOW, True, 3, 1),
        Attempt(NOW - timedelta(minutes=1), True),
        Attempt(NOW - timedelta(minutes=2), False, reason="连接总行超时，30 秒后重试。"),
        Attempt(NOW - timedelta(minutes=4), True, 12, 4),
    )
    facts = SyncFacts(state, NOW, waiting=0 if state == "synced" else 3, next_at=NOW + timedelta(minutes=1), since=NOW)
    page = made.desk.page()
    page.show_report(SyncReport(facts, balance, attempts, "127.0.0.1:8443", bytes(range(11, 235, 7))))
    made.desk.status_bar.set_sync(facts)
    if state == "offline":
        page.show_error("连接总行超时，30 秒后重试。")
    return made


def settings() -> QWidget:
    """The settings of this computer."""
    made = window()
    made.go("settings")
    page = made.desk.page()
    page.show_settings(Settings())
    page.show_printers(["LQ-635K", "TM-T88"], "LQ-635K")
    return made


def print_queue(rows: bool = True) -> QWidget:
    """The print queue."""
    made = window()
    made.go("print_queue")
    page = made.desk.page()
    shown = [
        PrintRow(7, "TS0102-26A00034-8", "受理回执", "", 2, "waiting", "no_printer", "李晓", NOW),
        PrintRow(6, "TS0102-26A00033-M", "延期告知书", "LQ-635K", 1, "failed", "no_paper", "李晓", NOW),
        PrintRow(5, "TS0102-26A00032-K", "答复函", "LQ-635K", 1, "sent", "", "周敏", NOW),
        PrintRow(4, "TS0102-26A00031-3", "受理回执", "LQ-635K", 2, "printed", "", "李晓", NOW),
        PrintRow(3, "TS0102-26A00030-1", "受理回执", "LQ-635K", 2, "cancelled", "", "李晓", NOW),
    ]
    page.show_rows(shown if rows else [], {"open": 3, "printed": 1, "all": 5})
    page.show_actions(can_retry=True, can_reprint=False, can_cancel=True)
    return made


def open_combo() -> QWidget:
    """A drop-down as it opens."""
    made = settings()
    made.show()
    made.desk.page().theme.editor.showPopup()
    return made.desk.page().theme.editor.view().window()


def open_calendar() -> QWidget:
    """The calendar as it opens."""
    made = shown_form()
    made.show()
    made.desk.page().day.open_calendar()
    return made.desk.page().day._calendar


def sheet() -> QWidget:
    """The shortcut sheet alone."""
    made = window()
    return ShortcutSheet(made.commands.all())


def password_dialog() -> QWidget:
    """Four eyes at one computer."""
    made = PasswordDialog(
        "批准延期", confirm="批准并签名", intro="由主管本人输入工号和密码。签名只用于这一次审批。", staff_no="0108"
    )
    made.refuse("工号或密码不正确，还可尝试 3 次。")
    return made


SCREENS: dict[str, Callable[[], QWidget]] = {
    "sign-in": sign_in,
    "sign-in-problem": lambda: sign_in("problem"),
    "sign-in-wait": lambda: sign_in("wait"),
    "sign-in-lock": lambda: sign_in("lock"),
    "sign-in-passphrase": lambda: sign_in("passphrase"),
    "sign-in-trouble": lambda: sign_in("trouble"),
    "sync": sync_centre,
    "sync-offline": lambda: sync_centre("offline"),
    "print": print_queue,
    "settings": settings,
    "print-empty": lambda: print_queue(False),
    "sheet": sheet,
    "password": password_dialog,
    "combo": open_combo,
    "calendar": open_calendar,
    "list": window,
    "form": shown_form,
    "form-errors": form_errors,
    "toast": toast,
    "palette": shown_palette,
}


def main() -> None:
    """Write the pictures asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sizes", default="1366x697,1920x1009")
    parser.add_argument("--themes", default="light")
    parser.add_argument("--langs", default="zh")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("names", nargs="*")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    app = make_application([], theme="light")
    assert isinstance(app, QApplication)
    for theme in asked.themes.split(","):
        choose_theme(theme, asked.scale)
        for lang in asked.langs.split(","):
            choose_language(lang)
            for name in asked.names or SCREENS:
                for size in asked.sizes.split(","):
                    width, height = map(int, size.split("x"))
                    made = SCREENS[name]()
                    if isinstance(made, QDialog) or made.windowType() == Qt.WindowType.Popup:
                        made.adjustSize()
                    else:
                        made.resize(width, height)
                    made.show()
                    made.activateWindow()
                    for _i in range(5):
                        app.processEvents()
                    path = asked.out / f"{name}-{width}-{theme}-{lang}.png"
                    made.grab().save(str(path))
                    print(path)
                    made.close()
                    made.deleteLater()
                    app.processEvents()


if __name__ == "__main__":
    main()
