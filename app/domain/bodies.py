"""Entry bodies as plain values and back: instants as UTC text with milliseconds, days as ISO text, money as fen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from app.domain.case import Complainant, Intake


def instant_text(instant: datetime) -> str:
    """ "2026-11-22T04:05:06.789Z", cut to milliseconds.

    Raises: ValueError for an instant without an offset.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant without an offset")
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"


def read_instant(text: object) -> datetime:
    """An aware instant in UTC.

    Raises: TypeError or ValueError when `text` is not one.
    """
    instant = datetime.fromisoformat(text)  # type: ignore[arg-type]
    if instant.tzinfo is None:
        raise ValueError("an instant without an offset")
    return instant.astimezone(UTC)


def read_day(text: object) -> date:
    """A calendar day.

    Raises: TypeError or ValueError when `text` is not one.
    """
    return date.fromisoformat(text)  # type: ignore[arg-type]


def intake_body(intake: Intake) -> dict[str, object]:
    """The intake as it stands in `case_registered`."""
    who = intake.complainant
    return {
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


def read_intake(body: Mapping[str, Any]) -> Intake:
    """The intake of a `case_registered` body; keys that this version does not know are left alone.

    Raises: KeyError, TypeError or ValueError when the body does not have the form.
    """
    who = body["complainant"]
    get = body.get
    occurred_on = get("occurred_on")
    return Intake(
        complainant=Complainant(
            who["name"],
            who.get("phone", ""),
            who.get("id_kind", ""),
            who.get("id_number", ""),
            who.get("capacity", "self"),
        ),
        narrative=body["narrative"],
        remedy_sought=get("remedy_sought", ""),
        category=get("category", ""),
        channel=get("channel", "counter"),
        intake_type=get("intake_type", "complaint"),
        occurred_on=read_day(occurred_on) if occurred_on else None,
        amount_fen=get("amount_fen"),
        account_tail=get("account_tail", ""),
        language=get("language", "zh"),
        category_given=get("category_given", ""),
    )
