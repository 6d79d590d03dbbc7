"""A case page on a real store with files to add to it, and what a person would do there."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel
from support.files import located, pdf
from support.pages import Key, Visit, press, settle
from support.real_office import Office


def drawer_in(tmp_path: Path) -> Path:
    """Files as a customer brings them on a stick."""
    folder = tmp_path / "stick"
    folder.mkdir()
    (folder / "账单.jpg").write_bytes(located("image/jpeg"))
    (folder / "合同.pdf").write_bytes(pdf(pages=3))
    (folder / "说明.txt").write_text("十月六日在柜台办理，未告知手续费。", encoding="utf-8")
    (folder / "照片.jpg").write_bytes(b"MZ" + bytes(200))
    (folder / "往来").mkdir()
    return folder


def drop(office: Office, visit: Visit, *paths: Path) -> None:
    """Let files fall onto the page."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    actions, at = Qt.DropAction.CopyAction, QPointF(400, 300)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at.toPoint(), actions, mime, buttons, keys)
    QApplication.sendEvent(visit.page, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(visit.page, QDropEvent(at, actions, mime, buttons, keys))
    office.wait()


def names(visit: Visit) -> list[str]:
    return [line.name for line in visit.page.middle.files.list.lines()]


def texts(visit: Visit) -> str:
    labels = visit.page.middle.files.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(visit.page))


def choose(visit: Visit, name: str) -> None:
    """Walk to a file with the arrows."""
    visit.page.activateWindow()
    settle()
    visit.page.middle.files.list.setFocus()
    press(Key.Key_Home)
    while visit.page.middle.files.list.line().name != name:
        press(Key.Key_Down)
