"""A desk that records cases and writes down what was acknowledged: `python -m support.acknowledging_loop FOLDER CASES`.

Acknowledgements go to the file `acknowledged` in the same folder, so that a record of all writes has them in their
order.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from support.cases import RULES, TELLER
from support.stores import NOON, Desk, key_box, new_store

from app.domain.commands import AddNote
from app.store.store import open_store


def main(folder: str, cases: str) -> None:
    """Record, note, keep a draft; close and open again in the middle, which makes a checkpoint."""
    with new_store(Path(folder)):
        pass
    told = os.open(Path(folder) / "acknowledged", os.O_CREAT | os.O_WRONLY, 0o600)
    half = int(cases) // 2
    for count in (half, int(cases) - half):
        store = open_store(Path(folder) / "A.db", key_box(), RULES)
        desk = Desk(store, NOON)
        for number in range(count):
            case = desk.register(narrative=f"第{number}件，自助机吞卡。" * 20)
            os.write(told, f"{case.case_id} ".encode())
            desk.do(case.case_id, TELLER, AddNote("补充说明"))
            store.drafts.save(TELLER, "draft", {"narrative": case.case_no}, desk.now)
        store.close()
    os.close(told)


if __name__ == "__main__":
    main(*sys.argv[1:])
