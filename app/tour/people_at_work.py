"""The walk through the program: teller, supervisor and handler take one complaint from the counter to its end."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox

from app.language import LANGUAGES
from app.tour import story
from app.tour.counter import Counter
from app.tour.hands import click, ctrl, enter, find, go_to, press, type_text, wait_until
from app.trial.people import TRIAL_PEOPLE, TrialPerson
from app.ui.widgets.fields import Field, TextField

_BY_ROLE = {person.role.value: person for person in TRIAL_PEOPLE}


@dataclass(slots=True)
class Walk:
    """One walk through the program with the words of `words`."""

    counter: Counter
    words: story.Story

    def run(self) -> None:
        """All steps in order. Raises: StuckError at the first one that does not do what it should."""
        self._sign_in(_BY_ROLE["teller"])
        self._record()
        self._look_at_worklist()
        self._ask_for_time()
        self._approve(_BY_ROLE["supervisor"])
        self._tell_extension()
        self.counter.change_over(_BY_ROLE["handler"], "locked")
        self._decide()
        self._write_letter()
        self._give_notice("decision")
        self._close()
        self._look_at_papers()

    # -- steps -------------------------------------------------------------------------------------------------------

    def _sign_in(self, person: TrialPerson) -> None:
        page = self.counter.ui.sign_in
        wait_until("the sign-in page", lambda: page.mode() == "sign_in" and not self.counter.ui.jobs.pending())
        self.counter.picture("sign-in")
        go_to(page.staff_no.editor)
        type_text(person.staff_no)
        enter()
        type_text(person.password)
        began = perf_counter()
        enter()
        self.counter.wait_for(person)
        self.counter.milliseconds["sign_in"] = _since(began)

    def _record(self) -> None:
        ctrl(Qt.Key.Key_2)
        press(Qt.Key.Key_F2)
        self.counter.settle()
        self.counter.picture("intake-empty")
        page = self.counter.page()
        find(page, QComboBox, "slipLanguage").setCurrentIndex(LANGUAGES.index(self.words.language))
        first = find(page, Field, "complainant_name")
        go_to(first.editor)
        began = perf_counter()
        for name, text in self.words.form.items():
            one = find(page, Field, name)
            go_to(one.editor)
            type_text(text)
            enter()
        self.counter.milliseconds["typing"] = _since(began)
        self.counter.settle()
        self.counter.picture("intake-filled")
        began = perf_counter()
        before = self.counter.newest_case_id()
        ctrl(Qt.Key.Key_Return)
        wait_until("the case is recorded", lambda: self.counter.newest_case_id() not in ("", before))
        self.counter.milliseconds["recorded"] = _since(began)
        self.counter.case_id = self.counter.newest_case_id()
        wait_until("the slip is in the print queue", lambda: self.counter.case().prints_of("ack_slip") == 1)
        self.counter.milliseconds["slip_queued"] = _since(began)
        self.counter.keep_slips()
        self.counter.settle()
        self.counter.picture("recorded")

    def _look_at_worklist(self) -> None:
        ctrl(Qt.Key.Key_1)
        self.counter.settle()
        self.counter.picture("worklist")

    def _ask_for_time(self) -> None:
        self.counter.open_case()
        self.counter.picture("case")
        ctrl(Qt.Key.Key_E)
        self.counter.fill({"reason": self.words.extension_reason})
        self.counter.picture("extension-request")
        self.counter.submit()
        wait_until("the request is on record", lambda: self.counter.case().pending_extension is not None)
        self.counter.settle()
        self.counter.picture("extension-requested")

    def _approve(self, supervisor: TrialPerson) -> None:
        ctrl(Qt.Key.Key_4)
        self.counter.settle()
        go_to(find(self.counter.page(), Field, "reason").editor)
        type_text(self.words.approval_reason)
        self.counter.picture("approvals")
        click(find(self.counter.page(), QAbstractButton, "approve"))
        wait_until("the password is asked for", lambda: self.counter.dialog() is not None)
        dialog = self.counter.dialog()
        assert dialog is not None
        number, password = find(dialog, TextField, "staffNo"), find(dialog, Field, "password")
        if not number.value():
            go_to(number.editor)
            type_text(supervisor.staff_no)
        go_to(password.editor)
        type_text(supervisor.password)
        self.counter.settle()
        self.counter.picture("approval-password")
        ctrl(Qt.Key.Key_Return)
        wait_until("the extension is approved", lambda: self.counter.case().reached_stage("CN_LOCAL_5_10") == 1)
        wait_until("the dialog is gone", lambda: self.counter.dialog() is None)
        self.counter.settle()
        self.counter.picture("approved")

    def _tell_extension(self) -> None:
        self.counter.open_case()
        self.counter.step("make_extension_notice")
        self.counter.settle()
        if self.counter.case().prints_of("extension_notice") == 0:
            self.counter.submit()
        wait_until("the notice is made", lambda: self.counter.case().prints_of("extension_notice") == 1)
        self.counter.settle()
        self.counter.picture("extension-notice-made")
        self._give_notice("extension")

    def _decide(self) -> None:
        self.counter.open_case()
        ctrl(Qt.Key.Key_R)
        self.counter.fill(self.words.decision)
        self.counter.picture("decision")
        self.counter.submit()
        wait_until("the decision is on record", lambda: self.counter.case().decision is not None)
        self.counter.settle()

    def _write_letter(self) -> None:
        self.counter.step("make_letter")
        self.counter.settle()
        self.counter.picture("letter")
        self.counter.submit()
        wait_until("the letter is made", lambda: self.counter.case().prints_of("resolution_letter") == 1)
        self.counter.settle()

    def _give_notice(self, about: str) -> None:
        count = len(self.counter.case().notices)
        self.counter.step("give_notice")
        self.counter.fill({"about": about, "way": "registered_mail", **self.words.notice})
        self.counter.picture(f"notice-{about}")
        self.counter.submit()
        wait_until("the notice is on record", lambda: len(self.counter.case().notices) == count + 1)
        self.counter.settle()

    def _close(self) -> None:
        self.counter.step("close")
        self.counter.settle()
        if not self.counter.case().state.is_ended:
            self.counter.submit()
        wait_until("the case is closed", lambda: self.counter.case().state.value == "closed")
        self.counter.settle()
        self.counter.picture("closed")

    def _look_at_papers(self) -> None:
        self.counter.ui.window.go("print_queue")
        self.counter.settle()
        self.counter.picture("print-queue")


def _since(began: float) -> float:
    return round((perf_counter() - began) * 1000, 1)
