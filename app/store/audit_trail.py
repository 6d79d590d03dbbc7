"""The journal as audit reads it: newest first, by person, case, kind and time, a window at a time.

A window begins after a key, never at a number, so that the millionth line costs what the first one does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from app.domain.case_number import CaseNumberError, parse
from app.journal.envelope import Envelope, decode, decode_body, hash_of
from app.journal.errors import BadEnvelopeError
from app.journal.view import case_bytes, case_text, instant, milliseconds
from app.store.audit_lines import BOOK_BYTES
from app.store.engine import Database
from app.store.purge import Purging

WINDOW = 256
"""Lines that are read at once (ux.md, section 4)."""

_LINE = (
    "SELECT l.wall, l.device, l.epoch, l.seq, l.actor, l.kind, l.case_id, e.envelope, b.body, r.case_no, p.verdict, "
    "p.code, p.feed_seq, u.state, g.case_id IS NOT NULL, e.hash "
    "FROM ({keys}) l CROSS JOIN entry e ON e.device = l.device AND e.epoch = l.epoch AND e.seq = l.seq "
    "LEFT JOIN entry_body b ON b.device = l.device AND b.epoch = l.epoch AND b.seq = l.seq "
    "LEFT JOIN case_row r ON r.case_id = l.case_id "
    "LEFT JOIN placement p ON p.device = l.device AND p.epoch = l.epoch AND p.seq = l.seq "
    "LEFT JOIN unproven_signature u ON u.device = l.device AND u.epoch = l.epoch AND u.seq = l.seq "
    "LEFT JOIN purged_case g ON g.case_id = l.case_id "
    "ORDER BY l.wall {way}, l.device {way}, l.epoch {way}, l.seq {way}"
)
_KEYS = "SELECT wall, device, epoch, seq, actor, kind, case_id FROM audit_line INDEXED BY {index} WHERE {where}"
_ALL_KEYS = "SELECT wall, device, epoch, seq, actor, kind, case_id FROM audit_line WHERE {where}"
_ORDER = " ORDER BY wall {way}, device {way}, epoch {way}, seq {way} LIMIT ? OFFSET ?"
_COUNTED = (
    "SELECT wall FROM audit_line INDEXED BY ix_audit_line_kind WHERE kind IN ({marks}) AND wall >= ? AND wall < ?"
)
_ONE = (
    "SELECT wall, device, epoch, seq, actor, kind, case_id FROM audit_line "
    "WHERE wall = ? AND device = ? AND epoch = ? AND seq = ?"
)
_A_CASE_OF = (
    "SELECT r.case_no FROM entry e JOIN case_row r ON r.case_id = e.case_id "
    "WHERE e.device = ? AND e.kind = 'case_registered' LIMIT 1"
)
_BY_ORIGIN = "SELECT envelope FROM entry WHERE device = ? AND epoch = ? AND seq = ?"
_ACTORS = "SELECT DISTINCT actor FROM audit_line INDEXED BY ix_audit_line_actor ORDER BY actor"
_EXTENT = "SELECT count(*), min(wall), max(wall) FROM audit_line INDEXED BY ix_audit_line_case_id WHERE case_id = ?"
_TALLIES = (
    "SELECT actor, kind, count(*), min(wall), max(wall) FROM audit_line "
    "WHERE wall >= ? AND wall < ? GROUP BY actor, kind ORDER BY actor, kind"
)


class AuditKey(NamedTuple):
    """Which line it is: when (milliseconds since 1970), and where the entry was written."""

    wall: int
    device: bytes
    epoch: int
    seq: int

    @property
    def origin(self) -> str:
        """Where the entry was written, as the journal names it."""
        return f"{self.device.hex()}.{self.epoch}.{self.seq}"


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """What is looked for: entries from `since` up to, not including, `before`. Empty values filter nothing.

    `case_no` is given with a `case_id` that was purged: no row here has its number any more.
    """

    since: datetime
    before: datetime
    staff_no: str = ""
    case_id: str = ""
    kinds: tuple[str, ...] = ()
    case_no: str = ""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One entry. `body` is empty where it was deleted (`is_purged`) or has not come (`has_body` False).

    `signature`: "" unsigned, "good", "bad", "unknown_key" or "unchecked". `verdict` and `code` are headquarters' word,
    "" while there is none; `is_placed` once headquarters has it. `case_no` is "" where the entry is about no case here.
    `hash` is what the journal notes, in hex; whether it is right, a verification says.
    """

    key: AuditKey
    at: datetime
    tz_minutes: int
    actor: str
    kind: str
    case_id: str
    case_no: str
    body: dict[str, Any] = field(repr=False)
    has_body: bool
    is_purged: bool
    signature: str
    verdict: str
    code: str
    is_placed: bool
    is_of_book: bool
    hash: str

    def __repr__(self) -> str:
        return f"<AuditLine {self.kind} {self.key.origin}>"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """A line with what else its envelope says. `hash`, `previous_hash` and `body_hash` in hex; `signer` is the id of
    the key that it is signed with, "" for none; `session` the sign-in under which it was written."""

    line: AuditLine
    hash: str
    previous_hash: str
    body_hash: str
    signer: str
    session: str
    suite: str
    rules_version: str
    branch: str
    feed_seq: int | None

    def __repr__(self) -> str:
        return f"<AuditEntry {self.line.key.origin}>"


@dataclass(frozen=True, slots=True)
class Tally:
    """How often a person wrote a kind of entry in a period, and when first and last."""

    staff_no: str
    kind: str
    count: int
    first_at: datetime
    last_at: datetime


class AuditTrail:
    """All entries of a store, for reading."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, query: AuditQuery) -> int:
        """How many entries match."""
        keys, values = _keys(query, None)
        if len(query.kinds) > 1 and not query.case_id and not query.staff_no:
            keys, values = _counted(query)
        with self._database.read() as connection:
            row = connection.connection.cursor().execute(f"SELECT count(*) FROM ({keys})", values).fetchone()  # noqa: S608
        return int(row[0]) if row else 0

    def page(
        self, query: AuditQuery, after: AuditKey | None = None, *, skip: int = 0, limit: int = WINDOW
    ) -> list[AuditLine]:
        """Matching entries, newest first, from the one behind `after` on, leaving out `skip` of them."""
        return self._page(query, after, skip, limit, is_backwards=False)

    def page_before(
        self, query: AuditQuery, before: AuditKey | None = None, *, skip: int = 0, limit: int = WINDOW
    ) -> list[AuditLine]:
        """The entries that stand before `before` in the list, or at its end; newest first as well."""
        return self._page(query, before, skip, limit, is_backwards=True)[::-1]

    def _page(
        self, query: AuditQuery, key: AuditKey | None, skip: int, limit: int, *, is_backwards: bool
    ) -> list[AuditLine]:
        way = "ASC" if is_backwards else "DESC"
        keys, values = _keys(query, key, is_backwards=is_backwards)
        sql = _LINE.format(keys=keys + _ORDER.format(way=way), way=way)
        with self._database.read() as connection:
            rows = connection.connection.cursor().execute(sql, (*values, limit, skip)).fetchall()
        lines = [_line(row) for row in rows]
        return [replace(line, case_no=query.case_no) for line in lines] if query.case_no else lines

    def each(self, query: AuditQuery, most: int) -> Iterator[AuditLine]:
        """Every matching entry, newest first, at most `most`; read in windows, so that other work goes on between."""
        key: AuditKey | None = None
        left = most
        while left > 0:
            lines = self.page(query, key, limit=min(left, 4 * WINDOW))
            yield from lines
            if len(lines) < min(left, 4 * WINDOW):
                return
            left -= len(lines)
            key = lines[-1].key

    def entry(self, key: AuditKey) -> AuditEntry | None:
        """All that is known of one entry, None when it is not here."""
        sql = _LINE.format(keys=_ONE, way="DESC")
        with self._database.read() as connection:
            row = connection.connection.cursor().execute(sql, tuple(key)).fetchone()
        if row is None:
            return None
        envelope = decode(row[7], is_known=True)
        line = _line(row, envelope)
        if row[14] and not line.case_no:
            line = replace(line, case_no=Purging(self._database).number_of(line.case_id))
        return AuditEntry(
            line=line,
            hash=hash_of(row[7]).hex(),
            previous_hash=envelope.prev.hex(),
            body_hash=envelope.body.hex(),
            signer=envelope.signer.hex() if envelope.signer else "",
            session=envelope.session,
            suite=envelope.suite,
            rules_version=envelope.refver,
            branch=envelope.branch,
            feed_seq=row[12],
        )

    def find(self, device: str, epoch: int, seq: int) -> AuditKey | None:
        """The line of the entry that was written there, None when it is not here."""
        origin = (bytes.fromhex(device), epoch, seq)
        with self._database.read() as connection:
            row = connection.connection.cursor().execute(_BY_ORIGIN, origin).fetchone()
        return AuditKey(decode(row[0], is_known=True).wall, *origin) if row else None

    def extent(self, case_id: str) -> tuple[int, datetime, datetime] | None:
        """How many entries there are about a case, and when the first and the last were written; None for none."""
        with self._database.read() as connection:
            row = connection.connection.cursor().execute(_EXTENT, (case_bytes(case_id),)).fetchone()
        return (row[0], instant(row[1]), instant(row[2])) if row[0] else None

    def letter_of(self, device: bytes) -> str:
        """The letter of a device, as the numbers of its cases bear it; "" while it has recorded none."""
        with self._database.read() as connection:
            row = connection.connection.cursor().execute(_A_CASE_OF, (device,)).fetchone()
        return _letter_in(str(row[0])) if row else ""

    def tallies(self, since: datetime, before: datetime) -> list[Tally]:
        """How often each person wrote each kind of entry from `since` up to, not including, `before`."""
        with self._database.read() as connection:
            cursor = connection.connection.cursor()
            rows = cursor.execute(_TALLIES, (milliseconds(since), milliseconds(before))).fetchall()
        return [Tally(row[0], row[1], row[2], instant(row[3]), instant(row[4])) for row in rows]

    def actors(self) -> list[str]:
        """Staff numbers of all who ever wrote an entry that is here."""
        with self._database.read() as connection:
            return [row[0] for row in connection.connection.cursor().execute(_ACTORS).fetchall()]


def _keys(query: AuditQuery, key: AuditKey | None, *, is_backwards: bool = False) -> tuple[str, list[Any]]:
    """The SELECT of matching keys without its order, and its values. A few kinds are merged from their index, each in
    order already; many kinds are most of the journal, which is then walked as it stands."""
    kinds = query.kinds
    if query.case_id or not 1 < len(kinds) <= _MOST_MERGED:
        return _narrowed(query, key, is_backwards, kinds)
    parts, values = [], []
    for kind in kinds:
        part, own = _narrowed(query, key, is_backwards, (kind,))
        parts.append(part)
        values += own
    return " UNION ALL ".join(parts), values


def _narrowed(
    query: AuditQuery, key: AuditKey | None, is_backwards: bool, kinds: Sequence[str]
) -> tuple[str, list[Any]]:
    where: list[str] = []
    values: list[Any] = []
    index = ""
    if query.case_id:
        where, values, index = ["case_id = ?"], [case_bytes(query.case_id)], "ix_audit_line_case_id"
    if query.staff_no:
        where, values = [*where, "actor = ?"], [*values, query.staff_no]
        index = index or ("ix_audit_line_kind" if len(kinds) == 1 else "ix_audit_line_actor")
    if len(kinds) == 1:
        where, values, index = [*where, "kind = ?"], [*values, kinds[0]], index or "ix_audit_line_kind"
    elif kinds:
        where, values = [*where, f"kind IN ({','.join('?' * len(kinds))})"], [*values, *kinds]
    # One bound on each side: of two, SQLite walks from the one that was written first.
    if key is None or is_backwards:
        where, values = [*where, "wall < ?"], [*values, milliseconds(query.before)]
    if key is None or not is_backwards:
        where, values = [*where, "wall >= ?"], [*values, milliseconds(query.since)]
    if key is not None:
        where.append(
            "wall >= ? AND (wall, device, epoch, seq) > (?, ?, ?, ?)"
            if is_backwards
            else "wall <= ? AND (wall, device, epoch, seq) < (?, ?, ?, ?)"
        )
        values += [key.wall, *key]
    sql = _KEYS if index else _ALL_KEYS
    return sql.format(index=index, where=" AND ".join(where)), values


_MOST_MERGED = 12


def _counted(query: AuditQuery) -> tuple[str, list[Any]]:
    """Entries of several kinds, from the index alone: their order does not matter to a count."""
    sql = _COUNTED.format(marks=",".join("?" * len(query.kinds)))
    return sql, [*query.kinds, milliseconds(query.since), milliseconds(query.before)]


def _letter_in(case_no: str) -> str:
    try:
        return parse(case_no).device_letter
    except CaseNumberError:
        return ""


def _line(row: tuple[Any, ...], envelope: Envelope | None = None) -> AuditLine:
    of = envelope or decode(row[7], is_known=True)
    signature = "" if of.sig is None else (row[13] or "good")
    return AuditLine(
        key=AuditKey(row[0], row[1], row[2], row[3]),
        at=instant(row[0]),
        tz_minutes=of.tz,
        actor=row[4],
        kind=row[5],
        case_id=case_text(row[6]) if row[6] != BOOK_BYTES else "",
        case_no=row[9] or "",
        body=_body(row[8]),
        has_body=row[8] is not None,
        is_purged=bool(row[14]) and row[8] is None,
        signature=signature,
        verdict=row[10] or "",
        code=row[11] or "",
        is_placed=row[12] is not None,
        is_of_book=of.case == BOOK_BYTES,
        hash=row[15].hex(),
    )


def _body(data: bytes | None) -> dict[str, Any]:
    if data is None:
        return {}
    try:
        return decode_body(data, is_known=True)
    except BadEnvelopeError:
        return {}
