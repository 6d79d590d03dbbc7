"""Similar complaints beside the form, and links between cases, as the screens ask for them."""

from __future__ import annotations

from support.cases import SUPERVISOR, form
from support.real_desk import RealBranch

from app.operations.find_similar import find_similar, linked_cases
from app.operations.worklist import Query, read_rows, read_worklist


def test_the_form_finds_the_earlier_complaint_and_links_to_it(branch: RealBranch) -> None:
    first = branch.register(phone="13800138000", complainant_name="欧阳建国")
    desk = branch.desk()
    typed = form(phone="138-0013-8000", complainant_name="", narrative="")
    (found,) = find_similar(desk, typed)
    assert (found.case_id, found.reasons, found.masked_name) == (first.case_id, ("same_phone",), "欧阳**")
    assert find_similar(desk, form(phone="139", complainant_name="", narrative="")) == []
    second = branch.register(phone="13800138000", repeat_of=first.case_id)
    assert [(link.kind, link.case_no) for link in linked_cases(desk, second.case_id)] == [("repeat_of", first.case_no)]
    assert [link.is_outward for link in linked_cases(desk, first.case_id)] == [False]


def test_key_cases_lead_and_narrowing_knows_weight_and_kind(branch: RealBranch) -> None:
    desk = branch.desk()
    plain, key = branch.register(), branch.register(SUPERVISOR, severity="key_case", intake_type="complaint")
    rows = read_rows(desk, read_worklist(desk, Query(view="all")).ids)
    assert [row.case_no for row in rows] == [key.case_no, plain.case_no]
    assert Query(severity="key_case").is_narrowed
    assert Query(intake_type="praise").is_narrowed
    assert len(read_worklist(desk, Query(view="all", severity="key_case")).ids) == 1
    assert read_worklist(desk, Query()).counts["key"] == 1
