"""Cycles under a test's hand: every request is seen, and the line can be cut before or behind any of them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from support.cases import TELLER
from support.desks import Desk
from support.headquarters import HubUnderTest

from app.domain.case import Case
from app.domain.commands import AddAttachment
from app.domain.decide import decide
from app.store.attachments import NewBlob
from app.store.store import Acted
from app.sync.batches import BatchSize
from app.sync.errors import OfflineError
from app.sync.messages import Answer, Ask

PIECE = 64 * 1024


class SameSize(BatchSize):
    """Pieces of one size, whatever the line does."""

    def __init__(self, size: int = PIECE) -> None:
        super().__init__()
        self.size = size

    def limit(self, largest: int) -> None:
        """Stay."""

    def succeeded(self, seconds: float) -> None:
        """Stay."""


@dataclass
class Carrier:
    """Carries one cycle. `before` and `after` look at each request and may raise what the line would raise."""

    hub: HubUnderTest
    desk: Desk
    batches: BatchSize = field(default_factory=SameSize)
    before: Callable[[Ask], None] = lambda ask: None
    after: Callable[[Ask], None] = lambda ask: None
    words: list[str] = field(default_factory=list)

    def run(self, url: str = "") -> list[str]:
        """One cycle; what was asked, such as "PATCH /v1/attachments/…". Raises what the cycle raises."""
        asyncio.run(self.carry(url))
        return self.words

    async def carry(self, url: str = "") -> None:
        talk = self.hub.cycle(self.desk, self.batches).run()
        async with self.hub.line(self.desk, url) as line:
            try:
                ask = next(talk)
                while True:
                    try:
                        answer = await self._exchange(line.exchange, ask)
                    except Exception as error:
                        ask = talk.throw(error)
                    else:
                        ask = talk.send(answer)
            except StopIteration:
                return
            finally:
                talk.close()

    async def _exchange(self, exchange: Callable[..., object], ask: Ask) -> Answer:
        self.words.append(f"{ask.method} {ask.target.partition('?')[0]}")
        self.before(ask)
        answer: Answer = await exchange(ask)  # type: ignore[misc]
        self.after(ask)
        return answer


def cut_at(number: int, method: str) -> Callable[[Ask], None]:
    """Cuts the line at the request `number` (0 is the first) of this method."""
    seen = [0]

    def look(ask: Ask) -> None:
        if ask.method == method and "/attachments/" in ask.target:
            seen[0] += 1
            if seen[0] > number:
                raise OfflineError(why="cut_off")

    return look


def attach(desk: Desk, case: Case, content: bytes) -> str:
    """Attach a file, its kind unlooked at; its hash."""
    sha256 = hashlib.sha256(content).hexdigest()
    command = AddAttachment(sha256, "现场照片.jpg", "image/jpeg", len(content), "")
    outcome = desk.store.act(
        case.case_id,
        lambda known: decide(known, command, desk.context(TELLER)),
        desk.author(TELLER),
        desk.now,
        blob=NewBlob(sha256, content),
    )
    assert isinstance(outcome, Acted), outcome
    return sha256
