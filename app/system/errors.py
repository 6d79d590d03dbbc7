"""Errors that have a cause outside the program. Everything else that is raised is a bug."""

from __future__ import annotations


class KnownError(Exception):
    """An error of the surroundings or of a person, with a code that app/language words.

    `details` fills the sentence and never holds customer data, so that it may be logged.
    """

    code = "known_error"

    def __init__(self, **details: object) -> None:
        super().__init__(self.code)
        self.details: dict[str, object] = details

    def __str__(self) -> str:
        if not self.details:
            return self.code
        return f"{self.code} ({', '.join(f'{key}={value}' for key, value in self.details.items())})"
