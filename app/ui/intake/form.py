"""The counter form: three numbered cards on one page, no scrolling at 1366x768 (ux.md 3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from app.domain.codes import CAPACITIES, CHANNELS
from app.domain.commands import IntakeForm
from app.domain.parties import NAMELESS
from app.domain.taxonomy import Taxonomy
from app.domain.texts import MAX_NARRATIVE, MAX_TEXT
from app.language import _, labels, language
from app.ui.intake.form_checks import FIELD_ORDER
from app.ui.intake.more_fields import content_title, id_kinds_for, name_label, narrative_label, remedy_label
from app.ui.intake.noticed import CardWarning, Hint, LinkChip, SuggestionBar
from app.ui.intake.shown_otherwise import CodeShownOtherwise, amount_shown, id_shown, phone_shown
from app.ui.theme import metrics
from app.ui.widgets.cards import Card, FieldGrid
from app.ui.widgets.choices import Choice, ComboField
from app.ui.widgets.dates import DateField
from app.ui.widgets.enter_walk import focus
from app.ui.widgets.fields import DisplayField, Field, TextField
from app.ui.widgets.multiline import MultilineField
from app.ui.widgets.texts import ElidedLabel
from app.ui.wording import Worded


class IntakeFormBody(QWidget, Worded):
    """The fields. Signals: changed() at every change; left(field name) when a field is left; and what is pressed
    beside them: more_wanted(), suggestion_chosen(code), mask_wanted(), unlink_wanted()."""

    changed = Signal()
    left = Signal(str)
    more_wanted = Signal()
    suggestion_chosen = Signal(str)
    mask_wanted = Signal()
    unlink_wanted = Signal()

    def __init__(self, *, today: Callable[[], date], taxonomy: Taxonomy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = IntakeForm(narrative="")
        self._taxonomy = taxonomy
        self._is_filling = False
        self._make_customer()
        self._make_complaint(today)
        self._make_handling()
        self.fields: dict[str, Field] = {name: getattr(self, name) for name in FIELD_ORDER}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics().gap)
        column.addWidget(self._customer_card())
        column.addWidget(self._complaint_card(), 1)
        column.addWidget(self._handling_card())
        self.set_taxonomy(taxonomy)
        for name, field in self.fields.items():
            field.changed.connect(self._on_changed)
            field.left.connect(lambda name=name: self.left.emit(name))
        self.settled.toggled.connect(self._on_settled_toggled)
        self.settlement.hide()

    # ---- making

    def _make_customer(self) -> None:
        self.complainant_name = TextField(lambda: name_label(self._shown.intake_type), name="complainant_name")
        self.phone = TextField(lambda: _("Phone number"), code=True, optional=True, name="phone")
        self.capacity = ComboField(
            lambda: _("Complainant is"), [Choice(c, _words(labels.capacity, c)) for c in CAPACITIES], name="capacity"
        )
        self.id_kind = ComboField(lambda: _("ID type"), _id_choices("self"), name="id_kind")
        self.capacity.changed.connect(self._offer_id_kinds)
        self.id_number = TextField(lambda: _("ID number"), code=True, optional=True, name="id_number")
        self.account_tail = TextField(
            lambda: _("Account / card"),
            code=True,
            optional=True,
            hint=lambda: _("Last 4 digits are enough"),
            name="account_tail",
        )
        for field, shown in ((self.phone, phone_shown), (self.id_number, id_shown)):
            CodeShownOtherwise(field, shown)

    def _make_complaint(self, today: Callable[[], date]) -> None:
        self.category = ComboField(
            lambda: _("Category"),
            searchable=True,
            optional=True,
            placeholder=lambda: _("Code, words or pinyin initials"),
            name="category",
        )
        self.occurred_on = DateField(lambda: _("Happened on"), today=today, optional=True, name="occurred_on")
        self.amount = TextField(lambda: _("Amount, CNY"), code=True, optional=True, name="amount")
        self.narrative = MultilineField(
            lambda: narrative_label(self._shown.intake_type), max_length=MAX_NARRATIVE, rows=2, name="narrative"
        )
        self.remedy_sought = MultilineField(
            lambda: remedy_label(self._shown.intake_type),
            optional=True,
            max_length=MAX_TEXT,
            rows=2,
            name="remedy_sought",
        )
        for box in (self.narrative, self.remedy_sought):
            box.editor.setMinimumHeight(metrics().px(54))
        self.card_warning = CardWarning(self.mask_wanted.emit, self)
        self.narrative.insert_corner(self.card_warning)
        CodeShownOtherwise(self.amount, amount_shown)

    def _make_handling(self) -> None:
        self.channel = ComboField(
            lambda: _("Channel"), [Choice(c, _words(labels.channel, c)) for c in CHANNELS], name="channel"
        )
        self.received_at = TextField(
            lambda: _("Received at"), code=True, hint=lambda: _("now; for letters e.g. 2026-11-20"), name="received_at"
        )
        self.due = DisplayField(lambda: _("Answer by (computed)"), name="due")
        self.settlement = MultilineField(
            lambda: _("How it was settled on the spot"), max_length=MAX_TEXT, rows=2, name="settlement"
        )
        self.settled = QCheckBox(self)
        self.settled.setObjectName("settled")

    def _offer_id_kinds(self) -> None:
        kinds = _id_choices(self.capacity.value())
        self.id_kind.set_choices(kinds, first=kinds[0].key)

    def _customer_card(self) -> Card:
        card = Card(1, lambda: _("About the customer"), name="customer")
        self.hint = Hint(self.more_wanted.emit, self)
        card.add_corner(self.hint)
        grid = FieldGrid()
        for field in (
            self.complainant_name,
            self.phone,
            self.capacity,
            self.id_kind,
            self.id_number,
            self.account_tail,
        ):
            grid.add(field)
        card.body.addWidget(grid)
        return card

    def _complaint_card(self) -> Card:
        card = self._content = Card(2, lambda: content_title(self._shown.intake_type), name="complaint")
        # In the title's line: chips that come and go while somebody types must not move the fields.
        card.title.setMinimumHeight(metrics().px(22))
        self.suggestions = SuggestionBar(
            self._taxonomy, lambda: card.width() - card.title.sizeHint().width() - metrics().px(90), self
        )
        self.suggestions.chosen.connect(self.suggestion_chosen)
        card.add_corner(self.suggestions)
        grid = FieldGrid()
        for field in (self.category, self.occurred_on, self.amount):
            grid.add(field)
        grid.add(self.narrative, 2, grows=True)
        grid.add(self.remedy_sought, grows=True)
        card.body.addWidget(grid, 1)
        return card

    def _handling_card(self) -> Card:
        card = Card(3, lambda: _("Handling and deadline"), name="handling")
        self.say(self.settled.setText, lambda: _("Settled on the spot  Ctrl+D"))
        self.say(self.settled.setAccessibleName, lambda: _("Settled on the spot"))
        self.link = LinkChip(self.unlink_wanted.emit, self)
        card.add_corner(self.link)
        card.add_corner(self.settled)
        grid = FieldGrid()
        for field in (self.channel, self.received_at, self.due):
            grid.add(field)
        card.body.addWidget(grid)
        self.clocks = ElidedLabel("", self, kind="caption")
        card.body.addWidget(self.clocks)
        card.body.addWidget(self.settlement)
        return card

    # ---- values

    def walk_order(self) -> list[QWidget]:
        """The fields as Enter and Tab go through them; the computed one is left out."""
        return list(self.fields.values())

    def value(self) -> IntakeForm:
        """The form as typed. The kind of identity paper counts only with a number."""
        day = self.occurred_on.value()
        return replace(
            self._shown,
            complainant_name=self.complainant_name.value(),
            phone=self.phone.value(),
            capacity=self.capacity.value() or "self",
            id_kind=self.id_kind.value() if self.id_number.value().strip() else "",
            id_number=self.id_number.value(),
            account_tail=self.account_tail.value(),
            category=self.category.value(),
            occurred_on=day.isoformat() if day else self.occurred_on.typed(),
            amount=self.amount.value(),
            narrative=self.narrative.value(),
            remedy_sought=self.remedy_sought.value(),
            channel=self.channel.value() or "counter",
            received_at=self.received_at.value(),
        )

    def settlement_value(self) -> str | None:
        """How it was settled, None unless it is being settled on the spot."""
        return self.settlement.value() if self.settled.isChecked() else None

    def fill(self, form: IntakeForm, settlement: str | None) -> None:
        """Show a form, without a signal."""
        self._is_filling = True
        self.take_more(form)
        for name, field in self.fields.items():
            if isinstance(field, TextField | MultilineField) and name != "settlement":
                field.set_value(getattr(form, name))
        self.capacity.set_value(form.capacity or "self")
        self.id_kind.set_choices(_id_choices(form.capacity, form.id_kind))
        self.id_kind.set_value(form.id_kind or id_kinds_for(form.capacity)[0])
        self.category.set_value(form.category)
        self.channel.set_value(form.channel or "counter")
        self.occurred_on.editor.setText(form.occurred_on)
        self.settled.setChecked(settlement is not None)
        self.settlement.set_value(settlement or "")
        self.settlement.setVisible(settlement is not None)
        self._is_filling = False

    def put(self, name: str, value: Any) -> None:
        """Put a value into one field, as if somebody had typed it; a text can be taken back with Ctrl+Z."""
        field = self.fields.get(name)
        if field is None:
            self.take_more(replace(self._shown, **{name: value}))
            self._on_changed()
        elif isinstance(field, MultilineField):
            _retype(field, value)
        elif isinstance(field, TextField | ComboField):
            field.set_value(value)

    def take_more(self, form: IntakeForm) -> None:
        """Take over what has no field here: what stands in the panel beside, the language of the papers, the link."""
        is_other = form.intake_type != self._shown.intake_type
        self._shown = form
        if is_other:
            self.complainant_name.set_optional(form.intake_type in NAMELESS)
            for worded in (self.complainant_name, self.narrative, self.remedy_sought, self._content):
                worded.retranslate()

    def set_taxonomy(self, taxonomy: Taxonomy) -> None:
        """The categories to choose from."""
        self._taxonomy = taxonomy
        self.suggestions.set_taxonomy(taxonomy)
        self.category.set_choices(
            [
                Choice(item.code, _words(lambda code: taxonomy.label(code, language()), item.code), item.code)
                for item in taxonomy.categories
            ]
        )

    def show_problems(self, at_fields: Mapping[str, str]) -> None:
        """Write each message at its field; other fields lose theirs."""
        for name, field in self.fields.items():
            message = at_fields.get(name, "")
            if field.error() != message:
                field.set_error(message)

    def go_to(self, name: str) -> None:
        """Put the cursor into a field."""
        field = self.fields.get(name)
        if field is not None:
            focus(field.editor)

    def toggle_settled(self) -> None:
        """Ctrl+D."""
        self.settled.toggle()
        self.go_to("settlement" if self.settled.isChecked() else "received_at")

    def _on_settled_toggled(self, is_settled: bool) -> None:
        self.settlement.setVisible(is_settled)
        self._on_changed()
        if is_settled and not self._is_filling:
            self.go_to("settlement")

    def _on_changed(self) -> None:
        if not self._is_filling:
            self.changed.emit()


def _retype(field: MultilineField, text: str) -> None:
    """Replace the text where it differs, as an edit that can be undone and that leaves the cursor where it was."""
    cursor = field.editor.textCursor()
    place = cursor.position()
    cursor.beginEditBlock()
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.insertText(text)
    cursor.endEditBlock()
    cursor.setPosition(min(place, field.editor.document().characterCount() - 1))
    field.editor.setTextCursor(cursor)


def _id_choices(capacity: str, kind: str = "") -> list[Choice]:
    return [Choice(k, _words(labels.id_kind, k)) for k in id_kinds_for(capacity, kind)]


def _words(label: Callable[[str], str], code: str) -> Callable[[], str]:
    return lambda: label(code)
