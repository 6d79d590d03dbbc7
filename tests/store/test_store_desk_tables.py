"""Drafts, the print queue and reference data."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from support.stores import NOON, Desk, new_store, reopened

from app.store.print_queue import PrintState


def test_drafts_are_there_again_and_private(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        store.drafts.save("0217", "d1", {"narrative": "吞卡", "amount": "1,286.00"}, NOON)
        store.drafts.save("0217", "d2", {"narrative": "年费"}, NOON + timedelta(seconds=1))
        store.drafts.save("0217", "d1", {"narrative": "吞卡，"}, NOON + timedelta(seconds=2))
        store.drafts.save("0218", "d1", {"narrative": "别人的"}, NOON)
    with reopened(tmp_path / "A.db") as store:
        assert [(draft.draft_id, draft.form) for draft in store.drafts.list("0217")] == [
            ("d1", {"narrative": "吞卡，"}),
            ("d2", {"narrative": "年费"}),
        ]
        assert store.drafts.list("0217")[0].saved_at == NOON + timedelta(seconds=2)
        store.drafts.discard("0217", "d1")
        store.drafts.discard("0217", "d1")
        assert [draft.draft_id for draft in store.drafts.list("0217")] == ["d2"]
        assert len(store.drafts.list("0218")) == 1
        assert "年费" not in repr(store.drafts.list("0217"))


def test_a_draft_holds_any_text_even_half_a_character(tmp_path: Path) -> None:
    form = {"narrative": "x" * 12_000 + "\ud83d😀\0", "is_settled": True, "n": None}
    with new_store(tmp_path) as store:
        store.drafts.save("0217", "d1", form, NOON)
        assert store.drafts.list("0217")[0].form == form


def test_papers_are_kept_once_and_jobs_move(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        case = Desk(store).register()
        queue = store.print_queue
        sha256 = queue.keep_paper(case.case_id, "ack_slip", 0, "80mm", b"%PDF-1", NOON)
        assert queue.keep_paper(case.case_id, "ack_slip", 0, "80mm", b"%PDF-1", NOON) == sha256
        first = queue.add(sha256, case.case_id, case.case_no, "", "80mm:100", 1, "0217", NOON)
        second = queue.add(sha256, case.case_id, case.case_no, "PDF", "80mm:100", 2, "0217", NOON)
        assert (first.state, first.printer, second.copies) == (PrintState.WAITING, "", 2)
        queue.move(first.job_id, PrintState.SENT, NOON + timedelta(seconds=1), system_ref="PDF-7", printer="PDF")
        queue.move(first.job_id, PrintState.PRINTED, NOON + timedelta(seconds=2))
        queue.move(second.job_id, PrintState.FAILED, NOON, reason="paper_out")
    with reopened(tmp_path / "A.db") as store:
        queue = store.print_queue
        paper = queue.paper(sha256)
        assert paper is not None
        assert (paper.pdf, paper.case_id, paper.made_at) == (b"%PDF-1", case.case_id, NOON)
        assert queue.papers_of(case.case_id) == [paper]
        assert queue.paper("0" * 64) is None
        assert [(job.job_id, job.state, job.reason) for job in queue.open_jobs()] == [
            (second.job_id, PrintState.FAILED, "paper_out")
        ]
        done = queue.job(first.job_id)
        assert done is not None
        assert (done.state, done.system_ref, done.printer, done.queued_by) == (
            PrintState.PRINTED,
            "PDF-7",
            "PDF",
            "0217",
        )
        assert [job.job_id for job in queue.recent_jobs()] == [second.job_id, first.job_id]
        assert queue.job(99) is None


def test_reference_data_counts_from_its_day(tmp_path: Path) -> None:
    with new_store(tmp_path) as store:
        store.reference.put("staff", "1", date(2026, 1, 1), b"one")
        store.reference.put("staff", "2", date(2026, 12, 1), b"two")
        store.reference.put("calendar", "2027", date(2026, 11, 1), b"days")
        store.reference.put("staff", "1", date(2026, 1, 1), b"one, mended")
        current = store.reference.current("staff", date(2026, 11, 30))
        assert current is not None
        assert (current.version, current.body) == ("1", b"one, mended")
        assert store.reference.current("staff", date(2025, 12, 31)) is None
        assert [item.version for item in store.reference.versions("staff")] == ["1", "2"]
        current = store.reference.current("staff", date(2026, 12, 1))
        assert current is not None
        assert current.version == "2"
