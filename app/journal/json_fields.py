"""JSON documents of ours: one spelling for writing, and strict reading, field by field, with nothing left over."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, NoReturn, Self

from app.journal.errors import BadDocumentError


def canonical(document: Mapping[str, Any]) -> bytes:
    """The one spelling of a JSON document: sorted keys, no spaces, UTF-8. Raises: ValueError for what has none."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def load(content: bytes) -> tuple[Any, bool]:
    """The JSON value and whether there was one. The parser's error carries the text, so it must not travel on."""
    try:
        return json.loads(content.decode("utf-8")), True
    except (ValueError, RecursionError):
        return None, False


def is_canonical(document: Mapping[str, Any], content: bytes) -> bool:
    """Whether `content` is the one spelling of `document`: no doubled keys, no hidden spaces."""
    try:
        return canonical(document) == content
    except (ValueError, RecursionError):
        return False


def encode_bytes(value: bytes) -> str:
    """Bytes as they stand in JSON: base64."""
    return base64.b64encode(value).decode()


def decode_bytes(text: str) -> bytes:
    """The opposite of `encode_bytes`, strictly. Raises: ValueError."""
    try:
        return base64.b64decode(text.encode("ascii"), validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None


def from_time(when: datetime | None) -> str | None:
    """A time as it stands in JSON: UTC, to the millisecond."""
    return None if when is None else when.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class JsonFields:
    """Takes the fields of a JSON object one by one; whatever is wrong or left over is an error.

    Raises: what `refuse` raises, BadDocumentError here.
    """

    def __init__(self, value: Any) -> None:
        if not isinstance(value, dict):
            self.refuse()
        self._left = dict(value)

    def refuse(self) -> NoReturn:
        """Raise the error of the room that reads."""
        raise BadDocumentError(why="shape")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None and self._left:
            self.refuse()

    def take(self, key: str) -> Any:
        try:
            return self._left.pop(key)
        except KeyError:
            self.refuse()

    def _typed(self, key: str, wanted: type) -> Any:
        value = self.take(key)
        if type(value) is not wanted:
            self.refuse()
        return value

    def text(self, key: str) -> str:
        return str(self._typed(key, str))

    def text_or_none(self, key: str) -> str | None:
        value = self.take(key)
        if value is not None and type(value) is not str:
            self.refuse()
        return value

    def number(self, key: str) -> int:
        return int(self._typed(key, int))

    def flag(self, key: str) -> bool:
        return bool(self._typed(key, bool))

    def items(self, key: str) -> list[Any]:
        return list(self._typed(key, list))

    def table(self, key: str) -> dict[str, Any]:
        return dict(self._typed(key, dict))

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.text(key)
        if value not in allowed:
            self.refuse()
        return value

    def blob(self, key: str, length: int | None = None) -> bytes:
        return self._to_bytes(self.text(key), length)

    def blobs(self, key: str, length: int | None = None) -> dict[str, bytes]:
        return {name: self._to_bytes(text, length) for name, text in self.table(key).items()}

    def hexadecimal(self, key: str, length: int) -> bytes:
        try:
            value = bytes.fromhex(self.text(key))
        except ValueError:
            self.refuse()
        if len(value) != length:
            self.refuse()
        return value

    def time(self, key: str) -> datetime:
        return self._to_time(self.text(key))

    def time_or_none(self, key: str) -> datetime | None:
        text = self.text_or_none(key)
        return None if text is None else self._to_time(text)

    def _to_bytes(self, text: Any, length: int | None) -> bytes:
        try:
            value = decode_bytes(text)
        except (ValueError, AttributeError):
            self.refuse()
        if length is not None and len(value) != length:
            self.refuse()
        return value

    def _to_time(self, text: str) -> datetime:
        try:
            when = datetime.fromisoformat(text)
        except ValueError:
            self.refuse()
        if when.tzinfo is not UTC:
            self.refuse()
        return when
