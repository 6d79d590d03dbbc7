"""What the settings page offers and does; no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from app.system.settings import Settings
from app.ui.running import RunWork

Change = Callable[..., Settings]


class SettingsView(Protocol):
    """What the presenter tells the page."""

    def show_settings(self, settings: Settings) -> None:
        """Show what is set."""

    def show_printers(self, names: Sequence[str], chosen: str) -> None:
        """Offer printers; `chosen` is shown even when it is not there."""

    def toast(self, text: str) -> None:
        """Something worked or did not."""


@dataclass(slots=True, weakref_slot=True)
class SettingsPresenter:
    """`change(**settings)` saves and gives all settings back; `apply(settings, names)` makes the named ones work now;
    `printers()` lists the computer's printers by name, off the GUI thread."""

    view: SettingsView
    run: RunWork
    current: Callable[[], Settings]
    change: Change
    apply: Callable[[Settings, frozenset[str]], object]
    printers: Callable[[], Sequence[str]]

    def refresh(self) -> None:
        """Show what is set, and look for printers."""
        self.view.show_settings(self.current())
        self.run(self.printers, self._on_printers, lambda _error: None)

    def choose(self, name: str, value: object) -> None:
        """Somebody chose `value` for the setting `name`."""
        if getattr(self.current(), name) == value:
            return
        self.apply(self.change(**{name: value}), frozenset({name}))

    def _on_printers(self, names: Sequence[str]) -> None:
        self.view.show_printers(names, self.current().printer)
