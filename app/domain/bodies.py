"""Entry bodies as plain values and back: instants as UTC text with milliseconds, days as ISO text, money as fen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from app.domain.money import MAX_FEN

_EARLIEST_YEAR, _LATEST_YEAR = 1900, 2200

LAST_DAY = date(_LATEST_YEAR - 1, 12, 31)
"""The last day that an entry can hold."""


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
