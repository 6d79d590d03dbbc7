"""The search index against the words of the cases: an older copy of one of its pages hides cases, or shows old ones.

The index keeps no text, so nothing in it can be compared with a case by itself. Instead both sides are added up: every
place of every word in the index, and every place of every word in an index in memory that is made of the cases anew, a
number of cases at a time. The sums are made with numbers that nobody knows before.
"""

from __future__ import annotations

import secrets
from types import TracebackType
from typing import Any, Self

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from app.store.case_rows import SearchText
from app.store.tables import SEARCH_DDL

AT_ONCE = 500
"""How many cases the index in memory holds before it is added up: some MB."""

_PRIME = 2**31 - 1
"""Sums are of numbers below it, so that no product leaves 64 bits."""

_PLACES = "CREATE VIRTUAL TABLE temp.word_places USING fts5vocab(main, search, instance)"
_NO_PLACES = "DROP TABLE temp.word_places"
_SUM = (
    "count(*), sum((doc * ?1 + offset * ?2 + (col = 'who') * ?3) % ?4 * ((doc * ?3 + offset * ?1) & 65535) % ?4) "
    "FROM temp.word_places"
)
_ADDED_UP = f"SELECT term, {_SUM} GROUP BY term"
_OF_TERM = f"SELECT {_SUM} WHERE term = ?5 AND doc NOT IN (SELECT value FROM json_each(?6))"  # noqa: S608 - constants
_COUNT = "SELECT count(*) FROM temp.word_places WHERE doc NOT IN (SELECT value FROM json_each(?))"
_ADD = "INSERT INTO search (rowid, who, words) VALUES (?, ?, ?)"
_EMPTY = "INSERT INTO search (search) VALUES ('delete-all')"


class WordsOfCases:
    """What the index has to hold, case by case. `with` it; the index in memory is gone at the end."""

    def __init__(self) -> None:
        self._factors = [1 + secrets.randbelow(_PRIME - 1) for _ in range(3)]
        self._memory = sqlcipher.connect(":memory:", isolation_level=None)
        self._memory.execute(SEARCH_DDL)
        self._memory.execute(_PLACES)
        self._cases: list[tuple[int, str, str]] = []
        self._sums: dict[str, tuple[int, int]] = {}
        self._unknown: list[int] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._memory.close()

    def add(self, row_id: int, text: SearchText) -> None:
        """The words of the case with this row."""
        self._cases.append((row_id, text.who, text.words))
        if len(self._cases) >= AT_ONCE:
            self._add_up()

    def pass_over(self, row_id: int) -> None:
        """Nobody can say what the index has to hold of the case with this row."""
        self._unknown.append(row_id)

    def are_in(self, connection: sa.Connection) -> bool:
        """Whether the index of the store holds just these words at just these places, and can be read at all."""
        self._add_up()
        cursor = connection.connection.cursor()
        cursor.execute(_PLACES)
        try:
            return self._are_found(cursor)
        except sqlcipher.OperationalError:
            raise  # the database, not what is in the index
        except sqlcipher.DatabaseError:
            return False
        finally:
            cursor.execute(_NO_PLACES)

    def _are_found(self, cursor: Any) -> bool:
        """Each word is looked for as a search does, so that a way to it that leads nowhere is seen too."""
        unknown = "[" + ",".join(map(str, self._unknown)) + "]"
        for term, wanted in self._sums.items():
            if cursor.execute(_OF_TERM, (*self._factors, _PRIME, term, unknown)).fetchone() != wanted:
                return False
        in_all = sum(count for count, _ in self._sums.values())
        return bool(cursor.execute(_COUNT, (unknown,)).fetchone()[0] == in_all)

    def _add_up(self) -> None:
        self._memory.execute("BEGIN")
        self._memory.executemany(_ADD, self._cases)
        self._memory.execute("COMMIT")
        self._cases.clear()
        for term, count, total in self._memory.execute(_ADDED_UP, (*self._factors, _PRIME)):
            before = self._sums.get(term, (0, 0))
            self._sums[term] = (before[0] + count, before[1] + total)
        self._memory.execute(_EMPTY)
