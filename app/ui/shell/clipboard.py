"""What this program lays on the clipboard does not stay there: gone after 30 s, at the lock and at the end.

KeePassXC's way (security.md 1.1): only what is still ours is cleared, and clipboard histories are asked not to keep it.
"""

from __future__ import annotations

import hashlib
import sys

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

CLEARED_AFTER_MS = 30_000

_HINTS = {
    "linux": {"x-kde-passwordManagerHint": b"secret"},
    "darwin": {"application/x-nspasteboard-concealed-type": b""},
    "win32": {
        'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"1",
        'application/x-qt-windows-mime;value="CanIncludeInClipboardHistory"': b"\x00\x00\x00\x00",
        'application/x-qt-windows-mime;value="CanUploadToCloudClipboard"': b"\x00\x00\x00\x00",
    },
}
"""What asks the clipboard managers of each system not to store or upload a copy."""

_ALONE = frozenset({"offscreen", "minimal"})
"""Platforms whose clipboard no other program can reach; they do not say who owns it."""

_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


class ClipboardKeeper(QObject):
    """Watches the clipboard while this program owns it: whatever was copied in the desk is cleared after a while.

    Ctrl+C in a field is covered as well as `put_private`; the mouse selection of X11 is the same kind of copy.
    """

    def __init__(self, parent: QObject | None = None, *, cleared_after_ms: int = CLEARED_AFTER_MS) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._ours: dict[QClipboard.Mode, bytes] = {}  # by mode the hash of what we laid there
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(cleared_after_ms)
        self._timer.timeout.connect(self.clear)
        self._clipboard.changed.connect(self._on_changed)

    def put_private(self, text: str) -> None:
        """Copy `text`, with the hints that keep clipboard managers from storing it."""
        self._clipboard.setMimeData(_private(text), QClipboard.Mode.Clipboard)
        self._note(QClipboard.Mode.Clipboard)

    def clear(self) -> None:
        """Take away what is still ours; what another program laid there meanwhile stays."""
        self._timer.stop()
        ours, self._ours = self._ours, {}
        for mode, digest in ours.items():
            if self._owns(mode) and _digest(self._clipboard.text(mode)) == digest:
                self._clipboard.clear(mode)

    def holds_ours(self) -> bool:
        """Whether anything of ours lies there."""
        return bool(self._ours)

    def _on_changed(self, mode: QClipboard.Mode) -> None:
        if mode not in _MODES:
            return
        if self._owns(mode) and self._clipboard.text(mode):
            self._note(mode)
        else:
            self._ours.pop(mode, None)

    def _note(self, mode: QClipboard.Mode) -> None:
        self._ours[mode] = _digest(self._clipboard.text(mode))
        self._timer.start()

    def _owns(self, mode: QClipboard.Mode) -> bool:
        if QGuiApplication.platformName() in _ALONE:
            return True
        return self._clipboard.ownsSelection() if mode is QClipboard.Mode.Selection else self._clipboard.ownsClipboard()


def put_private(text: str) -> None:
    """Copy `text` so that it is cleared in time, by the running desk's keeper; without one nothing is copied."""
    app = QGuiApplication.instance()
    keeper = app.findChild(ClipboardKeeper) if app is not None else None
    if keeper is not None:
        keeper.put_private(text)


def _private(text: str) -> QMimeData:
    data = QMimeData()
    data.setText(text)
    for kind, value in _HINTS.get(sys.platform, {}).items():
        data.setData(kind, value)
    return data


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
