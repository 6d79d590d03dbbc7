"""Scrolling the worklist with 100,000 cases: a full repaint of the table for each step, as in ux.md section 4.

`run()` returns times in ms for a page of 1366x768 and one of 1920x1080: median and p95 of wheel steps of three rows and
of pages (each row new), and of jumps by the scroll bar; the time for a new list of 100,000 ids; resident memory. The
aim is a p95 of 16 ms for steps. Rows come from a source in memory that answers at once, as a lane does from SQLite.
"""

from __future__ import annotations

import os
import sys
import time
from array import array
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
ROWS = 100_000
STEPS = 300
SIZES = {"1366x768": (1290, 616), "1920x1080": (1732, 928)}

_NAMES = ("王*芳", "李*英", "赵*", "欧阳**", "买买提·***", "J*** S***", "黄*军", "胡*")
_TEXTS = (
    "未经同意开通账单分期 12 期并收取手续费 1,286.00 元，要求退还。",
    "短信服务费连续三个月重复扣收，电话反映两次无人回复。",
    "柜台排队超过一小时，叫号系统异常，无人疏导。",
    "自助机吞卡后取卡时间过长，影响次日出行。",
    "理财产品风险等级告知不清，到期收益与宣传不符。",
)
_STATES = ("accepted", "in_progress", "extension_requested", "decided", "told", "closed", "withdrawn")


class Cases:
    """A hundred thousand cases, made when they are looked at."""

    def __init__(self) -> None:
        from app.domain.warning import Alert

        self.today = date(2026, 11, 23)
        self.alerts = (Alert.NONE, Alert.HALF, Alert.FOUR_FIFTHS)

    def read(self, desk: Any, wanted: Any) -> Any:
        """All ids, as the store delivers them."""
        return SimpleNamespace(ids=array("q", range(1, ROWS + 1)), counts={"all": ROWS, "mine": 32})

    def rows(self, desk: Any, ids: Sequence[int]) -> list[Any]:
        """The rows of one window."""
        return [self._row(row_id) for row_id in ids]

    def open(self, desk: Any, case_id: str) -> Any:
        """No case: the pane stays empty."""
        from app.domain.refusal import refuse

        return refuse("case_not_found")

    def _row(self, row_id: int) -> Any:
        return SimpleNamespace(
            row_id=row_id,
            case_id=f"case-{row_id}",
            case_no=f"TS0102-26A{row_id:05d}-{'0123456789ABCDEFGH'[row_id % 18]}",
            masked_name=_NAMES[row_id % len(_NAMES)],
            category=("B03023", "B0501", "B9901", "B0702")[row_id % 4],
            summary=f"{_TEXTS[row_id % len(_TEXTS)]}（{row_id}）",
            channel=("counter", "phone", "letter", "regulator")[row_id % 4],
            owner="0217",
            state=_STATES[row_id % len(_STATES)],
            due_on=self.today + timedelta(days=row_id % 9 - 2),
            is_provisional=row_id % 11 == 0,
            updated_at=datetime(2026, 11, 1 + row_id % 22, row_id % 24, row_id % 60, tzinfo=UTC),
            was_overdue=False,
            is_at_headquarters=True,
            has_flags=row_id % 97 == 0,
            severity=("key_case", "major", "ordinary", "ordinary")[min(row_id // 50, 3)],
            intake_type=("complaint", "complaint", "complaint", "enquiry")[row_id % 4],
            has_order=row_id % 31 == 0,
            transfer_to="0217" if row_id % 41 == 0 else "",
            alert=lambda today: self.alerts[row_id % 3],
        )


def run() -> dict[str, Any]:
    """Measure, on the off-screen platform unless another one is chosen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from app.domain.people import Person, Role
    from app.domain.taxonomy import Taxonomy
    from app.system.clock import Clock
    from app.system.resources import read_json
    from app.ui.application import make_application
    from app.ui.page_context import PageContext
    from app.ui.worklist.page import WorklistPage

    make_application([], theme="light")
    person = Person("0217", "李晓", Role.TELLER, "0102")
    taxonomy = Taxonomy.from_data(read_json("rules/taxonomy.json"))

    def at_once(work: Any, then: Any = None, failed: Any = None) -> None:
        result = work(None)
        if then is not None:
            then(result)

    context = PageContext(at_once, person, lambda: {"0217": person}, lambda: taxonomy, Clock())
    page = WorklistPage(context, Cases())  # type: ignore[arg-type]
    measured: dict[str, Any] = {}
    for name, size in SIZES.items():
        page.resize(*size)
        page.show()
        page.on_shown(view="all")
        measured |= {f"{name} {step}": figure for step, figure in _measure(page).items()}
    page.hide()
    page.deleteLater()
    return measured


def _measure(page: Any) -> dict[str, dict[str, Any]]:
    from PySide6.QtWidgets import QApplication

    app = QApplication.instance()
    assert app is not None
    app.processEvents()
    began = time.perf_counter()
    page.presenter.refresh()
    app.processEvents()
    listing = (time.perf_counter() - began) * 1000
    found: dict[str, dict[str, Any]] = {f"list of {ROWS:,} rows": {"value": listing, "unit": "ms", "aim": 150}}
    table, bar = page.table, page.table.verticalScrollBar()
    row = table.verticalHeader().defaultSectionSize()
    for kind, step in (("wheel", 3 * row), ("page", table.viewport().height()), ("jump", bar.maximum() // STEPS)):
        bar.setValue(0)
        app.processEvents()
        times = []
        for number in range(1, STEPS + 1):
            began = time.perf_counter()
            bar.setValue(number * step)
            table.viewport().repaint()
            times.append((time.perf_counter() - began) * 1000)
            app.processEvents()
        found[f"{kind} p95"] = {"value": sorted(times)[int(STEPS * 0.95)], "unit": "ms", "aim": 16}
    return found


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    import json

    print(json.dumps(run(), indent=2))
