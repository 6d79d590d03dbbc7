"""What was typed into a form, read: days, instants, whole numbers. Messages stand at the field. No Qt."""

from __future__ import annotations

from datetime import date, datetime

from app.domain.deadlines import CHINA
from app.domain.reading import plain_ascii
from app.language import _
from app.ui.case.forms.spec import FieldSpec, FormSpec, Values

_CHOSEN = frozenset({"choice", "people", "yes_no", "search"})


def problems_of(spec: FormSpec, values: Values) -> dict[str, str]:
    """What cannot be read or was not chosen, by field; everything else is for the rules to judge."""
    found = {item.name: _problem(item, values.get(item.name, "").strip()) for item in spec.asked(values)}
    return {name: message for name, message in found.items() if message}


def _problem(item: FieldSpec, text: str) -> str:
    if item.kind in _CHOSEN and not text and not item.is_optional:
        return _("Choose one.")
    if item.kind in _CHOSEN and text in item.barred:
        return _("This cannot be chosen: {why}.").format(why=item.barred[text])
    if item.kind == "date":
        return _date_problem(item, text)
    if item.kind == "moment" and not _reads(read_moment, text):
        return _("Write the time as 2026-11-20 14:30.")
    if item.kind == "number" and not (text or item.is_optional):
        return _("Write a whole number.")
    if item.kind == "number" and not _reads(read_number, text):
        return _("Write a whole number.")
    return ""


def _date_problem(item: FieldSpec, text: str) -> str:
    if not text:
        return "" if item.is_optional else _("Enter the day.")
    return "" if _reads(read_day, text) else _("Write the day as 2026-11-20.")


def _reads(read: object, text: str) -> bool:
    try:
        read(text)  # type: ignore[operator]
    except ValueError:
        return False
    return True


def read_day(text: str) -> date | None:
    """A day as typed, "2026-11-20"; None for nothing typed.

    Raises: ValueError when it cannot be read.
    """
    plain = plain_ascii(text).strip()
    return date.fromisoformat(plain.replace("/", "-").replace(".", "-")) if plain else None


def needed_day(text: str) -> date:
    """A day that must be there.

    Raises: ValueError when it is not.
    """
    day = read_day(text)
    if day is None:
        raise ValueError("no day")
    return day


def read_moment(text: str) -> datetime | None:
    """An instant as typed in Chinese time, "2026-11-20 14:30"; None for nothing typed.

    Raises: ValueError when it cannot be read.
    """
    plain = plain_ascii(text).strip().replace("/", "-").replace(".", "-")
    return datetime.strptime(plain, "%Y-%m-%d %H:%M").replace(tzinfo=CHINA) if plain else None


def read_number(text: str) -> int:
    """A whole number as typed; 0 for nothing typed.

    Raises: ValueError when it cannot be read.
    """
    plain = plain_ascii(text).strip()
    return int(plain) if plain else 0


def several(text: str) -> tuple[str, ...]:
    """The codes of a field that holds several."""
    return tuple(part for part in text.split(",") if part)
