"""The figures of a year with 20,000 and 100,000 complaints in the branch's encrypted store: reading, counting, showing.

Rows are written as the write path writes them, from a few real cases with other days. `run()` returns medians in ms.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 5
SOME, MANY = 20_000, 100_000
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
_ANSWERS = ("", "", "", "satisfied", "satisfied", "fairly_satisfied", "dissatisfied")
_FAMILIES = ("B0201", "B03021", "B04", "B0501", "B0601", "B0702", "B0903", "B9901")
_CHANNELS = ("counter", "phone", "letter", "web", "hotline", "regulator")


def run() -> dict[str, dict[str, Any]]:
    """Measure, on the off-screen platform unless another one is chosen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from support.real_desk import real_branch

    measured: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(prefix="jiesu-bench-") as folder, real_branch(Path(folder)) as branch:
        for count, aim in ((SOME, 300), (MANY, 1500)):
            _fill(branch, count)
            measured |= _measured(branch, count, aim)
    return measured


def _measured(branch: Any, count: int, aim: float) -> dict[str, dict[str, Any]]:
    from app.operations.read_figures import read_figures
    from app.ui.application import make_application
    from app.ui.figures.page import FiguresPage
    from app.ui.page_context import PageContext

    desk = branch.desk()
    reading = read_figures(desk, FIRST, LAST)
    assert reading.figures.received == count
    app = make_application([], theme="light")

    def at_once(work: Any, then: Any = None, failed: Any = None) -> None:
        result = work(desk)
        if then is not None:
            then(result)

    page = FiguresPage(PageContext(at_once, desk.actor, lambda: desk.people, lambda: desk.rules.taxonomy, branch.clock))
    page.resize(1290, 614)
    page.show()

    def shown() -> None:
        page.show_reading(reading)
        app.processEvents()
        page.repaint()

    figures = {
        f"a year, {count:,} cases": {"value": _median(lambda: read_figures(desk, FIRST, LAST)), "aim": aim},
        f"a month, {count:,} cases": {
            "value": _median(lambda: read_figures(desk, date(2026, 11, 1), date(2026, 11, 30))),
            "aim": aim,
        },
        f"show it, {count:,} cases": {"value": _median(shown), "aim": 100},
    }
    page.hide()
    page.deleteLater()
    return {name: {**figure, "unit": "ms"} for name, figure in figures.items()}


def _fill(branch: Any, count: int) -> None:
    """Bring the store to `count` complaints received all over the year; a twentieth of them late, a tenth repeats."""
    from app.store.statements import inserting
    from app.store.tables import CASE_FIGURES

    dice = random.Random(26)
    with branch.store.database.write() as connection:
        cursor = connection.connection.cursor()
        (there,) = cursor.execute("SELECT count(*) FROM case_figures").fetchone()
        rows, ids = [], [UUID(int=number + 1) for number in range(count)]
        for number in range(there, count):
            received = FIRST + timedelta(days=dice.randint(0, 323))
            took = dice.randint(0, 20)
            ended = received.toordinal() + took if dice.random() < 0.97 else 0
            overdue = received.toordinal() + 8 if took > 18 or not ended else 0
            repeat_of = str(ids[dice.randrange(number)]) if number and dice.random() < 0.1 else ""
            answer = dice.choice(_ANSWERS) if ended else ""
            place = (dice.choice(_FAMILIES), dice.choice(_CHANNELS), received.toordinal(), received.toordinal())
            settled, forwarded = int(ended > 0 and took == 0), int(dice.random() < 0.03)
            values = (ids[number].bytes, "complaint", *place, ended, ended, overdue, settled, 0, 0, 0, forwarded)
            rows.append((number + 1, *values, answer, repeat_of))
        cursor.executemany(inserting(CASE_FIGURES), rows)


def _median(work: Callable[[], object]) -> float:
    taken = []
    for _n in range(ROUNDS):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    import json

    print(json.dumps(run(), indent=2))
