"""What the teller records in the second part of the tour: for others, again, together with many."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from app.domain.calendar import china_day
from app.tour.by_keys import CaseKeys, IntakeKeys
from app.tour.counter import Counter
from app.tour.hands import ctrl, enter, press
from app.tour.rarer_words import Words

_RECEIVED_DAYS_AGO, _FORWARDED_DAYS_AGO, _AT_REGULATOR_DAYS_AGO = 3, 5, 7
_ALT = Qt.KeyboardModifier.AltModifier


@dataclass(slots=True)
class RarerIntakes:
    """The intakes. `cases` are the ids of what was recorded, by name."""

    counter: Counter
    words: Words
    intake: IntakeKeys
    steps: CaseKeys
    cases: dict[str, str] = field(default_factory=dict)

    def record_all(self) -> None:
        """What the teller records. Raises: StuckError."""
        self._record_agent()
        self._record_card()
        self._record_similar()
        self._record_joint()
        for name in ("stranger", "lost", "mistaken"):
            self.intake.begin({**({"channel": "phone"} if name == "lost" else {}), **self.words[name]})
            self.cases[name] = self.intake.record()
        self._record_settled()

    def _record_agent(self) -> None:
        """A letter of a regulator, through an agent, received days ago."""
        own = dict(self.words["agent"])
        people = {name: own.pop(name) for name in list(own) if name.startswith("representative_") or name == "address"}
        arrival = {"regulator": "pboc", "regulator_reference_no": own.pop("regulator_reference_no")}
        arrival["regulator_received_on"] = day_text(self.counter, -_AT_REGULATOR_DAYS_AGO)
        arrival["forwarded_on"] = day_text(self.counter, -_FORWARDED_DAYS_AGO)
        received = day_text(self.counter, -_RECEIVED_DAYS_AGO)
        self.intake.begin({"capacity": "agent", "channel": "regulator", **own, "received_at": received})
        self.intake.go_beside()
        self.intake.open_section("arrival", arrival)
        self.counter.settle()
        self.counter.picture("forwarded-by-a-regulator")
        people |= {"authority": "power_of_attorney", "is_authority_original": "yes"}
        self.intake.open_section("people", people)
        self.intake.take_paper("power_of_attorney", "1o")
        self.intake.take_paper("complaint_letter", "1o")
        self.counter.settle()
        self.counter.picture("through-an-agent")
        self.cases["agent"] = self.intake.record()

    def _record_card(self) -> None:
        """A whole card number in the words: warned of, masked with one key; the suggested category taken with one."""
        self.intake.begin(self.words["card"])
        self.counter.settle()
        self.counter.picture("card-number-noticed")
        press(Qt.Key.Key_M, _ALT)
        if any(chip.isVisible() for chip in self.counter.page().findChildren(QAbstractButton, "suggested1")):
            press(Qt.Key.Key_1, _ALT)
        self.counter.settle()
        self.counter.picture("card-number-masked")
        self.cases["card"] = self.intake.record()

    def _record_similar(self) -> None:
        """The same phone number again: read beside the form and linked."""
        self.intake.begin(self.words["similar"])
        self.counter.settle()
        press(Qt.Key.Key_F7)
        enter()
        self.counter.settle()
        press(Qt.Key.Key_L, _ALT)
        self.counter.settle()
        self.counter.picture("similar-linked")
        self.cases["similar"] = self.intake.record()

    def _record_joint(self) -> None:
        """Twenty-five people in person: major at once."""
        own = dict(self.words["joint"])
        speakers = own.pop("group_representatives")
        self.intake.begin(own)
        self.intake.go_beside()
        self.intake.open_section("people", {"joint_count": "25"})
        self.intake.fill({"is_face_to_face": "yes", "group_representatives": speakers})
        self.counter.settle()
        self.counter.picture("joint-complaint")
        self.cases["joint"] = self.intake.record()

    def _record_settled(self) -> None:
        """Settled on the spot, with the confirmation form."""
        own = dict(self.words["settled"])
        settlement = own.pop("settlement")
        self.intake.begin(own)
        ctrl(Qt.Key.Key_D)
        self.intake.fill({"settlement": settlement})
        self.counter.settle()
        self.counter.picture("settled-on-the-spot")
        self.cases["settled"] = self.intake.record()
        self.steps.open(self.cases["settled"])
        if not self.counter.case().prints_of("confirmation_form"):
            self.steps.take("make_confirmation_form")


def day_text(counter: Counter, by: int) -> str:
    """The day that is `by` days after today, as it is typed."""
    today: date = china_day(counter.ui.clock.now())
    return (today + timedelta(days=by)).isoformat()
