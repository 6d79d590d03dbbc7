"""Whoever a complaint is about keeps out of it (令2020-3 art. 17): the one hook that all rules ask."""

from __future__ import annotations

import pytest
from support.cases import (
    DECISION,
    HANDLER,
    HQ,
    PEOPLE,
    SUPERVISOR,
    SUPERVISOR_2,
    TELLER,
    Scene,
)

from app.domain.commands import (
    AddNote,
    AssignCase,
    CloseCase,
    DecideExtension,
    GiveNotice,
    LogContact,
    RecordPaper,
    RequestExtension,
    StartHandling,
    WithdrawCase,
)
from app.domain.entry import EntryKind, NewEntry
from app.domain.recusal import is_recused


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    """A case about the handler and the first supervisor."""
    scene = Scene()
    scene.register()
    scene.request()
    monkeypatch.setattr("app.domain.recusal.respondents_of", lambda case: frozenset({HANDLER, SUPERVISOR}))
    return scene


@pytest.mark.parametrize(
    "command",
    [
        StartHandling(),
        AddNote("x"),
        LogContact("phone", "", "x"),
        RequestExtension("r2", "CN_NFRA_2020_3", 1, "需要调取监控录像"),
        DECISION,
        RecordPaper("ack_slip", "ab" * 32, "a4"),
        GiveNotice("progress", "phone", "王芳芳", ""),
        CloseCase(),
        WithdrawCase("phone"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_nothing_is_done_by_somebody_about_themselves(scene: Scene, command: object) -> None:
    refusal = scene.refused(HANDLER, command)  # type: ignore[arg-type]
    assert refusal.code == "recused"
    assert not {HANDLER, SUPERVISOR} & set(refusal.who_could)


def test_nor_approved(scene: Scene) -> None:
    refusal = scene.refused(SUPERVISOR, DecideExtension("r1", True, "", scene.folded.version, "n"))
    assert (refusal.code, refusal.who_could) == ("recused", (SUPERVISOR_2, HQ))
    assert scene.approve(SUPERVISOR_2).extensions[0].decision == "approved"


def test_nor_given_to_them(scene: Scene) -> None:
    refusal = scene.refused(SUPERVISOR_2, AssignCase(HANDLER))
    assert refusal.code == "recused"
    assert HANDLER not in refusal.who_could


def test_nobody_is_recused_while_cases_name_no_respondents() -> None:
    scene = Scene()
    scene.register()
    assert not any(is_recused(scene.folded, staff_no) for staff_no in PEOPLE)


def test_a_case_whose_acceptance_has_not_arrived_waits_for_it() -> None:
    scene = Scene()
    scene.register()
    only = scene.entries[:1]
    scene.entries, scene.case = [], None
    scene.write(TELLER, NewEntry(EntryKind.CASE_REGISTERED, "c1", only[0].body))
    for command in (StartHandling(), RequestExtension("r1", "CN_LOCAL_5_10", 1, "需要调取监控录像")):
        assert scene.refused(TELLER, command).code == "not_accepted"
