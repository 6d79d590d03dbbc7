"""Opening the page of a long case: 200 entries and 20 files, on a real encrypted store, painted to the last pixel.

`run()` returns medians in ms: opening the case, coming to its tab of files, going on to another case like it, and
switching between worklist and case. "read 200 entries" is what store and rules alone take of it.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ENTRIES, FILES, ROUNDS = 200, 20, 9


def run() -> dict[str, dict[str, Any]]:
    """Measure, on the off-screen platform unless another one is chosen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from support.real_desk import real_branch

    with tempfile.TemporaryDirectory(prefix="jiesu-bench-") as folder, real_branch(Path(folder)) as branch:
        return _measured(branch, [_long_case(branch), _long_case(branch)])


def _long_case(branch: Any) -> str:
    from support.files import picture

    from app.domain.commands import AddNote, StartHandling
    from app.operations.act import carry_out
    from app.operations.attach import attach

    case, desk = branch.register(), branch.desk()
    carry_out(desk, case.case_id, StartHandling())
    view: Any = None
    for number in range(FILES):
        view = attach(desk, case.case_id, picture(size=(60 + number, 40)), f"凭证 {number + 1}.jpg", "客户当面提供")
    while len(view.case.timeline) < ENTRIES:
        branch.later(minutes=1)
        view = carry_out(desk, case.case_id, AddNote("致电客户，约定周三回访，客户表示还需要与家人商量。"))
    assert len(view.case.attachments) == FILES
    return str(case.case_id)


def _measured(branch: Any, cases: list[str]) -> dict[str, dict[str, Any]]:
    from PySide6.QtWidgets import QStackedWidget
    from support.cases import RULES

    from app.operations.open_case import open_case
    from app.ui.application import make_application
    from app.ui.case.page import CasePage
    from app.ui.page_context import PageContext
    from app.ui.worklist.page import WorklistPage

    app, desk = make_application([], theme="light"), branch.desk()

    def at_once(work: Any, then: Any = None, failed: Any = None) -> None:
        result = work(desk)
        if then is not None:
            then(result)

    context = PageContext(at_once, desk.actor, lambda: desk.people, lambda: RULES.taxonomy, branch.clock)
    stack = QStackedWidget()
    page, worklist = CasePage(context), WorklistPage(context)
    stack.addWidget(page)
    stack.addWidget(worklist)
    stack.resize(1290, 616)
    stack.show()
    measured = _figures(stack, page, worklist, cases)
    measured["read 200 entries"] = {"value": _median(lambda: open_case(desk, cases[0])), "unit": "ms"}
    stack.hide()
    stack.deleteLater()
    app.processEvents()
    return measured


def _figures(stack: Any, page: Any, worklist: Any, cases: list[str]) -> dict[str, dict[str, Any]]:
    from PySide6.QtWidgets import QApplication

    turn = iter(range(1_000_000))

    def painted(do: Callable[[], object]) -> None:
        do()
        QApplication.processEvents()
        stack.repaint()
        QApplication.processEvents()

    def opening() -> None:
        page.on_shown(case_id=cases[next(turn) % 2])

    def to_files() -> None:
        page.middle.show_tab("files" if next(turn) % 2 else "progress")

    def to_worklist() -> None:
        stack.setCurrentWidget(worklist)
        worklist.on_shown(view="all")

    def back_to_case() -> None:
        stack.setCurrentWidget(page)
        page.on_shown(case_id=cases[0])

    def figure(do: Callable[[], object], aim: float, before: Callable[[], object] | None = None) -> dict[str, Any]:
        return {"value": _median(lambda: painted(do), before and (lambda: painted(before))), "unit": "ms", "aim": aim}

    return {
        "open, 200 entries and 20 files": figure(opening, 150),
        "to the files and back": figure(to_files, 100),
        "worklist to case": figure(back_to_case, 150, to_worklist),
        "case to worklist": figure(to_worklist, 100, back_to_case),
        "show 75 earlier entries": figure(page.middle.timeline.show_earlier, 150, opening),
    }


def _median(work: Callable[[], object], before: Callable[[], object] | None = None) -> float:
    taken = []
    for _n in range(ROUNDS):
        if before is not None:
            before()
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    import json

    print(json.dumps(run(), indent=2))
