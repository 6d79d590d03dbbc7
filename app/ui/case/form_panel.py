"""The form of one next step, built from its description, beside the case's history."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from app.language import _
from app.ui.case.form_fields import make_field, shown_text, text_of
from app.ui.case.forms import FieldSpec, FormSpec
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button, PrimaryButton
from app.ui.widgets.cards import Card, FieldGrid
from app.ui.widgets.column_area import ColumnArea
from app.ui.widgets.enter_walk import EnterWalk, focus
from app.ui.widgets.error_summary import ErrorSummary, FieldError
from app.ui.widgets.fields import Field
from app.ui.widgets.pdf_preview import PageImage, PdfPreview
from app.ui.widgets.texts import WrappedLabel


class FormPanel(Card):
    """Signals: typed(field name, value); submitted(); left(); width_wanted(int) for the letter's picture."""

    typed = Signal(str, str)
    submitted = Signal()
    left = Signal()
    width_wanted = Signal(int)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(None, " ", name="form", parent=parent)
        size = metrics()
        self._today = today
        self._spec: FormSpec | None = None
        self._inner: QWidget | None = None
        self._made: list[tuple[FieldSpec, QWidget]] = []  # every input of the form, asked for or not
        self._asked: list[QWidget] | None = None
        self._grid: FieldGrid | None = None
        self.fields: dict[str, Field] = {}  # those that are asked for
        self._walk: EnterWalk | None = None
        self._had_focus: QWidget | None = None
        self.errors = ErrorSummary(self)
        self._lead = WrappedLabel("", self, kind="muted")
        self._place = QVBoxLayout()
        self._note = WrappedLabel("", self, kind="muted")
        self._missing = WrappedLabel("", self, kind="error")
        self.preview = PdfPreview(self)
        self.preview.width_wanted.connect(self.width_wanted)
        self.body.addWidget(self._lead)
        self.body.addWidget(self.errors)
        self.body.addLayout(self._place, 1)
        self.body.addWidget(self._missing)
        self.body.addWidget(self.preview, 6)
        foot = QHBoxLayout()
        foot.setSpacing(size.px(8))
        foot.addStretch(1)
        self.cancel = Button(lambda: _("Back"), on_click=self.left.emit, name="formCancel", parent=self)
        self.cancel.setToolTip("Esc")
        self.submit = PrimaryButton("", on_click=self.submitted.emit, name="formSubmit", parent=self)
        self.submit.setAutoDefault(True)
        foot.addWidget(self.cancel)
        foot.addWidget(self.submit)
        self.body.addLayout(foot)

    def show_form(self, spec: FormSpec, values: Mapping[str, str]) -> None:
        """Build the form with what was typed before; the first field that is empty has the keyboard."""
        is_same = self._spec is not None and self._spec.action == spec.action
        self._spec = spec
        self.errors.clear()
        self.set_title(spec.title)
        self.submit.set_words(spec.submit)
        self._lead.setText(spec.lead)
        self._lead.setVisible(bool(spec.lead))
        self._missing.hide()
        self.preview.setVisible(spec.action == "make_letter")
        if not is_same:
            self.preview.show_pages(())
        self._build(spec, values)
        self.show_note("")
        self.submit.setEnabled(True)

    def _build(self, spec: FormSpec, values: Mapping[str, str]) -> None:
        if self._inner is not None:
            self._place.removeWidget(self._inner)
            self._inner.hide()
            self._inner.deleteLater()
        if self._walk is not None:
            self._walk.deleteLater()
        self._made = [(item, self._part(item, values)) for item in spec.fields]
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics().px(8))
        self._grid, self._asked = FieldGrid(2), None
        for _item, part in self._made:
            part.setParent(self._grid)
            part.hide()
        column.addWidget(self._grid)
        self._note.setParent(inner)
        column.addWidget(self._note)
        column.addStretch(1)
        self._inner = ColumnArea(inner)
        self._place.addWidget(self._inner, 1)
        self._walk = EnterWalk(self, [], then=self.submit)
        self._arrange(values)
        self._inner.setVisible(spec.action != "make_letter")  # which needs all the room for the letter

    def _part(self, item: FieldSpec, values: Mapping[str, str]) -> QWidget:
        if not item.is_input:
            return shown_text(item.label, item.hint, self)
        made = make_field(item, values.get(item.name, ""), self._today)
        made.changed.connect(lambda: self._on_changed(item, made))
        return made

    def _on_changed(self, item: FieldSpec, made: Field) -> None:
        self.typed.emit(item.name, text_of(made))
        if any(other.shown_for is not None and other.shown_for[0] == item.name for other, _part in self._made):
            focused = QApplication.focusWidget()
            self._arrange(self._held())
            if focused is not None and self.isAncestorOf(focused) and focused.isVisibleTo(self):
                focused.setFocus()

    def _held(self) -> dict[str, str]:
        return {name: text_of(made) for name, made in self.fields.items()}

    def _arrange(self, values: Mapping[str, str]) -> None:
        """Put the inputs that are asked for into the form, two in a row, and the others out of the way."""
        asked = [(item, part) for item, part in self._made if item.is_asked(values)]
        if self._grid is None or [part for _item, part in asked] == self._asked:
            return
        self._asked = [part for _item, part in asked]
        self._grid.clear()
        for item, part in asked:
            self._grid.add(part, 2 if item.spans else 1)
            part.show()
        self.fields = {item.name: part for item, part in asked if isinstance(part, Field)}
        if self._walk is not None:
            self._walk.set_stops(list(self.fields.values()))

    def start(self) -> None:
        """Give the keyboard to the first field that is still to be filled in, else to the button."""
        for field in self.fields.values():
            if not text_of(field).strip():
                focus(field.editor)
                return
        first = next(iter(self.fields.values()), None)
        if first is not None:
            focus(first.editor)
        else:
            self.submit.setFocus()

    def show_note(self, text: str) -> None:
        """What the values lead to."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def show_problems(self, at_fields: Mapping[str, str], whole: str) -> None:
        """Messages at fields and above the form; the first field has the keyboard."""
        errors = [FieldError(whole)] if whole else []
        errors += [FieldError(message, self.fields[name]) for name, message in at_fields.items() if name in self.fields]
        self.errors.show_errors(errors)

    def show_letter(self, pages: Sequence[PageImage] | None, missing: str, text: str) -> None:
        """The letter and its words for screen readers, or what it still lacks: then it cannot be made."""
        self.preview.show_pages(pages or ())
        self.preview.setVisible(not missing)
        self._missing.setText(missing)
        self._missing.setVisible(bool(missing))
        self.submit.setEnabled(pages is not None)
        self.preview.set_description(_("Answer letter"), text)

    def set_busy(self, is_busy: bool) -> None:
        """While the step is taken nothing can be typed; if it fails, the keyboard is where it was."""
        focused = QApplication.focusWidget()
        if is_busy:
            self._had_focus = focused if focused is not None and self.isAncestorOf(focused) else None
        for widget in (*self.fields.values(), self.submit, self.cancel):
            widget.setEnabled(not is_busy)
        if not is_busy and self._had_focus is not None:
            self._had_focus.setFocus()
            self._had_focus = None
