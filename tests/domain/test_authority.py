"""What headquarters asks again of everything that arrives: roles, four eyes, who may approve which stage."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.cases import (
    AUDITOR,
    GONE,
    HANDLER,
    HQ,
    LOCAL,
    NFRA,
    PEOPLE,
    RULES,
    SUPERVISOR,
    TELLER,
    Scene,
    as_entry,
    at,
)

from app.domain.authority import RIGHT_FOR_KIND, validate_entry
from app.domain.commands import CloseCase, StartHandling
from app.domain.entry import EntryKind, NewEntry
from app.domain.fold import fold


def approval(scene: Scene, who: str, **changes: object) -> NewEntry:
    asked = scene.folded.pending_extension
    assert asked is not None
    body = {
        "request_id": asked.request_id, "decision": "approved", "reason": "", "policy_id": asked.policy_id,
        "stage": asked.stage, "old_due_on": "2026-11-27", "new_due_on": "2026-12-04", "requested_by": who,
        "seen_version": 3, "nonce": "n", **changes,
    }  # fmt: skip
    return NewEntry(EntryKind.EXTENSION_DECIDED, "c1", body)


def asked(policy: str = LOCAL, stage: int = 1) -> Scene:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    if stage == 2:
        scene.extend(policy, 1)
    scene.request(policy, stage)
    return scene


def test_every_kind_has_its_right() -> None:
    assert set(RIGHT_FOR_KIND) == {kind.value for kind in EntryKind}


def test_a_whole_life_is_valid_entry_by_entry() -> None:
    scene = asked()
    scene.approve()
    scene.decide()
    scene.tell()
    scene.do(HANDLER, CloseCase())
    for place, entry in enumerate(scene.entries):
        case = fold(scene.entries[:place]) if place else None
        assert validate_entry(case, entry, PEOPLE, RULES) is None


@pytest.mark.parametrize(
    ("who", "code"),
    [
        (TELLER, "no_right"),
        (HANDLER, "no_right"),
        (AUDITOR, "no_right"),
        (GONE, "person_inactive"),
        ("9999", "person_unknown"),
        (SUPERVISOR, None),
        (HQ, None),
    ],
)
def test_who_approves(who: str, code: str | None) -> None:
    scene = asked()
    entry = as_entry(approval(scene, TELLER), who, scene.now, 4)
    assert validate_entry(scene.case, entry, PEOPLE, RULES) == code


def test_four_eyes_hold_even_for_a_supervisor_who_claims_another_asker() -> None:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    scene.request(who=SUPERVISOR)
    entry = as_entry(approval(scene, TELLER), SUPERVISOR, scene.now, 4)
    assert validate_entry(scene.case, entry, PEOPLE, RULES) == "four_eyes"


def test_the_last_stage_needs_headquarters() -> None:
    scene = asked(NFRA, 2)
    for who, code in ((SUPERVISOR, "headquarters_only"), (HQ, None)):
        entry = as_entry(approval(scene, TELLER), who, scene.now, 6)
        assert validate_entry(scene.case, entry, PEOPLE, RULES) == code


def test_an_approval_after_the_due_day_is_not_valid() -> None:
    scene = asked()
    late = as_entry(approval(scene, TELLER), SUPERVISOR, at("2026-11-28 00:00"), 4)
    assert validate_entry(scene.case, late, PEOPLE, RULES) == "already_overdue"
    refused = as_entry(approval(scene, TELLER, decision="refused"), SUPERVISOR, at("2026-11-28 00:00"), 4)
    assert validate_entry(scene.case, refused, PEOPLE, RULES) is None


def test_an_unsigned_approval_is_not_valid() -> None:
    scene = asked()
    entry = as_entry(approval(scene, TELLER), SUPERVISOR, scene.now, 4, is_signed=False)
    assert validate_entry(scene.case, entry, PEOPLE, RULES) == "not_signed"


def test_without_directory_and_rules_the_fold_alone_judges() -> None:
    scene = asked(NFRA, 2)
    entry = as_entry(approval(scene, TELLER), "9999", scene.now, 6)
    assert validate_entry(scene.case, entry) is None


def test_entries_before_their_registration_wait() -> None:
    scene = asked()
    assert validate_entry(None, scene.entries[1], PEOPLE, RULES) == "case_not_found"
    assert validate_entry(None, scene.entries[0], PEOPLE, RULES) is None


def test_unknown_kinds_are_not_judged() -> None:
    scene = asked()
    stray = replace(scene.entries[0], kind="case_teleported")
    assert validate_entry(scene.case, stray, PEOPLE, RULES) == "needs_newer_program"


def test_a_teller_may_not_decide_by_writing_entries() -> None:
    scene = Scene()
    scene.register()
    scene.do(TELLER, StartHandling())
    body = {"outcome": "upheld", "findings": "x", "basis": "x", "reasons": "x", "remedy": "x"}
    entry = as_entry(NewEntry(EntryKind.DECISION_RECORDED, "c1", body), TELLER, scene.now, 4)
    assert validate_entry(scene.case, entry, PEOPLE, RULES) == "no_right"
