"""A desk on a disk that is full after so many writes: `python -m support.full_disk FOLDER MOST`.

For 0, 1, 2 … up to MOST more writes that succeed a forked desk does a day's work, gets room again and goes on. Prints a
line of JSON for each: what was acknowledged, what was refused and with which code, and whether it went on. Needs the
library of power_cut.py loaded.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from support.cases import RULES, TELLER
from support.stores import NOON, Desk, key_box, new_store

from app.domain.commands import AddNote
from app.store.store import open_store
from app.system.errors import KnownError


def main(folder: str, most: str) -> None:
    """One desk after the other, each a little later."""
    with new_store(Path(folder)):
        pass
    for room in range(int(most)):
        reading, writing = os.pipe()
        desk = os.fork()
        if desk == 0:
            said = _a_day(Path(folder) / "A.db", room)
            os.write(writing, json.dumps(said).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            print(pipe.read().decode(), flush=True)
        os.waitpid(desk, 0)


def _a_day(path: Path, room: int) -> dict[str, Any]:
    library = ctypes.CDLL(None)
    said: dict[str, Any] = {"room": room, "cases": [], "notes": 0, "refused": [], "went_on": False}
    store = open_store(path, key_box(), RULES)
    desk = Desk(store, NOON)

    def attempt(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except KnownError as error:
            said["refused"].append(error.code)
            return None

    library.power_cut_room(ctypes.c_long(room))
    case = attempt(lambda: desk.register(narrative="自助机吞卡。"))
    if case is not None:
        said["cases"].append(case.case_id)
        said["notes"] += attempt(lambda: desk.do(case.case_id, TELLER, AddNote("补充说明"))) is not None
    attempt(lambda: store.drafts.save(TELLER, "draft", {"narrative": "写到一半"}, desk.now))
    library.power_cut_room(ctypes.c_long(-1))
    said["cases"].append(desk.register().case_id)
    said["went_on"] = True
    store.close()
    return said


if __name__ == "__main__":
    main(*sys.argv[1:])
