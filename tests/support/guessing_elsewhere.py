"""Another process that tries a wrong password on a keystore, and takes its time between reading and writing it.

    python guessing_elsewhere.py FOLDER STORE_ID SECRET_HEX

It says "read" when it has read the keystore, and goes on after a line on standard input or half a second.
"""

from __future__ import annotations

import select
import sys
from pathlib import Path
from typing import Any

from support.vault import CHEAP, MemorySecrets, SetClock

from app.vault.door import Door
from app.vault.errors import WrongPasswordError
from app.vault.vault import Vault


def main() -> None:
    folder, store_id, secret = sys.argv[1:]
    secrets = MemorySecrets()
    secrets.kept[store_id] = bytes.fromhex(secret)
    inner = Door._salt_and_cost

    def slow(door: Door, *args: Any) -> Any:
        sys.stdout.write("read\n")
        sys.stdout.flush()
        select.select([sys.stdin], [], [], 0.5)
        return inner(door, *args)

    Door._salt_and_cost = slow  # type: ignore[method-assign]
    with Vault.open(Path(folder), secrets, cost=CHEAP, clock=SetClock()) as vault:
        try:
            vault.sign_in("T001", "a guess 12345")
        except WrongPasswordError:
            sys.stdout.write("refused\n")


if __name__ == "__main__":
    main()
