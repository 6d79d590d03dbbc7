"""The keys of the rarer ways: fields of every kind, the panel beside the intake, steps found by typing, signatures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from app.tour.counter import Counter
from app.tour.hands import StuckError, ctrl, enter, find, focused, go_to, press, type_text, wait_until
from app.trial.people import TrialPerson
from app.ui.case.step_finder import StepFinder
from app.ui.case.step_words import step_label
from app.ui.widgets.choices import ComboField
from app.ui.widgets.error_summary import ErrorSummary
from app.ui.widgets.fields import Field, TextField
from app.ui.widgets.multi_choice import CheckField

_MOST_CHOICES = 40
SHORT_MS = 60  # nothing of what these keys begin waits longer by itself


def put(field: Field, text: str) -> None:
    """Fill one field in by keys: arrows in a drop-down, Space on a box, typing over whatever stands anywhere else."""
    if isinstance(field, CheckField):
        go_to(field.editor)
        press(Qt.Key.Key_Space)
    elif isinstance(field, ComboField) and not field.editor.isEditable():
        go_to(field.editor)
        _arrow_to(field, text)
    elif isinstance(field, ComboField):
        go_to(field.editor)
        type_text(text)
        enter()
    else:
        go_to(field.editor)
        ctrl(Qt.Key.Key_A)
        type_text(text)


def _arrow_to(field: ComboField, key: str) -> None:
    wanted = field.editor.findData(key)
    if wanted < 0:
        raise StuckError(f"{field.objectName()} does not offer {key}")
    for _n in range(_MOST_CHOICES):
        here = field.editor.currentIndex()
        if here == wanted:
            return
        press(Qt.Key.Key_Down if here < wanted else Qt.Key.Key_Up)
    raise StuckError(f"{field.objectName()} does not come to {key}")


class IntakeKeys:
    """The intake page by keys."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def begin(self, values: Mapping[str, str]) -> None:
        """A blank form with these fields filled in."""
        press(Qt.Key.Key_F2)
        self._counter.settle(SHORT_MS)
        self.fill(values)

    def fill(self, values: Mapping[str, str]) -> None:
        """Fill in fields that are to be seen."""
        for name, text in values.items():
            put(find(self._counter.page(), Field, name), text)

    def go_beside(self) -> None:
        """F6: the panel of rarer fields."""
        press(Qt.Key.Key_F6)
        self._counter.settle(SHORT_MS)

    def open_section(self, name: str, values: Mapping[str, str]) -> None:
        """Open a section of the panel by its heading and fill in what stands in it."""
        if not any(w.isVisible() for first in values for w in self._counter.page().findChildren(Field, first)):
            go_to(find(self._counter.page(), QWidget, f"{name}.head"))
            enter()
        self.fill(values)

    def take_paper(self, kind: str, keys: str) -> None:
        """Tick a paper of the checklist: a digit says how many, o that it is the original."""
        go_to(find(self._counter.page(), QCheckBox, f"papers_taken.{kind}"))
        type_text(keys)

    def record(self) -> str:
        """Ctrl+Enter; the id of the case."""
        counter, before = self._counter, self._counter.newest_case_id()
        ctrl(Qt.Key.Key_Return)
        wait_until("the case is recorded", lambda: counter.newest_case_id() not in ("", before), 15)
        counter.case_id = counter.newest_case_id()
        wait_until("the slip is in the print queue", lambda: counter.case().prints_of("ack_slip") == 1)
        counter.settle(SHORT_MS)
        return counter.case_id


class CaseKeys:
    """The page of a case by keys: every step is found by typing its name."""

    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    def open(self, case_id: str) -> None:
        """Show a case."""
        self._counter.case_id = case_id
        self._counter.open_case()

    def find(self, step: str) -> None:
        """More steps, its name, Enter."""
        press(Qt.Key.Key_Period)
        self._counter.settle(SHORT_MS)
        line = find(self._counter.page(), QLineEdit, "stepSearch")
        go_to(line)
        type_text(step_label(step))
        finder = self._counter.page().findChildren(StepFinder)[0]
        for _n in range(_MOST_CHOICES):
            if finder.marked() == step:
                break
            press(Qt.Key.Key_Down)
        press(Qt.Key.Key_Return)
        self._counter.settle(SHORT_MS)

    def fill(self, values: Mapping[str, str]) -> None:
        """Fill in the form in view."""
        for name, text in values.items():
            put(find(self._counter.page(), Field, name), text)
        self._counter.settle(SHORT_MS)

    def take(self, step: str, *parts: Mapping[str, str], picture: str = "", **codes: str) -> None:
        """Find a step, fill its form in, confirm it, and wait until something is on record."""
        before = self._counter.case().version
        self.find(step)
        self.fill({**codes, **{name: text for part in parts for name, text in part.items()}})
        if picture:
            self._counter.picture(picture)
        if self._counter.case().version == before:  # a step without a form is taken at once
            ctrl(Qt.Key.Key_Return)
        self.wait(step, lambda: self._counter.case().version > before)

    def signed_by(self, person: TrialPerson, step: str, picture: str = "") -> None:
        """A colleague who was called over signs the form in view."""
        before = self._counter.case().version
        ctrl(Qt.Key.Key_Return)
        self.sign(person, picture)
        self.wait(step, lambda: self._counter.case().version > before)

    def sign(self, person: TrialPerson, picture: str = "") -> None:
        """Staff number and password in the dialog that is open."""
        wait_until("the password is asked for", lambda: self._counter.dialog() is not None, 15)
        dialog = self._counter.dialog()
        assert dialog is not None
        number = find(dialog, TextField, "staffNo")
        if number.value() != person.staff_no:
            put(number, person.staff_no)
        go_to(find(dialog, Field, "password").editor)
        type_text(person.password)
        if picture:
            self._counter.picture(picture)
        ctrl(Qt.Key.Key_Return)
        wait_until("the dialog is gone", lambda: self._counter.dialog() is None, 15)

    def wait(self, what: str, condition: Callable[[], object]) -> None:
        """Wait until something is on record; whatever the form objects to is said. Raises: StuckError."""
        try:
            wait_until(what, condition, 15)
        except StuckError as stuck:
            raise StuckError(f"{what}: {'; '.join(self._objections())}") from stuck
        self._counter.settle(SHORT_MS)

    def _objections(self) -> Iterable[str]:
        page = self._counter.page()
        said = [error.message for summary in page.findChildren(ErrorSummary) for error in summary.errors()]
        return said or [f"nothing is said; {focused().objectName()} has the keyboard"]
