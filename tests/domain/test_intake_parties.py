"""Who complains, for whom, together with whom, forwarded by whom (令2020-3 art. 12 to 14, 29, 33)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cases import RULES, at, form

from app.domain.case import ForwardedCase, Intake, JointComplaint, PaperTaken, Representative
from app.domain.codes import AUTHORITIES, CAPACITIES, CHANNELS, ID_KINDS, INTAKE_TYPES, SEVERITIES
from app.domain.commands import IntakeForm
from app.domain.forwarding import forwarding_working_days
from app.domain.intake import normalise_intake
from app.domain.intake_bodies import intake_body, read_intake
from app.domain.intake_rules import IntakeBook, IntakeRules
from app.system.resources import read_json

NOW = at("2026-11-20 14:32")
AGENT = {"capacity": "agent", "representative_name": "李律师", "authority": "power_of_attorney"}
HEIR = {"capacity": "heir", "deceased_name": "王大山", "authority": "succession"}
COMPANY = {
    "capacity": "organisation",
    "complainant_name": "福建某某商贸有限公司",
    "id_number": "91350100M000100Y43",
    "representative_name": "陈某",
    "authority": "representative_letter",
}
FORWARDED = {
    "channel": "regulator",
    "regulator": "nfra",
    "regulator_reference_no": " 闽金消转〔2026〕12号 ",
    "regulator_received_on": "2026-11-09",
    "forwarded_on": "2026-11-17",
}


def intake(**fields: Any) -> Intake:
    found = normalise_intake(form(**fields), NOW, RULES.taxonomy)
    assert isinstance(found, Intake), found
    assert read_intake(intake_body(found)) == found
    return found


def problems(*, is_name_required: bool = True, **fields: Any) -> list[tuple[str, str | None]]:
    found = normalise_intake(form(**fields), NOW, RULES.taxonomy, is_name_required=is_name_required)
    return [] if isinstance(found, Intake) else [(str(problem.code), problem.field) for problem in found]


def test_an_agent_with_the_original_power_of_attorney() -> None:
    found = intake(**AGENT, is_authority_original=True, representative_phone="138 1234 2716")
    assert found.representative == Representative("李律师", "13812342716", "", "", "power_of_attorney", True)


def test_an_heir_speaks_for_themselves_with_proof() -> None:
    found = intake(**HEIR)
    assert found.deceased_name == "王大山"
    assert found.representative == Representative("", authority="succession")


def test_an_organisation_has_a_credit_code_and_somebody_who_speaks() -> None:
    found = intake(**COMPANY)
    assert (found.complainant.id_kind, found.complainant.capacity) == ("uscc", "organisation")
    assert found.representative is not None


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"capacity": "agent"},
            [("representative_missing", "representative_name"), ("authority_missing", "authority")],
        ),
        (AGENT, [("authority_not_original", "is_authority_original")]),
        ({**AGENT, "intake_type": "enquiry"}, []),
        ({**AGENT, "authority": ""}, [("authority_missing", "authority")]),
        ({**AGENT, "authority": "business_licence"}, [("authority_unfit", "authority")]),
        ({**AGENT, "authority": "library_card"}, [("choice_unknown", "authority")]),
        ({**AGENT, "is_authority_original": True, "deceased_name": "王大山"}, []),
        ({"capacity": "statutory_rep", "representative_name": "王母", "authority": "guardianship"}, []),
        ({"capacity": "statutory_rep", "representative_name": "王母"}, [("authority_missing", "authority")]),
        ({**HEIR, "deceased_name": " "}, [("deceased_missing", "deceased_name")]),
        ({**HEIR, "authority": ""}, [("authority_missing", "authority")]),
        ({**HEIR, "authority": "kinship"}, []),
        ({"deceased_name": "王大山"}, [("deceased_not_expected", "deceased_name")]),
        ({"representative_name": "李四"}, [("representative_not_expected", "representative_name")]),
        ({"authority": "kinship"}, [("representative_not_expected", "authority")]),
        ({**COMPANY, "id_number": ""}, []),
        ({**COMPANY, "id_kind": "passport"}, [("uscc_expected", "id_kind")]),
        ({**COMPANY, "id_number": "91350100M000100Y44"}, [("uscc_check", "id_number")]),
        ({"id_kind": "uscc", "id_number": "91350100M000100Y43"}, [("uscc_not_expected", "id_kind")]),
        ({**COMPANY, "authority": "power_of_attorney"}, [("authority_not_original", "is_authority_original")]),
        (
            {**AGENT, "is_authority_original": True, "representative_phone": "x", "representative_id_number": "1"},
            [("phone_unreadable", "representative_phone"), ("id_kind_missing", "representative_id_kind")],
        ),
        ({"complainant_name": "", "intake_type": "whistle_report"}, []),
        ({"complainant_name": "", "intake_type": "praise"}, []),
        ({"complainant_name": "", "intake_type": "suggestion"}, []),
        ({"complainant_name": "", "intake_type": "enquiry"}, [("name_missing", "complainant_name")]),
        ({"narrative": "", "intake_type": "praise"}, [("narrative_missing", "narrative")]),
    ],
)
def test_what_capacities_need(fields: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert problems(**fields) == expected


def test_old_records_are_taken_with_what_they_have() -> None:
    assert problems(is_name_required=False, capacity="agent", complainant_name="") == []
    assert problems(is_name_required=False, channel="regulator", joint_count="30") == []
    assert problems(is_name_required=False, capacity="agent", representative_phone="x") == [
        ("phone_unreadable", "representative_phone")
    ]


PEOPLE = ("王芳 13812342716", "李四，010-62345678", "张三")


def test_a_joint_complaint() -> None:
    found = intake(joint_count="１２人", group_representatives=PEOPLE)
    pairs = (("王芳", "13812342716"), ("李四", "010-62345678"), ("张三", ""))
    assert found.joint == JointComplaint(12, False, pairs)
    assert found.about.severity == "ordinary"


@pytest.mark.parametrize(
    ("count", "is_face_to_face", "given_severity", "severity"),
    [
        ("19", True, "ordinary", "ordinary"),
        ("20", True, "ordinary", "major"),
        ("20", True, "complex", "major"),
        ("20", True, "key_case", "key_case"),
        ("20", False, "ordinary", "ordinary"),
        ("500", True, "major", "major"),
    ],
)
def test_twenty_people_at_the_counter_are_major_at_once(
    count: str, is_face_to_face: bool, given_severity: str, severity: str
) -> None:
    found = intake(
        joint_count=count,
        is_face_to_face=is_face_to_face,
        group_representatives=PEOPLE,
        severity=given_severity,
    )
    assert found.about.severity == severity


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"joint_count": "3"}, [("group_representatives_missing", "group_representatives")]),
        ({"group_representatives": PEOPLE}, [("joint_count_missing", "joint_count")]),
        ({"is_face_to_face": True}, [("joint_count_missing", "joint_count")]),
        ({"joint_count": "1", "group_representatives": PEOPLE[:1]}, [("joint_too_few", "joint_count")]),
        ({"joint_count": "many", "group_representatives": PEOPLE}, [("joint_count_unreadable", "joint_count")]),
        ({"joint_count": "-3", "group_representatives": PEOPLE}, [("joint_count_unreadable", "joint_count")]),
        ({"joint_count": "1" * 400, "group_representatives": PEOPLE}, [("joint_count_unreadable", "joint_count")]),
        ({"joint_count": "20", "group_representatives": PEOPLE * 2}, [("group_representatives_too_many",) * 2]),
        ({"joint_count": "2", "group_representatives": PEOPLE}, [("group_representatives_too_many",) * 2]),
        ({"joint_count": "2", "group_representatives": ("13812342716",)}, [("group_representative_nameless",) * 2]),
        ({"joint_count": "2", "group_representatives": ("王芳 12", " ")}, [("phone_wrong_length",) * 2]),
    ],
)
def test_what_a_joint_complaint_needs(fields: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    found = problems(**fields)
    assert [code for code, _ in found] == [code for code, _ in expected]
    assert {field for _, field in found} <= {"joint_count", "group_representatives"}


def test_a_forwarded_complaint_has_its_days() -> None:
    found = intake(**FORWARDED).forwarded
    assert found == ForwardedCase("nfra", "闽金消转〔2026〕12号", date(2026, 11, 9), date(2026, 11, 17))
    assert found is not None
    assert forwarding_working_days(found, RULES.calendar) == 6
    assert forwarding_working_days(ForwardedCase("nfra"), RULES.calendar) is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"regulator": ""}, [("regulator_missing", "regulator")]),
        ({"regulator": "police"}, [("choice_unknown", "regulator")]),
        ({"channel": "letter"}, [("forwarding_not_expected", "regulator")]),
        ({"forwarded_on": "2026-11-08"}, [("forwarded_too_early", "forwarded_on")]),
        ({"received_at": "2026-11-16"}, [("forwarded_too_late", "forwarded_on")]),
        ({"received_at": "2026-11-17"}, []),
        ({"received_at": "2026-11-08", "forwarded_on": ""}, [("forwarded_too_late", "regulator_received_on")]),
        ({"forwarded_on": "2026-11-21"}, [("date_in_future", "forwarded_on")]),
        ({"regulator_received_on": "soon"}, [("date_unreadable", "regulator_received_on")]),
        ({"forwarded_on": "", "regulator_received_on": "", "regulator_reference_no": ""}, []),
    ],
)
def test_the_days_of_a_forwarding_follow_each_other(changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert problems(**{**FORWARDED, **changes}) == expected


def test_papers_taken_are_counted() -> None:
    taken = ("complaint_letter/1/original", "contract_copy/2/copy", "contract_copy/1/copy", "picture")
    assert intake(papers_taken=taken).papers_taken == (
        PaperTaken("complaint_letter", 1, True),
        PaperTaken("contract_copy", 3),
        PaperTaken("picture"),
    )


@pytest.mark.parametrize(
    ("paper", "code"),
    [
        ("account_statement/1/copy", "choice_unknown"),
        ("picture/1/film", "choice_unknown"),
        ("picture/0/copy", "paper_count"),
        ("picture/x/copy", "paper_count"),
        ("picture/100", "paper_count"),
        ("", "choice_unknown"),
    ],
)
def test_only_papers_of_the_checklist_are_taken(paper: str, code: str) -> None:
    assert problems(papers_taken=(paper,)) == [(code, "papers_taken")]


def test_what_it_is_about() -> None:
    about = intake(
        category="信用卡",
        business_channel="移动客户端",
        reason="c07",
        rights=("R4_fair_dealing", "R2_information", "R4_fair_dealing"),
        special_groups=("elderly",),
        is_agency_suspected=True,
        severity="complex",
        respondent_unit=" 个金部 ",
        respondents=("0301", " 0301 ", ""),
        respondent_words="戴眼镜的大堂经理",
    ).about
    assert (about.business_channel, about.category, about.reason) == ("A1033", "B0302", "C07")
    assert about.rights == ("R2_information", "R4_fair_dealing")
    assert (about.respondents, about.respondent_unit) == (("0301",), "个金部")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"business_channel": "B01"}, [("category_unknown", "business_channel")]),
        ({"reason": "不知道"}, [("category_unknown", "reason")]),
        ({"rights": ("R9",)}, [("choice_unknown", "rights")]),
        ({"remedies": ("gold",)}, [("choice_unknown", "remedies")]),
        ({"special_groups": ("kings",)}, [("choice_unknown", "special_groups")]),
        ({"severity": "huge"}, [("choice_unknown", "severity")]),
        ({"respondents": tuple(str(n) for n in range(21))}, [("respondents_too_many", "respondents")]),
        ({"address": "x" * 201}, [("text_too_long", "address")]),
    ],
)
def test_unknown_codes_are_refused(fields: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert problems(**fields) == expected


WORDS = st.text(max_size=12) | st.sampled_from(["", "2", "13812342716", "2026-11-20", "王芳 13812342716"])
SOME = st.lists(WORDS, max_size=3).map(tuple)
NAMES = IntakeForm.__dataclass_fields__
CODES = {
    "capacity": CAPACITIES,
    "channel": CHANNELS,
    "id_kind": ("", *ID_KINDS),
    "representative_id_kind": ("", *ID_KINDS),
    "intake_type": INTAKE_TYPES,
    "authority": ("", *AUTHORITIES),
    "severity": SEVERITIES,
    "regulator": ("", "nfra"),
}
FORMS = st.fixed_dictionaries(
    {"narrative": WORDS},
    optional={
        name: st.sampled_from(CODES[name]) | st.text(max_size=3)
        if name in CODES
        else st.booleans()
        if field.type == "bool"
        else SOME
        if str(field.type).startswith("tuple")
        else WORDS
        for name, field in NAMES.items()
        if name not in ("narrative", "given")
    },
)


@settings(max_examples=300)
@given(FORMS, st.booleans())
def test_any_text_in_any_field_is_recorded_or_refused_at_a_field(fields: dict[str, Any], is_complete: bool) -> None:
    found = normalise_intake(IntakeForm(**fields), NOW, RULES.taxonomy, is_name_required=is_complete)
    if isinstance(found, Intake):
        assert read_intake(intake_body(found)) == found
    else:
        assert found
        assert all(problem.field in NAMES for problem in found)


def test_the_rules_that_ship_are_those_of_the_law() -> None:
    data = read_json("rules/intake.json")
    rules = IntakeBook.from_data(data).as_of(date(2026, 11, 20))
    assert (rules.group_representatives, rules.major_group_from, rules.forwarding_working_days) == (5, 20, 7)
    assert rules.authorities == IntakeRules().authorities
    assert replace(rules, papers={}) == IntakeRules()  # what stands in for the file says the same
    assert rules.papers["agent"] == ("power_of_attorney", "identity_copy")
    assert IntakeBook.from_data(data).as_of(date(2001, 1, 1)) == rules


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("group_representatives", 0),
        ("major_group_from", "20"),
        ("authorities", {"agent": ["letter"]}),
        ("authorities", {"king": []}),
        ("originals", "power_of_attorney"),
        ("papers", {"self": ["account_statement"]}),
        ("similarity", {"near_days": 1, "narrative_percent": 101, "repeat_narrative_percent": 1}),
        ("effective_from", "soon"),
    ],
)
def test_unsound_rules_are_refused(key: str, value: object) -> None:
    version = {**read_json("rules/intake.json")["versions"][0], key: value}
    with pytest.raises((KeyError, TypeError, ValueError)):
        IntakeBook.from_data({"versions": [version]})
    with pytest.raises(ValueError, match="different days"):
        IntakeBook(())
