"""A second start finds the window of the first one, or says calmly where the desk is open."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from app.system.single_instance import AlreadyOpenError, FolderNotOursError, FolderReadOnlyError, only_one
from app.ui.already_open import AlreadyOpenWindow, words
from app.ui.application import choose_language
from app.ui.shell.front import Front, address_of, ask_to_front, bring_to_front

ASK = "import sys; from pathlib import Path; from app.ui.shell.front import ask_to_front\n"
ASK += "sys.exit(0 if ask_to_front(Path(sys.argv[1]), 5.0) else 1)"


def test_the_running_window_comes_to_the_front(tmp_path: Path, qtbot: Any) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.showMinimized()
    front = Front(tmp_path, lambda: bring_to_front(window))
    assert front.is_listening
    second = subprocess.Popen([sys.executable, "-c", ASK, str(tmp_path)])
    try:
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
        assert second.returncode == 0
        assert window.isVisible()
        assert not window.isMinimized()
    finally:
        second.kill()
        second.wait()
        front.stop()


def test_nobody_answers(tmp_path: Path) -> None:
    assert ask_to_front(tmp_path, 0.0) is False


def test_the_socket_of_one_that_was_killed_is_in_nobodys_way(tmp_path: Path, qtbot: Any) -> None:
    Path(address_of(tmp_path)).write_bytes(b"")
    front = Front(tmp_path, lambda: None)
    assert front.is_listening
    front.stop()


def test_a_long_path_has_a_name_of_its_own(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["一个很长的文件夹名"] * 5)
    assert "/" not in address_of(deep)
    assert address_of(deep) != address_of(deep / "other")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_dialog_says_where_the_desk_is_open(qtbot: Any, language: str) -> None:
    choose_language(language)
    here, there = words(""), words("chen")
    assert here != there
    assert "chen" in there[1]
    window = AlreadyOpenWindow("chen")
    qtbot.addWidget(window)
    window.show()
    assert window.button.hasFocus() or window.button.isVisible()


def test_whose_session_holds_the_folder(tmp_path: Path) -> None:
    hold = "import sys; from pathlib import Path; from app.system.single_instance import only_one\n"
    hold += "with only_one(Path(sys.argv[1])):\n    print('held', flush=True); sys.stdin.read()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "held\n"
        for holder, other in ((None, ""), ("chen", "chen")):
            if holder:
                (tmp_path / "desk.holder").write_text(holder, encoding="utf-8")
            with pytest.raises(AlreadyOpenError) as refused, only_one(tmp_path):
                pass
            assert refused.value.other_user == other


def test_a_folder_of_another_user_is_no_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*args: Any, **more: Any) -> bool:
        raise PermissionError

    monkeypatch.setattr("fasteners.InterProcessLock.acquire", refused)  # root, who runs the tests, may open anything
    with pytest.raises(FolderNotOursError), only_one(tmp_path):
        pass


def test_a_folder_that_may_only_be_read_is_no_traceback_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "desk.lock")
    with pytest.raises(FolderReadOnlyError), only_one(tmp_path):
        pass
    (tmp_path / "desk.lock").unlink()

    def read_only(*args: Any, **more: Any) -> bool:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))  # no such disk can be made here by everybody

    monkeypatch.setattr("fasteners.InterProcessLock.acquire", read_only)
    with pytest.raises(FolderReadOnlyError), only_one(tmp_path):
        pass
