"""Papers: recorded and queued at once or not at all, numbered copies, letters only when nothing is missing."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.cases import AUDITOR, DECISION, HANDLER, HEAD, LOCAL, NFRA, SUPERVISOR, TELLER, at
from support.desk_acts import add_note, decide_extension, record_decision, request_extension
from support.desk_process import run_and_die
from support.real_desk import RealBranch, done, password_of, real_branch, refused, text_of

from app.domain.case import Case
from app.domain.commands import GiveNotice
from app.operations.make_paper import (
    MadePaper,
    make_extension_notice,
    make_resolution_letter,
    make_slip,
    preview_paper,
    preview_slip,
)
from app.operations.print_queue import paper_pdf, print_jobs, reprint


def made(outcome: Any) -> MadePaper:
    assert isinstance(outcome, MadePaper), outcome
    return outcome


def case_of(branch: RealBranch, case_id: str) -> Case:
    case = branch.store.case(case_id)
    assert case is not None
    return case


def extended(branch: RealBranch, case_id: str, policy_id: str, request_id: str) -> None:
    done(request_extension(branch.desk(), case_id, policy_id, 1, "需调阅监控录像核实", request_id))
    version = case_of(branch, case_id).version
    decide = {"is_approved": True, "reason": "同意延期", "seen_version": version}
    who = HEAD if policy_id == NFRA else SUPERVISOR
    done(
        decide_extension(branch.desk(), case_id, request_id, staff_no=who, password=password_of(who), **decide)  # type: ignore[arg-type]
    )
    branch.later(minutes=1)


def test_the_first_slip_is_on_record_and_in_the_queue(branch: RealBranch) -> None:
    case = branch.register(phone="13810242716")
    slip = made(make_slip(branch.desk(), case.case_id))
    (paper,) = case_of(branch, case.case_id).papers
    assert (paper.kind, paper.copy_no, paper.made_by, paper.size) == ("ack_slip", 0, TELLER, "80mm")
    assert paper.sha256 == hashlib.sha256(slip.pdf).hexdigest()
    (job,) = print_jobs(branch.desk())
    assert (job.job_id, job.case_no, job.state, job.copy_no, job.copies) == (slip.job_id, case.case_no, "waiting", 0, 1)
    assert job.queued_by == "李晓"
    assert paper_pdf(branch.desk(), slip.job_id) == slip.pdf
    assert branch.changes[-1] == (frozenset({"cases", "papers"}), frozenset({case.case_id}))
    words = text_of(slip.pdf)
    assert case.case_no in words
    assert "补打" not in words
    assert "王*" in words
    assert "13810242716" not in words


def test_later_slips_carry_their_number_and_the_day(branch: RealBranch) -> None:
    case = branch.register()
    first = made(make_slip(branch.desk(), case.case_id))
    branch.later(days=1)
    copies = [made(make_slip(branch.desk(), case.case_id, "a5")), made(make_slip(branch.desk(), case.case_id))]
    assert [paper.copy_no for paper in (first, *copies)] == [0, 1, 2]
    for number, paper in enumerate(copies, 1):
        assert f"第{number}次补打" in text_of(paper.pdf)
    assert [paper.copy_no for paper in case_of(branch, case.case_id).papers] == [0, 1, 2]
    assert [job.copy_no for job in print_jobs(branch.desk())] == [2, 1, 0]


def test_a_queued_paper_is_copied_with_the_next_number(branch: RealBranch) -> None:
    case = branch.register()
    slip = made(make_slip(branch.desk(), case.case_id, "a5"))
    copy = made(reprint(branch.desk(), slip.job_id))
    assert (copy.kind, copy.copy_no) == ("ack_slip", 1)
    assert case_of(branch, case.case_id).papers[-1].size == "a5"
    assert refused(reprint(branch.desk(), 4711)).code == "paper_unknown"


def test_a_slip_in_another_language_and_several_copies(branch: RealBranch) -> None:
    case = branch.register(language="zh")
    slip = made(make_slip(branch.desk(), case.case_id, copies=2, language="en"))
    assert "Complaint" in text_of(slip.pdf)
    (job,) = print_jobs(branch.desk())
    assert job.copies == 2


@pytest.mark.parametrize("copies", [0, 10])
def test_an_impossible_number_of_copies_is_no_paper(branch: RealBranch, copies: int) -> None:
    case = branch.register()
    with pytest.raises(ValueError, match="copies"):
        make_slip(branch.desk(), case.case_id, copies=copies)
    with pytest.raises(ValueError, match="b5"):
        make_slip(branch.desk(), case.case_id, "b5")
    assert print_jobs(branch.desk()) == []
    assert case_of(branch, case.case_id).papers == ()


def test_a_paper_is_set_again_when_the_case_changes_meanwhile(
    branch: RealBranch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two screens print at once: both copies have their own number, on the paper and on record."""
    from app.documents import slip as documents

    case = branch.register()
    inner: list[MadePaper] = []
    set_slip = documents.make_slip

    def another_comes_first(*words: Any) -> bytes:
        if not inner:
            monkeypatch.setattr(documents, "make_slip", set_slip)
            inner.append(made(make_slip(branch.desk(SUPERVISOR), case.case_id)))
        return set_slip(*words)

    monkeypatch.setattr(documents, "make_slip", another_comes_first)
    outer = made(make_slip(branch.desk(), case.case_id))
    assert [inner[0].copy_no, outer.copy_no] == [0, 1]
    assert "第1次补打" in text_of(outer.pdf)
    assert [paper.copy_no for paper in case_of(branch, case.case_id).papers] == [0, 1]


def test_an_auditor_makes_no_papers(branch: RealBranch) -> None:
    case = branch.register()
    assert refused(make_slip(branch.desk(AUDITOR), case.case_id)).code == "no_right"
    assert print_jobs(branch.desk()) == []


def test_no_paper_of_no_case(branch: RealBranch) -> None:
    nowhere = "01890a5d-ac96-774b-bcce-b302099a8057"
    desk = branch.desk()
    outcomes = (
        make_slip(desk, nowhere),
        make_extension_notice(desk, nowhere, "r"),
        make_resolution_letter(desk, nowhere),
        preview_paper(desk, nowhere, "ack_slip"),
        preview_slip(desk, nowhere, "a4", 0),
    )
    assert {refused(outcome).code for outcome in outcomes} == {"case_not_found"}


@pytest.mark.parametrize("place", ["store.after_append", "store.before_commit"])
def test_power_goes_before_the_commit_and_there_is_neither_record_nor_job(tmp_path: Path, place: str) -> None:
    with real_branch(tmp_path) as branch:
        case = branch.register()
    run_and_die(tmp_path, branch, place, "slip", case.case_id)
    with real_branch(tmp_path, secrets=branch.secrets, clock=branch.clock) as again:
        assert case_of(again, case.case_id).papers == ()
        assert print_jobs(again.desk()) == []
        assert again.store.print_queue.papers_of(case.case_id) == []


def test_power_goes_after_the_commit_and_both_are_there(tmp_path: Path) -> None:
    with real_branch(tmp_path) as branch:
        case = branch.register()
    run_and_die(tmp_path, branch, "store.after_commit", "slip", case.case_id)
    with real_branch(tmp_path, secrets=branch.secrets, clock=branch.clock) as again:
        (paper,) = case_of(again, case.case_id).papers
        (job,) = print_jobs(again.desk())
        pdf = paper_pdf(again.desk(), job.job_id)
        assert pdf is not None
        assert hashlib.sha256(pdf).hexdigest() == paper.sha256


# -- the letter -------------------------------------------------------------------------------------------------------


def test_no_letter_before_the_decision(branch: RealBranch) -> None:
    case = branch.register()
    for outcome in (
        make_resolution_letter(branch.desk(), case.case_id),
        preview_paper(branch.desk(), case.case_id, "resolution_letter"),
    ):
        assert refused(outcome).code == "not_decided"


def test_an_incomplete_letter_names_every_missing_part(branch: RealBranch) -> None:
    from support.cases import form

    from app.operations.register_complaint import Registered, register_complaint

    registered = register_complaint(branch.desk(), form(complainant_name=""), is_name_required=False)
    assert isinstance(registered, Registered)
    case_id = registered.case.case_id
    branch.later(minutes=1)
    done(record_decision(branch.desk(HANDLER), case_id, DECISION))
    desk = branch.desk(HANDLER)
    desk.branch = replace(desk.branch, phone="", hotline="", superior_name="", superior_address=" ")
    expected = ["complainant_name", "branch_contact", "superior_name", "superior_address"]
    for outcome in (make_resolution_letter(desk, case_id), preview_paper(desk, case_id, "resolution_letter")):
        refusal = refused(outcome)
        assert {str(problem.code) for problem in refusal.problems} == {"letter_incomplete"}
        assert [problem.field for problem in refusal.problems] == expected
    assert print_jobs(desk) == []


def test_the_letter_and_its_copy_bear_the_day_of_the_letter(branch: RealBranch) -> None:
    case = branch.register()
    branch.later(minutes=1)
    done(record_decision(branch.desk(HANDLER), case.case_id, DECISION))
    letter = made(make_resolution_letter(branch.desk(HANDLER), case.case_id))
    branch.later(days=9)
    copy = made(make_resolution_letter(branch.desk(HANDLER), case.case_id))
    assert copy.copy_no == 1
    for paper in (letter, copy):
        words = text_of(paper.pdf)
        assert "2026年11月20日" in words
        assert "2026年11月29日" not in words.replace("补打2026年11月29日", "")
        assert "王芳芳" in words
    assert "第1次补打" in text_of(copy.pdf)


# -- the notice of extension ------------------------------------------------------------------------------------------


def test_no_notice_without_an_approval(branch: RealBranch) -> None:
    case = branch.register()
    desk = branch.desk()
    assert refused(make_extension_notice(desk, case.case_id, "r1")).code == "no_approved_extension"
    done(request_extension(desk, case.case_id, LOCAL, 1, "需调阅监控录像核实", "r1"))
    assert refused(make_extension_notice(desk, case.case_id, "r1")).code == "no_approved_extension"
    assert refused(preview_paper(desk, case.case_id, "extension_notice")).code == "no_approved_extension"


def test_notices_of_two_extensions_are_two_first_prints(branch: RealBranch) -> None:
    case = branch.register()
    extended(branch, case.case_id, LOCAL, "r1")
    extended(branch, case.case_id, NFRA, "r2")
    papers = [made(make_extension_notice(branch.desk(), case.case_id, request)) for request in ("r1", "r2", "r1")]
    assert [paper.copy_no for paper in papers] == [0, 0, 1]
    assert "补打" not in text_of(papers[1].pdf)
    assert "第1次补打" in text_of(papers[2].pdf)
    again = made(reprint(branch.desk(), papers[0].job_id))
    assert again.copy_no == 2
    assert [(p.about, p.copy_no) for p in case_of(branch, case.case_id).papers] == [
        ("r1", 0),
        ("r2", 0),
        ("r1", 1),
        ("r1", 2),
    ]
    preview = preview_paper(branch.desk(), case.case_id, "extension_notice")
    assert isinstance(preview, bytes)
    assert "第1次补打" in text_of(preview)


# -- previews ---------------------------------------------------------------------------------------------------------


def test_a_preview_is_the_paper_itself_and_writes_nothing(branch: RealBranch) -> None:
    case = branch.register()
    before = branch.entries()
    preview = preview_paper(branch.desk(), case.case_id, "ack_slip")
    as_copy = preview_slip(branch.desk(), case.case_id, "80mm", 3)
    assert branch.entries() == before
    assert isinstance(as_copy, bytes)
    assert "第3次补打" in text_of(as_copy)
    assert made(make_slip(branch.desk(), case.case_id)).pdf == preview
    assert preview_slip(branch.desk(), case.case_id, "80mm", 0) == preview
    assert preview_paper(branch.desk(), case.case_id, "ack_slip", copy_no=0) == preview
    assert refused(preview_paper(branch.desk(), case.case_id, "banknote")).code == "paper_unknown"


def test_papers_outlive_the_case(branch: RealBranch) -> None:
    """A settled case still gets its slip, with what was agreed on it."""
    case = branch.register(settlement="当场退还手续费 2 元")
    assert "当场退还手续费2元" in text_of(made(make_slip(branch.desk(), case.case_id)).pdf)
    done(add_note(branch.desk(), case.case_id, "客户要求补打"))


def test_the_notice_given_does_not_change_the_letter(branch: RealBranch) -> None:
    from support.desk_acts import give_notice

    case = branch.register()
    branch.later(minutes=1)
    done(record_decision(branch.desk(HANDLER), case.case_id, DECISION))
    before = preview_paper(branch.desk(HANDLER), case.case_id, "resolution_letter", copy_no=0)
    made(make_resolution_letter(branch.desk(HANDLER), case.case_id))
    branch.later(minutes=1)
    given = GiveNotice("decision", "registered_mail", "王芳芳", "XA12345678911", at("2026-11-20 10:03"))
    done(give_notice(branch.desk(), case.case_id, given))
    after = preview_paper(branch.desk(HANDLER), case.case_id, "resolution_letter", copy_no=0)
    assert isinstance(before, bytes)
    assert isinstance(after, bytes)
    assert "XA12345678911" not in text_of(before)
