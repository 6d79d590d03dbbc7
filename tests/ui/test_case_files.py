"""The files of a case by keyboard, paste and drop, on a real store: each has its own result."""

from __future__ import annotations

import io
import threading
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton
from support.cases import AUDITOR
from support.file_visits import choose, drawer_in, drop, names, texts
from support.files import picture, tiff_of
from support.pages import CONTROL, Key, Visit, compose, focus_name, press, settle
from support.real_office import Office

from app.domain.commands import AddNote
from app.operations.act import carry_out
from app.ui.application import choose_language
from app.ui.case.page import CasePage


@pytest.fixture
def visit(office: Office) -> Visit:
    case = office.there(office.branch.register)
    return office.show(CasePage, case_id=case.case_id)


@pytest.fixture
def drawer(tmp_path: Path) -> Path:
    return drawer_in(tmp_path)


# ---- adding


def test_several_files_dropped_at_once_each_with_its_own_result(office: Office, visit: Visit, drawer: Path) -> None:
    drop(office, visit, *(drawer / name for name in ("账单.jpg", "照片.jpg", "往来", "合同.pdf")))
    assert visit.page.middle.tab() == "files"
    assert names(visit) == ["账单.jpg", "合同.pdf"]
    shown = texts(visit)
    assert "附件 0/2 已到总行" in shown
    assert "照片.jpg\n" in shown
    assert "程序" in shown
    assert "往来\n" in shown
    assert "文件夹" in shown
    assert "已添加 2 个文件" in visit.toasts[-1]
    assert focus_name() == "caseFiles"
    assert visit.page.middle.files.list.line().name == "合同.pdf"  # what came last is chosen
    visit.page.middle.files.unwanted.read.emit()
    settle()
    assert "照片.jpg" not in texts(visit)


def test_a_picture_from_the_clipboard_is_named_by_the_time(office: Office, visit: Visit) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    QGuiApplication.clipboard().setImage(image)
    press(Key.Key_V, CONTROL)
    office.wait()
    (name,) = names(visit)
    assert name == "粘贴 2026-11-20 100100.png"
    (file,) = office.newest().attachments
    assert file.media_type == "image/png"
    data = office.there(lambda: office.branch.store.attachments.read(file.sha256))
    with Image.open(io.BytesIO(data)) as kept:
        assert (kept.size, kept.getpixel((3, 3))) == ((40, 30), (255, 0, 0))


def test_files_from_the_clipboard_and_the_same_file_again(office: Office, visit: Visit, drawer: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(drawer / "说明.txt"))])
    QGuiApplication.clipboard().setMimeData(mime)
    press(Key.Key_V, CONTROL)
    office.wait()
    press(Key.Key_V, CONTROL)
    office.wait()
    assert names(visit) == ["说明.txt"]
    assert "已在案中" in visit.toasts[-1]


def test_a_clipboard_with_words_alone_says_so(visit: Visit) -> None:
    QGuiApplication.clipboard().setText("只有文字")
    press(Key.Key_V, CONTROL)
    assert "剪贴板" in visit.toasts[-1]
    assert visit.page.middle.tab() == "progress"


def test_words_are_pasted_into_a_field_that_is_being_filled_in(visit: Visit) -> None:
    QGuiApplication.clipboard().setText("客户来电")
    press(Key.Key_N, CONTROL)
    press(Key.Key_V, CONTROL)
    assert visit.page.form.fields["text"].value() == "客户来电"


def test_files_are_chosen_in_the_dialog_with_a_note(office: Office, visit: Visit, drawer: Path) -> None:
    press(Key.Key_3)
    visit.page.middle.files.note.editor.setFocus()
    compose("客户当面提供")
    press(Key.Key_O, CONTROL)
    dialog = visit.page.files.one.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.setDirectory(str(drawer))
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    line.setText('"账单.jpg" "说明.txt"')
    dialog.accept()
    office.wait()
    assert names(visit) == ["账单.jpg", "说明.txt"]
    assert {file.note for file in office.newest().attachments} == {"客户当面提供"}
    assert visit.page.middle.files.note.value() == ""


def test_whoever_may_not_handle_cases_may_not_add_to_them(office: Office, visit: Visit, drawer: Path) -> None:
    case_id = visit.page.presenter.case_id
    office.sign_in(AUDITOR)
    other = office.show(CasePage, case_id=case_id)
    drop(office, other, drawer / "账单.jpg")
    assert names(other) == []
    assert "账单.jpg" in texts(other)
    assert office.newest().attachments == ()


def test_what_was_refused_waits_with_its_case(office: Office, visit: Visit, drawer: Path) -> None:
    first = visit.page.presenter.case_id
    second = office.there(lambda: office.branch.register(complainant_name="李国英")).case_id
    drop(office, visit, drawer / "照片.jpg")
    visit.page.on_shown(case_id=second)
    office.wait()
    press(Key.Key_3)
    assert "照片.jpg" not in texts(visit)
    visit.page.on_shown(case_id=first)
    office.wait()
    press(Key.Key_3)
    assert "照片.jpg" in texts(visit)


def test_files_on_their_way_reach_their_own_case(office: Office, visit: Visit, drawer: Path) -> None:
    first = visit.page.presenter.case_id
    second = office.there(lambda: office.branch.register(complainant_name="李国英")).case_id
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(drawer / name)) for name in ("账单.jpg", "说明.txt")])
    QGuiApplication.clipboard().setMimeData(mime)
    press(Key.Key_V, CONTROL)
    visit.page.on_shown(case_id=second)
    office.wait()
    kept = office.there(lambda: [len(office.branch.store.case(i).attachments) for i in (first, second)])
    assert kept == [2, 0]
    assert names(visit) == []
    assert visit.toasts[-1].startswith("TS0102")


@pytest.mark.parametrize(("place", "is_said"), [("http://bank.example/a.jpg", False), ("file:///a.jpg", True)])
def test_dragging_files_over_the_page_says_what_will_happen(visit: Visit, place: str, is_said: bool) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl(place)])
    keys = Qt.KeyboardModifier.NoModifier
    over = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, keys)
    QApplication.sendEvent(visit.page, over)
    assert visit.page.files.drops.hint.isVisible() == is_said
    QApplication.sendEvent(visit.page, QDragLeaveEvent())
    assert not visit.page.files.drops.hint.isVisible()


def test_files_that_fall_onto_an_open_form_leave_it_as_it_is(office: Office, visit: Visit, drawer: Path) -> None:
    press(Key.Key_N, CONTROL)
    compose("客户带来")
    drop(office, visit, drawer / "账单.jpg")
    assert names(visit) == ["账单.jpg"]
    assert visit.page.presenter.action == "add_note"
    assert focus_name() == "text"
    assert not visit.page.news.isVisible()
    compose("账单一份")
    assert visit.page.form.fields["text"].value() == "客户带来账单一份"


# ---- looks


def test_the_keys_are_on_the_sheet(visit: Visit) -> None:
    keys = {action.keys for action in visit.page.actions_offered()}
    assert {"Ctrl+O", "Ctrl+V", "Ctrl+S"} <= keys


def test_a_long_history_shows_its_newest_lines_first(office: Office, visit: Visit) -> None:
    case_id = visit.page.presenter.case_id
    for number in range(130):
        office.there(lambda number=number: carry_out(office.desk, case_id, AddNote(f"第 {number} 次来电")))
    visit.page.presenter.reload()
    office.wait()
    timeline = visit.page.middle.timeline

    def shown() -> list[str]:
        return [label.text() for label in timeline.findChildren(QLabel) if "次来电" in label.text()]

    bar = visit.page.middle._history_area.verticalScrollBar()
    assert "第 129 次来电" in shown()
    assert "第 5 次来电" not in shown()
    assert bar.value() == bar.maximum()
    assert len(timeline.items()) >= 130
    for _n in range(2):
        timeline.findChild(QPushButton, "earlier").setFocus()
        press(Key.Key_Return)
    assert "第 0 次来电" in shown()
    assert timeline.hidden() == 0
    assert bar.value() == 0  # what was asked for is at the top
    visit.page.presenter.reload()
    office.wait()
    assert "第 0 次来电" in shown()


def test_progress_of_what_takes_longer_is_shown(office: Office, visit: Visit, drawer: Path, qtbot: Any) -> None:
    gate = threading.Event()
    office.lane.do(gate.wait)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(drawer / name)) for name in ("账单.jpg", "说明.txt")])
    QGuiApplication.clipboard().setMimeData(mime)
    press(Key.Key_V, CONTROL)
    tab = visit.page.middle.files
    assert not tab.progress.isVisible()
    qtbot.waitUntil(tab.progress.isVisible, timeout=2000)
    assert "1/2" in tab.progress_words.text()
    gate.set()
    office.wait()
    assert not tab.progress.isVisible()
    assert names(visit) == ["账单.jpg", "说明.txt"]


def test_the_language_switches_at_once(office: Office, visit: Visit, drawer: Path) -> None:
    drop(office, visit, drawer / "照片.jpg", drawer / "说明.txt")
    choose_language("en")
    settle()
    assert "1 file was not added." in texts(visit)
    assert "Text · 1 KB" in visit.page.middle.files.list.lines()[0].caption


def test_a_fax_with_pages_turns_like_a_paper(office: Office, visit: Visit, tmp_path: Path) -> None:
    (tmp_path / "传真.tif").write_bytes(tiff_of(2))
    (tmp_path / "图.png").write_bytes(picture("image/png"))
    drop(office, visit, tmp_path / "传真.tif", tmp_path / "图.png")
    choose(visit, "传真.tif")
    press(Key.Key_Return)
    office.wait()
    press(Key.Key_PageDown)
    office.wait()
    assert visit.page.middle.files.pane.page.text().endswith("第 2 页")
