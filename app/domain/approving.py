"""Who may decide about a stage of a term: a role of that stage, or whoever such a person lets do it, within dates
(令2020-3 art. 18, 24)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.domain.calendar import china_day
from app.domain.facts.clocks import Delegation, Extension
from app.domain.people import Person, Right, Role
from app.domain.policies import Stage
from app.domain.reasons import ReasonCode

OWN = ""
"""The ground of somebody who decides in their own right."""


def ground_of(
    person: Person, stage: Stage, request: Extension, delegations: Iterable[Delegation], on: date
) -> str | None:
    """On what ground `person` may decide the request on this day: `OWN`, the staff number of whoever delegated it to
    them, or None. A delegation for this one request comes before one that headquarters published.

    Nobody decides in the place of the asker: that would be the asker's own approval by another hand (four eyes).
    """
    if person.may(Right.DECIDE_EXTENSION) and person.role in stage.approvers:
        return OWN
    if not person.may(Right.HANDLE):
        return None
    asker = request.requested_by
    for one in delegations:
        is_for_this = (one.request_id, one.to) == (request.request_id, person.staff_no) and one.given_by != asker
        if is_for_this and china_day(one.given_at) <= on <= one.until_on:
            return one.given_by
    for standing in person.delegations:
        is_given = standing.role in stage.approvers and standing.given_by != asker
        if is_given and standing.from_on <= on <= standing.until_on:
            return standing.given_by
    return None


def why_not_approver(stage: Stage) -> ReasonCode:
    """The code for somebody who may not decide about `stage`."""
    only_headquarters = stage.approvers == (Role.HEADQUARTERS,)
    return ReasonCode.HEADQUARTERS_ONLY if only_headquarters else ReasonCode.NOT_AN_APPROVER
