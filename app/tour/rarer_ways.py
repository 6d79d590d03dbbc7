"""The second part of the tour: the rarer ways of a complaint, each by keyboard, with what headquarters does in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QLineEdit

from app.tour.by_keys import SHORT_MS, CaseKeys, IntakeKeys
from app.tour.counter import Counter
from app.tour.hands import ctrl, enter, find, go_to, press, type_text, wait_until
from app.tour.rarer_intakes import RarerIntakes, day_text
from app.tour.rarer_words import Words, words
from app.tour.superior import Superior
from app.trial.people import TRIAL_PEOPLE
from app.ui.widgets.fields import Field

if TYPE_CHECKING:
    from app.bootstrap.office import Office

_BY_ROLE = {person.role.value: person for person in TRIAL_PEOPLE}


@dataclass(slots=True)
class RarerWays:
    """The walk."""

    counter: Counter
    superior: Superior
    words: Words
    intakes: RarerIntakes
    steps: CaseKeys

    @property
    def cases(self) -> dict[str, str]:
        """The ids of the cases by name."""
        return self.intakes.cases

    def run(self) -> None:
        """All steps in order. Raises: StuckError at the first one that does not do what it should."""
        self.counter.change_over(_BY_ROLE["teller"])
        self.intakes.record_all()
        self._offer()
        self.counter.change_over(_BY_ROLE["handler"])
        self._deal_with_all()

    def _deal_with_all(self) -> None:
        self._read_rules()
        self._accept()
        self._pause()
        self._last_extension()
        self._order()
        self._attach()
        self._decide_and_review()
        self._settle_by_agreement()
        self._out_of_scope()
        self._decline()
        self._unreachable()
        self._withdraw()
        self._void()
        self._look_round()

    # -- the case of the agent -----------------------------------------------------------------------------------------

    def _offer(self) -> None:
        """The teller offers the forwarded case; it stays hers until it is accepted."""
        self.steps.open(self.cases["agent"])
        self.counter.picture("forwarded-case")
        handler = _BY_ROLE["handler"].staff_no
        self.steps.take("offer_transfer", self.words["offer_transfer"], picture="transfer-offered", to=handler)
        self.steps.take("make_transfer_note")

    def _read_rules(self) -> None:
        """Terms and texts as data, each under the version in force."""
        self.counter.ui.window.go("rules")
        self.counter.settle()
        self.counter.picture("rules")

    def _accept(self) -> None:
        self.steps.open(self.cases["agent"])
        self.counter.picture("transfer-waiting")
        self.steps.take("accept_transfer")
        wait_until("the handler has it", lambda: self.counter.case().owner == _BY_ROLE["handler"].staff_no, 5)

    def _pause(self) -> None:
        """An appraisal stops the clock; the complainant was told; it runs again with the report."""
        self.steps.take("start_pause", self.words["start_pause"], picture="pause", kind="appraisal")
        self.steps.take("make_pause_notice")
        self.counter.picture("paused")
        self.steps.take("end_pause", self.words["end_pause"])

    def _last_extension(self) -> None:
        """Beyond what anybody at the branch may grant: headquarters decides, the complainant is told with proof."""
        self.steps.take("request_extension", self.words["request_extension"], offer="CN_PBOC_FORWARDED/1")
        approved = self.words["headquarters"]["extension"]
        self.superior.act("extension", lambda case: case.pending_extension is None, is_approved=True, reason=approved)
        self.counter.picture("extension-by-headquarters")
        self.steps.take("make_extension_notice")
        self._tell("extension")

    def _order(self) -> None:
        order = {"text": self.words["headquarters"]["order"], "due_on": day_text(self.counter, 3)}
        self.superior.act("order", lambda case: case.open_orders, **order)
        self.counter.picture("supervision-order")
        self.steps.take("answer_order", self.words["answer_order"], picture="order-answer")

    def _attach(self) -> None:
        """A picture from the clipboard, encrypted at rest, looked at beside the list."""
        QGuiApplication.clipboard().setImage(_paper_picture())
        ctrl(Qt.Key.Key_V)
        self.steps.wait("the picture is in the case", lambda: self.counter.case().attachments)
        enter()
        self.counter.settle()
        self.counter.picture("attachment")
        press(Qt.Key.Key_Escape)
        press(Qt.Key.Key_1)

    def _decide_and_review(self) -> None:
        """Decision, letter, proof of service, closing; the superior's review; new facts open it again."""
        self.steps.take("record_decision", self.words["agent_decision"], outcome="upheld")
        self.steps.find("make_letter")
        self.counter.settle()
        ctrl(Qt.Key.Key_Return)
        self.steps.wait("the letter", lambda: self.counter.case().prints_of("resolution_letter") == 1)
        self._tell("decision")
        self.steps.take("make_service_receipt")
        self.steps.take("close", picture="closing-checklist")
        self.steps.take("request_review", self.words["request_review"], picture="review-request")
        told = {"text": self.words["headquarters"]["review"], "document_no": "ZH-FH-2026-019"}
        self.superior.act("review", lambda case: case.open_review is None, result="maintained", **told)
        self.counter.picture("review-decided")
        self.steps.find("reopen")
        self.steps.fill(self.words["reopen"])
        self.steps.signed_by(_BY_ROLE["supervisor"], "reopen", "reopening-signed")
        self.counter.picture("reopened")

    def _tell(self, about: str) -> None:
        self.steps.take("give_notice", self.words["notice"], about=about, way="registered_mail")

    # -- other ends ----------------------------------------------------------------------------------------------------

    def _settle_by_agreement(self) -> None:
        """Draft, signed agreement, closed; then satisfaction and the typical case that a second person reads."""
        self.steps.open(self.cases["card"])
        by = {"performance_on": day_text(self.counter, 3)}
        self.steps.take("make_settlement_agreement", self.words["draft"], by, picture="settlement-draft")
        self.steps.take("agree_settlement", self.words["draft"], self.words["agree_settlement"], by)
        self.steps.take("close")
        self.steps.take("ask_satisfaction", self.words["ask_satisfaction"], picture="satisfaction", answer="satisfied")
        self.steps.take("mark_typical", self.words["mark_typical"])
        self.steps.find("check_typical")
        self.steps.fill({"is_approved": "yes", **self.words["check_typical"]})
        self.counter.picture("typical-case")
        self.steps.signed_by(_BY_ROLE["supervisor"], "check_typical")

    def _out_of_scope(self) -> None:
        """Not the bank's matter: who is competent is said, on paper."""
        self.steps.open(self.cases["similar"])
        press(Qt.Key.Key_4)
        self.counter.settle()
        self.counter.picture("related-cases")
        self.steps.take("record_decision", self.words["out_of_scope"], picture="out-of-scope", outcome="out_of_scope")
        self.steps.take("make_out_of_scope_note")
        self._hand_over_and_close()

    def _decline(self) -> None:
        """Nobody who may complain: asked for papers, then declined with a notice."""
        self.steps.open(self.cases["stranger"])
        asked = {**self.words["supplement_request"], "by_when": day_text(self.counter, 10)}
        self.steps.take("make_supplement_request", asked)
        self.steps.take("record_decision", self.words["declined"], picture="declined", outcome="declined")
        self.steps.take("make_decline_notice")
        self._hand_over_and_close()

    def _hand_over_and_close(self) -> None:
        name = self.counter.case().intake.complainant.name
        proof = {"receiver": name, "evidence_no": "QS-20261122-11"}
        self.steps.take("give_notice", proof, about="decision", way="in_person")
        self.steps.take("close")

    def _unreachable(self) -> None:
        """Two ways have failed: recorded in the place of a notice."""
        self.steps.open(self.cases["lost"])
        self.steps.take("record_decision", self.words["lost_decision"], outcome="upheld")
        failed = {"about": "decision", "succeeded": "no"}
        self.steps.take("give_notice", failed, self.words["not_reached"], way="phone")
        self.steps.take("give_notice", failed, self.words["mail_returned"], way="registered_mail")
        self.steps.take("record_unreachable", self.words["record_unreachable"], picture="unreachable")
        self.steps.take("close")

    def _withdraw(self) -> None:
        self.steps.open(self.cases["joint"])
        self.counter.picture("major-case")
        self.steps.take("withdraw", self.words["withdraw"])
        self.steps.take("make_withdrawal_record")

    def _void(self) -> None:
        """Recorded by mistake: asked for here, decided by a second person who signs."""
        self.steps.open(self.cases["mistaken"])
        self.steps.take("request_void", self.words["request_void"])
        self.steps.find("decide_void")
        go_to(find(self.counter.page(), Field, "reason").editor)
        type_text(self.words["void_reason"]["reason"])
        ctrl(Qt.Key.Key_Return)
        self.steps.sign(_BY_ROLE["supervisor"], "void-signed")
        wait_until("it is voided", lambda: self.counter.case().state.value == "voided", 10)

    def _look_round(self) -> None:
        """The list of steps and the worklist."""
        self.steps.open(self.cases["agent"])
        press(Qt.Key.Key_Period)
        self.counter.settle(SHORT_MS)
        go_to(find(self.counter.page(), QLineEdit, "stepSearch"))
        self.counter.picture("all-steps")
        press(Qt.Key.Key_Escape)
        ctrl(Qt.Key.Key_1)
        self.counter.settle()
        self.counter.picture("worklist-after")


def rarer_ways(counter: Counter, office: Office, language: str) -> RarerWays:
    """The walk, with the words of `language`."""
    said, steps = words(language), CaseKeys(counter)
    intakes = RarerIntakes(counter, said, IntakeKeys(counter), steps)
    return RarerWays(counter, Superior(office, counter), said, intakes, steps)


def _paper_picture() -> QImage:
    """A signature on lined paper, as a scanner or a phone would give it."""
    image = QImage(900, 640, QImage.Format.Format_RGB32)
    image.fill(QColor("#fbfaf5"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor("#c9d3e0"))
    for y in range(80, 640, 48):
        painter.drawLine(60, y, 840, y)
    pen = painter.pen()
    pen.setColor(QColor("#1f3a68"))
    pen.setWidth(5)
    painter.setPen(pen)
    for x in range(0, 360, 60):
        painter.drawArc(QRect(440 + x, 470 - x // 8, 90, 70), 30 * 16, 260 * 16)
    painter.end()
    return image
