"""What the sync centre shows, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from app.language import _, ngettext_
from app.ui.shell.facts import SyncFacts, clock_time, day_and_time


class Sums(Protocol):
    """The sums of journal/standing's Balance; no import of the journal is needed to show them."""

    @property
    def committed(self) -> int: ...
    @property
    def receipted(self) -> int: ...
    @property
    def at_headquarters(self) -> int: ...
    @property
    def applied(self) -> int: ...
    @property
    def conflicts(self) -> int: ...
    @property
    def quarantined(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Attempt:
    """One synchronisation that was tried: when, whether it worked, what was sent and received, why it failed."""

    at: datetime
    succeeded: bool
    sent: int = 0
    received: int = 0
    reason: str = ""

    def words(self) -> str:
        """One line about it."""
        if not self.succeeded:
            return self.reason or _("Failed")
        if not self.sent and not self.received:
            return _("Nothing new")
        return _("Sent {sent}, received {received}").format(sent=self.sent, received=self.received)


@dataclass(frozen=True, slots=True)
class SyncReport:
    """All that the sync centre shows. `attempts`: the latest first. `server` names the headquarters asked,
    `key` is its public key, empty before the first contact."""

    facts: SyncFacts = field(default_factory=SyncFacts)
    balance: Sums | None = None
    attempts: tuple[Attempt, ...] = ()
    server: str = ""
    key: bytes = b""

    def headline(self) -> str:
        """The state in one sentence."""
        waiting = self.facts.waiting
        if self.facts.state == "syncing":
            return _("Synchronising with headquarters…")
        if self.facts.state == "attention":
            return _("Some entries need a decision")
        if self.facts.state == "offline":
            return _("Headquarters can't be reached")
        if waiting:
            return ngettext_(
                "{count} entry waits to be uploaded", "{count} entries wait to be uploaded", waiting
            ).format(count=waiting)
        if self.facts.state == "never":
            return _("Not synchronised yet")
        return _("Everything is uploaded")

    def advice(self) -> str:
        """What that means for the person at the counter."""
        if self.facts.state == "attention":
            return _("Nothing is lost. A supervisor looks at the cases marked in the worklist.")
        if self.facts.state == "offline":
            return _("Go on working: everything is kept safe on this computer and sent as soon as the network is back.")
        if self.facts.state == "never" or self.facts.waiting:
            return _("Everything is kept safe on this computer until headquarters has signed for it.")
        return _("Headquarters has signed for every entry of this computer.")

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Facts as (label, value)."""
        return (
            (_("Last success"), day_and_time(self.facts.at)),
            (_("Next attempt"), clock_time(self.facts.next_at)),
            (_("Waiting to upload"), str(self.facts.waiting)),
            (_("Headquarters"), self.server or "--"),
        )

    def sums(self) -> tuple[tuple[str, str, int, bool], ...]:
        """The balance as (label, explanation, figure, is it as it should be)."""
        if self.balance is None:
            return ()
        b = self.balance
        return (
            (_("Recorded here"), _("entries of this computer"), b.committed, True),
            (_("Signed for"), _("headquarters holds them"), b.receipted, b.receipted == b.committed),
            (
                _("In the branch feed"),
                _("placed in order at headquarters"),
                b.at_headquarters,
                b.at_headquarters == b.committed,
            ),
            (_("Applied"), _("confirmed on this computer"), b.applied, b.applied == b.committed),
            (_("Conflicts"), _("cases that need a look"), b.conflicts, not b.conflicts),
            (_("Set aside"), _("could not be read"), b.quarantined, not b.quarantined),
        )

    def is_level(self) -> bool:
        """Whether all sums agree and nothing is set aside."""
        return all(is_right for _label, _explanation, _figure, is_right in self.sums())
