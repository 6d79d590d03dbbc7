"""Sizes in pixels (ux.md 3), multiplied by the person's text size, 100 to 150 %."""

from __future__ import annotations

from typing import NamedTuple

RAIL_WIDE_FROM = 1600  # px of window width


class Metrics(NamedTuple):
    """Sizes at one text size. `scale` is 1.0 to 1.5."""

    scale: float = 1.0

    def px(self, size: int) -> int:
        """`size` at the text size in use, rounded to whole pixels."""
        return round(size * self.scale)

    @property
    def field(self) -> int:
        """Height of fields and buttons."""
        return self.px(32)

    @property
    def row(self) -> int:
        """Height of a table row."""
        return self.px(36)

    @property
    def header(self) -> int:
        """Height of a table header."""
        return self.px(34)

    @property
    def top_bar(self) -> int:
        """Height of the bar with the page title."""
        return self.px(52)

    @property
    def action_bar(self) -> int:
        """Height of the bar with a page's buttons."""
        return self.px(49)

    @property
    def status_bar(self) -> int:
        """Height of the bar at the bottom of the window."""
        return self.px(31)

    @property
    def rail(self) -> int:
        """Width of the navigation rail with icons above labels."""
        return self.px(76)

    @property
    def wide_rail(self) -> int:
        """Width of the navigation rail with labels beside icons."""
        return self.px(188)

    @property
    def icon(self) -> int:
        """Side of an icon in a button."""
        return self.px(18)

    @property
    def gap(self) -> int:
        """Distance between cards."""
        return self.px(12)

    @property
    def margin(self) -> int:
        """Distance from the page's side edges, and inside cards."""
        return self.px(16)

    @property
    def radius(self) -> int:
        """Corner radius of fields and buttons."""
        return self.px(6)


class _InUse:
    metrics = Metrics()


def metrics() -> Metrics:
    """The sizes in use."""
    return _InUse.metrics


def use(scale: float) -> None:
    """Make `scale` the text size in use (1.0 to 1.5); only `apply_theme` calls this, because it also restyles."""
    _InUse.metrics = Metrics(min(1.5, max(1.0, scale)))
