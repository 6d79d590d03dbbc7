"""`jiesu desk`: the desk on a screen. What is heavy is imported after the first paint, on the lanes."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from app.system.hardening import harden_process
from app.system.logs import log_to
from app.system.paths import data_folder, private_folder
from app.system.settings import SettingsFile

if TYPE_CHECKING:
    from app.bootstrap.window import DeskWindow


def run(args: argparse.Namespace) -> int:
    """Open the desk and stay until its window is closed; without a screen, walk through the tour instead."""
    harden_process()
    if not has_display():
        return _tour_instead(args)
    folder = private_folder(args.data or data_folder() / "trial")
    log_to(folder / "logs")
    settings = SettingsFile(folder / "settings.json")
    if args.lang:
        settings.change(language=args.lang)
    if args.theme:
        settings.change(theme=args.theme)
    from app.bootstrap.window import DeskWindow
    from app.system.faults import kept_faults
    from app.system.single_instance import (
        AlreadyOpenError,
        FolderNotOursError,
        FolderReadOnlyError,
        only_one,
    )
    from app.ui.qt_messages import logged_qt_messages

    on_ready = _quit if args.self_test else _stay
    try:
        with only_one(folder), kept_faults(folder / "logs") as fault, logged_qt_messages():
            status = DeskWindow(folder, settings, args.size, on_ready=on_ready, earlier_fault=fault).run()
    except AlreadyOpenError as error:
        return _show_the_first(folder, settings, error.other_user)
    except FolderNotOursError:
        sys.stderr.write("数据文件夹属于本机其他用户 The data folder belongs to another user of this computer\n")
        return 1
    except FolderReadOnlyError:
        sys.stderr.write("数据文件夹无法写入 Nothing can be written to the data folder\n")
        return 1
    from app.ui.last_resort import RESTART

    if status == RESTART:
        _start_again()
    return status


def _start_again() -> None:
    """The same program with the same words, in this process's place."""
    sys.stderr.flush()
    words = sys.argv[1:] if getattr(sys, "frozen", False) else sys.orig_argv[1:]
    os.execv(sys.executable, [sys.executable, *words])  # noqa: S606 - itself, as it was started


def _show_the_first(folder: Path, settings: SettingsFile, other_user: str) -> int:
    """Never two writers: the window that is open comes to the front, or a dialog says where it is."""
    from app.ui.shell.front import ask_to_front

    sys.stderr.write("接诉台已经打开 Jiesu is open already\n")
    if other_user or not ask_to_front(folder):
        from app.ui.already_open import say_already_open

        now = settings.current
        say_already_open(other_user, theme=now.theme, scale=now.scale_percent / 100, language=now.language)
    return 1


def _stay(desk: DeskWindow) -> None:
    """An ordinary start: the window stays until it is closed, or the terminal or the session ends it in order."""
    ui = desk.ui
    if ui is None:
        return
    from app.ui.shell.front import Front, bring_to_front

    window = desk.first.window
    Front(desk.folder, lambda: bring_to_front(window), ui)
    if sys.platform == "win32":
        return
    from PySide6.QtCore import QTimer

    from app.ui.signals import Signals

    signals = Signals(ui)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signals.on(number, lambda: _leave(desk))
    asked = os.environ.get("JIESU_TEST_STATE")
    if asked:
        from app.ui.state_report import StateReport

        report = StateReport(ui, Path(asked))
        signals.on(signal.SIGUSR1, report.write)
        signals.on(signal.SIGUSR2, lambda: QTimer.singleShot(0, _fail))
        report.write()


def _fail() -> None:
    """An error that nothing catches, for tests of what comes after one."""
    raise RuntimeError


def _leave(desk: DeskWindow) -> None:
    desk.first.window.close()
    desk.first.app.exit(0)  # also when a page would rather stay


def _quit(desk: DeskWindow) -> None:
    desk.first.app.quit()


def has_display() -> bool:
    """Whether windows can be shown."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _tour_instead(args: argparse.Namespace) -> int:
    out = Path.cwd() / "tour-output"
    sys.stderr.write(
        f"这里没有显示器，改为在后台演示一遍，结果在 {out}\n"
        f"There is no display here: walking through the program off-screen instead, see {out}\n"
    )
    from app.tour.command import main as tour

    return tour(argparse.Namespace(out=out, input=None, lang=args.lang, theme=args.theme, size=args.size))
