"""A desk that records cases until it is killed: `python -m support.registering_loop FILE CRASH_AT AFTER`.

Prints a line for each case after it was acknowledged. Dies at the crash point CRASH_AT once AFTER cases are recorded.
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

from support.cases import RULES, TELLER
from support.stores import NOON, Desk, key_box

from app.domain.commands import AddNote
from app.store.store import open_store
from app.system import crash_points


def main(file: str, crash_at: str, after: str) -> None:
    """Record, note, print; for ever."""
    store = open_store(Path(file), key_box(), RULES)
    desk = Desk(store, NOON)
    for number in itertools.count():
        if number == int(after):
            crash_points._CRASH_AT = crash_at
        case = desk.register(narrative=f"第{number}件，自助机吞卡。" * 20)
        print(case.case_no, case.case_id, flush=True)
        desk.do(case.case_id, TELLER, AddNote("补充说明"))
        store.drafts.save(TELLER, "draft", {"narrative": case.case_no}, desk.now)


if __name__ == "__main__":
    main(*sys.argv[1:])
