"""The forms of the next steps: every command has one, every field of a command can be filled in, and all of it fits."""

from __future__ import annotations

import dataclasses
from typing import Any, get_args

import pytest
from support.case_scenes import SCENES, scene_for
from support.cases import PEOPLE, RULES
from support.counter import Branch
from support.pages import Visit, context_of, settle

from app.domain import commands
from app.domain.deadlines import china_day
from app.language import set_language
from app.operations.step_commands import PAPER_OF_STEP, STEP_COMMANDS
from app.ui.application import choose_language
from app.ui.case.forms import Asked, command_for, form_for, has_form
from app.ui.case.forms.reading import problems_of
from app.ui.case.page import CasePage
from app.ui.case.step_words import STEP_ORDER
from app.ui.widgets.column_area import ColumnArea

ELSEWHERE = {
    "AddAttachment": "the files' tab",
    "SetAsideAttachment": "the files' tab",
    "DecideExtension": "the approvals page",
    "DecideVoid": "the approvals page",
    "RegisterComplaint": "the intake page",
    "RecordPaper": "made with the paper",
}
"""Commands without a form here, and where they are given."""

MADE_BY_THE_PAGE = {
    *("request_id", "pause_id", "facts_id", "transfer_id", "order_id", "evidence_id", "action_id", "review_id"),
    *("restart_id", "into_case_id", "policy_id", "stage", "shares", "about"),
}
"""Fields that nobody types: ids, and what is put together from several inputs."""

LONG = frozenset({"classify", "record_decision"})
"""Forms that may scroll at the smallest size: the one with everything in it, and the decision with its measures."""

STEPS = tuple(name for name in STEP_ORDER if has_form(name))


@pytest.fixture(autouse=True)
def _chinese_again() -> Any:
    yield
    set_language("zh")


def asked_for(step: str) -> Asked:
    branch = Branch()
    scene = scene_for(step, branch)
    view = branch.view(scene.case_id)
    return Asked(view, PEOPLE, china_day(branch.clock.now()), RULES.taxonomy)  # type: ignore[arg-type]


def test_every_command_has_a_form_or_a_reason() -> None:
    made = set()
    for step in STEPS:
        spec = form_for(step, asked_for(step))
        values = dict.fromkeys((item.name for item in spec.fields), "") | {"offer": "X/1"} | dict(spec.defaults)
        for item in spec.fields:
            if item.kind == "date" and not values[item.name]:
                values[item.name] = "2026-12-01"
            if item.kind == "number" and not values[item.name]:
                values[item.name] = "1"
        command = command_for(step, values)
        if command is not None:
            made.add(type(command).__name__)
    made.add(type(command_for("start_handling", {})).__name__)
    wanted = {kind.__name__ for kind in get_args(commands.Command)}
    assert made | set(ELSEWHERE) == wanted
    assert not made & set(ELSEWHERE)


def test_every_step_with_commands_stands_in_a_group_and_has_a_form_or_makes_a_paper() -> None:
    for step in STEP_COMMANDS:
        assert step in STEP_ORDER, step
        assert has_form(step) or step in PAPER_OF_STEP or step == "start_handling", step


@pytest.mark.parametrize("step", STEPS)
def test_every_field_of_the_command_can_be_filled_in(step: str) -> None:
    spec = form_for(step, asked_for(step))
    inputs = {item.name for item in spec.fields}
    values = dict.fromkeys(inputs, "") | {"offer": "X/1"} | dict(spec.defaults)
    for item in spec.fields:
        values[item.name] = {"date": "2026-12-01", "number": "1"}.get(item.kind, values[item.name])
    command = command_for(step, values)
    if command is None:
        return
    wanted = {item.name for item in dataclasses.fields(command)} - MADE_BY_THE_PAGE
    if step in ("accept_transfer", "decline_transfer", "take_back_transfer"):
        wanted -= {"answer"}
    assert wanted <= inputs | set(spec.defaults), step


@pytest.mark.parametrize("step", STEPS)
def test_an_empty_form_says_what_is_missing_and_nothing_breaks(step: str) -> None:
    spec = form_for(step, asked_for(step))
    blank = dict.fromkeys((item.name for item in spec.fields if item.is_input), "")
    for name, message in problems_of(spec, blank).items():
        assert name in blank
        assert message


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_form_fits_at_the_smallest_size(qtbot: Any, lang: str) -> None:
    branch = Branch()
    for name in SCENES:
        SCENES[name](branch)
    page = CasePage(context_of(branch), _calls(branch))
    visit = Visit(qtbot, page, case_id="case-1")
    choose_language(lang)
    for step in STEPS:
        branch.person = PEOPLE[_who(step)]
        scene = scene_for(step, branch)
        page.presenter.open(scene.case_id)
        page.presenter._open_form(page._view, step)  # also where it would be refused
        settle()
        area = page.form._inner
        assert isinstance(area, ColumnArea)
        if step not in LONG:
            assert area.verticalScrollBar().maximum() <= 0, step
        for field in page.form.fields.values():
            assert field.label.width() >= field.label.sizeHint().width() - 1, (step, field.label.text())
        assert page.form.title.width() >= page.form.title.sizeHint().width() - 1, step
        assert page.form.submit.width() >= page.form.submit.sizeHint().width() - 1, step
    del visit


def _calls(branch: Branch) -> Any:
    from support.case_calls import FakeCaseCalls

    return FakeCaseCalls(branch)


def _who(step: str) -> str:
    return "0401" if step in ("assign", "reopen", "delegate_approval") else "0301"
