"""Making the style sheet look again at a widget whose properties changed."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def repolish(widget: QWidget) -> None:
    """Apply the style sheet again, after a property that it selects on has changed."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def set_kind(widget: QWidget, kind: str) -> None:
    """Give `widget` the look that the style sheet has for `kind`."""
    widget.setProperty("kind", kind)
    repolish(widget)


def set_tone(widget: QWidget, tone: str) -> None:
    """Give `widget` the colours of `tone`: ok, warning, error or info."""
    if widget.property("tone") != tone:
        widget.setProperty("tone", tone)
        repolish(widget)
        for child in widget.findChildren(QWidget):
            repolish(child)
