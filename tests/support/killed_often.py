"""A desk that is killed and started again and again: `python -m support.killed_often FILE RUNS SEED`.

Every desk is a forked process that records cases until an alarm that nobody handles ends it, as SIGKILL would, at a
random moment. Prints a line for each case
that was acknowledged, and an empty line for each desk that was killed.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import sys
from pathlib import Path

from support.cases import RULES, TELLER
from support.stores import NOON, Desk, key_box

from app.domain.commands import AddNote
from app.store.store import open_store


def main(file: str, runs: str, seed: str) -> None:
    """Fork, let it work, until it is gone."""
    chance = random.Random(int(seed))
    for _ in range(int(runs)):
        life = chance.uniform(0.001, 0.05)
        reading, writing = os.pipe()
        desk = os.fork()
        if desk == 0:
            os.close(reading)
            _record_until(Path(file), writing, life)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.read()
        assert os.waitstatus_to_exitcode(os.waitpid(desk, 0)[1]) == -signal.SIGALRM
        for line in said.decode().splitlines(keepends=True):
            if line.endswith("\n"):
                print(line.strip())
        print(flush=True)


def _record_until(file: Path, writing: int, life: float) -> None:
    """Work; `life` seconds after the first case the process is gone."""
    store = open_store(file, key_box(), RULES)
    desk = Desk(store, NOON)
    for number in itertools.count():
        if number == 1:
            signal.setitimer(signal.ITIMER_REAL, life)
        case = desk.register(narrative="自助机吞卡。" * 20)
        os.write(writing, f"{case.case_no} {case.case_id}\n".encode())
        desk.do(case.case_id, TELLER, AddNote("补充说明"))
        store.drafts.save(TELLER, "draft", {"narrative": case.case_no}, desk.now)


if __name__ == "__main__":
    main(*sys.argv[1:])
