"""What stands beside cases goes when its own time is over, and nothing that somebody still needs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from support.cases import RULES, TELLER
from support.stores import NOON, Desk, new_store

from app.store.print_queue import PrintState
from app.store.store import Store
from app.store.tidying import Tidied, tidy

BESIDE = RULES.retention.versions[0].beside


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with new_store(tmp_path) as store:
        yield store


def test_drafts_and_finished_jobs_of_long_ago_go(store: Store) -> None:
    case = Desk(store).register()
    long_ago, lately = NOON - timedelta(days=BESIDE.draft_days + 1), NOON - timedelta(days=BESIDE.draft_days - 1)
    store.drafts.save(TELLER, "old", {"narrative": "x"}, long_ago)
    store.drafts.save(TELLER, "young", {"narrative": "x"}, lately)
    paper = store.print_queue.keep_paper(case.case_id, "ack_slip", 0, "80mm", b"%PDF", long_ago)
    for state in PrintState:
        job = store.print_queue.add(paper, case.case_id, case.case_no, "LQ", "80mm", 1, TELLER, long_ago)
        store.print_queue.move(job.job_id, state, long_ago)
    assert tidy(store.database, BESIDE, NOON) == Tidied(1, 2, 0)
    assert [draft.draft_id for draft in store.drafts.list(TELLER)] == ["young"]
    assert {job.state for job in store.print_queue.recent_jobs()} == {
        PrintState.WAITING, PrintState.SENT, PrintState.FAILED,
    }  # fmt: skip
    assert store.print_queue.paper(paper) is not None
    assert tidy(store.database, BESIDE, NOON) == Tidied(0, 0, 0)


def test_quarantine_goes_only_when_it_was_seen_to(store: Store) -> None:
    Desk(store, NOON - timedelta(days=BESIDE.quarantine_days + 2)).register()
    old = store.sync.entries_after(0, 1 << 20).records[0].envelope
    Desk(store, NOON).register()
    young = store.sync.entries_after(0, 1 << 20).records[-1].envelope
    with store.database.write() as connection:
        for raw, is_open in ((old, 0), (old, 1), (young, 0), (b"no entry", 0), (b"no entry", 1)):
            connection.exec_driver_sql(
                "INSERT INTO quarantine (scope, feed_seq, reason, raw, is_open) VALUES ('branch', 1, 'x', ?, ?)",
                (raw, is_open),
            )
    assert tidy(store.database, BESIDE, NOON) == Tidied(0, 0, 2)
    with store.database.read() as connection:
        left = connection.exec_driver_sql("SELECT is_open FROM quarantine ORDER BY quarantine_id").fetchall()
    assert [row[0] for row in left] == [1, 0, 1]
