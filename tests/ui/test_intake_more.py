"""What is rare at the intake, by keyboard alone: one key away, asked for when it is needed, never in the way."""

from __future__ import annotations

from typing import Any

import pytest
from support.counter import Branch
from support.intake_walk import choose, enter, ordinary, recorded, walk_to
from support.page_calls import FakeIntakeCalls
from support.pages import (
    CONTROL,
    SHIFT,
    Key,
    Visit,
    compose,
    context_of,
    focus_name,
    nameless,
    press,
    settle,
    type_keys,
)

from app.ui.intake.page import IntakePage

USCC = "91110000100000001W"


@pytest.fixture
def branch() -> Branch:
    return Branch()


@pytest.fixture
def visit(qtbot: Any, branch: Branch) -> Visit:
    return Visit(qtbot, IntakePage(context_of(branch), FakeIntakeCalls(branch)))


# ---- the ordinary complaint


def test_an_ordinary_complaint_needs_no_key_more_than_before(visit: Visit, branch: Branch) -> None:
    keys: list[str] = []

    def key(*args: Any) -> None:
        keys.append("key")
        press(*args)

    compose("王明芳", "wangmingfang")
    for text, enters in (("", 1), ("13810242716", 3), ("11010519491231002x", 1), ("2716", 1), ("xykzd", 1)):
        for character in text:
            keys.append(character)
            type_keys(character)
        for _n in range(enters):
            key(Key.Key_Return)
    for text in ("1120", "1286"):
        for character in text:
            keys.append(character)
            type_keys(character)
        key(Key.Key_Return)
    compose("未经同意开通账单分期")
    key(Key.Key_Return, CONTROL)
    (case,) = branch.cases()
    assert (case.intake.category, case.intake.amount_fen) == ("B03023", 128600)
    # 11 + 18 + 4 + 5 + 4 + 4 characters, nine times Enter and Ctrl+Enter: what it took before.
    assert len(keys) == 46 + 9 + 1


def test_nothing_rare_is_built_or_in_the_way_of_an_ordinary_complaint(visit: Visit, branch: Branch) -> None:
    ordinary()
    page = visit.page
    assert page.more is None
    assert page.right.shown() == "slip"
    assert page._area.verticalScrollBar().maximum() == 0
    assert recorded(branch).intake.intake_type == "complaint"


# ---- there and back


def test_f6_goes_to_the_panel_and_back_to_where_the_cursor_was(visit: Visit) -> None:
    enter(2)
    assert focus_name() == "capacity"
    press(Key.Key_F6)
    assert visit.page.right.shown() == "more"
    assert focus_name() == "arrival.head"
    press(Key.Key_F6)
    assert visit.page.right.shown() == "slip"
    assert focus_name() == "capacity"
    press(Key.Key_F6)
    enter()
    assert focus_name() == "intake_type"
    press(Key.Key_Escape)
    assert focus_name() == "capacity"


def test_headings_are_walked_with_arrows_and_every_field_with_enter(visit: Visit) -> None:
    press(Key.Key_F6)
    choose(2)
    assert focus_name() == "about.head"
    enter()
    seen = []
    for _n in range(10):
        seen.append(focus_name())
        press(Key.Key_Return)
    assert [name.split(".")[0] for name in seen] == [
        "business_channel",
        "reason",
        "severity",
        "is_agency_suspected",
        "rights",
        "remedies",
        "special_groups",
        "respondent_unit",
        "respondents",
        "respondent_words",
    ]
    assert focus_name() == "moreBack"
    enter()
    assert visit.page.right.shown() == "slip"
    assert focus_name() == "complainant_name"


def test_what_stands_in_the_panel_is_a_draft_and_is_there_again(visit: Visit, branch: Branch) -> None:
    press(Key.Key_F6)
    choose(1)
    enter()
    assert focus_name() == "address"
    compose("北京市朝阳区示例路 1 号")
    press(Key.Key_Escape)
    visit.page.presenter.save_draft()
    (draft,) = branch.drafts.values()
    assert draft.form.address == "北京市朝阳区示例路 1 号"
    visit.page.on_shown(new=True)
    settle()
    assert visit.page.more.fields["address"].value() == ""
    press(Key.Key_Tab, CONTROL)
    assert visit.page.more.fields["address"].value() == "北京市朝阳区示例路 1 号"
    assert "1" in visit.page.right.tabs["more"].text()


def test_everything_beside_the_form_has_a_name_for_screen_readers(visit: Visit) -> None:
    press(Key.Key_F6)
    for fold in visit.page.more.sections.values():
        fold.set_open(True)
    settle()
    assert nameless(visit.page) == []


# ---- part 1: what comes in


def test_a_letter_keeps_the_day_on_which_it_came(visit: Visit, branch: Branch) -> None:
    ordinary()
    walk_to("channel")
    choose(2)
    enter()
    type_keys("2026-11-20")
    case = recorded(branch)
    assert case.intake.channel == "letter"
    assert str(case.received_at) == "2026-11-19 16:00:00+00:00"  # midnight in China


def test_a_forwarded_complaint_asks_for_its_regulator_by_itself(visit: Visit, branch: Branch) -> None:
    page = visit.page
    ordinary()
    walk_to("channel")
    page.form.channel.set_value("regulator")
    settle()
    assert focus_name() == "channel"  # the panel opens, the keyboard stays
    assert page.right.shown() == "more"
    assert "转办单位" in page.form.hint.text()
    press(Key.Key_F6)
    assert focus_name() == "regulator"
    choose(1)
    enter()
    type_keys("JR-2026-118")
    enter()
    type_keys("2026-11-17")
    enter()
    type_keys("2026-11-19")
    press(Key.Key_Escape)
    assert focus_name() == "channel"
    assert "还需" not in page.form.hint.text()
    forwarded = recorded(branch).intake.forwarded
    assert forwarded is not None
    assert (forwarded.authority, forwarded.reference_no) == ("nfra", "JR-2026-118")
    assert (str(forwarded.regulator_received_on), str(forwarded.forwarded_on)) == ("2026-11-17", "2026-11-19")


def test_a_report_of_wrongdoing_needs_no_name_and_says_so(visit: Visit, branch: Branch) -> None:
    form = visit.page.form
    press(Key.Key_F6)
    enter()
    choose(2)
    press(Key.Key_Escape)
    assert "举报人" in form.complainant_name.label.text()
    assert "选填" in form.complainant_name.label.text()
    assert form.narrative.label.text().startswith("举报事项")
    walk_to("narrative")
    compose("网点负责人私自代客操作网银。")
    case = recorded(branch)
    assert case.intake.intake_type == "whistle_report"
    assert form.narrative.label.text().startswith("投诉事项")


# ---- part 2: who complains


def test_an_agent_with_the_original_power_of_attorney(visit: Visit, branch: Branch) -> None:
    page = visit.page
    compose("王明芳")
    enter(2)
    choose(2)
    assert page.form.capacity.value() == "agent"
    assert focus_name() == "capacity"
    assert page.right.shown() == "more"
    press(Key.Key_F6)
    assert focus_name() == "representative_name"
    compose("赵海燕")
    enter()
    type_keys("13910242716")
    walk_to("authority")
    choose(1)
    enter()
    press(Key.Key_Space)
    walk_to("papers_taken.power_of_attorney")
    type_keys("2")
    type_keys("o")
    press(Key.Key_Escape)
    assert focus_name() == "capacity"
    walk_to("narrative")
    compose("受托投诉：未经同意开通账单分期。")
    intake = recorded(branch).intake
    who = intake.representative
    assert who is not None
    assert (who.name, who.phone, who.authority, who.is_original) == (
        "赵海燕",
        "13910242716",
        "power_of_attorney",
        True,
    )
    (paper,) = intake.papers_taken
    assert (paper.kind, paper.count, paper.is_original) == ("power_of_attorney", 2, True)


def test_an_error_in_the_panel_is_listed_opens_its_section_and_its_link_goes_there(visit: Visit) -> None:
    page = visit.page
    ordinary()
    page.form.capacity.set_value("agent")
    page.more.sections["people"].set_open(False)
    press(Key.Key_F6)
    press(Key.Key_Escape)
    page.form.go_to("narrative")
    press(Key.Key_Return, CONTROL)
    assert focus_name() == "representative_name"
    assert page.more.sections["people"].is_open()
    assert page.more.fields["representative_name"].error()
    press(Key.Key_Escape)
    assert page.right.shown() == "slip"
    page.errors._links[2].click()
    settle()
    assert page.right.shown() == "more"
    assert focus_name() == "authority"
    assert page.form.value().narrative


def test_an_organisation_with_its_credit_code(visit: Visit, branch: Branch) -> None:
    compose("示例商贸有限公司")
    enter(2)
    choose(4)
    enter()
    assert visit.page.form.id_kind.value() == "uscc"
    enter()
    type_keys(USCC[:-1] + "0")
    enter()
    assert visit.page.form.id_number.error()
    visit.page.form.go_to("id_number")
    type_keys(USCC)
    enter()
    assert not visit.page.form.id_number.error()
    press(Key.Key_F6)
    compose("李国英")
    walk_to("authority")
    choose(1)
    press(Key.Key_Escape)
    walk_to("narrative")
    compose("对公账户被误冻结。")
    who = recorded(branch).intake.complainant
    assert (who.capacity, who.id_kind, who.id_number) == ("organisation", "uscc", USCC)


def test_twenty_five_people_in_person_are_a_major_matter(visit: Visit, branch: Branch) -> None:
    ordinary()
    press(Key.Key_F6)
    choose(1)
    enter()
    walk_to("joint_count")
    type_keys("25")
    enter()
    assert focus_name() == "is_face_to_face"
    press(Key.Key_Space)
    enter()
    compose("赵海燕")
    type_keys(" 13910242716")
    press(Key.Key_Return, SHIFT)
    compose("周杰")
    type_keys(" 13710242716")
    press(Key.Key_Escape)
    case = recorded(branch)
    joint = case.intake.joint
    assert joint is not None
    assert (joint.count, joint.is_face_to_face) == (25, True)
    assert joint.representatives == (("赵海燕", "13910242716"), ("周杰", "13710242716"))
    assert case.about.severity == "major"


# ---- part 3: what about


def test_classification_and_respondents_by_keyboard(visit: Visit, branch: Branch) -> None:
    page = visit.page
    ordinary()
    press(Key.Key_F6)
    choose(2)
    enter()
    first_channel = page.more.fields["business_channel"]._choices[1]
    type_keys(first_channel.code)
    enter()
    type_keys(page.more.fields["reason"]._choices[0].code)
    enter()
    choose(1)
    enter()
    press(Key.Key_Space)
    enter()
    assert focus_name() == "rights.R1_property"
    press(Key.Key_Space)
    press(Key.Key_Right)
    press(Key.Key_Down)
    press(Key.Key_Space)
    enter()
    press(Key.Key_Space)
    enter()
    assert focus_name() == "special_groups.elderly"
    press(Key.Key_Space)
    enter(2)
    type_keys("wl")  # pinyin initials of 吴兰
    enter()
    assert focus_name() == "respondents"
    type_keys("0218")
    enter()
    enter()
    assert focus_name() == "respondent_words"
    compose("戴眼镜的大堂经理")
    press(Key.Key_Escape)
    case = recorded(branch)
    about = case.intake.about
    assert about.business_channel == first_channel.key
    assert about.reason
    assert (about.severity, about.is_agency_suspected) == ("complex", True)
    assert about.rights == ("R1_property", "R4_fair_dealing")
    assert case.intake.remedies == ("refund",)
    assert about.special_groups == ("elderly",)
    assert about.respondents == ("0301", "0218")
    assert about.respondent_words == "戴眼镜的大堂经理"


def test_a_respondent_is_taken_away_again_with_backspace(visit: Visit) -> None:
    page = visit.page
    press(Key.Key_F6)
    page.more.go_to("respondents")
    type_keys("0301")
    enter()
    assert page.form.value().respondents == ("0301",)
    press(Key.Key_Backspace)
    assert page.form.value().respondents == ()
    compose("吴兰")
    press(Key.Key_Tab)  # leaving takes what is found
    assert page.form.value().respondents == ("0301",)
