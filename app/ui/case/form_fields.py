"""Inputs of a form from their description: each kind with how its value becomes text and back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.language import _
from app.ui.case.forms import FieldSpec
from app.ui.theme import metrics
from app.ui.widgets.choices import Choice, ComboField
from app.ui.widgets.dates import DateField
from app.ui.widgets.fields import Field, TextField
from app.ui.widgets.multi_choice import MultiChoiceField
from app.ui.widgets.multiline import MultilineField
from app.ui.widgets.pick_many import PickManyField
from app.ui.widgets.texts import WrappedLabel

_ONE_OF = frozenset({"choice", "search", "people", "yes_no"})
_MOST_BOXES = 8


def make_field(item: FieldSpec, value: str, today: Callable[[], date]) -> Field:
    """The input for `item`, holding `value`."""
    made = _made(item, today)
    set_text(made, value)
    return made


def _made(item: FieldSpec, today: Callable[[], date]) -> Field:
    if item.kind in _ONE_OF:
        return _one_of(item)
    if item.kind == "multi":
        return _several_of(item)
    if item.kind == "date":
        return DateField(item.label, today=today, optional=item.is_optional, is_ahead=item.is_ahead, name=item.name)
    if item.kind == "text":
        made = MultilineField(item.label, optional=item.is_optional, rows=item.lines, hint=item.hint, name=item.name)
        made.editor.setFixedHeight(made.editor.sizeHint().height() + metrics().px(4))
        return made
    is_code = item.kind in ("code", "amount", "number", "moment")
    return TextField(item.label, optional=item.is_optional, code=is_code, hint=item.hint, name=item.name)


def _one_of(item: FieldSpec) -> ComboField:
    choices = [Choice(key, _barred(words, item.barred.get(key, "")), key) for key, words in item.choices]
    made = ComboField(
        item.label,
        choices,
        optional=item.is_optional,
        searchable=item.kind in ("search", "people"),
        placeholder=_("Type a name, initials or a number") if item.kind in ("search", "people") else _("Choose one"),
        name=item.name,
    )
    model = made.editor.model()
    if isinstance(model, QStandardItemModel):
        for row, (key, _words) in enumerate(item.choices):
            if key in item.barred:
                model.item(row).setEnabled(False)
    return made


def _barred(words: str, why: str) -> str:
    return _("{name} ({why})").format(name=words, why=why) if why else words


def _several_of(item: FieldSpec) -> Field:
    choices = [Choice(key, words, key) for key, words in item.choices]
    if len(choices) > _MOST_BOXES:
        hint = _("Type a name, initials or a number")
        return PickManyField(item.label, lambda: choices, optional=item.is_optional, hint=hint, name=item.name)
    return MultiChoiceField(item.label, choices, columns=2, optional=item.is_optional, name=item.name)


def text_of(made: Field) -> str:
    """What an input holds, as text; a day that cannot be read as it was typed."""
    if isinstance(made, DateField):
        day = made.value()
        return day.isoformat() if day is not None else made.typed()
    if isinstance(made, MultiChoiceField | PickManyField):
        return ",".join(made.value())
    if isinstance(made, ComboField | MultilineField | TextField):
        return made.value()
    return ""


def set_text(made: Field, text: str) -> None:
    """Put a text into an input."""
    if isinstance(made, DateField):
        try:
            made.set_value(date.fromisoformat(text) if text else None)
        except ValueError:
            made.editor.setText(text)
    elif isinstance(made, MultiChoiceField | PickManyField):
        made.set_value(_keys(text))
    elif isinstance(made, ComboField | MultilineField | TextField):
        made.set_value(text)


def _keys(text: str) -> Sequence[str]:
    return tuple(key for key in text.split(",") if key)


def shown_text(label: str, text: str, parent: QWidget) -> QWidget:
    """Something that is only read, such as what is demanded, with its label above."""
    part = QWidget(parent)
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(metrics().px(2))
    head = QLabel(label, part)
    head.setProperty("kind", "label")
    words = WrappedLabel(text, part)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    column.addWidget(head)
    column.addWidget(words)
    return part
