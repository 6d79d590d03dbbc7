"""The panel of rarer fields beside the form: three sections that fold, walked with Enter, left with Esc or F6."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.commands import IntakeForm
from app.domain.intake_rules import IntakeRules
from app.domain.people import Person
from app.domain.taxonomy import Taxonomy
from app.language import _, ngettext_
from app.ui.intake.more_fields import (
    MORE_FIELDS,
    SECTIONS,
    applies,
    authorities_for,
    becomes_major,
    field_words,
    filled_in,
    major_words,
    papers_for,
    section_of,
)
from app.ui.intake.more_sections import (
    about_fields,
    arrival_fields,
    authority_choices,
    grid_of,
    people_fields,
    show_value,
    value_of,
)
from app.ui.intake.noticed import SuggestionList
from app.ui.intake.papers_field import PapersField
from app.ui.theme import metrics
from app.ui.widgets.buttons import Button
from app.ui.widgets.cards import Card
from app.ui.widgets.choices import ComboField
from app.ui.widgets.column_area import ColumnArea
from app.ui.widgets.enter_walk import EnterWalk, focus
from app.ui.widgets.fields import Field
from app.ui.widgets.fold import Fold
from app.ui.widgets.texts import WrappedLabel


class MorePanel(Card):
    """Built at the first F6. Signals: edited() at every change; left(field name); done() to go back to the form."""

    edited = Signal()
    left = Signal(str)
    done = Signal()

    def __init__(
        self,
        form: IntakeForm,
        *,
        today: Callable[[], date],
        taxonomy: Taxonomy,
        people: Callable[[], Mapping[str, Person]],
        rules: IntakeRules | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(name="more", parent=parent)
        self._form = form
        self._rules = rules or IntakeRules()
        self._is_filling = False
        self._wanted: tuple[str, ...] = ()
        made = {
            "arrival": arrival_fields(today),
            "people": people_fields(),
            "about": about_fields(taxonomy, people),
        }
        self.fields: dict[str, Field] = {f.objectName(): f for fields in made.values() for f in fields}
        titles = {
            "arrival": lambda: _("How it came in"),
            "people": lambda: _("Who complains"),
            "about": lambda: _("Classification"),
        }
        self.reasons = SuggestionList(taxonomy)
        self.reasons.chosen.connect(lambda code: show_value(self.fields["reason"], code))
        self.fields["reason"].column.addWidget(self.reasons)
        self.major_notes = [WrappedLabel(kind="warning"), WrappedLabel(kind="warning")]
        self.fields["group_representatives"].column.insertWidget(0, self.major_notes[0])  # below count and presence
        self.fields["severity"].column.addWidget(self.major_notes[1])
        self.back = Button(
            lambda: _("Back to the form  Esc"), kind="quiet", on_click=self.done.emit, name="moreBack", parent=self
        )
        self.sections = {key: Fold(titles[key], name=key) for key in SECTIONS}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, metrics().px(4), 0)
        column.setSpacing(metrics().px(2))
        for key, fold in self.sections.items():
            fold.body.addWidget(grid_of(made[key], fold))
            column.addWidget(fold)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignRight)
        column.addStretch(1)
        self._area = ColumnArea(body)
        self.body.addWidget(self._area, 1)
        self._join()
        self.show_form(form)

    def _join(self) -> None:
        heads = [fold.head for fold in self.sections.values()]
        for place, (key, fold) in enumerate(self.sections.items()):
            after: QWidget = heads[place + 1] if place + 1 < len(heads) else self.back
            stops = [self.fields[name] for name in SECTIONS[key]]
            EnterWalk(self, stops, then=after)
            QWidget.setTabOrder(fold.head, stops[0].editor)
            fold.entered.connect(lambda key=key: self.enter(key))
            fold.head.moved.connect(lambda by, place=place: self._move(heads, place + by))
        for name, field in self.fields.items():
            field.changed.connect(self._on_changed)
            field.left.connect(lambda name=name: self.left.emit(name))

    # ---- values

    def show_form(self, form: IntakeForm) -> None:
        """Show a form, without a signal."""
        self._is_filling = True
        self._form = form
        self._offer(form)
        for name, field in self.fields.items():
            value = getattr(form, name)
            if name == "intake_type":
                value = value or "complaint"
            elif name == "severity":
                value = value or "ordinary"
            elif name == "representative_id_kind":
                value = value or "resident_id"
            show_value(field, value)
        self._is_filling = False
        self._arrange()

    def take(self, form: IntakeForm) -> None:
        """The page's own fields changed: capacity and channel decide which fields are asked for."""
        is_other = (form.capacity, form.channel) != (self._form.capacity, self._form.channel)
        self._form = form
        if is_other:
            self._is_filling = True
            self._offer(form)
            self._is_filling = False
            self._arrange()

    def values(self) -> dict[str, Any]:
        """What the panel says, by the form's field names. The kind of identity paper counts only with a number."""
        found = {name: value_of(field) for name, field in self.fields.items()}
        if not found["representative_id_number"].strip():
            found["representative_id_kind"] = ""
        return found

    # ---- showing

    def show_wanted(self, names: tuple[str, ...]) -> None:
        """Fields that this complaint still needs: their sections open and say so."""
        fresh = [name for name in names if name not in self._wanted]
        self._wanted = names
        for key in {section_of(name) for name in fresh}:
            self.sections[key].set_open(True)
        self._summarise()

    def show_problems(self, at_fields: Mapping[str, str]) -> None:
        """Write each message at its field, opening its section; other fields lose theirs."""
        for name, field in self.fields.items():
            message = at_fields.get(name, "")
            if field.error() != message:
                field.set_error(message)
                if message:
                    self.sections[section_of(name)].set_open(True)
        self._arrange()

    def enter(self, key: str) -> None:
        """Put the cursor into the first field of a section."""
        first = next(self.fields[name] for name in SECTIONS[key] if self.fields[name].isVisibleTo(self))
        focus(first.editor)

    def go_to(self, name: str = "") -> None:
        """Put the cursor into a field, opening its section; without a name into what is wanted, or on a heading."""
        name = name or next(iter(self._wanted), "")
        if not name:
            next(iter(self.sections.values())).head.setFocus(Qt.FocusReason.TabFocusReason)
            return
        self.sections[section_of(name)].set_open(True)
        field = self.fields[name]
        field.setVisible(True)
        focus(field.editor)
        self._area.ensureWidgetVisible(field)

    def retranslate(self) -> None:
        """Also the words beside the headings."""
        super().retranslate()
        if hasattr(self, "_area"):
            self._say_major()
            self._summarise()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to where the cursor was."""
        if event.key() == Qt.Key.Key_Escape:
            self.done.emit()
        else:
            super().keyPressEvent(event)

    def _on_changed(self) -> None:
        if self._is_filling:
            return
        self._form = replace(self._form, **self.values())
        self._arrange()
        self.edited.emit()

    def _offer(self, form: IntakeForm) -> None:
        papers, authority = self.fields["papers_taken"], self.fields["authority"]
        if isinstance(papers, PapersField):
            taken = [text.split("/")[0] for text in form.papers_taken]
            papers.offer(papers_for(form.capacity, taken, self._rules))
        if isinstance(authority, ComboField):
            # The papers that fit the capacity first: one key is enough for the usual one.
            authority.set_choices(authority_choices(authorities_for(form.capacity, self._rules)))
        self.fields["deceased_name"].set_optional(form.capacity == "agent")

    def _arrange(self) -> None:
        for name in MORE_FIELDS:
            field = self.fields[name]
            is_shown = applies(name, self._form) or bool(field.error())
            if is_shown == field.isHidden():
                field.setVisible(is_shown)
        self._say_major()
        self._summarise()

    def _say_major(self) -> None:
        text = major_words(self._rules) if becomes_major(self._form, self._rules) else ""
        for note in self.major_notes:
            note.setText(text)
            note.setHidden(not text)
        self.fields["severity"].set_hint(text)

    def _summarise(self) -> None:
        for key, fold in self.sections.items():
            wanted = [name for name in self._wanted if section_of(name) == key]
            count = filled_in(self._form, key)
            if wanted:
                names = _(", ").join(field_words(name) for name in wanted)
                fold.set_summary(_("still wanted: {names}").format(names=names), is_wanting=True)
            else:
                text = ngettext_("{n} filled in", "{n} filled in", count).format(n=count) if count else ""
                fold.set_summary(text)

    @staticmethod
    def _move(heads: list[Any], place: int) -> None:
        if 0 <= place < len(heads):
            heads[place].setFocus(Qt.FocusReason.TabFocusReason)
