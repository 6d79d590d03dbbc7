"""A desk that synchronises in a process of its own, to be killed: `python -m support.desk_sync_process ...`."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from support.carrying import SameSize
from support.cases import RULES
from support.desks import BRANCH_CODE, KEY, Desk, KeyPair
from support.headquarters import HubUnderTest

from app.store.store import open_store
from app.sync.cycle import Cycle, Parties
from app.sync.line import Headquarters, Line
from app.sync.service import carry
from app.system.key_box import KeyBox


def main(path: str, letter: str, url: str, authority: str, hub_key: str) -> None:
    """One synchronisation of the store at `path`."""
    store = open_store(Path(path), KeyBox(bytearray(KEY)), RULES, f"store-{letter}")
    keys, key = KeyPair.of(f"device {BRANCH_CODE} {letter}"), bytes.fromhex(hub_key)
    cycle = Cycle(store.sync, Parties(keys.sign, key, "0.1.0", lambda: datetime.now(UTC)), SameSize(), store.transfers)

    async def once() -> None:
        async with Line(Headquarters(url, Path(authority), key), store.identity.device, keys.sign) as line:
            await carry(cycle, line)

    asyncio.run(once())


def sync_and_die(hub: HubUnderTest, desk: Desk, place: str) -> None:
    """Synchronise `desk` in a process of its own, which is killed at `place`; the desk is open again afterwards."""
    desk.store.close()
    words = [str(desk.path), desk.letter, hub.url, str(hub.certificates.authority), hub.public_key.hex()]
    ended = subprocess.run(
        [sys.executable, "-m", "support.desk_sync_process", *words],
        cwd=Path(__file__).parents[1],
        env={**os.environ, "JIESU_CRASH_AT": place, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    desk.reopen()


if __name__ == "__main__":
    main(*sys.argv[1:])
