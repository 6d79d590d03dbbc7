"""Nobody's data in clear on any page: widgets, models, tooltips, titles, completers, what screen readers and the
clipboard get (JR/T 0171-2020 annex A; ASVS 14.2.6; ux.md no. 23). Only the form in which it is typed and details that
were asked for show it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from support.cases import form
from support.files import picture
from support.seen import everything_held
from support.trial_desk import HANDLER, HEAD, SUPERVISOR, TELLER
from support.whole_desk import WholeDesk, whole_desk

from app.domain.commands import (
    AddNote,
    LogContact,
    OfferTransfer,
    OrderSupervision,
    ReceiveEvidence,
    RequestExtension,
    StartHandling,
)
from app.domain.refusal import Refusal
from app.operations.act import carry_out
from app.operations.attach import attach
from app.operations.make_paper import make_slip
from app.operations.register_complaint import Registered, register_complaint

NAME, AGENT, MEMBER, DEAD = "欧阳慕雪", "端木长青", "司徒晚晴", "尉迟远山"
PHONE, AGENT_PHONE, MEMBER_PHONE = "13912340987", "13655550123", "18744440456"
ID_NUMBER, AGENT_ID = "11010519491231002X", "440524188001010014"
ADDRESS = "北京市朝阳区建国路八十八号院三号楼一二零一室"
MAIL, CARD = "ouyang.muxue@bank.example", "6222021234567890128"
MARKERS = (
    *(NAME, AGENT, MEMBER, DEAD, PHONE, AGENT_PHONE, MEMBER_PHONE, ID_NUMBER, AGENT_ID, ADDRESS, MAIL, CARD),
    *("慕雪", "长青", "晚晴", "远山", "1234098", "555501", "19491231", "18800101", "三号楼", "ouyang.mu"),
)
STORY = f"{NAME}（{PHONE}，{ID_NUMBER}）到柜台，卡{CARD}被吞，住{ADDRESS}，邮箱{MAIL}。"


@pytest.fixture
def desk(tmp_path: Path, qtbot: Any) -> Iterator[WholeDesk]:
    with whole_desk(tmp_path / "desk", qtbot) as made:
        yield made


def _forms() -> list[Any]:
    who = {"complainant_name": NAME, "phone": PHONE, "id_kind": "resident_id", "id_number": ID_NUMBER}
    who["address"] = ADDRESS
    agent = {
        "representative_name": AGENT,
        "representative_phone": AGENT_PHONE,
        "representative_id_kind": "resident_id",
        "representative_id_number": AGENT_ID,
        "authority": "power_of_attorney",
        "is_authority_original": True,
    }
    wish = f"请给{NAME}（{PHONE}）回电并寄到{ADDRESS}。"
    return [
        form(narrative=STORY, remedy_sought=wish, account_tail="0128", **who),
        form(narrative=f"{AGENT}称：{STORY}", capacity="agent", **who, **agent),
        form(
            narrative=f"{MEMBER}、{AGENT}称：{STORY}", joint_count="7",
            group_representatives=(f"{MEMBER} {MEMBER_PHONE}", f"{AGENT} {AGENT_PHONE}"), **who,
        ),
        form(narrative=STORY + f"原户主{DEAD}。", capacity="heir", deceased_name=DEAD, **who,
             authority="kinship", is_authority_original=True),
    ]  # fmt: skip


def _record(there: Any) -> list[str]:
    """Cases of people whose data stands in every field and every free text."""
    cases = []
    for typed in _forms():
        done = register_complaint(there, typed)
        assert isinstance(done, Registered), done
        cases.append(done.case.case_id)
    words = f"已联系{NAME}{PHONE}及{AGENT}，核对{ID_NUMBER}，{MAIL}"
    for command in (
        StartHandling(),
        AddNote(words),
        LogContact("phone", AGENT, words),
        ReceiveEvidence("e1", f"{NAME}的存折复印件", 1, False, AGENT),
        RequestExtension("r1", "CN_LOCAL_5_10", 1, words),
        OfferTransfer("t1", SUPERVISOR.staff_no, words),
    ):
        outcome = carry_out(there, cases[0], command)
        assert not isinstance(outcome, Refusal), (command, outcome)
    outcome = attach(there, cases[0], picture(), f"{NAME}身份证.jpg", f"{AGENT}提供 {PHONE}")
    assert not isinstance(outcome, Refusal), outcome
    assert not isinstance(make_slip(there, cases[0]), Refusal)
    return cases


def _order(there: Any, case_id: str) -> None:
    outcome = carry_out(there, case_id, OrderSupervision("o1", f"请尽快答复{NAME}{PHONE}", date(2099, 1, 1)))
    assert not isinstance(outcome, Refusal), outcome


def assert_masked(where: str) -> None:
    """Nothing in clear is held by anything that shows, speaks or gives."""
    held = everything_held() + "\n" + QGuiApplication.clipboard().text()
    for marker in MARKERS:
        assert marker not in held, (where, marker, [line for line in held.splitlines() if marker in line][:3])


def test_no_page_holds_anybodys_data(desk: WholeDesk) -> None:
    desk.sign_in(HANDLER)
    cases = desk.there(_record)
    desk.switch(HEAD)
    desk.there(lambda there: _order(there, cases[0]))
    for person, looked_at in ((SUPERVISOR, cases), (TELLER, cases[:1])):
        desk.switch(person)
        _walk(desk, looked_at, person.staff_no)


def _walk(desk: WholeDesk, cases: list[str], who: str) -> None:
    rights = desk.there(lambda there: there.actor.rights)
    navigation = desk.window.navigation
    assert navigation is not None
    for spec in navigation.allowed(rights):
        desk.window.go(spec.name)
        desk.wait()
        assert_masked(f"{who} {spec.name}")
    page: Any
    desk.window.go("worklist", view="all")
    desk.wait()
    page = desk.page
    for row in range(len(cases)):
        page.table.selectRow(row)
        desk.wait()
        assert_masked(f"{who} worklist {row}")
    desk.window.go("search")
    desk.wait()
    page = desk.page
    for words in ("吞", "柜台", "0128"):
        page.on_shown(text=words)
        desk.wait()
        assert_masked(f"{who} search {words}")
    for case_id in cases:
        _walk_case(desk, case_id, who)


def _walk_case(desk: WholeDesk, case_id: str, who: str) -> None:
    desk.window.go("case", case_id=case_id)
    desk.wait()
    page: Any = desk.page
    for tab in ("progress", "materials", "files", "related"):
        page.middle.show_tab(tab)
        desk.wait()
        assert_masked(f"{who} case {tab}")
    page.find_step()
    desk.wait()
    assert_masked(f"{who} all steps")
    page.leave_finder()
    for step in page.offered():
        if step in TAKEN_AT_ONCE:
            continue
        page.presenter.choose(step)
        desk.wait()
        if desk.page is not page:
            assert_masked(f"{who} {step}")
            desk.window.go("case", case_id=case_id)
            desk.wait()
            continue
        assert_masked(f"{who} form of {step}")
        page.presenter.leave_form()
    assert QApplication.activeModalWidget() is None


TAKEN_AT_ONCE = frozenset({"accept", "start", "reprint_slip", "send_reminder", "accept_transfer", "close"})
"""Steps without a form: they would change the case."""
