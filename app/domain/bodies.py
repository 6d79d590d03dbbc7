"""Entry bodies as plain values and back: instants as UTC text with milliseconds, days as ISO text, money as fen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from app.domain.case import Complainant, Intake
from app.domain.money import MAX_FEN

_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2200


def instant_text(instant: datetime) -> str:
    """ "2026-11-22T04:05:06.789Z", cut to milliseconds.

    Raises: ValueError for an instant without an offset.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant without an offset")
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def read_instant(value: object) -> datetime:
    """An aware instant in UTC.

    Raises: TypeError or ValueError when `value` is not one, or is outside of any year that a bank could mean.
    """
    instant = datetime.fromisoformat(value)  # type: ignore[arg-type]
    if instant.tzinfo is None or not _EARLIEST_YEAR <= instant.year < _LATEST_YEAR:
        raise ValueError("no instant")
    return instant.astimezone(UTC)


def read_day(value: object) -> date:
    """A calendar day.

    Raises: TypeError or ValueError when `value` is not one, or is outside of any year that a bank could mean.
    """
    day = date.fromisoformat(value)  # type: ignore[arg-type]
    if not _EARLIEST_YEAR <= day.year < _LATEST_YEAR:
        raise ValueError("no day")
    return day


def text_of(body: Mapping[str, Any], key: str, default: str | None = None) -> str:
    """The text under `key`; `default` where the key is missing.

    Raises: KeyError when it is missing without a default, TypeError when it is no text.
    """
    value = body[key] if default is None else body.get(key, default)
    if type(value) is not str:
        raise TypeError(key)
    return value


def whole_of(body: Mapping[str, Any], key: str) -> int:
    """The whole number under `key`.

    Raises: KeyError when it is missing, TypeError when it is none.
    """
    value = body[key]
    if type(value) is not int:
        raise TypeError(key)
    return value


def fen_or_none(body: Mapping[str, Any], key: str) -> int | None:
    """The amount in fen under `key`, None where there is none.

    Raises: TypeError when it is something else, ValueError when no paper could show it.
    """
    if body.get(key) is None:
        return None
    fen = whole_of(body, key)
    if not 0 <= fen <= MAX_FEN:
        raise ValueError(key)
    return fen


def yes_or_no(body: Mapping[str, Any], key: str, default: bool | None = None) -> bool:
    """The truth value under `key`.

    Raises: KeyError when it is missing without a default, TypeError when it is none.
    """
    value = body[key] if default is None else body.get(key, default)
    if type(value) is not bool:
        raise TypeError(key)
    return value


def intake_body(intake: Intake) -> dict[str, object]:
    """The intake as it stands in `case_registered`. "given" is there only when an import gave something."""
    who = intake.complainant
    body: dict[str, object] = {
        "complainant": {
            "name": who.name,
            "phone": who.phone,
            "id_kind": who.id_kind,
            "id_number": who.id_number,
            "capacity": who.capacity,
        },
        "narrative": intake.narrative,
        "remedy_sought": intake.remedy_sought,
        "category": intake.category,
        "category_given": intake.category_given,
        "channel": intake.channel,
        "intake_type": intake.intake_type,
        "occurred_on": intake.occurred_on.isoformat() if intake.occurred_on else None,
        "amount_fen": intake.amount_fen,
        "account_tail": intake.account_tail,
        "language": intake.language,
    }
    if intake.given:
        body["given"] = dict(intake.given)
    return body


def read_intake(body: Mapping[str, Any]) -> Intake:
    """The intake of a `case_registered` body; keys that this version does not know are left alone.

    Raises: KeyError, TypeError or ValueError when the body does not have the form.
    """
    who = body["complainant"]
    occurred_on = body.get("occurred_on")
    return Intake(
        complainant=Complainant(
            text_of(who, "name"),
            text_of(who, "phone", ""),
            text_of(who, "id_kind", ""),
            text_of(who, "id_number", ""),
            text_of(who, "capacity", "self"),
        ),
        narrative=text_of(body, "narrative"),
        remedy_sought=text_of(body, "remedy_sought", ""),
        category=text_of(body, "category", ""),
        channel=text_of(body, "channel", "counter"),
        intake_type=text_of(body, "intake_type", "complaint"),
        occurred_on=read_day(occurred_on) if occurred_on is not None else None,
        amount_fen=fen_or_none(body, "amount_fen"),
        account_tail=text_of(body, "account_tail", ""),
        language=text_of(body, "language", "zh"),
        category_given=text_of(body, "category_given", ""),
        given=_texts_of(body.get("given", {})),
    )


def _texts_of(value: object) -> dict[str, str]:
    """Texts by name. Raises: TypeError when `value` is something else."""
    if not isinstance(value, Mapping) or any(type(part) is not str for pair in value.items() for part in pair):
        raise TypeError("given")
    return dict(value)
