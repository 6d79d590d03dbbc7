"""Many people with one matter at the intake, and the room that their fields have."""

from __future__ import annotations

from typing import Any

import pytest
from support.counter import Branch
from support.page_calls import FakeIntakeCalls
from support.pages import Key, Visit, context_of, press, settle, type_keys

from app.ui.intake.page import IntakePage


@pytest.fixture
def visit(qtbot: Any) -> Visit:
    branch = Branch()
    return Visit(qtbot, IntakePage(context_of(branch), FakeIntakeCalls(branch)))


def test_so_many_in_person_that_it_becomes_major_is_said_before(visit: Visit) -> None:
    press(Key.Key_F6)
    more = visit.page.more_panel()
    more.go_to("joint_count")
    type_keys("19")
    more.fields["is_face_to_face"].set_value(True)
    settle()
    assert not any(note.isVisible() for note in more.major_notes)
    more.go_to("joint_count")
    more.fields["joint_count"].set_value("20")
    settle()
    assert more.major_notes[0].isVisible()
    assert "20 人及以上" in more.major_notes[0].text()
    more.go_to("severity")
    settle()
    assert more.major_notes[1].isVisible()
    more.fields["severity"].set_value("key_case")
    settle()
    assert not any(note.isVisible() for note in more.major_notes)


def test_the_box_of_representatives_shows_three_lines(visit: Visit) -> None:
    press(Key.Key_F6)
    more = visit.page.more_panel()
    more.go_to("joint_count")
    type_keys("20")
    more.go_to("group_representatives")
    settle()
    box = more.fields["group_representatives"].editor
    assert box.viewport().height() >= 3 * box.fontMetrics().lineSpacing()


def test_a_choice_that_does_not_fit_ends_in_dots(qtbot: Any) -> None:
    from app.ui.widgets.choices import Choice, ComboField

    field = ComboField("ID type", [Choice("a", "Resident identity card of the People's Republic"), Choice("b", "P")])
    qtbot.addWidget(field)
    field.set_value("a")
    field.resize(140, 60)
    field.show()
    settle()
    field.grab()
    assert field.editor.toolTip().startswith("Resident identity card")
    field.set_value("b")
    field.grab()
    assert field.editor.toolTip() == ""
