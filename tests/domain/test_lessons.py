"""Typical cases: texts without anybody's data, checked by another person."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cases import HANDLER, SUPERVISOR, SUPERVISOR_2, TELLER, Scene, at

from app.domain.case import Case, Complainant, JointComplaint, Representative
from app.domain.commands import CheckTypical, MarkTypical
from app.domain.deidentify import LEAKS, MARKS, leaks, proposed_text
from app.domain.entry import EntryKind, NewEntry

MARK = MarkTypical("年费未按约定减免", "系统未执行减免规则，核实后退还年费并修正系统。")


@pytest.fixture
def scene() -> Scene:
    scene = Scene(at("2026-11-20 10:00"))
    scene.register()
    return scene


def full_case() -> Case:
    scene = Scene()
    case = scene.register()
    intake = replace(
        case.intake,
        complainant=Complainant("王芳芳", "13812342716", "resident_id", "11010519491231002X"),
        representative=Representative("John Smith", "010-62345678", "passport", "E12345678"),
        deceased_name="买买提·艾力",
        joint=JointComplaint(2, False, (("李四", "13900001111"),)),
        account_tail="6217",
        address="北京市海淀区中关村大街 1 号",
    )
    return replace(case, intake=intake)


CASE = full_case()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("系统未执行减免规则。", ()),
        ("王芳芳来行投诉", ("name",)),
        ("王 芳 芳来行投诉", ("name",)),
        ("王女士来行投诉", ()),
        ("代理人 JOHN  SMITH 到场", ("name",)),
        ("Mr Smith came", ("name",)),
        ("Smithers came", ()),
        ("买买提艾力的账户", ("name",)),
        ("李四等人", ("name",)),
        ("电话 138 1234 2716", ("phone",)),
        ("电话１３８１２３４２７１６", ("phone",)),
        ("别人的电话 13700000000", ("phone",)),
        ("座机 010-62345678", ("phone",)),
        ("证件 11010519491231002x", ("id_number",)),
        ("护照 e12345678", ("id_number",)),
        ("卡号 6222 0211 1122 3344 556", ("account",)),
        ("尾号 6217 的卡", ("account",)),
        ("金额 16217 元", ()),
        ("邮箱 a.b@mail.example.com", ("email",)),
        ("住北京市海淀区中关村大街 1 号", ("address",)),
        ("编号 TS0102-26A00032-W", ("case_no",)),
        ("2026年11月，年费 200 元，95588", ()),
        ("王芳芳 13812342716", ("name", "phone")),
    ],
)
def test_what_gives_somebody_away(text: str, found: tuple[str, ...]) -> None:
    assert leaks(CASE, text) == found
    assert leaks(CASE, proposed_text(CASE, text)) == ()
    if not found:
        assert proposed_text(CASE, text) == text


def test_a_tail_that_looks_like_a_year() -> None:
    case = replace(CASE, intake=replace(CASE.intake, account_tail="2026"))
    assert leaks(case, "2026年的年费") == ()
    assert leaks(case, "卡尾号2026") == ("account",)


def test_the_proposal_is_the_narrative_without_data() -> None:
    narrative = "我是王芳芳，电话13812342716，卡尾号6217，证件11010519491231002X，李四也一样。"
    case = replace(CASE, intake=replace(CASE.intake, narrative=narrative))
    assert proposed_text(case) == "我是某客户，电话〔电话〕，卡尾号〔账号〕，证件〔证件号码〕，某客户也一样。"
    assert proposed_text(case, "Wang 13812342716", dict.fromkeys(LEAKS, "***")) == "Wang ***"
    assert set(MARKS) == set(LEAKS)


def test_a_name_of_one_character_is_no_pattern() -> None:
    case = replace(CASE, intake=replace(CASE.intake, complainant=Complainant("王")))
    assert leaks(case, "王府井网点") == ()


PIECES = st.sampled_from(
    [
        "王芳芳",
        "王",
        "芳芳",
        "138",
        "1234",
        "2716",
        "6217",
        " ",
        "-",
        "11010519491231002X",
        "John",
        "Smith",
        "·",
        "李四",
    ]
)


@settings(max_examples=200)
@given(st.lists(PIECES | st.text(max_size=4), max_size=12).map("".join))
def test_no_proposal_gives_anybody_away(text: str) -> None:
    assert leaks(CASE, proposed_text(CASE, text)) == ()


# --- marking and checking --------------------------------------------------------------------------------------------


def test_marked_by_one_and_checked_by_another(scene: Scene) -> None:
    """S0 no. 64."""
    case = scene.do(HANDLER, MARK)
    assert case.typical is not None
    assert (case.typical.title, case.typical.is_approved, case.typical.marked_by) == (MARK.title, None, HANDLER)
    case = scene.do(SUPERVISOR, CheckTypical(True))
    assert case.typical is not None
    assert (case.typical.is_approved, case.typical.checked_by) == (True, SUPERVISOR)
    assert scene.refused(SUPERVISOR_2, CheckTypical(True)).code == "typical_checked"
    assert scene.do(HANDLER, replace(MARK, title="更正")).typical != case.typical


def test_a_text_that_gives_somebody_away_is_not_kept(scene: Scene) -> None:
    refusal = scene.refused(HANDLER, MarkTypical("王芳芳案", "王芳芳，电话 13812342716"))
    assert [(p.code, p.field, p.details["leak"]) for p in refusal.problems] == [
        ("typical_leak", "title", "name"),
        ("typical_leak", "text", "name"),
        ("typical_leak", "text", "phone"),
    ]
    refusal = scene.refused(HANDLER, MarkTypical("", " "))
    assert [p.field for p in refusal.problems] == ["title", "text"]


def test_nobody_checks_their_own_text(scene: Scene) -> None:
    assert scene.refused(SUPERVISOR, CheckTypical(True)).code == "typical_missing"
    scene.do(SUPERVISOR, MARK)
    refusal = scene.refused(SUPERVISOR, CheckTypical(True))
    assert (refusal.code, SUPERVISOR in refusal.who_could, SUPERVISOR_2 in refusal.who_could) == (
        "typical_four_eyes",
        False,
        True,
    )
    refusal = scene.refused(TELLER, CheckTypical(True))
    assert (refusal.code, SUPERVISOR in refusal.who_could) == ("no_right", False)


def test_sent_back_with_a_reason(scene: Scene) -> None:
    scene.do(HANDLER, MARK)
    assert scene.refused(SUPERVISOR, CheckTypical(False)).code == "reason_missing"
    case = scene.do(SUPERVISOR, CheckTypical(False, "仍可看出是谁"))
    assert case.typical is not None
    assert (case.typical.is_approved, case.typical.check_remark) == (False, "仍可看出是谁")


def test_the_checker_looks_for_data_again(scene: Scene) -> None:
    """A text from another PC or an older program may still hold a name."""
    scene.write(HANDLER, NewEntry(EntryKind.TYPICAL_MARKED, "c1", {"title": "x", "text": "王芳芳投诉"}))
    assert scene.refused(SUPERVISOR, CheckTypical(True)).code == "typical_leak"
    case = scene.do(SUPERVISOR, CheckTypical(False, "请删去姓名"))
    assert case.typical is not None
    assert case.typical.is_approved is False


def test_a_check_is_of_the_text_that_was_read(scene: Scene) -> None:
    scene.do(HANDLER, MARK)
    check = scene.try_(SUPERVISOR, CheckTypical(True))
    assert isinstance(check, tuple)
    scene.entries.pop()
    scene.do(HANDLER, replace(MARK, title="另一个"))
    scene.write(SUPERVISOR, check[0])
    assert scene.folded.typical is not None
    assert scene.folded.typical.is_approved is None
    assert [flag.code for flag in scene.folded.flags] == ["superseded"]


@pytest.mark.parametrize(
    ("who", "body", "code"),
    [
        (HANDLER, {}, "typical_four_eyes"),
        (SUPERVISOR, {"marked_at": "then"}, "superseded"),
        (SUPERVISOR, {"is_approved": "yes"}, "malformed"),
    ],
)
def test_checks_that_are_not_valid_where_they_land(scene: Scene, who: str, body: dict[str, object], code: str) -> None:
    scene.do(HANDLER, MARK)
    sound: dict[str, object] = {"is_approved": True, "remark": "", "marked_at": ""}
    scene.write(who, NewEntry(EntryKind.TYPICAL_CHECKED, "c1", {**sound, **body}))
    assert [flag.code for flag in scene.folded.flags] == [code]
