"""Figures of a real desk against those counted by hand, and who may be named in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from support.cases import AUDITOR, HANDLER, SUPERVISOR
from support.figures_scene import do, november
from support.real_desk import RealBranch, done, real_branch

from app.domain.commands import DecideVoid, RequestVoid
from app.domain.figures import Rate
from app.operations.act import carry_out
from app.operations.read_figures import read_figures

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


@pytest.fixture
def branch(tmp_path: Path) -> Iterator[RealBranch]:
    with real_branch(tmp_path) as made:
        yield made


def test_a_november_counted_by_hand(branch: RealBranch) -> None:
    ids = november(branch)
    reading = read_figures(branch.desk(SUPERVISOR), FIRST, LAST)
    found = reading.figures
    assert (found.received, found.accepted, found.closed) == (5, 5, 3)
    assert found.timeliness == Rate(2, 3, True)  # a b of a b c
    assert found.strict_timeliness == Rate(2, 4, True)  # and d
    assert found.satisfaction == Rate(1, 1, True)
    assert found.answered == Rate(1, 3, True)
    assert found.completion == Rate(3, 5, False)
    assert found.first_contact_resolution == Rate(0, 5, False)  # b was repeated by e
    assert found.regulator_escalation == Rate(0, 5, False)
    assert found.repeats == Rate(1, 5, False)
    assert [(line.overdue.case_id, line.overdue.days, line.overdue.is_running) for line in reading.overdue] == [
        (ids["c"], 11, False),
        (ids["d"], 10, True),
    ]
    assert dict(reading.by_channel)["phone"] == 1
    assert sum(count for _code, count in reading.by_category) == 5
    assert dict(reading.by_category)["B04"] == 1
    assert reading.read_at == branch.clock.time
    assert not reading.is_empty


def test_what_is_voided_counts_nowhere(branch: RealBranch) -> None:
    ids = november(branch)
    do(branch, HANDLER, ids["d"], RequestVoid("v1", "与另一件重复录入。"))
    version = branch.view(ids["d"]).case.version
    done(carry_out(branch.desk(SUPERVISOR), ids["d"], DecideVoid("v1", True, "经核对属实。", version, "n1")))
    reading = read_figures(branch.desk(SUPERVISOR), FIRST, LAST)
    assert reading.figures.strict_timeliness == Rate(2, 3, True)
    assert reading.figures.received == 4
    assert [line.overdue.case_id for line in reading.overdue] == [ids["c"]]


def test_a_period_without_anything_is_empty(branch: RealBranch) -> None:
    november(branch)
    reading = read_figures(branch.desk(SUPERVISOR), date(2026, 9, 1), date(2026, 9, 30))
    assert reading.is_empty
    assert reading.figures.timeliness.share is None


def test_nobody_is_named_in_full(branch: RealBranch) -> None:
    november(branch)
    reading = read_figures(branch.desk(AUDITOR), FIRST, LAST)
    assert {line.named.masked_name for line in reading.overdue}.isdisjoint({"王明芳"})
    assert all("*" in line.named.masked_name or line.named.masked_name == "" for line in reading.overdue)
