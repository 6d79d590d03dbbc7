"""Recusal: somebody with an interest in a case keeps out of it (令2020-3 art. 17)."""

from __future__ import annotations

from app.domain.case import Case


def is_recused(case: Case, staff_no: str) -> bool:
    """Whether this person must keep out of `case`.

    Every rule that lets somebody handle, decide or approve asks here. Cases name no respondents yet, so nobody is.
    """
    return staff_no in respondents_of(case)


def respondents_of(case: Case) -> frozenset[str]:
    """Staff numbers of those whom the complaint is about."""
    del case
    return frozenset()
