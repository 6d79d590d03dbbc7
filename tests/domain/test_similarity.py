"""Similar and repeat complaints: same person, near day, near-same story."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.cases import Scene, at, form

from app.domain.similarity import (
    Likeness,
    SimilarityKeys,
    SimilarityLimits,
    fold_text,
    judge,
    keys_of_form,
    keys_of_intake,
    keys_of_values,
    narrative_likeness,
    probes,
)

STORY = (
    "11月18日下午在柜台办理大额取款时，柜员要求我提供资金用途证明并等待一个多小时，最后仍未办理，要求给出说明并道歉。"
)
EDITED = (
    "11月18日下午我在柜台办理大额取款，柜员要求提供资金用途证明，等待一个多小时，最后仍未办理。要求给出说明并道歉！"
)
OTHER = "信用卡年费被重复收取两次，打客服电话没有人解决，要求退还多收的年费二百元。"


def keys(**values: Any) -> SimilarityKeys:
    given_values: dict[str, Any] = {
        "name": "", "phones": (), "id_numbers": (), "received_on": date(2026, 11, 20), "narrative": ""
    }  # fmt: skip
    return keys_of_values(**{**given_values, **values})


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"phones": ["13812342716"]}, {"phones": ["13812342716"]}, [Likeness.SAME_PHONE]),
        ({"phones": [""]}, {"phones": [""]}, []),
        ({"id_numbers": ["11010519491231002x"]}, {"id_numbers": ["11010519491231002X"]}, [Likeness.SAME_ID]),
        ({"name": "王芳"}, {"name": "王 芳", "received_on": date(2026, 10, 21)}, [Likeness.SAME_NAME_NEAR_DATE]),
        ({"name": "王芳"}, {"name": "王芳", "received_on": date(2026, 10, 20)}, []),
        ({"name": "王芳"}, {"name": "王芳", "received_on": None}, []),
        ({"name": "买买提·艾力"}, {"name": "买买提•艾力"}, [Likeness.SAME_NAME_NEAR_DATE]),
        ({"name": ""}, {"name": ""}, []),
        ({"narrative": STORY}, {"narrative": EDITED}, [Likeness.NEAR_SAME_NARRATIVE]),
        ({"narrative": STORY}, {"narrative": OTHER}, []),
        ({"narrative": "服务差"}, {"narrative": "服务差评"}, []),
        ({"narrative": ""}, {"narrative": ""}, []),
    ],
)
def test_each_reason(one: dict[str, Any], other: dict[str, Any], reasons: list[Likeness]) -> None:
    for first, second in ((keys(**one), keys(**other)), (keys(**other), keys(**one))):
        found = judge(first, second)
        assert list(found.reasons if found else ()) == reasons


def test_the_same_person_with_the_same_matter_is_a_repeat() -> None:
    again = judge(keys(phones=["13812342716"], narrative=STORY), keys(phones=["13812342716"], narrative=EDITED))
    new = judge(keys(phones=["13812342716"], narrative=STORY), keys(phones=["13812342716"], narrative=OTHER))
    copied = judge(keys(narrative=STORY), keys(narrative=EDITED))
    assert again is not None
    assert new is not None
    assert copied is not None
    assert (again.is_repeat, new.is_repeat, copied.is_repeat) == (True, False, False)
    assert again.rank > new.rank
    assert again.rank > copied.rank


def test_the_limits_are_given() -> None:
    one, other = keys(name="王芳"), keys(name="王芳", received_on=date(2026, 11, 10))
    assert judge(one, other, SimilarityLimits(near_days=9)) is None
    assert judge(one, other, SimilarityLimits(near_days=10)) is not None


def test_a_story_told_at_greater_length_is_near_the_same() -> None:
    assert narrative_likeness(STORY, f"本人是贵行客户。{STORY}此后多次致电网点均无人答复，现再次投诉。") > 0.8
    assert narrative_likeness("柜台取款", STORY) < 0.3


@pytest.mark.parametrize(
    ("one", "other"), [("银行工作", "银⾏⼯作"), ("ＡＴＭ 吞卡", "atm吞卡。"), ("等了1小时！", "等了 1 小时")]
)
def test_spelling_does_not_count(one: str, other: str) -> None:
    assert narrative_likeness(one, other) == 1.0


def test_keys_of_a_form_that_is_still_being_typed() -> None:
    found = keys_of_form(form(phone="138 1234 2716", id_number="110", representative_phone="1"), at("2026-11-20 10:00"))
    assert found.phones == {"13812342716"}
    assert found.id_numbers == frozenset()
    assert found.received_on == date(2026, 11, 20)
    assert not found.is_empty
    assert keys_of_form(form(narrative="", complainant_name=""), at("2026-11-20 10:00")).is_empty


def test_a_recorded_case_is_found_by_the_same_form() -> None:
    case = Scene(at("2026-11-20 10:00")).register(phone="138 1234 2716", id_number="11010519491231002x")
    recorded = keys_of_intake(case.intake, case.received_at)
    found = judge(keys_of_form(form(phone="13812342716"), at("2026-11-21 10:00")), recorded)
    assert found is not None
    assert found.is_repeat
    assert "王芳芳" not in repr(recorded)


def test_probes_lie_in_the_story_and_an_edited_story_holds_some() -> None:
    pieces = probes(STORY)
    assert 1 <= len(pieces) <= 8
    assert all(piece in fold_text(STORY) for piece in pieces)
    assert any(piece in fold_text(EDITED) for piece in pieces)
    assert probes("服务差") == ()


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_symmetric_and_within_its_bounds(one: str, other: str) -> None:
    assert narrative_likeness(one, other) == narrative_likeness(other, one)
    assert 0.0 <= narrative_likeness(one, other) <= 1.0
    assert narrative_likeness(one, one) in (0.0, 1.0)
    assert all(piece in fold_text(one) for piece in probes(one))


def test_a_long_story_against_two_hundred_others_is_quick() -> None:
    long = "".join(chr(0x4E00 + (n * 7919) % 20_000) for n in range(20_000))
    mine = keys(narrative=long)
    others = [keys(narrative=STORY + str(n)) for n in range(200)]
    began = time.perf_counter()
    for other in others:
        judge(mine, other)
    judge(mine, keys(narrative=long[5_000:]))
    assert time.perf_counter() - began < 0.5
