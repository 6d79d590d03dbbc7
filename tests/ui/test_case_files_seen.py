"""Looking at a file of a case: on record before it is shown, asked for like the details; texts are masked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from support.cases import AUDITOR, SUPERVISOR, TELLER
from support.file_visits import choose, drawer_in, drop, texts
from support.pages import CONTROL, Key, Visit, nameless, press
from support.real_office import Office

from app.domain.book import BookKind
from app.store.disclosures import bodies_since
from app.ui.application import choose_language
from app.ui.case.page import CasePage

LETTER = "王芳芳（13810242716）在柜台办理，未告知手续费。"
MASKED = "王*芳（138****2716）在柜台办理，未告知手续费。"


@pytest.fixture
def own(office: Office, tmp_path: Path) -> Visit:
    """The page of a case with a letter, a picture and a paper, in front of the teller who is in charge of it."""
    case = office.there(lambda: office.branch.register(phone="13810242716"))
    visit = office.show(CasePage, case_id=case.case_id)
    drawer = drawer_in(tmp_path)
    (drawer / "说明.txt").write_text(LETTER, encoding="utf-8")
    drop(office, visit, *(drawer / name for name in ("账单.jpg", "合同.pdf", "说明.txt")))
    (drawer / "说明.txt").unlink()
    return visit


def as_somebody_else(office: Office, own: Visit, who: str) -> Visit:
    case_id = own.page.presenter.case_id
    own.page.hide()
    office.sign_in(who)
    visit = office.show(CasePage, case_id=case_id)
    press(Key.Key_3)
    office.wait()
    return visit


def looks(office: Office, who: str) -> list[tuple[list[str], str]]:
    """What the book says that this person saw, and why."""
    branch = office.branch
    since = branch.clock.time.replace(year=2020)
    bodies = office.there(lambda: bodies_since(branch.store.database, who, BookKind.DETAILS_REVEALED, since))
    return [(list(body["what"]), body["reason"]) for body in bodies]


def open_file(office: Office, visit: Visit, name: str) -> Any:
    choose(visit, name)
    press(Key.Key_Return)
    office.wait()
    return visit.page.middle.files.pane


def test_whoever_is_in_charge_presses_enter_and_nothing_else(office: Office, own: Visit) -> None:
    pane = open_file(office, own, "合同.pdf")
    assert own.page.reveal_dialog is None
    assert pane.pages.page_count() == 1
    assert looks(office, TELLER) == [(["attachment"], "own_case")]
    press(Key.Key_PageDown)
    office.wait()
    assert pane.page.text() == "第 2 页"
    press(Key.Key_Escape)
    open_file(office, own, "合同.pdf")
    assert len(looks(office, TELLER)) == 1
    press(Key.Key_Up)  # to the picture before it
    office.wait()
    assert len(looks(office, TELLER)) == 2


def test_others_are_asked_with_one_key_and_read_as_long_as_they_like(office: Office, own: Visit) -> None:
    visit = as_somebody_else(office, own, SUPERVISOR)
    page = visit.page
    pane = open_file(office, visit, "合同.pdf")
    assert not pane.isVisible()
    assert looks(office, SUPERVISOR) == []
    assert nameless(page.reveal_dialog) == []
    press("2")
    office.wait()
    assert page.reveal_dialog is None
    assert pane.pages.page_count() == 1
    (details, attachment) = looks(office, SUPERVISOR)
    assert "phone" in details[0]
    assert attachment == (["attachment"], "check_identity")
    assert (page.middle._mark.isVisible(), pane._mark.isVisible()) == (True, False)  # one mark, not two
    for _n in range(30):
        page.facts._timer.timeout.emit()
    office.wait()
    assert not page.presenter.contact.is_shown
    assert pane.pages.page_count() == 1  # nobody reads three pages in half a minute
    assert pane._mark.isVisible()
    assert pane._mark.text().startswith(SUPERVISOR)
    press(Key.Key_PageDown)
    office.wait()
    assert pane.page.text() == "第 2 页"
    assert len(looks(office, SUPERVISOR)) == 2
    office.branch.later(minutes=1)
    press(Key.Key_Up)  # another file is another look
    office.wait()
    assert not pane.isVisible()
    assert page.reveal_dialog is not None


def test_whoever_says_nothing_sees_nothing_and_a_later_reveal_opens_no_file(office: Office, own: Visit) -> None:
    visit = as_somebody_else(office, own, SUPERVISOR)
    pane = open_file(office, visit, "账单.jpg")
    press(Key.Key_Escape)
    office.wait()
    assert visit.page.reveal_dialog is None
    assert not pane.isVisible()
    assert looks(office, SUPERVISOR) == []
    visit.page.toggle_reveal()
    office.wait()
    press("1")
    office.wait()
    assert visit.page.presenter.contact.is_shown
    assert not pane.isVisible()
    open_file(office, visit, "账单.jpg")  # the details are shown, so nothing is asked
    assert visit.page.reveal_dialog is None
    assert pane.pages.page_count() == 1


def test_the_words_of_a_text_are_masked_until_the_details_are_shown(office: Office, own: Visit) -> None:
    visit = as_somebody_else(office, own, SUPERVISOR)
    pane = open_file(office, visit, "说明.txt")
    assert visit.page.reveal_dialog is None
    assert pane.words.toPlainText() == MASKED
    assert "按 Ctrl+M 查看明文" in texts(visit)
    assert looks(office, SUPERVISOR) == [(["attachment"], "")]
    visit.page.toggle_reveal()
    office.wait()
    press("1")
    office.wait()
    assert pane.words.toPlainText() == LETTER
    assert "按 Ctrl+M 重新遮盖" in texts(visit)
    assert visit.page.middle._mark.isVisible()
    assert pane.words.textInteractionFlags() == Qt.TextInteractionFlag.NoTextInteraction
    pane.words.selectAll()
    pane.words.setFocus()
    QApplication.clipboard().setText("")
    press(Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == ""
    visit.page.toggle_reveal()  # masked at once
    assert pane.words.toPlainText() == MASKED
    assert not pane._mark.isVisible()
    assert [why for what, why in looks(office, SUPERVISOR) if what == ["attachment"]] == ["", "call_customer"]


def test_words_in_full_that_come_too_late_are_not_shown(office: Office, own: Visit) -> None:
    pane = open_file(office, own, "说明.txt")
    assert pane.words.toPlainText() == MASKED
    own.page.files.looking.show_in_full(True)
    own.page.files.looking.show_in_full(False)
    office.wait()
    assert pane.words.toPlainText() == MASKED


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_may_not_see_details_is_refused_in_the_same_words(office: Office, own: Visit, language: str) -> None:
    visit = as_somebody_else(office, own, AUDITOR)
    choose_language(language)
    visit.page.toggle_reveal()
    office.wait()
    why = visit.toasts[-1]
    pane = open_file(office, visit, "说明.txt")
    assert why in texts(visit)
    assert pane.words.toPlainText() == ""
    open_file(office, visit, "账单.jpg")
    assert why in texts(visit)
    assert looks(office, AUDITOR) == []
