"""The slip beside the form: what would be printed now, whatever has been typed so far, and every problem of it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.cases import form
from support.real_desk import RealBranch, text_of

from app.domain.commands import IntakeForm
from app.operations.make_paper import preview_slip
from app.operations.preview_intake import preview_intake


def test_a_good_form_shows_its_slip_and_its_date(branch: RealBranch) -> None:
    preview = preview_intake(branch.desk(), form(category="信用卡", amount="1,286.00", phone="13810242716"))
    assert preview.problems == ()
    assert preview.due.due_on.isoformat() == "2026-11-27"
    words = text_of(preview.slip_pdf)
    assert "信用卡年费被重复收取" in words
    assert "13810242716" not in words
    assert branch.entries() == 0


def test_an_empty_form_shows_a_slip_too(branch: RealBranch) -> None:
    preview = preview_intake(branch.desk(), IntakeForm(""))
    assert {problem.field for problem in preview.problems} == {"narrative", "complainant_name"}
    assert preview.slip_pdf.startswith(b"%PDF")


def test_what_can_not_be_read_is_left_out_and_named(branch: RealBranch) -> None:
    bad = form(phone="12", id_number="1", id_kind="resident_id", amount="一百", channel="pigeon", given={"a": "\0"})
    preview = preview_intake(branch.desk(), bad)
    assert {p.field for p in preview.problems} == {"phone", "id_number", "amount", "channel", "given"}
    assert "信用卡年费被重复收取" in text_of(preview.slip_pdf)


@pytest.mark.parametrize("size", ["80mm", "a5", "a4"])
def test_the_preview_is_the_slip_but_for_its_number(branch: RealBranch, size: str) -> None:
    preview = text_of(preview_intake(branch.desk(), form(), size).slip_pdf)
    case = branch.register()
    printed = preview_slip(branch.desk(), case.case_id, size, 0)
    assert isinstance(printed, bytes)
    assert case.case_no in text_of(printed)
    assert case.case_no not in preview
    assert preview.count("信用卡") == text_of(printed).count("信用卡")


FIELDS = [name for name in IntakeForm.__dataclass_fields__ if name != "given"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.fixed_dictionaries({}, optional={name: st.text(max_size=12) for name in FIELDS}))
def test_nothing_that_is_typed_breaks_the_preview(branch: RealBranch, typed: dict[str, str]) -> None:
    preview = preview_intake(branch.desk(), IntakeForm(**{"narrative": "", **typed}))
    assert preview.slip_pdf.startswith(b"%PDF")
    assert "赵" not in repr(preview)
