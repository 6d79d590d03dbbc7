"""The PySide6 wheel must not lose references to None and the bools.

PySide6 6.12.0 on Python 3.11 loses one with every void call and aborts in the end ("none_dealloc: deallocating None"),
long after a short test run has passed. 20,000 calls of each kind are enough to see it.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

_START = """
import sys
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label, thing, timer = QLabel(), QObject(), QTimer()
image = QImage(8, 8, QImage.Format.Format_ARGB32)
painter, colour = QPainter(image), QColor("black")
timer.setSingleShot(True)
before = [sys.getrefcount(value) for value in (None, True, False)]
for number in range(20_000):
    {call}
after = [sys.getrefcount(value) for value in (None, True, False)]
painter.end()
timer.stop()
lost = [old - new for old, new in zip(before, after)]
assert max(lost) < 1_000, lost
"""

CALLS = {
    "set_text": 'label.setText("x")',
    "set_pen": "painter.setPen(colour)",
    "timer_start": "timer.start(1_000_000)",
    "property_none": 'thing.property("nope")',
    "property_true": 'thing.setProperty("yes", True); thing.property("yes")',
    "property_false": 'thing.setProperty("no", False); thing.property("no")',
    "bool_answer": "label.isVisible(); label.isEnabled(); timer.isActive()",
    "block_signals": "thing.blockSignals(False)",
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS.keys())
def test_twenty_thousand_calls_lose_nothing(call: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _START.format(call=call)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
