"""Papers wait in the queue until a printer has taken them; a paper is never lost and never blocks another."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from support.printing import CupsQueue
from support.real_desk import RealBranch, text_of

from app.operations.desk import Desk
from app.operations.make_paper import MadePaper, make_slip
from app.operations.print_queue import (
    PrintJobView,
    cancel_print,
    paper_pdf,
    print_jobs,
    print_waiting,
    printer_status,
    retry_print,
)


@pytest.fixture
def no_printing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer whose printing service does not answer."""
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:9")


@pytest.fixture
def desk(branch: RealBranch) -> Desk:
    return branch.desk()


@pytest.fixture
def case_id(branch: RealBranch) -> str:
    return branch.register().case_id


@pytest.fixture
def own_queue(cups_queue: CupsQueue) -> Iterator[str]:
    """A queue of this test alone, which may go away."""
    cups_queue._command(
        "lpadmin", "-p", "passing", "-E", "-v", f"socket://127.0.0.1:{cups_queue.sink.port}/?snmp=false"
    )
    yield "passing"
    if any(name == "passing" for name in _names()):
        cups_queue._command("lpadmin", "-x", "passing")


def _names() -> list[str]:
    from app.printing.queue import printers

    return [printer.name for printer in printers()]


def slip(desk: Desk, case_id: str) -> MadePaper:
    paper = make_slip(desk, case_id)
    assert isinstance(paper, MadePaper)
    return paper


def job(desk: Desk, job_id: int) -> PrintJobView:
    return next(one for one in print_jobs(desk) if one.job_id == job_id)


def until(desk: Desk, is_so: Callable[[], bool]) -> None:
    """Look after the queue, as the desk does on its timer, until something is so."""
    pause = threading.Event()
    for _ in range(200):
        print_waiting(desk)
        if is_so():
            return
        pause.wait(0.1)
    pytest.fail(str(print_jobs(desk)))


@pytest.mark.usefixtures("no_printing")
def test_without_a_printer_a_paper_waits_and_says_why(desk: Desk, case_id: str, branch: RealBranch) -> None:
    paper = slip(desk, case_id)
    assert printer_status(desk).waiting == 1
    branch.changes.clear()
    assert print_waiting(desk) == 1
    assert (job(desk, paper.job_id).state, job(desk, paper.job_id).reason) == ("waiting", "no_printer")
    assert branch.changes == [(frozenset({"papers"}), frozenset())]
    assert print_waiting(desk) == 0, "nothing new is nothing to announce"
    status = printer_status(desk)
    assert (status.name, status.is_ready, status.reason, status.waiting) == ("", False, "no_printer", 1)
    assert paper_pdf(desk, paper.job_id) == paper.pdf


@pytest.mark.usefixtures("no_printing")
def test_an_empty_queue_asks_no_printer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.printing import queue

    def asked() -> list[object]:
        raise AssertionError("asked for printers")

    monkeypatch.setattr(queue, "printers", asked)
    assert print_waiting(desk) == 0


def test_a_paper_goes_to_the_printer_and_comes_out(cups_queue: CupsQueue, desk: Desk, case_id: str) -> None:
    paper = slip(desk, case_id)
    status = printer_status(desk)
    assert (status.name, status.is_ready, status.waiting) == (cups_queue.name, True, 1)
    assert print_waiting(desk) == 1
    sent = job(desk, paper.job_id)
    assert (sent.state, sent.printer) == ("sent", cups_queue.name)
    until(desk, lambda: job(desk, paper.job_id).state == "printed")
    assert sent.case_no in text_of(cups_queue.next_paper())
    assert cups_queue.sink.is_empty()
    assert printer_status(desk).waiting == 0
    assert print_waiting(desk) == 0, "a printed paper is not printed again"


def test_a_printer_without_paper_keeps_it_and_goes_on(cups_queue: CupsQueue, desk: Desk, case_id: str) -> None:
    cups_queue.pause(cups_queue.name, "no paper")
    paper = slip(desk, case_id)
    status = printer_status(desk)
    assert (status.is_ready, status.reason) == (False, "no_paper")
    print_waiting(desk)
    assert print_waiting(desk) == 0
    assert job(desk, paper.job_id).state == "sent"
    cups_queue.resume(cups_queue.name)
    until(desk, lambda: job(desk, paper.job_id).state == "printed")
    assert cups_queue.next_paper()


def test_a_chosen_printer_that_is_not_there_is_waited_for(
    cups_queue: CupsQueue, own_queue: str, desk: Desk, case_id: str
) -> None:
    desk.printer_name = "gone"
    paper = slip(desk, case_id)
    print_waiting(desk)
    assert (job(desk, paper.job_id).state, job(desk, paper.job_id).reason) == ("waiting", "printer_missing")
    assert printer_status(desk).reason == "printer_missing"
    desk.printer_name = own_queue
    until(desk, lambda: job(desk, paper.job_id).state == "printed")
    assert cups_queue.next_paper() == paper.pdf


def test_a_printer_that_vanishes_with_a_paper_gives_it_back(
    cups_queue: CupsQueue, own_queue: str, desk: Desk, case_id: str
) -> None:
    desk.printer_name = own_queue
    cups_queue.pause(own_queue)
    paper = slip(desk, case_id)
    print_waiting(desk)
    assert job(desk, paper.job_id).state == "sent"
    cups_queue._command("lpadmin", "-x", own_queue)
    until(desk, lambda: job(desk, paper.job_id).state != "sent")
    assert (job(desk, paper.job_id).state, job(desk, paper.job_id).reason) == ("waiting", "printer_missing")
    desk.printer_name = cups_queue.raw_name
    until(desk, lambda: job(desk, paper.job_id).state == "printed")
    assert cups_queue.next_paper() == paper.pdf


def test_a_printing_service_that_stops_answering_leaves_the_paper_sent(
    cups_queue: CupsQueue, desk: Desk, case_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cups_queue.pause(cups_queue.name)
    paper = slip(desk, case_id)
    print_waiting(desk)
    with monkeypatch.context() as away:
        away.setenv("CUPS_SERVER", "127.0.0.1:9")
        print_waiting(desk)
        assert (job(desk, paper.job_id).state, job(desk, paper.job_id).reason) == ("sent", "printer_unavailable")
    cups_queue.resume(cups_queue.name)
    until(desk, lambda: job(desk, paper.job_id).state == "printed")
    assert job(desk, paper.job_id).reason == ""
    assert cups_queue.next_paper()


def test_a_queue_that_refuses_is_waited_for(cups_queue: CupsQueue, own_queue: str, desk: Desk, case_id: str) -> None:
    desk.printer_name = own_queue
    cups_queue._command("cupsreject", own_queue)
    paper = slip(desk, case_id)
    print_waiting(desk)
    assert (job(desk, paper.job_id).state, job(desk, paper.job_id).reason) == ("waiting", "printer_unavailable")
    cups_queue._command("cupsaccept", own_queue)
    until(desk, lambda: job(desk, paper.job_id).state == "printed")
    assert cups_queue.next_paper() == paper.pdf


def test_a_paper_taken_back_at_the_printer_is_cancelled_and_on_record(
    cups_queue: CupsQueue, desk: Desk, case_id: str, branch: RealBranch
) -> None:
    cups_queue.pause(cups_queue.name)
    paper = slip(desk, case_id)
    print_waiting(desk)
    cups_queue._command("cancel", "-a", cups_queue.name)
    until(desk, lambda: job(desk, paper.job_id).state == "cancelled")
    case = branch.store.case(case_id)
    assert case is not None
    assert case.prints_of("ack_slip") == 1


@pytest.mark.allow_log("can't be printed")
def test_a_paper_that_no_printer_takes_fails_alone(cups_queue: CupsQueue, desk: Desk, case_id: str) -> None:
    """What a later version or a mistake queued must not stand in the way of the papers behind it."""
    queue = desk.store.print_queue
    sha256 = queue.keep_paper(case_id, "ack_slip", 0, "parchment", b"%PDF-1.4 no paper", desk.clock.now())
    poison = queue.add(sha256, case_id, "TS0102-26A00001-X", "", "parchment", 1, "0217", desk.clock.now())
    paper = slip(desk, case_id)
    until(desk, lambda: job(desk, paper.job_id).state == "printed")
    assert (job(desk, poison.job_id).state, job(desk, poison.job_id).reason) == ("failed", "print_failed")
    assert printer_status(desk).waiting == 1, "somebody has to see to it"
    assert cups_queue.next_paper()


@pytest.mark.allow_log("can't be printed")
@pytest.mark.usefixtures("no_printing")
def test_a_failed_paper_is_tried_again_or_taken_out(desk: Desk, case_id: str, branch: RealBranch) -> None:
    from app.store.print_queue import PrintState

    papers = [slip(desk, case_id), slip(desk, case_id)]
    for paper in papers:
        desk.store.print_queue.move(paper.job_id, PrintState.FAILED, desk.clock.now(), reason="print_failed")
    assert print_waiting(desk) == 0, "what failed waits for a person"
    branch.changes.clear()
    retry_print(desk, papers[0].job_id)
    cancel_print(desk, papers[1].job_id)
    assert [job(desk, paper.job_id).state for paper in papers] == ["waiting", "cancelled"]
    assert len(branch.changes) == 2
    retry_print(desk, papers[1].job_id)
    retry_print(desk, 4711)
    cancel_print(desk, 4711)
    assert job(desk, papers[1].job_id).state == "cancelled"
    assert paper_pdf(desk, papers[1].job_id) == papers[1].pdf, "the paper itself stays"
    assert paper_pdf(desk, 4711) is None


@pytest.mark.usefixtures("no_printing")
def test_an_old_open_paper_is_listed_behind_the_latest(desk: Desk, case_id: str) -> None:
    papers = [slip(desk, case_id) for _ in range(4)]
    listed = [one.job_id for one in print_jobs(desk, limit=2)]
    assert listed == [papers[3].job_id, papers[2].job_id, papers[0].job_id, papers[1].job_id]
