"""The journal as audit reads it: by person, case, kind and time, in windows, on real encrypted stores."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from support.cases import HANDLER, SUPERVISOR, TELLER
from support.stores import NOON, Desk, author, new_store

from app.domain.audit_kinds import KINDS_OF, KindGroup, group_of
from app.domain.book import BookKind
from app.domain.commands import AddNote, StartHandling
from app.domain.entry import EntryKind, book_entry
from app.store.audit_trail import AuditKey, AuditQuery, AuditTrail
from app.store.store import Store

DAY = timedelta(days=1)
EVER = AuditQuery(NOON - 365 * DAY, NOON + 365 * DAY)


def busy(store: Store) -> tuple[str, str]:
    """Two cases and some entries of the book; the ids of the cases."""
    desk = Desk(store)
    first, second = desk.register(), desk.register()
    desk.do(first.case_id, HANDLER, StartHandling())
    desk.do(first.case_id, HANDLER, AddNote("已联系客户。"))
    entries = [
        book_entry(BookKind.SESSION_OPENED, refused_before=2),
        book_entry(BookKind.DETAILS_REVEALED, case_id=first.case_id, what=["phone"], reason="contact", note=""),
        book_entry(BookKind.BACKUP_MADE, name="b1", seq=3, size=1, is_verified=True),
    ]
    store.note(entries, author(SUPERVISOR), NOON + timedelta(hours=1))
    return first.case_id, second.case_id


def everything(trail: AuditTrail, query: AuditQuery, limit: int) -> list[AuditKey]:
    found: list[AuditKey] = []
    key = None
    while lines := trail.page(query, key, limit=limit):
        found += [line.key for line in lines]
        key = found[-1]
    return found


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
@pytest.mark.parametrize(
    "narrowed",
    [
        {},
        {"staff_no": SUPERVISOR},
        {"kinds": KINDS_OF[KindGroup.KEYS]},
        {"kinds": KINDS_OF[KindGroup.STEPS]},
        {"kinds": ("note_added",)},
        {"kinds": ("details_revealed",), "staff_no": SUPERVISOR},
        {"kinds": KINDS_OF[KindGroup.STEPS], "staff_no": TELLER},
    ],
)
def test_windows_hold_every_entry_once_newest_first(tmp_path: Path, limit: int, narrowed: dict[str, object]) -> None:
    with new_store(tmp_path) as store:
        busy(store)
        trail = AuditTrail(store.database)
        query = AuditQuery(EVER.since, EVER.before, **narrowed)  # type: ignore[arg-type]
        whole = trail.page(query, limit=1000)
        expected = [
            line.key
            for line in trail.page(EVER, limit=1000)
            if line.kind in (query.kinds or (line.kind,)) and line.actor == (query.staff_no or line.actor)
        ]
        assert [line.key for line in whole] == expected == everything(trail, query, limit)
        assert trail.count(query) == len(expected)
        assert expected == sorted(expected, reverse=True)
        if expected:
            assert [line.key for line in trail.page_before(query, limit=2)] == expected[-2:]
            assert [line.key for line in trail.page_before(query, expected[-1], limit=1)] == expected[-2:-1]
            assert [line.key for line in trail.page(query, skip=1, limit=1)] == expected[1:2]


def test_what_a_line_says(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        first, _second = busy(store)
        trail = AuditTrail(store.database)
        seen = trail.page(AuditQuery(EVER.since, EVER.before, kinds=("details_revealed",)))[0]
        assert (seen.actor, seen.case_id, seen.is_of_book) == (SUPERVISOR, first, True)
        assert seen.case_no == store.case(first).case_no  # type: ignore[union-attr]
        assert seen.body["what"] == ["phone"]
        assert (seen.signature, seen.verdict, seen.is_placed, seen.is_purged) == ("", "", False, False)
        of_case = trail.page(AuditQuery(EVER.since, EVER.before, case_id=first))
        assert {line.case_id for line in of_case} == {first}
        assert "details_revealed" in {line.kind for line in of_case}
        entry = trail.entry(seen.key)
        assert entry is not None
        assert (entry.session, entry.signer, entry.branch) == ("session-1", "", "0102")
        assert len(entry.hash) == len(entry.body_hash) == 64
        older = trail.entry(AuditKey(*trail.page(EVER, seen.key, limit=1)[0].key))
        assert older is not None
        assert entry.previous_hash == older.hash
        assert trail.find(seen.key.device.hex(), seen.key.epoch, seen.key.seq) == seen.key
        assert trail.find(seen.key.device.hex(), seen.key.epoch, 10_000) is None
        assert trail.letter_of(seen.key.device) == "A"


def test_days_bound_the_list_and_people_are_counted(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        busy(store)
        trail = AuditTrail(store.database)
        assert trail.page(AuditQuery(NOON - DAY, NOON)) == []
        assert trail.count(AuditQuery(NOON - DAY, NOON)) == 0
        tallies = {(one.staff_no, one.kind): one.count for one in trail.tallies(EVER.since, EVER.before)}
        assert tallies[SUPERVISOR, "backup_made"] == 1
        assert tallies[TELLER, "case_registered"] == 2
        assert sum(tallies.values()) == trail.count(EVER)
        assert set(trail.actors()) == {staff_no for staff_no, _kind in tallies}
        assert len(list(trail.each(EVER, 3))) == 3
        assert len(list(trail.each(EVER, 10_000))) == trail.count(EVER)


def test_every_kind_stands_in_one_group() -> None:
    listed = [kind for kinds in KINDS_OF.values() for kind in kinds]
    assert sorted(listed) == sorted([*(kind.value for kind in BookKind), *(kind.value for kind in EntryKind)])
    assert group_of("backup_made") is KindGroup.KEYS
    assert group_of("hold_placed") is group_of("hold_lifted") is group_of("cases_purged") is KindGroup.DELETION
    assert group_of("of_a_newer_program") is None
