"""The data that ships: terms, classification, the trial branch; and what unsound data is refused for."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest
from support.cases import BRANCH, LOCAL, NFRA, PBOC, RULES

from app.domain.branch import BranchFacts
from app.domain.people import Role
from app.domain.policies import PolicyBook
from app.domain.taxonomy import Taxonomy
from app.system.resources import read_json

POLICIES: dict[str, Any] = read_json("rules/policies.json")
TAXONOMY: dict[str, Any] = read_json("rules/taxonomy.json")


def test_the_terms_of_the_law() -> None:
    version = RULES.policies.as_of(date(2026, 11, 20))
    nfra, local = version.policy(NFRA), version.policy(LOCAL)
    assert nfra is not None
    assert local is not None
    assert [stage.days for stage in nfra.stages] == [15, 30, 60]
    assert [stage.days for stage in local.stages] == [5, 10]
    assert (nfra.start, nfra.unit, local.start, local.unit) == ("received", "natural", "accepted", "working")
    assert nfra.stages[2].approvers == (Role.HEADQUARTERS,)
    assert nfra.stages[2].needs_notice
    assert nfra.stages[1].approvers == (Role.BRANCH_HEAD, Role.HEADQUARTERS)
    assert Role.SUPERVISOR in local.stages[1].approvers
    assert local.yields_to == ((NFRA, 1), (PBOC, 1))
    assert nfra.is_law
    assert not local.is_law
    assert "第十八条" in nfra.source


def test_versions_by_day_and_by_name() -> None:
    data = copy.deepcopy(POLICIES)
    newer = copy.deepcopy(data["versions"][0])
    newer["version"], newer["effective_from"] = "2027-01-01", "2027-01-01"
    data["versions"].insert(0, newer)
    book = PolicyBook.from_data(data)
    assert book.as_of(date(2025, 12, 31)).version == "2020-03-01"
    assert book.as_of(date(2026, 12, 31)).version == "2026-01-01"
    assert book.as_of(date(2027, 1, 1)).version == "2027-01-01"
    assert book.as_of(date(2010, 1, 1)).version == "2020-03-01"
    assert book.latest.version == "2027-01-01"
    assert book.version("2020-03-01") is not None
    assert book.version("no such") is None


def _broken(path: list[Any], value: Any) -> dict[str, Any]:
    data = copy.deepcopy(POLICIES)
    place: Any = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["versions"], []),
        (["versions", 0, "policies"], []),
        (["versions", 0, "effective_from"], "soon"),
        (["versions", 0, "policies", 0, "unit"], "lunar"),
        (["versions", 0, "policies", 0, "start"], "whenever"),
        (["versions", 0, "policies", 0, "id"], NFRA),
        (["versions", 0, "policies", 0, "yields_to", "stage"], 7),
        (["versions", 0, "policies", 0, "yields_to", "stage"], 0),
        (["versions", 0, "policies", 0, "yields_to", "policy"], "NO_SUCH"),
        (["versions", 0, "policies", 1, "stages", 1, "days"], 10),
        (["versions", 0, "policies", 1, "stages", 1, "approvers"], []),
        (["versions", 0, "policies", 1, "stages", 1, "approvers"], ["king"]),
        (["versions", 0, "policies", 1, "yields_to"], {"policy": LOCAL, "stage": 1}),
        (["versions", 1, "policies", 0, "applies_to", "intake_types"], ["riddle"]),
        (["versions", 1, "policies", 0, "applies_to", "branches"], ["0102"]),
        (["versions", 1, "policies", 0, "target"], "applause"),
        (["versions", 1, "policies", 0, "target"], "review"),
        (["versions", 1, "policies", 0, "maximum"], 12),
        (["versions", 1, "policies", 3, "applies_to", "channels"], ["counter"]),
        (["versions", 1, "policies", 1, "by_channel"], {"letter": [16, 30, 60]}),
        (["versions", 1, "policies", 1, "by_channel"], {"pigeon": [10, 30, 60]}),
        (["versions", 1, "policies", 1, "by_channel"], {"letter": [10, 30]}),
        (["versions", 1, "policies", 3, "applies_to", "intake_types"], ["praise"]),
        (["versions", 1, "limits", "delegation_days"], 0),
        (["versions", 1, "limits", "pause_days"], {"appraisal": 90}),
    ],
)
def test_unsound_terms_are_refused(path: list[Any], value: Any) -> None:
    with pytest.raises((ValueError, KeyError)):
        PolicyBook.from_data(_broken(path, value))


def test_one_name_for_two_versions_is_refused() -> None:
    data = copy.deepcopy(POLICIES)
    data["versions"].append(data["versions"][0])
    with pytest.raises(ValueError, match="one name"):
        PolicyBook.from_data(data)


def test_every_category_has_words_in_both_languages() -> None:
    for item in (*RULES.taxonomy.categories, *RULES.taxonomy.channels, *RULES.taxonomy.reasons):
        assert item.zh.strip()
        assert item.en.isascii(), item
        assert item.path[-1] == item.code


def test_the_fourteen_categories_are_all_there() -> None:
    tops = [item.code for item in RULES.taxonomy.categories if len(item.path) == 1]
    assert tops == [*(f"B{n:02d}" for n in range(1, 14)), "B99"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("B0302", "B0302"),
        ("b0302", "B0302"),
        ("Ｂ０３０２", "B0302"),
        (" 信用卡 ", "B0302"),
        ("credit cards", "B0302"),
        ("征信", "B09"),
        ("人民币流通", "B06"),
        ("其他", None),  # names many
        ("C01", None),  # a reason, not a category
        ("Mortgage", None),
        ("", None),
    ],
)
def test_categories_by_code_and_by_words(text: str, code: str | None) -> None:
    assert RULES.taxonomy.resolve(text) == code


def test_labels() -> None:
    assert RULES.taxonomy.label("B0302", "zh") == "信用卡"
    assert RULES.taxonomy.label("B0302", "en") == "Credit cards"
    assert RULES.taxonomy.label("B0299", "zh") == "贷款（其他）"
    assert RULES.taxonomy.label("B0299", "en") == "Loans: Other"
    assert RULES.taxonomy.label("Z9", "zh") == "Z9"
    assert RULES.taxonomy.path_label("B03026", "zh") == "银行卡 / 信用卡 / 信用卡盗刷"
    assert RULES.taxonomy.path_label("Z9", "zh") == "Z9"


@pytest.mark.parametrize("change", [{"en": ""}, {"zh": ""}, {"code": ""}, {"code": "B02"}])
def test_unsound_classification_is_refused(change: dict[str, str]) -> None:
    data = copy.deepcopy(TAXONOMY)
    data["B_business_category"][0].update(change)
    with pytest.raises(ValueError, match=r"."):
        Taxonomy.from_data(data)


def test_an_alias_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="alias"):
        Taxonomy.from_data({**TAXONOMY, "aliases": {"什么": "B77"}})


def test_the_trial_branch_has_every_fact_in_both_languages() -> None:
    for fact in (
        "bank_name",
        "branch_name",
        "address",
        "superior_name",
        "superior_address",
        "pledge",
        "complaint_post",
    ):
        assert BRANCH.said(fact, "zh").strip()
        assert BRANCH.said(fact, "en").isascii()
    assert BRANCH.regulator_phone == "12378"
    assert BRANCH.said("phone", "en") == BRANCH.phone


def test_a_branch_without_english_is_named_in_chinese() -> None:
    facts = BranchFacts.from_data(
        {"code": "1", "bank_name": "银行", "branch_name": "支行", "address": "", "phone": "", "hotline": "",
         "superior_name": "", "superior_address": "", "newer_fact": "x"}
    )  # fmt: skip
    assert facts.said("bank_name", "en") == "银行"
    with pytest.raises(TypeError):
        BranchFacts.from_data({"code": "1"})
