"""A desk that is killed and started again and again: `python -m support.killed_often FILE RUNS SEED`.

Every desk is a forked process that records cases until SIGKILL hits it at a random moment. Prints a line for each case
that was acknowledged, and an empty line for each desk that was killed.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from support.cases import RULES, TELLER
from support.stores import NOON, Desk, key_box

from app.domain.commands import AddNote
from app.store.store import open_store


def main(file: str, runs: str, seed: str) -> None:
    """Fork, let it work, kill it."""
    chance = random.Random(int(seed))
    for _ in range(int(runs)):
        reading, writing = os.pipe()
        desk = os.fork()
        if desk == 0:
            os.close(reading)
            _record_for_ever(Path(file), writing)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.readline()  # it is at work
            time.sleep(chance.uniform(0.0, 0.05))  # what is killed is the work in the middle
            os.kill(desk, signal.SIGKILL)
            said += pipe.read()
        os.waitpid(desk, 0)
        for line in said.decode().splitlines(keepends=True):
            if line.endswith("\n"):
                print(line.strip())
        print(flush=True)


def _record_for_ever(file: Path, writing: int) -> None:
    store = open_store(file, key_box(), RULES)
    desk = Desk(store, NOON)
    while True:
        case = desk.register(narrative="自助机吞卡。" * 20)
        os.write(writing, f"{case.case_no} {case.case_id}\n".encode())
        desk.do(case.case_id, TELLER, AddNote("补充说明"))
        store.drafts.save(TELLER, "draft", {"narrative": case.case_no}, desk.now)


if __name__ == "__main__":
    main(*sys.argv[1:])
