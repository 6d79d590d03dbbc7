"""A desk that attaches files until it is killed: `python -m support.attaching_loop FILE CASE CRASH_AT AFTER`.

Prints the hash of each file after it was acknowledged. Dies at the crash point CRASH_AT once AFTER files are attached.
"""

from __future__ import annotations

import hashlib
import itertools
import random
import sys
from pathlib import Path

from support.cases import RULES, TELLER, context
from support.stores import NOON, author, key_box

from app.domain.commands import AddAttachment
from app.domain.decide import decide
from app.store.attachments import NewBlob
from app.store.store import Acted, open_store
from app.system import crash_points


def main(file: str, case_id: str, crash_at: str, after: str) -> None:
    """Attach, print; up to the most that a case may have."""
    store = open_store(Path(file), key_box(), RULES)
    chance = random.Random(7)
    for number in itertools.count():
        if number == int(after):
            crash_points._CRASH_AT = crash_at
        content = chance.randbytes(300_000)
        sha256 = hashlib.sha256(content).hexdigest()
        command = AddAttachment(sha256, f"{number}.png", "image/png", len(content))
        acted = store.act(
            case_id,
            lambda case, command=command: decide(case, command, context(TELLER, NOON)),
            author(),
            NOON,
            blob=NewBlob(sha256, content),
        )
        assert isinstance(acted, Acted), acted
        print(sha256, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
