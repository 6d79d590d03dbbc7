"""Files of a case looked at beside their list, set aside and saved outside, by keyboard on a real store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtWidgets import QFileDialog
from support.cases import HANDLER, TELLER
from support.file_visits import choose, drawer_in, drop, texts
from support.files import PLACE
from support.pages import ALT, CONTROL, Key, Visit, compose, focus_name, nameless, press
from support.real_office import Office

from app.domain.commands import StartHandling
from app.domain.disclosure import Given
from app.operations.act import carry_out
from app.ui.application import choose_language
from app.ui.case.page import CasePage


@pytest.fixture
def office(tmp_path: Path, qtbot: Any) -> Iterator[Office]:
    folder = tmp_path / "desk"
    folder.mkdir()
    made = Office(folder, qtbot)
    made.sign_in(HANDLER)
    yield made
    made.close()
    choose_language("zh")


@pytest.fixture
def visit(office: Office) -> Visit:
    case = office.there(office.branch.register)
    office.there(lambda: carry_out(office.desk, case.case_id, StartHandling()))
    return office.show(CasePage, case_id=case.case_id)


@pytest.fixture
def drawer(tmp_path: Path) -> Path:
    return drawer_in(tmp_path)


# ---- looking


def test_a_paper_page_by_page(office: Office, visit: Visit, drawer: Path) -> None:
    drop(office, visit, drawer / "合同.pdf")
    press(Key.Key_Return)
    office.wait()
    pane = visit.page.middle.files.pane
    assert pane.isVisible()
    assert pane.pages.page_count() == 1
    assert pane.page.text() == "第 1 页"
    assert not visit.page.facts.isVisible()  # the room is the paper's
    for _n in range(4):
        press(Key.Key_PageDown)
        office.wait()
    assert pane.page.text() == "末页，第 3 页"
    press(Key.Key_PageUp)
    office.wait()
    assert pane.page.text() == "第 2 页"
    assert nameless(visit.page) == []
    press(Key.Key_Escape)
    assert not pane.isVisible()
    assert pane.pages.page_count() == 0
    assert visit.page.facts.isVisible()
    assert focus_name() == "caseFiles"
    assert visit.backs == 0


def test_the_preview_follows_the_list_and_shows_words(office: Office, visit: Visit, drawer: Path) -> None:
    drop(office, visit, drawer / "账单.jpg", drawer / "说明.txt")
    choose(visit, "账单.jpg")
    press(Key.Key_Return)
    office.wait()
    pane = visit.page.middle.files.pane
    assert pane.pages.page_count() == 1
    assert pane.page.text() == ""
    press(Key.Key_Down)
    office.wait()
    assert "未告知手续费" in pane.words.toPlainText()
    assert pane.pages.page_count() == 0
    visit.page.presenter.choose("add_note")  # writing about what is seen
    compose("见说明")
    assert pane.isVisible()
    press(Key.Key_Escape)
    assert visit.page.presenter.action == ""
    assert pane.isVisible()


def test_nothing_stays_in_view_when_the_page_is_hidden(office: Office, visit: Visit, drawer: Path) -> None:
    drop(office, visit, drawer / "账单.jpg")
    press(Key.Key_Return)
    office.wait()
    visit.page.hide()  # what locking does
    pane = visit.page.middle.files.pane
    assert pane.pages.page_count() == 0
    visit.page.show()
    office.wait()
    assert not pane.isVisible()
    visit.page.files.one.look()
    visit.page.hide()
    office.wait()
    assert pane.pages.page_count() == 0  # what came late is not shown


def test_content_that_is_not_on_this_computer(office: Office, visit: Visit, drawer: Path) -> None:
    drop(office, visit, drawer / "账单.jpg")

    def forget() -> None:
        with office.branch.store.database.write() as connection:
            connection.exec_driver_sql("DELETE FROM attachment_blob")

    office.there(forget)
    visit.page.presenter.reload()
    office.wait()
    assert [line.mark for line in visit.page.middle.files.list.lines()] == ["不在本机"]
    press(Key.Key_Return)
    office.wait()
    assert "另一台电脑" in texts(visit)


# ---- setting aside and giving out


def test_a_file_is_set_aside_with_a_reason(office: Office, visit: Visit, drawer: Path) -> None:
    drop(office, visit, drawer / "账单.jpg", drawer / "说明.txt")
    choose(visit, "账单.jpg")
    press(Key.Key_Delete)
    assert focus_name() == "setAsideReason"
    press(Key.Key_Return, CONTROL)
    office.wait()
    assert visit.page.files.one.dialog.reason.error()
    compose("是另一位客户的账单")
    press(Key.Key_Return, CONTROL)
    office.wait()
    assert visit.page.files.one.dialog is None
    lines = visit.page.middle.files.list.lines()
    assert [(line.name, line.mark) for line in lines] == [("说明.txt", ""), ("账单.jpg", "已作废")]
    assert "是另一位客户的账单" in lines[1].note
    choose(visit, "账单.jpg")
    press(Key.Key_Delete)
    assert visit.page.files.one.dialog is None
    press(Key.Key_Return)
    office.wait()
    assert visit.page.middle.files.pane.pages.page_count() == 1  # it stays on record


def test_what_leaves_does_not_say_where_it_was_taken(
    office: Office, visit: Visit, drawer: Path, tmp_path: Path
) -> None:
    drop(office, visit, drawer / "账单.jpg")
    press(Key.Key_S, CONTROL)
    office.wait()
    assert nameless(visit.page.files.one.dialog) == []
    press("4")
    press(Key.Key_Return)
    assert visit.page.files.one.dialog.note.error()
    compose("看")
    press(Key.Key_Return)
    office.wait()
    assert "至少 4 个字" in visit.page.files.one.dialog.note.error()
    press("1", ALT)
    office.wait()
    dialog = visit.page.files.one.dialog
    assert isinstance(dialog, QFileDialog)
    dialog.setDirectory(str(tmp_path))
    dialog.accept()
    office.wait()
    saved = (tmp_path / "账单.jpg").read_bytes()
    assert PLACE not in saved
    assert f"{HANDLER} 吴兰".encode() in saved
    assert PLACE in (drawer / "账单.jpg").read_bytes()
    assert "拍摄地点" in visit.toasts[-1]
    (file,) = office.newest().attachments
    assert PLACE in office.there(lambda: office.branch.store.attachments.read(file.sha256))


def test_where_nothing_can_be_written_it_says_so(office: Office, visit: Visit, drawer: Path) -> None:
    drop(office, visit, drawer / "说明.txt")
    line = visit.page.middle.files.list.line()
    because = Given("for_customer")
    before = office.there(office.branch.entries)
    visit.page.files.looking.save(line, because, drawer / "没有" / "说明.txt")
    office.wait()
    assert "无法保存" in visit.toasts[-1]
    assert office.there(office.branch.entries) == before
    visit.page.files.looking.save(line, because, drawer / "抄件.txt")
    office.wait()
    assert "原样" in visit.toasts[-1]
    assert office.there(office.branch.entries) == before + 1


def test_a_teller_takes_nothing_out_and_is_told_who_may(office: Office, visit: Visit, drawer: Path) -> None:
    office.sign_in(TELLER)
    drop(office, visit, drawer / "说明.txt")
    press(Key.Key_S, CONTROL)
    office.wait()
    assert visit.page.files.one.dialog is None
    assert "吴兰" in visit.toasts[-1]


def test_every_page_of_a_copy_says_who_took_it(office: Office, visit: Visit, drawer: Path, tmp_path: Path) -> None:
    drop(office, visit, drawer / "合同.pdf")
    line = visit.page.middle.files.list.line()
    visit.page.files.looking.save(line, Given("for_customer"), tmp_path / "合同.pdf")
    office.wait()
    assert "每一页" in visit.toasts[-1]
    saved = pypdfium2.PdfDocument(tmp_path / "合同.pdf")
    assert len(saved) == 3
    assert all(f"{HANDLER} 吴兰" in page.get_textpage().get_text_bounded() for page in saved)
    saved.close()
    (file,) = office.newest().attachments
    kept = office.there(lambda: office.branch.store.attachments.read(file.sha256))
    assert kept == (drawer / "合同.pdf").read_bytes()
