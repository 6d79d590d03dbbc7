"""The lock of the whole desk: nothing of a customer stays on the screen side, nothing typed is lost, each one's own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QDialog
from support.cases import form
from support.files import pdf
from support.seen import everything_held
from support.trial_desk import HANDLER, TELLER
from support.whole_desk import WholeDesk, whole_desk

from app.domain.book import BOOK
from app.domain.refusal import Refusal
from app.operations.attach import attach
from app.operations.places import kept_place
from app.operations.register_complaint import Registered, register_complaint
from app.system.key_box import KeyWipedError
from app.ui.shell.keyboard_place import field_with_keyboard

MARK = "哒哒嗒甲乙丙"
PHONE = "13912340987"


@pytest.fixture
def desk(tmp_path: Path, qtbot: Any) -> Iterator[WholeDesk]:
    with whole_desk(tmp_path / "desk", qtbot) as made:
        yield made


def recorded(desk: WholeDesk, **fields: Any) -> str:
    """A case of a customer whose name and story hold the marks."""
    typed = form(complainant_name="哒甲", phone=PHONE, narrative=f"{MARK}，反映自助设备吞卡后无人处理。", **fields)
    done = desk.there(lambda there: register_complaint(there, typed))
    assert isinstance(done, Registered)
    return done.case.case_id


def type_into_intake(desk: WholeDesk) -> None:
    desk.window.go("intake", new=True)
    page: Any = desk.page
    page.form.put("complainant_name", f"客户{MARK}")
    page.form.put("phone", PHONE)
    page.form.put("narrative", f"{MARK}，等了四十分钟。")
    page._on_form_changed()
    desk.wait()


def open_step(desk: WholeDesk, case_id: str, step: str = "start") -> Any:
    desk.window.go("case", case_id=case_id)
    desk.wait()
    page: Any = desk.page
    assert step in page.offered(), page.offered()
    page.presenter.choose(step)
    desk.wait()
    return page


def test_nothing_of_a_customer_is_left_behind_the_lock_screen(desk: WholeDesk) -> None:
    desk.sign_in()
    case_id = recorded(desk)
    type_into_intake(desk)
    desk.window.go("search", text=MARK)
    desk.wait()
    desk.window.go("worklist")
    desk.wait()
    desk.window.go("case", case_id=case_id)
    desk.wait()
    palette: Any = desk.window.palette_list
    palette._box.setText(MARK)
    desk.window.toast(f"{MARK} 已登记")
    dialog = QDialog(desk.window)
    dialog.setWindowTitle(MARK)
    dialog.open()
    seen = everything_held()
    assert MARK in seen
    there = desk.office.desk
    desk.window.lock()
    assert not desk.window.desk.isVisible()
    assert not dialog.isVisible()
    desk.qtbot.waitUntil(lambda: desk.office.desk is None)
    desk.wait()
    left = everything_held()
    for mark in (MARK, "哒甲", PHONE, PHONE[-4:], "等了四十分钟"):
        assert mark not in left, [line for line in left.splitlines() if mark in line]
    assert QApplication.activePopupWidget() is None
    assert there is not None
    desk.there(lambda _nobody: None)  # the desk is nobody's before its keys are wiped, on that lane
    with pytest.raises(KeyWipedError):
        there.store.newest_case_id()


def test_a_file_that_is_looked_at_is_closed_by_the_lock(desk: WholeDesk) -> None:
    desk.sign_in()
    case_id = recorded(desk)
    letter = f"{MARK}，来信附后。".encode()
    for data, name in ((pdf(pages=3), "合同.pdf"), (letter, "来信.txt")):
        assert not isinstance(desk.there(lambda there, d=data, n=name: attach(there, case_id, d, n)), Refusal)
    for row, name in enumerate(("合同.pdf", "来信.txt")):
        desk.window.go("case", case_id=case_id)
        desk.wait()
        page: Any = desk.page
        page.middle.show_tab("files")
        page.middle.files.list.setCurrentRow(row)
        page.files.one.look()
        desk.wait()
        pane = page.middle.files.pane
        assert pane.name.text() == name
        assert pane.pages.page_count() == 1 or MARK in pane.words.toPlainText()
        held: list[int] = []
        pane.destroyed.connect(lambda _gone=None, held=held: held.append(0))
        desk.window.lock()
        assert held or (pane.pages.page_count() == 0 and pane.words.toPlainText() == "")
        desk.qtbot.waitUntil(lambda: desk.office.desk is None)
        desk.wait()
        assert held  # the page itself is gone, with every picture that it had
        assert MARK not in everything_held()
        desk.sign_in()
        assert desk.office.desk is not None
        assert desk.office.desk.disclosed.files == set()  # another look is another entry


def test_what_was_typed_is_there_again_after_unlocking(desk: WholeDesk) -> None:
    desk.sign_in()
    type_into_intake(desk)
    page: Any = desk.page
    before = page.form.value()
    page.form.go_to("phone")
    desk.lock()
    desk.sign_in()
    assert field_with_keyboard(desk.page) == "phone"
    again: Any = desk.page
    assert again is not page
    assert again.form.value() == before
    assert again.presenter.has_unsaved is False


def test_an_open_step_is_there_again_with_its_words(desk: WholeDesk) -> None:
    desk.sign_in(HANDLER)
    case_id = recorded(desk)
    page = open_step(desk, case_id, "log_contact")
    page.form.fields["result"].set_value(f"{MARK}谈话")
    typed = dict(page.presenter.opened.now.typed["log_contact"])
    assert typed["result"] == f"{MARK}谈话"
    desk.lock()
    assert MARK not in everything_held()
    desk.sign_in(HANDLER)
    page = desk.page
    assert (page.presenter.case_id, page.presenter.action) == (case_id, "log_contact")
    assert page.presenter.opened.now.typed["log_contact"] == typed
    assert page.form.fields["result"].value() == f"{MARK}谈话"


def test_each_one_finds_only_their_own(desk: WholeDesk) -> None:
    desk.sign_in()
    type_into_intake(desk)
    desk.switch(HANDLER)
    assert MARK not in everything_held()
    assert desk.there(kept_place) is None
    case_id = recorded(desk)
    page = open_step(desk, case_id, "log_contact")
    page.presenter.change("result", f"{MARK}经办")
    desk.switch(TELLER)
    assert f"{MARK}经办" not in everything_held()
    desk.window.go("intake")
    desk.wait()
    assert desk.page.presenter._drafts is not None  # type: ignore[attr-defined]
    desk.switch(HANDLER)
    frame = desk.window.desk
    assert frame is not None
    assert frame.page_name() == "worklist", "another sign-in begins where days begin"
    assert frame.toast_text()
    desk.window.go("case", case_id=case_id)
    desk.wait()
    assert f"{MARK}经办" in everything_held()


def contact_form(desk: WholeDesk, case_id: str) -> Any:
    page = open_step(desk, case_id, "log_contact")
    for name, value in (("way", "phone"), ("was_reached", "yes"), ("result", f"{MARK}谈话")):
        page.form.fields[name].set_value(value)
    return page


def test_a_step_that_was_taken_behind_the_lock_is_not_offered_again(desk: WholeDesk) -> None:
    desk.sign_in(HANDLER)
    case_id = recorded(desk)
    page = contact_form(desk, case_id)
    gate = threading.Event()
    desk.office.lanes["database"].do(lambda: gate.wait(20))
    page.presenter.submit()
    assert page.presenter.taker.is_busy
    desk.window.lock()
    gate.set()
    desk.qtbot.waitUntil(lambda: desk.office.desk is None)
    desk.sign_in(HANDLER)
    case = desk.there(lambda there: there.store.case(case_id))
    assert "contact_logged" in {str(item.kind) for item in case.timeline}
    page = desk.page
    assert (page.presenter.case_id, page.presenter.action) == (case_id, "")
    page.presenter.choose("log_contact")
    assert MARK not in page.form.fields["result"].value()


def test_typing_survives_a_power_cut_between_two_locks(desk: WholeDesk) -> None:
    desk.sign_in(HANDLER)
    case_id = recorded(desk)
    page = open_step(desk, case_id, "log_contact")
    page.presenter.change("result", MARK)
    desk.ui.places.look()
    desk.wait()
    kept = desk.there(kept_place)
    assert kept["pages"]["case"]["typed"]["steps"][case_id]["typed"]["log_contact"]["result"] == MARK


def test_the_reason_of_a_lock_stands_in_the_book(desk: WholeDesk) -> None:
    desk.sign_in()
    desk.lock("suspended")
    desk.sign_in()
    kinds = desk.there(lambda there: [(e.kind, e.body.get("why", "")) for e in there.store.entries(BOOK)])
    assert kinds == [("session_opened", ""), ("session_closed", "suspended"), ("session_opened", "")]
