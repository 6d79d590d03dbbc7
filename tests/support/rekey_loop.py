"""Changes the key of a store to and fro in a process of its own, to be killed: `python -m support.rekey_loop FILE`."""

from __future__ import annotations

import sys
from pathlib import Path

from support.stores import KEY_BYTES, key_box

from app.store.rekey import rekey, which_key

OTHER_BYTES = bytes(reversed(KEY_BYTES))


def main(path: str) -> None:
    """Until it is killed."""
    keys = [KEY_BYTES, OTHER_BYTES]
    print("ready", flush=True)
    while True:
        now = which_key(Path(path), [key_box(key) for key in keys])
        rekey(Path(path), key_box(keys[now]), key_box(keys[1 - now]))


if __name__ == "__main__":
    main(*sys.argv[1:])
