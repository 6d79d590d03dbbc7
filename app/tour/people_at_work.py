"""The walk through the program: teller, supervisor and handler take one complaint from the counter to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QDialog, QWidget

from app.domain.case import Case
from app.operations.desk import Desk
from app.tour import story
from app.tour.hands import click, ctrl, enter, find, go_to, press, type_text, wait_until
from app.trial.people import TRIAL_PEOPLE, TrialPerson
from app.ui.desk_ui import DeskUi
from app.ui.widgets.fields import Field

Picture = Callable[[str], None]

_BY_ROLE = {person.role.value: person for person in TRIAL_PEOPLE}


@dataclass(slots=True)
class Walk:
    """One walk. `picture(name)` takes a picture of the window; `milliseconds` holds how long steps took."""

    ui: DeskUi
    words: story.Story
    picture: Picture
    milliseconds: dict[str, float] = field(default_factory=dict)
    case_id: str = ""

    def run(self) -> None:
        """All steps in order. Raises: StuckError at the first one that does not do what it should."""
        self._sign_in(_BY_ROLE["teller"])
        self._record()
        self._look_at_worklist()
        self._ask_for_time()
        self._approve(_BY_ROLE["supervisor"])
        self._tell_extension()
        self._switch(_BY_ROLE["handler"])
        self._decide()
        self._write_letter()
        self._give_notice("decision")
        self._close()
        self._look_at_papers()

    # -- steps -------------------------------------------------------------------------------------------------------

    def _sign_in(self, person: TrialPerson) -> None:
        page = self.ui.sign_in
        wait_until("the sign-in page", lambda: page.mode() == "sign_in" and not self.ui.jobs.pending())
        self.picture("sign-in")
        go_to(page.staff_no.editor)
        type_text(person.staff_no)
        enter()
        type_text(person.password)
        began = perf_counter()
        enter()
        self._wait_for(person)
        self.milliseconds["sign_in"] = _since(began)

    def _record(self) -> None:
        ctrl(Qt.Key.Key_2)
        press(Qt.Key.Key_F2)
        self._settle()
        self.picture("intake-empty")
        page = self._page()
        first = find(page, Field, "complainant_name")
        go_to(first.editor)
        began = perf_counter()
        for name, text in self.words.form.items():
            one = find(page, Field, name)
            go_to(one.editor)
            type_text(text)
            enter()
        self.milliseconds["typing"] = _since(began)
        self._settle(1200)
        self.picture("intake-filled")
        began = perf_counter()
        before = self._newest_case_id()
        ctrl(Qt.Key.Key_Return)
        wait_until("the case is recorded", lambda: self._newest_case_id() not in ("", before))
        self.milliseconds["recorded"] = _since(began)
        self.case_id = self._newest_case_id()
        wait_until("the slip is in the print queue", lambda: self.case().prints_of("ack_slip") == 1)
        self.milliseconds["slip_queued"] = _since(began)
        self._settle()
        self.picture("recorded")

    def _look_at_worklist(self) -> None:
        ctrl(Qt.Key.Key_1)
        self._settle(600)
        self.picture("worklist")

    def _ask_for_time(self) -> None:
        self._open_case()
        self.picture("case")
        ctrl(Qt.Key.Key_E)
        self._fill({"reason": self.words.extension_reason})
        self.picture("extension-request")
        self._submit()
        wait_until("the request is on record", lambda: self.case().pending_extension is not None)
        self._settle()
        self.picture("extension-requested")

    def _approve(self, supervisor: TrialPerson) -> None:
        ctrl(Qt.Key.Key_4)
        self._settle(600)
        go_to(find(self._page(), Field, "reason").editor)
        type_text(self.words.approval_reason)
        self.picture("approvals")
        click(find(self._page(), QAbstractButton, "approve"))
        wait_until("the password is asked for", lambda: self._dialog() is not None)
        dialog = self._dialog()
        assert dialog is not None
        number, password = find(dialog, Field, "staffNo"), find(dialog, Field, "password")
        if not number.value():
            go_to(number.editor)
            type_text(supervisor.staff_no)
        go_to(password.editor)
        type_text(supervisor.password)
        self._settle()
        self.picture("approval-password")
        ctrl(Qt.Key.Key_Return)
        wait_until("the extension is approved", lambda: self.case().reached_stage("CN_LOCAL_5_10") == 1)
        wait_until("the dialog is gone", lambda: self._dialog() is None)
        self._settle()
        self.picture("approved")

    def _tell_extension(self) -> None:
        self._open_case()
        self._step("make_extension_notice")
        self._settle(800)
        if self.case().prints_of("extension_notice") == 0:
            self._submit()
        wait_until("the notice is made", lambda: self.case().prints_of("extension_notice") == 1)
        self._settle()
        self.picture("extension-notice-made")
        self._give_notice("extension")

    def _switch(self, person: TrialPerson) -> None:
        ctrl(Qt.Key.Key_L)
        wait_until("the desk is locked", self.ui.window.is_locked)
        self._settle()
        self.picture("locked")
        wait_until("the keys are wiped", lambda: self.ui.office.desk is None)
        page = self.ui.sign_in
        ctrl(Qt.Key.Key_U)
        wait_until("another person may sign in", lambda: page.mode() == "sign_in")
        page.staff_no.set_value("")
        go_to(page.staff_no.editor)
        type_text(person.staff_no)
        enter()
        type_text(person.password)
        enter()
        self._wait_for(person)

    def _decide(self) -> None:
        self._open_case()
        ctrl(Qt.Key.Key_R)
        self._fill(self.words.decision)
        self.picture("decision")
        self._submit()
        wait_until("the decision is on record", lambda: self.case().decision is not None)
        self._settle()

    def _write_letter(self) -> None:
        self._step("make_letter")
        self._settle(1200)
        self.picture("letter")
        self._submit()
        wait_until("the letter is made", lambda: self.case().prints_of("resolution_letter") == 1)
        self._settle()

    def _give_notice(self, about: str) -> None:
        count = len(self.case().notices)
        self._step("give_notice")
        self._fill({"about": about, "way": "registered_mail", **self.words.notice})
        self.picture(f"notice-{about}")
        self._submit()
        wait_until("the notice is on record", lambda: len(self.case().notices) == count + 1)
        self._settle()

    def _close(self) -> None:
        self._step("close")
        self._settle()
        if not self.case().state.is_ended:
            self._submit()
        wait_until("the case is closed", lambda: self.case().state.value == "closed")
        self._settle(600)
        self.picture("closed")

    def _look_at_papers(self) -> None:
        self.ui.window.go("print_queue")
        self._settle(600)
        self.picture("print-queue")

    # -- what the steps are made of ----------------------------------------------------------------------------------

    def case(self) -> Case:
        """The case of the walk as it stands."""
        case = self._desk().store.case(self.case_id)
        assert case is not None
        return case

    def _open_case(self) -> None:
        self.ui.window.go("case", case_id=self.case_id)
        self._settle(500)

    def _step(self, name: str) -> None:
        button = next((b for b in self._page().findChildren(QAbstractButton, f"step_{name}") if b.isVisible()), None)
        wait_until(f"the step {name}", lambda: button is not None, 1)
        assert button is not None
        button.click()  # the list of steps may be scrolled; a mouse would have to scroll first
        self._settle()

    def _fill(self, values: dict[str, str]) -> None:
        self._settle()
        for name, text in values.items():
            one = find(self._page(), Field, name)
            go_to(one.editor)
            if hasattr(one, "set_choices"):
                one.set_value(text)
            else:
                type_text(text)
        self._settle()

    def _submit(self) -> None:
        click(find(self._page(), QAbstractButton, "formSubmit"))
        self._settle()

    def _page(self) -> QWidget:
        frame = self.ui.window.desk
        page = frame.page() if frame is not None else None
        assert page is not None
        return page

    def _dialog(self) -> QDialog | None:
        return next((d for d in self.ui.window.findChildren(QDialog) if d.isVisible()), None)

    def _desk(self) -> Desk:
        desk = self.ui.office.desk
        assert desk is not None
        return desk

    def _newest_case_id(self) -> str:
        desk = self.ui.office.desk
        return desk.store.newest_case_id() if desk is not None else ""

    def _wait_for(self, person: TrialPerson) -> None:
        def is_in() -> bool:
            who = self.ui.window.person()
            return who is not None and who.staff_no == person.staff_no and not self.ui.window.is_locked()

        wait_until(f"{person.staff_no} is signed in", is_in)
        self._settle(500)

    def _settle(self, milliseconds: int = 250) -> None:
        """Wait as long as a person looks, and until nothing is under way."""
        from PySide6.QtTest import QTest

        QTest.qWait(milliseconds)
        wait_until("all is done", lambda: not self.ui.jobs.pending())
        QTest.qWait(30)


def _since(began: float) -> float:
    return round((perf_counter() - began) * 1000, 1)
