"""Customer data on the clipboard."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication


def put_private(text: str) -> None:
    """Put `text` on the clipboard."""
    QGuiApplication.clipboard().setText(text)
