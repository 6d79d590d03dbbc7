"""The intake and the classification in entries: nothing lost on the way, old entries as they were, tolerant steps."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import HANDLER, SUPERVISOR, TELLER, Scene, at

from app.domain.case import (
    UNCLASSIFIED,
    Classification,
    Complainant,
    ForwardedCase,
    Intake,
    JointComplaint,
    PaperTaken,
    Representative,
)
from app.domain.entry import EntryKind, NewEntry
from app.domain.intake_bodies import changed_classification, intake_body, read_classification, read_intake

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
TEXTS = st.lists(TEXT, max_size=4).map(tuple)
DAY = st.none() | st.dates(date(1900, 1, 1), date(2199, 12, 31))
ABOUT = st.builds(
    Classification,
    business_channel=TEXT,
    category=TEXT,
    reason=TEXT,
    rights=TEXTS,
    special_groups=TEXTS,
    is_agency_suspected=st.booleans(),
    severity=st.sampled_from(["ordinary", "complex", "major", "key_case", "from_the_future"]),
    respondent_unit=TEXT,
    respondents=TEXTS,
    respondent_words=TEXT,
)
PEOPLE_ACTING = st.builds(Representative, TEXT, TEXT, TEXT, TEXT, TEXT, st.booleans())
JOINT = st.builds(
    JointComplaint, st.integers(2, 10_000), st.booleans(), st.lists(st.tuples(TEXT, TEXT), max_size=5).map(tuple)
)
INTAKE = st.builds(
    Intake,
    complainant=st.builds(Complainant, TEXT, TEXT, TEXT, TEXT, TEXT),
    narrative=TEXT,
    remedy_sought=TEXT,
    category_given=TEXT,
    channel=TEXT,
    intake_type=TEXT,
    occurred_on=DAY,
    amount_fen=st.none() | st.integers(0, 10**12),
    account_tail=TEXT,
    language=st.sampled_from(["zh", "en"]),
    given=st.dictionaries(TEXT, TEXT, max_size=3),
    address=TEXT,
    representative=st.none() | PEOPLE_ACTING,
    deceased_name=TEXT,
    joint=st.none() | JOINT,
    forwarded=st.none() | st.builds(ForwardedCase, TEXT, TEXT, DAY, DAY),
    papers_taken=st.lists(st.builds(PaperTaken, TEXT, st.integers(1, 99), st.booleans()), max_size=3).map(tuple),
    remedies=TEXTS,
    about=ABOUT,
    recording_no=TEXT,
    repeat_of=TEXT,
).map(lambda intake: replace(intake, category=intake.about.category))

OLD_BODY = {
    "complainant": {"name": "王芳", "phone": "", "id_kind": "", "id_number": "", "capacity": "self"},
    "narrative": "年费",
    "remedy_sought": "",
    "category": "B0302",
    "category_given": "信用卡",
    "channel": "counter",
    "intake_type": "complaint",
    "occurred_on": None,
    "amount_fen": None,
    "account_tail": "",
    "language": "zh",
}


@given(INTAKE)
def test_every_intake_comes_back_whole(intake: Intake) -> None:
    body = json.loads(json.dumps(intake_body(intake)))
    assert read_intake(body) == intake


@given(ABOUT, ABOUT)
def test_changes_of_a_classification_lead_from_one_to_the_other(before: Classification, after: Classification) -> None:
    body = json.loads(json.dumps(changed_classification(before, after)))
    assert read_classification(body, before) == after
    assert changed_classification(after, after) == {}


def test_an_old_body_reads_and_writes_as_it_was() -> None:
    intake = read_intake(OLD_BODY)
    assert intake.about == replace(UNCLASSIFIED, category="B0302")
    assert intake_body(intake) == OLD_BODY


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("address", 1),
        ("representative", "李四"),
        ("representative", {"name": 1}),
        ("representative", {}),
        ("joint", {"count": "2"}),
        ("joint", {"count": 2, "representatives": [["a"]]}),
        ("joint", {"count": 2, "representatives": ["ab"]}),
        ("forwarded", {"authority": "nfra", "forwarded_on": "yesterday"}),
        ("papers_taken", {"kind": "other"}),
        ("papers_taken", [{"kind": "other", "count": True}]),
        ("remedies", "refund"),
        ("remedies", [1]),
        ("about", []),
        ("about", {"rights": "R1_property"}),
        ("about", {"is_agency_suspected": 1}),
        ("about", {"severity": None}),
    ],
)
def test_a_body_of_another_form_is_malformed(key: str, value: object) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        read_intake({**OLD_BODY, key: value})


def classified(scene: Scene, who: str, **body: Any) -> str | None:
    scene.write(who, NewEntry(EntryKind.CASE_CLASSIFIED, "c1", body))
    flags = scene.folded.flags
    return flags[-1].code if flags and flags[-1].entry_id.endswith(f".{len(scene.entries)}") else None


def test_parts_are_replaced_and_the_rest_stays() -> None:
    scene = Scene(at("2026-11-20 10:00"))
    case = scene.register()
    assert (case.about, case.intake.about) == (UNCLASSIFIED, UNCLASSIFIED)
    assert classified(scene, TELLER, category="B0302", rights=["R1_property"], why="核对后") is None
    assert classified(scene, HANDLER, severity="complex") is None
    about = scene.folded.about
    assert (about.category, about.rights, about.severity) == ("B0302", ("R1_property",), "complex")
    assert scene.folded.intake.category == ""


def test_an_owner_who_becomes_a_respondent_is_relieved() -> None:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    assert classified(scene, SUPERVISOR, respondents=[TELLER], owner=HANDLER) is None
    assert (scene.folded.owner, scene.folded.about.respondents) == (HANDLER, (TELLER,))
    assert classified(scene, TELLER, respondents=[]) == "recused"
    assert scene.folded.about.respondents == (TELLER,)
    assert classified(scene, SUPERVISOR, severity="complex", owner=TELLER) is None
    assert scene.folded.owner == HANDLER


@pytest.mark.parametrize("body", [{"rights": "R1"}, {"severity": 1}, {"owner": 5}, {"respondents": [None]}])
def test_a_malformed_classification_changes_nothing(body: dict[str, Any]) -> None:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    before = (scene.folded.about, scene.folded.owner)
    assert classified(scene, HANDLER, category="B01", **body) == "malformed"
    assert (scene.folded.about, scene.folded.owner) == before
