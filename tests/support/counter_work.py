"""What a teller does at the counter, for tests that drive the real program by keys."""

from __future__ import annotations

import subprocess
from typing import Any

from support.running_desk import RunningDesk
from support.screen import wait_for

NAME = "赵海燕"
PHONE = "138 1024 2716"
ID_NUMBER = "11010519491231002X"
NARRATIVE = "客户反映 10 月账单显示开通“账单分期”12 期，手续费 1,286.00 元，本人称未办理也未收到确认短信。"
REMEDY = "取消分期并退还手续费"


def type_complaint(desk: RunningDesk, name: str = NAME) -> None:
    """Every field in the order in which Enter walks, from the name to the wish."""
    keys = desk.screen
    keys.type_chinese(name)
    keys.key("Return")
    desk.wait_focus("phone")
    keys.type(PHONE)
    keys.key("Return", "Return", "Return")  # capacity and kind of paper stay as they are
    keys.type(ID_NUMBER)
    keys.key("Return")
    keys.type("2716")
    keys.key("Return")
    keys.type("xyk")  # pinyin initials of 信用卡
    keys.key("Return")
    keys.type("1120")
    keys.key("Return")
    keys.type("1286")
    keys.key("Return")
    desk.fill("narrative", NARRATIVE)
    keys.key("Return")
    desk.fill("remedy_sought", REMEDY)


def text_of(pdf: bytes) -> str:
    """What a reader finds in a paper, without spaces."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True, timeout=20)
    return "".join(done.stdout.decode().split())


def recorded_case(desk: RunningDesk, before: int = 0) -> dict[str, Any]:
    """Synchronise; the case that headquarters then has more than the `before` ones."""
    desk.synchronise()
    cases = wait_for("the case at headquarters", lambda: desk.cases_at_headquarters()[before:])
    assert len(cases) == 1
    return cases[0]
