"""Lists, search, a case's page, contact details: what a person sees, and what they do not."""

from __future__ import annotations

from dataclasses import replace

from support.cases import AUDITOR, HANDLER, TELLER, TELLER_2
from support.desk_acts import start_handling, withdraw_case
from support.real_desk import RealBranch, done, refused

from app.domain.commands import ClassifyCase
from app.operations.act import carry_out
from app.operations.open_case import CaseView, open_case, open_case_by_number, view_of
from app.operations.search_cases import search_cases
from app.operations.worklist import Query, read_rows, read_worklist, today_figures


def numbers(branch: RealBranch, query: Query, who: str = TELLER) -> list[str]:
    desk = branch.desk(who)
    return [row.case_no for row in read_rows(desk, read_worklist(desk, query).ids)]


def test_views_count_and_list_the_same(branch: RealBranch) -> None:
    mine, theirs = branch.register(), branch.register(TELLER_2, channel="phone")
    late = branch.register(received_at="2026-11-01", channel="letter")
    gone = branch.register()
    done(withdraw_case(branch.desk(), gone.case_id, "phone"))
    desk = branch.desk()
    counts = read_worklist(desk, Query()).counts
    for view in ("all", "mine", "due_today", "overdue", "awaiting_approval", "ended"):
        assert len(read_worklist(desk, Query(view=view)).ids) == counts[view], view
    assert numbers(branch, Query(view="mine")) == [late.case_no, mine.case_no]
    assert numbers(branch, Query(view="mine"), TELLER_2) == [theirs.case_no]
    assert numbers(branch, Query(view="overdue")) == [late.case_no]
    assert numbers(branch, Query(view="ended")) == [gone.case_no]
    assert numbers(branch, Query(view="all", channel="phone")) == [theirs.case_no]
    assert numbers(branch, Query(view="all", sort="case_no", descending=True))[0] == gone.case_no
    assert today_figures(desk) == {"registered_today": 4, "due_today": 0, "overdue": 1}


def test_the_day_turns_at_midnight_in_china(branch: RealBranch) -> None:
    branch.register()
    branch.later(days=7, hours=13, minutes=58)
    assert today_figures(branch.desk())["due_today"] == 1, "2026-11-27 23:59 in China is still in time"
    branch.later(minutes=2)
    assert today_figures(branch.desk()) == {"registered_today": 0, "due_today": 0, "overdue": 1}


def test_a_row_that_is_gone_leaves_no_gap(branch: RealBranch) -> None:
    case = branch.register()
    desk = branch.desk()
    (row_id,) = read_worklist(desk, Query(view="all")).ids
    assert [row.case_id for row in read_rows(desk, [99, row_id, 98])] == [case.case_id]


def test_search_finds_any_words_and_masks_people(branch: RealBranch) -> None:
    case = branch.register(complainant_name="赵𬀩", phone="13810242716", narrative="自助机吞卡，机器编号0017。")
    branch.register()
    for text in ("吞卡", "赵𬀩", "2716", "0017", case.case_no):
        hits = search_cases(branch.desk(AUDITOR), text)
        assert [hit.case_no for hit in hits] == [case.case_no], text
        assert "13810242716" not in hits[0].masked_phone
        assert hits[0].masked_name != "赵𬀩"
    assert search_cases(branch.desk(), "没有这样的词") == []
    assert len(search_cases(branch.desk(), "信用卡", limit=1)) == 1


def test_nothing_of_the_customer_stands_in_what_lists_say(branch: RealBranch) -> None:
    """JR/T 0171-2020 annex A: also where it was typed into the complaint itself."""
    words = "客户赵大海（电话13810242716，证件11010519491231002X）称自助机吞卡，邮箱zhao.dahai@bank.example。"
    branch.register(
        complainant_name="赵大海", phone="13810242716", id_kind="resident_id", id_number="11010519491231002X",
        narrative=words,
    )  # fmt: skip
    desk = branch.desk(AUDITOR)
    said = [row.summary for row in read_rows(desk, read_worklist(desk, Query(view="all")).ids)]
    for text in ("13810242716", "赵大海", "吞卡", "证件"):
        said += [hit.snippet for hit in search_cases(desk, text)]
    assert len(said) == 5
    for text in said:
        for clear in ("赵大海", "13810242716", "1381024", "11010519491231002X", "zhao.dahai"):
            assert clear not in text
    assert "赵*海" in said[0]


def test_a_number_finds_its_case_however_it_is_typed(branch: RealBranch) -> None:
    case = branch.register()
    digits = case.case_no.replace("-", "")
    for typed in (case.case_no, case.case_no.lower(), digits, f"  {digits} ", case.case_no.replace("-", "－")):
        found = open_case_by_number(branch.desk(), typed)
        assert isinstance(found, CaseView), typed
        assert found.case.case_id == case.case_id
    for typed in ("", "TS", case.case_no[:-1], "TS0102-26A99999-0"):
        assert refused(open_case_by_number(branch.desk(), typed)).code == "case_not_found"


def test_a_page_explains_both_clocks(branch: RealBranch) -> None:
    case = branch.register()
    view = branch.view(case.case_id)
    found = {part.policy_id: part for part in view.explanation}
    assert {part.policy_id for part in view.explanation if part.is_governing} == {"CN_LOCAL_5_10"}
    local, national = found["CN_LOCAL_5_10"], found["CN_NFRA_2020_3"]
    assert (local.days, local.unit, local.due_on.isoformat()) == (5, "working", "2026-11-27")
    assert (national.days, national.unit, national.due_on.isoformat()) == (15, "natural", "2026-12-05")
    assert view.names[HANDLER] == "吴兰"
    assert [offer.policy_id for offer in view.offers] == ["CN_LOCAL_5_10"] or len(view.offers) == 2
    assert refused(open_case(branch.desk(), "01890a5d-ac96-774b-bcce-b302099a8057")).code == "case_not_found"


def test_a_desk_names_colleagues_and_hides_nothing_else(branch: RealBranch) -> None:
    desk = branch.desk()
    assert (desk.name_of(HANDLER), desk.name_of("0999")) == ("吴兰", "0999")
    assert repr(desk) == "<Desk 0102 of 0217>"
    case = branch.register()
    assert done(start_handling(branch.desk(HANDLER), case.case_id)).case.owner == HANDLER


def test_a_page_says_until_when_to_post_and_whether_anybody_can_go_on(branch: RealBranch) -> None:
    """令2020-3 art. 21; domain.md no. 15."""
    case = branch.register()
    view = done(open_case(branch.desk(), case.case_id))
    assert view.posting is not None
    assert (view.posting.last_on, view.needs_owner) == (view.deadlines.due_on, False)
    about_owner = ClassifyCase(replace(case.about, respondents=(TELLER,)), "投诉人指认", HANDLER)
    view = done(carry_out(branch.desk(HANDLER), case.case_id, about_owner))
    assert (view.case.owner, view.needs_owner) == (HANDLER, False)
    gone = replace(branch.desk().people[HANDLER], is_active=False)
    desk = replace(branch.desk(), people={**branch.desk().people, HANDLER: gone})
    assert view_of(desk, view.case, desk.clock.now()).needs_owner
