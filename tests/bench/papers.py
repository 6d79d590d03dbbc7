"""How long papers take: the first slip of a program's life (imports and fonts included), and every slip after it."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parents[1]
_FIRST = (
    "import time; from support.papers import slip_of; paper = slip_of(); start = time.perf_counter();"
    "from app.documents.slip import make_slip; make_slip(paper, '80mm', 'zh'); print(time.perf_counter() - start)"
)


def run() -> dict[str, dict[str, Any]]:
    """Milliseconds: the first slip in a fresh process (best of 3), medians of 30 for everything warm."""
    sys.path.insert(0, str(TESTS))
    from support.papers import NARRATIVE, letter_of, notice_of, slip_of

    from app.documents.extension_notice import make_extension_notice
    from app.documents.resolution_letter import make_resolution_letter
    from app.documents.slip import make_slip
    from app.printing.preview import render_page

    slip = slip_of()
    rare = slip_of(complainant="𪚥*", narrative=NARRATIVE + "😀")
    pdf = make_slip(slip, "80mm", "zh")
    return {
        "first_slip": {"value": min(_first() for _ in range(3)), "unit": "ms"},
        "warm_slip_80mm": {"value": _median(lambda: make_slip(slip, "80mm", "zh")), "unit": "ms", "aim": 50},
        "warm_slip_a5": {"value": _median(lambda: make_slip(slip, "a5", "zh")), "unit": "ms", "aim": 50},
        "warm_slip_rare_name": {"value": _median(lambda: make_slip(rare, "80mm", "zh")), "unit": "ms", "aim": 50},
        "warm_notice": {"value": _median(lambda: make_extension_notice(notice_of(), "zh")), "unit": "ms"},
        "warm_letter": {"value": _median(lambda: make_resolution_letter(letter_of(), "zh")), "unit": "ms"},
        "preview_page": {"value": _median(lambda: render_page(pdf, 0, 1.6)), "unit": "ms"},
    }


def _first() -> float:
    done = subprocess.run(
        [sys.executable, "-c", _FIRST],
        capture_output=True,
        text=True,
        cwd=TESTS.parent,
        env={"PYTHONPATH": f"{TESTS}:{TESTS.parent}", "PATH": ""},
        check=True,
    )
    return float(done.stdout) * 1000


def _median(work: Any, count: int = 30) -> float:
    work()
    taken = []
    for _ in range(count):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)
