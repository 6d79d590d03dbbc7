"""The rules of looking at details and taking data out, as data (JR/T 0171-2020 6.1.4; domain.md no. 96)."""

from __future__ import annotations

import copy
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from support.cases import PEOPLE, RULES, at

from app.domain.disclosure import (
    SHIPPED_DISCLOSURE,
    DisclosureBook,
    DisclosureRules,
    Given,
    objection_to_reason,
    objection_to_taking_out,
)
from app.domain.people import Role
from app.language.disclosure_labels import choice, reason
from app.system.resources import read_json

DATA = read_json("rules/disclosure.json")
SHIPPED = SHIPPED_DISCLOSURE.as_of(date(2026, 11, 22))


def test_the_file_says_what_ships() -> None:
    assert DisclosureBook.from_data(DATA).versions == SHIPPED_DISCLOSURE.versions
    assert RULES.disclosure.as_of(date(2030, 1, 1)) == SHIPPED
    assert DisclosureBook.from_data(DATA).as_of(date(2020, 1, 1)) == SHIPPED


def test_every_reason_has_words() -> None:
    for why in (*SHIPPED.reveal_reasons, *SHIPPED.take_out_reasons):
        assert choice(why.code) != why.code
        assert reason(why.code) != why.code
    assert choice("of_a_newer_program") == reason("of_a_newer_program") == "of_a_newer_program"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("shown_seconds",), 0),
        (("shown_seconds",), "30"),
        (("proof_minutes",), -1),
        (("least_note",), 0),
        (("reveal_reasons",), []),
        (("reveal_reasons",), [{"code": "a"}, {"code": "a"}]),
        (("take_out_reasons",), [{"code": ""}]),
        (("roles", "teller"), None),
        (("roles", "teller", "may_copy"), 1),
        (("roles", "teller", "reveals_a_day"), True),
        (("effective_from",), "tomorrow"),
        (("version",), 7),
    ],
)
def test_unsound_data_is_refused(path: tuple[str, ...], value: Any) -> None:
    data = copy.deepcopy(DATA)
    place = data["versions"][0]
    for name in path[:-1]:
        place = place[name]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    with pytest.raises((KeyError, TypeError, ValueError)):
        DisclosureBook.from_data(data)


def test_versions_need_different_days() -> None:
    with pytest.raises(ValueError, match="different days"):
        DisclosureBook((DisclosureRules(), DisclosureRules()))


def test_a_proof_ages_and_one_of_the_future_is_none() -> None:
    now = at("2026-11-22 10:00")
    assert SHIPPED.is_fresh(now, now)
    assert SHIPPED.is_fresh(now - timedelta(minutes=5), now)
    assert not SHIPPED.is_fresh(now - timedelta(minutes=5, seconds=1), now)
    assert not SHIPPED.is_fresh(now + timedelta(seconds=1), now)
    assert not SHIPPED.is_fresh(None, now)


def test_a_reason_is_one_of_the_list_and_some_say_more() -> None:
    offered = SHIPPED.reveal_reasons
    assert objection_to_reason(Given("call_customer"), offered, SHIPPED) is None
    assert objection_to_reason(Given("other", "领导当面要求核对"), offered, SHIPPED) is None
    missing = objection_to_reason(Given("curiosity"), offered, SHIPPED)
    assert missing is not None
    assert (missing.code, missing.problems[0].field) == ("disclosure_reason_missing", "reason")
    short = objection_to_reason(Given("other", " 看 "), offered, SHIPPED)
    assert short is not None
    assert (short.code, short.problems[0].field) == ("disclosure_note_missing", "note")


def test_who_takes_out_and_how_often() -> None:
    people = [person for person in PEOPLE.values() if person.is_active]
    by_role = {person.role: person for person in people}
    teller, handler = by_role[Role.TELLER], by_role[Role.HANDLER]
    refusal = objection_to_taking_out(teller, people, 0, SHIPPED)
    assert refusal is not None
    assert refusal.code == "no_right"
    assert handler.staff_no in refusal.who_could
    assert objection_to_taking_out(handler, people, 19, SHIPPED) is None
    used_up = objection_to_taking_out(handler, people, 20, SHIPPED)
    assert used_up is not None
    assert used_up.code == "takings_used_up"
    assert used_up.who_could
    assert {by.role for by in people if by.staff_no in used_up.who_could} <= {Role.SUPERVISOR, Role.BRANCH_HEAD}
    read_only = replace(handler, is_read_only=True)
    assert objection_to_taking_out(read_only, people, 0, SHIPPED) is not None


def test_a_note_is_not_in_what_is_logged() -> None:
    assert "王芳" not in repr(Given("other", "王芳要求"))
