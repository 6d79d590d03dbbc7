"""The fixtures that every test lives under: a leak or an unexpected warning must really fail a test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _run(tmp_path: Path, body: str) -> str:
    """Run tests in a folder of their own under the house's conftest and settings; returns what pytest printed."""
    (tmp_path / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    (tmp_path / "test_it.py").write_text("import logging, threading, pytest\n" + body)
    command = [sys.executable, "-m", "pytest", "-q", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path)]
    command += ["-o", f"pythonpath={ROOT / 'tests'}", "-p", "no:cacheprovider", str(tmp_path)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60).stdout


LEAKS = {
    "thread lost": (
        "def test_it():\n    threading.Thread(target=threading.Event().wait, name='lost', daemon=True).start()\n"
    ),
    "thread lane-forgotten": (
        "def test_it():\n    from app.system.lanes import Lane\n    Lane('forgotten').do(lambda: 1).result(5)\n"
    ),
    "window <PySide6.QtWidgets.QLabel": (
        "KEPT = []\ndef test_it(qtbot):\n    from PySide6.QtWidgets import QLabel\n    KEPT.append(QLabel('x'))\n"
    ),
    "running <PySide6.QtCore.QThread": (
        "KEPT = []\ndef test_it(qtbot):\n    from PySide6.QtCore import QThread\n"
        "    KEPT.append(QThread())\n    KEPT[0].start()\n"
        "@pytest.fixture(scope='session', autouse=True)\ndef end():\n    yield\n    KEPT[0].quit(); KEPT[0].wait()\n"
    ),
    "running timer": (
        "KEPT = []\ndef test_it(qtbot):\n    from PySide6.QtCore import QTimer\n"
        "    KEPT.append(QTimer())\n    KEPT[0].start(60_000)\n"
    ),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_leak_fails_the_test(tmp_path: Path, leak: str) -> None:
    said = _run(tmp_path, LEAKS[leak])
    assert f"left behind: {leak}" in said
    assert "1 error" in said


CLEAN = """
def test_thread():
    thread = threading.Thread(target=lambda: None); thread.start(); thread.join()
def test_window(qtbot):
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QLabel
    label = QLabel("x"); qtbot.addWidget(label); label.show()
    timer = QTimer(label); timer.start(60_000)
@pytest.fixture(scope="module")
def service():
    end = threading.Event(); thread = threading.Thread(target=end.wait); thread.start()
    yield
    end.set(); thread.join()
def test_service(service): pass
def test_service_again(service): pass
def test_expected(allow_log):
    allow_log.expect("store_damaged"); logging.getLogger("app.store").error("store_damaged page=%s", 3)
@pytest.mark.allow_log("slow")
def test_marked(): logging.getLogger("app.sync").warning("slow")
def test_quiet(): logging.getLogger("app.sync").info("fine")
"""


def test_clean_tests_pass(tmp_path: Path) -> None:
    said = _run(tmp_path, CLEAN)
    assert "7 passed" in said, said


def test_an_unexpected_warning_in_the_log_fails_the_test(tmp_path: Path) -> None:
    said = _run(tmp_path, "def test_it():\n    logging.getLogger('app.store').warning('page %s is odd', 3)\n")
    assert "unexpected in the log: WARNING app.store: page 3 is odd" in said


def test_a_qt_warning_fails_the_test(tmp_path: Path) -> None:
    said = _run(tmp_path, "def test_it(qtbot):\n    from PySide6.QtCore import qWarning\n    qWarning('odd')\n")
    assert "1 failed" in said


def test_a_python_warning_fails_the_test(tmp_path: Path) -> None:
    said = _run(tmp_path, "def test_it():\n    import warnings\n    warnings.warn('odd')\n")
    assert "1 failed" in said
