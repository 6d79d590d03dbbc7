"""From entries to a case: any order of arrival, nothing dropped, nothing believed that is not valid."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cases import (
    HANDLER,
    LOCAL,
    NFRA,
    PEOPLE,
    RULES,
    SUPERVISOR,
    SUPERVISOR_2,
    TELLER,
    Scene,
    as_entry,
    at,
)

from app.domain.authority import validate_entry
from app.domain.case import Case, CaseState
from app.domain.commands import AddNote, CloseCase, DecideExtension, RecordPaper, StartHandling
from app.domain.deadlines import deadlines_of, ever_overdue, next_stages
from app.domain.entry import Entry, EntryKind, NewEntry, Origin
from app.domain.fold import CaseFold, NoRegistrationError, apply, fold
from app.domain.letter import missing_letter_parts
from app.domain.masking import mask_name


def whole_life() -> Scene:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    scene.do(HANDLER, StartHandling())
    scene.do(TELLER, RecordPaper("ack_slip", "ab" * 32, "80mm"))
    scene.extend(LOCAL, 1)
    scene.do(TELLER, AddNote("等待总行回复"))
    scene.extend(NFRA, 1)
    scene.tell("extension")
    scene.decide()
    scene.tell()
    scene.do(HANDLER, CloseCase())
    return scene


LIFE = whole_life()


def test_the_whole_life() -> None:
    case = LIFE.folded
    assert case.state is CaseState.CLOSED
    assert case.version == len(LIFE.entries) == len(case.timeline) == 13
    assert case.flags == ()
    assert [item.kind for item in case.timeline] == [entry.kind for entry in LIFE.entries]
    assert case.updated_at == LIFE.entries[-1].at


@given(st.permutations(LIFE.entries))
def test_the_order_of_arrival_does_not_matter(entries: list[Entry]) -> None:
    assert fold(entries) == LIFE.folded


def test_one_by_one_is_the_same_as_at_once() -> None:
    case: Case | None = None
    for entry in LIFE.entries:
        case = apply(case, entry)
    assert case == LIFE.folded


def test_thawing_does_not_change_the_frozen_case() -> None:
    before = fold(LIFE.entries[:3])
    apply(before, LIFE.entries[3])
    assert before == fold(LIFE.entries[:3])
    assert CaseFold.thaw(before).freeze() == before


def test_headquarters_order_decides_not_the_clock() -> None:
    """Two approvals of one request: the one that headquarters placed first counts (journal.md 4.6)."""
    scene = Scene()
    scene.register()
    scene.request()
    here, there = approvals(scene)
    placed_there = replace(there, feed_seq=4)
    entries = [*(replace(e, feed_seq=n) for n, e in enumerate(scene.entries, 1)), here, placed_there]
    case = fold(entries)
    assert case.extensions[0].decided_by == SUPERVISOR_2
    assert [(flag.code, flag.actor) for flag in case.flags] == [("superseded", SUPERVISOR)]
    unplaced = fold([*scene.entries, here, there])
    assert unplaced.extensions[0].decided_by == SUPERVISOR


def approvals(scene: Scene) -> Iterator[Entry]:
    """Two supervisors approve the same request on two PCs, the second one a minute later."""
    for n, who in enumerate((SUPERVISOR, SUPERVISOR_2)):
        body = {
            "request_id": "r1", "decision": "approved", "reason": "同意", "policy_id": LOCAL, "stage": 1,
            "old_due_on": "2026-11-27", "new_due_on": "2026-12-04", "requested_by": TELLER, "seen_version": 3,
            "nonce": str(n),
        }  # fmt: skip
        new = NewEntry(EntryKind.EXTENSION_DECIDED, "c1", body)
        yield as_entry(new, who, scene.now + timedelta(minutes=1 + n), 1, "bc"[n] * 32)


@pytest.mark.parametrize("verdict", ["rejected", "superseded"])
def test_headquarters_word_sets_an_entry_aside(verdict: str) -> None:
    entries = [replace(e, verdict=verdict) if e.kind == "decision_recorded" else e for e in LIFE.entries]
    case = fold(entries)
    assert case.decision is None
    assert case.state is CaseState.IN_PROGRESS
    assert [flag.code for flag in case.flags] == [verdict, "wrong_state"]
    assert len(case.timeline) == len(entries)


@pytest.mark.parametrize("verdict", ["accepted", "clock_suspect", "parallel"])
def test_other_words_change_nothing(verdict: str) -> None:
    assert fold([replace(entry, verdict=verdict) for entry in LIFE.entries]) == LIFE.folded


def test_a_rejected_registration_is_still_shown() -> None:
    case = fold([replace(LIFE.entries[0], verdict="rejected"), *LIFE.entries[1:]])
    assert case.state is CaseState.CLOSED
    assert [flag.code for flag in case.flags] == ["rejected"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "case_teleported"}, "needs_newer_program"),
        ({"version": 2}, "needs_newer_program"),
        ({"is_signed": False}, "not_signed"),
        ({"body": {}}, "malformed"),
        ({"body": {"outcome": 5}}, "malformed"),
    ],
)
def test_entries_that_are_not_believed_are_kept_and_flagged(change: dict[str, Any], code: str) -> None:
    entries = [replace(e, **change) if e.kind == "decision_recorded" else e for e in LIFE.entries[:11]]
    case = fold(entries)
    assert case.decision is None
    assert case.flags[0].code == code
    assert len(case.timeline) == 11


def test_an_unknown_kind_is_kept_in_the_history() -> None:
    stray = replace(LIFE.entries[-1], kind="case_teleported", origin=Origin("b" * 32, 1, 1), body={"to": "moon"})
    case = fold([*LIFE.entries, stray])
    assert case.timeline[-1].details == {"to": "moon"}
    assert case.state is CaseState.CLOSED


def test_without_a_registration_there_is_no_case() -> None:
    for entries in ([], LIFE.entries[1:]):
        with pytest.raises(NoRegistrationError):
            fold(entries)
    with pytest.raises(NoRegistrationError):
        apply(None, LIFE.entries[1])


def test_a_second_registration_is_set_aside() -> None:
    twin = replace(LIFE.entries[0], origin=Origin("b" * 32, 1, 1), hlc=LIFE.entries[-1].hlc + 1)
    case = fold([*LIFE.entries, twin])
    assert [flag.code for flag in case.flags] == ["superseded"]
    assert replace(case, flags=(), timeline=(), version=0) == replace(LIFE.folded, flags=(), timeline=(), version=0)


def test_a_clock_that_is_behind_does_not_hide_the_registration() -> None:
    early = replace(LIFE.entries[1], hlc=0)
    assert fold([early, *LIFE.entries[2:], LIFE.entries[0]]).state is CaseState.CLOSED


def _body(kind: EntryKind, **body: object) -> NewEntry:
    return NewEntry(kind, "c1", body)


REQUEST = {"policy_id": LOCAL, "stage": 1, "reason": "x", "old_due_on": "2026-11-27", "new_due_on": "2026-12-04"}
APPROVAL = {**REQUEST, "decision": "approved"}


@pytest.mark.parametrize(
    ("who", "new", "code"),
    [
        (TELLER, _body(EntryKind.EXTENSION_DECIDED, request_id="r1", **APPROVAL), "four_eyes"),
        (SUPERVISOR, _body(EntryKind.EXTENSION_DECIDED, request_id="r7", **APPROVAL), "unknown_request"),
        (
            SUPERVISOR,
            _body(EntryKind.EXTENSION_DECIDED, request_id="r1", **{**APPROVAL, "decision": "maybe"}),
            "malformed",
        ),
        (HANDLER, _body(EntryKind.EXTENSION_REQUESTED, request_id="r2", **REQUEST), "extension_pending"),
        (HANDLER, _body(EntryKind.EXTENSION_REQUESTED, request_id="r1", **REQUEST), "superseded"),
        (HANDLER, _body(EntryKind.HANDLING_STARTED), "superseded"),
        (HANDLER, _body(EntryKind.CASE_CLOSED, due_on="2026-11-27", was_overdue=False), "wrong_state"),
        (TELLER, _body(EntryKind.CASE_ACCEPTED, accepted_at="2026-11-20T02:00:00.000Z"), "superseded"),
    ],
)
def test_entries_that_are_not_valid_where_they_land(who: str, new: NewEntry, code: str) -> None:
    scene = Scene()
    scene.register()
    scene.request()
    before = scene.folded
    scene.write(who, new)
    assert [flag.code for flag in scene.folded.flags] == [code]
    assert validate_entry(before, scene.entries[-1]) == code
    assert replace(scene.folded, flags=(), timeline=before.timeline, version=3, updated_at=before.updated_at) == before


def test_a_stage_that_was_jumped_to_is_set_aside() -> None:
    scene = Scene()
    scene.register()
    scene.write(TELLER, _body(EntryKind.EXTENSION_REQUESTED, request_id="r1", **{**REQUEST, "stage": 2}))
    assert scene.folded.flags[0].code == "stage_out_of_order"
    assert deadlines_of(scene.folded, RULES).due_on == date(2026, 11, 27)


def test_nothing_follows_an_end_but_facts() -> None:
    scene = Scene()
    scene.register(settlement="已退款")
    scene.write(HANDLER, _body(EntryKind.CASE_ASSIGNED, owner=HANDLER, reason=""))
    scene.write(HANDLER, _body(EntryKind.CASE_CLOSED, due_on="2026-11-27", was_overdue=True))
    assert [flag.code for flag in scene.folded.flags] == ["already_ended", "already_ended"]
    scene.do(TELLER, AddNote("回访满意"))
    assert len(scene.folded.flags) == 2
    assert not scene.folded.was_overdue


PLAIN = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.dates().map(str) | st.just("9999-12-31")
KEYS = sorted({key for entry in LIFE.entries for key in entry.body} | {"settlement", "owner", "complainant", "name"})
BODIES = st.dictionaries(
    st.sampled_from(KEYS),
    PLAIN | st.dictionaries(st.sampled_from(["complainant", "narrative", "name"]), PLAIN, max_size=3) | st.lists(PLAIN),
    max_size=12,
)


@settings(max_examples=300)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([kind.value for kind in EntryKind]), st.none() | BODIES, st.sampled_from(list(PEOPLE))
        ),
        max_size=8,
    )
)
def test_whatever_arrives_a_case_can_be_shown(stray: list[tuple[str, dict[str, Any] | None, str]]) -> None:
    """Hostile or damaged bodies from another device never stop a branch from working."""
    entries = list(LIFE.entries[:2])
    for kind, body, who in stray:
        seq = len(entries) + 1
        right = next((e.body for e in LIFE.entries if e.kind == kind), {})
        new = NewEntry(EntryKind(kind), "c1", {**right, **body} if body is not None else [])  # type: ignore[arg-type]
        entries.append(as_entry(new, who, LIFE.now, seq, is_signed=True))
        validate_entry(fold(entries[:-1]), entries[-1], PEOPLE, RULES)
    case = fold(entries)
    assert len(case.timeline) == len(entries)
    due_on = deadlines_of(case, RULES).due_on
    assert due_on <= date(2027, 1, 19)
    ever_overdue(case, RULES, date(2026, 12, 1))
    next_stages(case, RULES)
    missing_letter_parts(case, None)
    mask_name(case.intake.complainant.name)


def test_headquarters_folds_twenty_thousand_entries_within_a_second() -> None:
    """A loose bound, for a slow core; the measured figure is an order of magnitude below."""
    entries = list(LIFE.entries)
    random.Random(1).shuffle(entries)
    times = []
    for _ in range(3):
        started = time.process_time()
        for _ in range(200):
            fold(entries)
        times.append(time.process_time() - started)
    assert min(times) / (200 * len(entries)) < 50e-6


def test_what_a_case_says_about_itself_holds_no_customer_data() -> None:
    text = repr(LIFE.folded) + repr(LIFE.folded.timeline) + repr(LIFE.folded.decision) + repr(LIFE.folded.notices)
    assert "王芳芳" not in text
    assert "总行回复" not in text
    assert "年费" not in text


def test_deciding_on_another_pc_while_this_one_waits() -> None:
    """A request that was decided elsewhere: the decision made here afterwards is refused, not lost."""
    scene = Scene()
    scene.register()
    scene.request()
    seen = scene.folded.version
    _, there = approvals(scene)
    scene.entries.append(replace(there, feed_seq=None))
    scene.case = fold(scene.entries)
    refusal = scene.refused(SUPERVISOR, DecideExtension("r1", True, "", seen, "n"))
    assert refusal.code == "extension_decided"
    assert refusal.who_could == ()
