"""The counter form: three numbered cards on one page, no scrolling at 1366x768 (ux.md 3)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLabel, QVBoxLayout, QWidget

from app.domain.codes import CAPACITIES, CHANNELS, ID_KINDS
from app.domain.commands import IntakeForm
from app.domain.taxonomy import Taxonomy
from app.domain.texts import MAX_NARRATIVE, MAX_TEXT
from app.language import _, labels, language
from app.ui.intake.form_checks import FIELD_ORDER
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
    """The fields. Signals: changed() at every change; left(field name) when a field is left."""

    changed = Signal()
    left = Signal(str)

    def __init__(self, *, today: Callable[[], date], taxonomy: Taxonomy, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = IntakeForm(narrative="")
        self._is_filling = False
        self._make_customer()
        self._make_complaint(today)
        self._make_handling()
        self.fields: dict[str, Field] = {name: getattr(self, name) for name in FIELD_ORDER}
        self.set_taxonomy(taxonomy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(metrics().gap)
        column.addWidget(self._customer_card())
        column.addWidget(self._complaint_card(), 1)
        column.addWidget(self._handling_card())
        for name, field in self.fields.items():
            field.changed.connect(self._on_changed)
            field.left.connect(lambda name=name: self.left.emit(name))
        self.settled.toggled.connect(self._on_settled_toggled)
        self.settlement.hide()

    # ---- making

    def _make_customer(self) -> None:
        self.complainant_name = TextField(lambda: _("Customer's name"), name="complainant_name")
        self.phone = TextField(lambda: _("Phone number"), code=True, optional=True, name="phone")
        self.capacity = ComboField(
            lambda: _("Complainant is"), [Choice(c, _words(labels.capacity, c)) for c in CAPACITIES], name="capacity"
        )
        self.id_kind = ComboField(
            lambda: _("ID type"), [Choice(k, _words(labels.id_kind, k)) for k in ID_KINDS], name="id_kind"
        )
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
            lambda: _("What happened (customer's words)"), max_length=MAX_NARRATIVE, rows=2, name="narrative"
        )
        self.remedy_sought = MultilineField(
            lambda: _("What the customer wants"),
            optional=True,
            max_length=MAX_TEXT,
            rows=2,
            name="remedy_sought",
        )
        for box in (self.narrative, self.remedy_sought):
            box.editor.setMinimumHeight(metrics().px(54))
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

    def _customer_card(self) -> Card:
        card = Card(1, lambda: _("About the customer"), name="customer")
        hint = QLabel(self)
        hint.setProperty("kind", "caption")
        self.say(hint.setText, lambda: _("Enter next field · Shift+Enter new line · Ctrl+Enter record"))
        card.add_corner(hint)
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
        card = Card(2, lambda: _("About the complaint"), name="complaint")
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
        self._shown = form
        for name, field in self.fields.items():
            if isinstance(field, TextField | MultilineField) and name != "settlement":
                field.set_value(getattr(form, name))
        self.capacity.set_value(form.capacity or "self")
        self.id_kind.set_value(form.id_kind or "resident_id")
        self.category.set_value(form.category)
        self.channel.set_value(form.channel or "counter")
        self.occurred_on.editor.setText(form.occurred_on)
        self.settled.setChecked(settlement is not None)
        self.settlement.set_value(settlement or "")
        self.settlement.setVisible(settlement is not None)
        self._is_filling = False

    def set_language(self, code: str) -> None:
        """The language of this complainant's papers, "zh" or "en"."""
        self._shown = replace(self._shown, language=code)
        self._on_changed()

    def set_taxonomy(self, taxonomy: Taxonomy) -> None:
        """The categories to choose from."""
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


def _words(label: Callable[[str], str], code: str) -> Callable[[], str]:
    return lambda: label(code)
