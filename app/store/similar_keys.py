"""Numbers by which similar complaints are found without reading every case (derived; app/domain/similarity.py judges).

A key is the kind of likeness and a 32-bit checksum: of the phone, the identity number, the folded name, and of the
few pieces of the narrative whose checksums are the smallest. Two texts that share most pieces share some of those,
however long they are. Equal checksums of different texts only make one candidate more.
"""

from __future__ import annotations

import heapq
from typing import Any
from zlib import crc32

from app.domain.case import Case
from app.domain.similarity import SimilarityKeys, keys_of_intake

NARRATIVE_PIECES = 5
_ID, _PHONE, _NARRATIVE, _NAME = range(4)

_ADD = "INSERT INTO similar_key (key, row_id) VALUES (?, ?)"
_OF_ROW = "SELECT key FROM similar_key WHERE row_id = ? ORDER BY key"
_REMOVE = "DELETE FROM similar_key WHERE row_id = ?"


def number_keys(keys: SimilarityKeys) -> list[int]:
    """Keys of what identifies a person: identity numbers and phones."""
    return [
        *(_key(_ID, number) for number in sorted(keys.id_numbers)),
        *(_key(_PHONE, phone) for phone in sorted(keys.phones)),
    ]


def narrative_keys(keys: SimilarityKeys) -> list[int]:
    """Keys of the story."""
    smallest = heapq.nsmallest(NARRATIVE_PIECES, {crc32(gram.encode()) for gram in keys.grams})
    return [_NARRATIVE << 32 | piece for piece in smallest]


def name_keys(keys: SimilarityKeys) -> list[int]:
    """The key of the name, if there is one."""
    return [_key(_NAME, keys.name)] if keys.name else []


def write_similar_keys(cursor: Any, case: Case, row_id: int, *, is_new: bool) -> None:
    """Put the keys of a case in the place of those it had."""
    keys = keys_of_intake(case.intake, case.received_at)
    wanted = sorted({*number_keys(keys), *narrative_keys(keys), *name_keys(keys)})
    if not is_new:
        if [key for (key,) in cursor.execute(_OF_ROW, (row_id,))] == wanted:
            return
        cursor.execute(_REMOVE, (row_id,))
    cursor.executemany(_ADD, [(key, row_id) for key in wanted])


def _key(kind: int, text: str) -> int:
    return kind << 32 | crc32(text.encode())
