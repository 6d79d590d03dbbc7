"""The trial's own headquarters: real PostgreSQL and service in another process, tied to the life of the desk."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from support.desks import BRANCH_CODE, STAFF, Desk

from app.sync.batches import BatchSize
from app.sync.cycle import Cycle, Outcome, Parties
from app.sync.line import Headquarters, Line
from app.sync.service import carry
from app.trial.headquarters import HeadquartersAddress, TrialHeadquarters, TrialHeadquartersError
from app.trial.postgres import EmbeddedPostgres

STAFF_LIST = [(one.person, one.public_key, one.key_id) for one in STAFF]

START_AND_WAIT = """
import sys
from pathlib import Path
from app.trial.headquarters import TrialHeadquarters
headquarters = TrialHeadquarters(Path(sys.argv[1]))
headquarters.start()
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that nobody else may look into, as a person's data folder is."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    return closed / "headquarters"


@pytest.fixture
def headquarters(folder: Path) -> Iterator[TrialHeadquarters]:
    headquarters = TrialHeadquarters(folder)
    yield headquarters
    headquarters.stop()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    desk.close()


def _enrol(headquarters: TrialHeadquarters, desk: Desk) -> None:
    headquarters.enrol(BRANCH_CODE, desk.device, desk.letter, desk.keys.public, STAFF_LIST)


def _sync(desk: Desk, address: HeadquartersAddress) -> Outcome:
    async def once() -> Outcome:
        known = Headquarters(address.url, address.authority, address.public_key)
        async with Line(known, desk.device, desk.keys.sign) as line:
            parties = Parties(desk.keys.sign, address.public_key, "0.1.0", lambda: desk.now)
            return await carry(Cycle(desk.store.sync, parties, BatchSize()), line)

    return asyncio.run(once())


def _processes_in(folder: Path) -> list[psutil.Process]:
    """The database servers whose data lie in `folder`, and the keepers of it."""
    return [process for process in psutil.process_iter() if _is_in(process, folder)]


def _is_in(process: psutil.Process, folder: Path) -> bool:
    try:
        if process.name().startswith("postgres"):
            return Path(process.cwd()).is_relative_to(folder)
        words = process.cmdline()
        return "app.trial.keeper" in words and str(folder) in words
    except (psutil.Error, OSError):
        return False


def test_it_starts_takes_a_case_keeps_it_over_a_restart_and_leaves_nothing_behind(
    headquarters: TrialHeadquarters, folder: Path, desk: Desk
) -> None:
    steps: list[str] = []
    address = headquarters.start(steps.append)
    assert steps == ["database", "service"]
    assert address.url.startswith("https://127.0.0.1:")
    _enrol(headquarters, desk)
    case = desk.register(narrative="演示投诉 𠮷")
    assert _sync(desk, address).sent == 2
    headquarters.stop()
    assert not headquarters.is_running
    assert _processes_in(folder) == []

    address = headquarters.start()
    _enrol(headquarters, desk)
    there = headquarters.case(BRANCH_CODE, case.case_no)
    assert there is not None
    assert there["registration"]["intake"]["narrative"] == "演示投诉 𠮷"
    assert headquarters.case(BRANCH_CODE, "TS0102-26A99999-0") is None
    assert list(headquarters.cases(BRANCH_CODE)) == [there]
    (row,) = headquarters.balance(BRANCH_CODE)
    assert (row["events"], row["receipted"], row["placed"], row["quarantined"]) == (2, 2, 2, 0)
    assert _sync(desk, address).sent == 0


def test_every_case_can_be_read_back_exactly_as_given(headquarters: TrialHeadquarters, desk: Desk) -> None:
    address = headquarters.start()
    _enrol(headquarters, desk)
    texts = [f'第{number}件：{"长" * (number * 25)}\n"引号", 🙂𠮷' for number in range(1, 461)]
    given = {desk.register(narrative=text).case_no: text for text in texts}
    _sync(desk, address)
    back = {case["case_no"]: case["registration"]["intake"]["narrative"] for case in headquarters.cases(BRANCH_CODE)}
    assert back == given


def test_its_files_are_for_their_owner_only(headquarters: TrialHeadquarters, folder: Path) -> None:
    headquarters.start()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for path in (folder / "postgres", folder / "certificates"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700, path
    for path in (
        folder / "headquarters.log",
        folder / "postgres" / "password",
        folder / "certificates" / "server-key.pem",
    ):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    if os.geteuid() == 0:
        (server,) = [p for p in _processes_in(folder) if p.name() == "postgres" and p.parent().name() != "postgres"]
        assert server.uids().effective != 0


@pytest.mark.parametrize("victim", ["desk", "keeper"])
def test_after_a_crash_nothing_runs_on_and_the_next_start_works(folder: Path, desk: Desk, victim: str) -> None:
    starter = subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert starter.stdout is not None
    assert starter.stdin is not None
    assert starter.stdout.readline() == "ready\n"
    running = _processes_in(folder)
    (keeper,) = [process for process in running if "app.trial.keeper" in process.cmdline()]
    os.kill(starter.pid if victim == "desk" else keeper.pid, signal.SIGKILL)
    reaped_later = [keeper] if victim == "keeper" else []  # by the desk, which still lives
    _, alive = psutil.wait_procs([process for process in running if process not in reaped_later], timeout=20)
    assert not alive
    starter.stdin.close()
    starter.wait(20)
    starter.stdout.close()
    assert _processes_in(folder) == []

    headquarters = TrialHeadquarters(folder)
    try:
        address = headquarters.start()
        _enrol(headquarters, desk)
        desk.register()
        assert _sync(desk, address).sent == 2
    finally:
        headquarters.stop()


def test_two_at_once_in_one_folder_do_not_disturb_each_other(folder: Path) -> None:
    """The second waits for the first to end."""
    first, second = TrialHeadquarters(folder), TrialHeadquarters(folder)
    first.start()
    waiting: list[str] = []
    thread = threading.Thread(target=lambda: waiting.append(second.start().url))
    thread.start()
    try:
        assert first.balance(BRANCH_CODE) == []
        assert waiting == []
    finally:
        first.stop()
        thread.join(60)
        second.stop()
    assert len(waiting) == 1


def test_questions_before_the_start_and_after_a_crash_are_known_errors(headquarters: TrialHeadquarters) -> None:
    with pytest.raises(TrialHeadquartersError):
        headquarters.balance(BRANCH_CODE)


def test_a_folder_that_cannot_be_used_is_a_known_error(tmp_path: Path) -> None:
    folder = tmp_path / "headquarters"
    (folder / "postgres" / "data").mkdir(parents=True)
    (folder / "postgres" / "data" / "PG_VERSION").write_text("99\n")
    headquarters = TrialHeadquarters(folder)
    with pytest.raises(TrialHeadquartersError) as caught:
        headquarters.start()
    assert caught.value.details == {"why": "trial_postgres"}
    assert not headquarters.is_running


@pytest.mark.parametrize("content", ["1\n", "not a number\n", "999999999\n", ""])
def test_a_stale_pid_file_does_not_stop_the_server(tmp_path: Path, content: str) -> None:
    server = EmbeddedPostgres(tmp_path / "postgres")
    server.start()
    server.stop()
    (tmp_path / "postgres" / "data" / "postmaster.pid").write_text(content)
    try:
        assert server.start().port
    finally:
        server.stop()


def test_an_initdb_that_was_cut_short_is_made_again(tmp_path: Path) -> None:
    half = tmp_path / "postgres" / "data" / "base"
    half.mkdir(parents=True)
    server = EmbeddedPostgres(tmp_path / "postgres")
    try:
        assert server.start().port
    finally:
        server.stop()


def test_its_log_holds_no_words_of_an_error(folder: Path) -> None:
    """It lies on the desk's PC, beside the encrypted database, and an error of the other one may say what it holds."""
    says = (
        "import logging, sys; from pathlib import Path; from app.trial import keeper\n"
        "def run(self): logging.getLogger('psycopg').error('%s', '王芳芳', exc_info=ValueError('王芳芳')); return 0\n"
        "keeper.Keeper.run = run; sys.argv[1:] = [sys.argv[1]]; sys.exit(keeper.main())"
    )
    run = subprocess.run([sys.executable, "-c", says, str(folder)], capture_output=True, timeout=60, check=True)
    assert b"ValueError" in run.stderr
    assert "王芳芳" not in run.stderr.decode()
