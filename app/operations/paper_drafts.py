"""Papers whose words are typed when they are made: an agreement to be signed, and a request for further papers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date

from app.domain.calendar import china_day
from app.domain.case import Case
from app.domain.commands import AgreeSettlement
from app.domain.decide import decide
from app.domain.decisions.papers import paper_objection
from app.domain.reasons import ReasonCode
from app.domain.refusal import Problem, Refusal, refuse
from app.domain.texts import MAX_LINE, MAX_TEXT, check_needed
from app.language import _
from app.operations import set_paper as setting
from app.operations.desk import Desk
from app.operations.make_paper import MadePaper, PaperJob, record_and_queue
from app.operations.set_paper import SETTLEMENT_AGREEMENT, SUPPLEMENT_REQUEST

ORIGINALS = 2
"""An agreement is made out twice, one for each side."""

_UNNUMBERED = "-"


def make_settlement_draft(
    desk: Desk, case_id: str, terms: str, amount: str, performance_on: date, copies: int = ORIGINALS
) -> MadePaper | Refusal:
    """The settlement agreement (和解协议, S1 no. 36) for both sides to sign; `AgreeSettlement` follows when they have.

    `amount` is yuan as typed, or empty. What may not be agreed is not printed for signature.
    """
    case = desk.store.case(case_id)
    words = {"terms": terms, "amount": amount, "performance_on": performance_on.isoformat()}
    refusal = _settlement_refusal(desk, case, terms, amount, performance_on)
    if refusal is not None or case is None:
        return refusal or refuse(ReasonCode.CASE_NOT_FOUND)
    return record_and_queue(desk, case, _job(desk, SETTLEMENT_AGREEMENT, words, copies=copies))


def preview_settlement_draft(
    desk: Desk, case_id: str, terms: str, amount: str, performance_on: date
) -> bytes | Refusal:
    """The agreement as it would be printed for signature; nothing is recorded."""
    case = desk.store.case(case_id)
    words = {"terms": terms, "amount": amount, "performance_on": performance_on.isoformat()}
    refusal = _settlement_refusal(desk, case, terms, amount, performance_on)
    if refusal is not None or case is None:
        return refusal or refuse(ReasonCode.CASE_NOT_FOUND)
    return _preview(desk, case, SETTLEMENT_AGREEMENT, words)


def make_supplement_request(
    desk: Desk, case_id: str, items: Sequence[str], why: str, by_when: date
) -> MadePaper | Refusal:
    """A request for further papers (补充材料通知; 令2020-3 art. 13, 14), noted in the case's history with its words.

    Only what the bank can't look up itself may be asked for (art. 13).
    """
    case = desk.store.case(case_id)
    words = _supplement_words(items, why, by_when)
    refusal = _supplement_refusal(desk, case, words, by_when)
    if refusal is not None or case is None:
        return refusal or refuse(ReasonCode.CASE_NOT_FOUND)
    return record_and_queue(desk, case, _job(desk, SUPPLEMENT_REQUEST, words, note=_note(words)))


def preview_supplement_request(
    desk: Desk, case_id: str, items: Sequence[str], why: str, by_when: date
) -> bytes | Refusal:
    """The request as it would be printed; nothing is recorded."""
    case = desk.store.case(case_id)
    words = _supplement_words(items, why, by_when)
    refusal = _supplement_refusal(desk, case, words, by_when)
    if refusal is not None or case is None:
        return refusal or refuse(ReasonCode.CASE_NOT_FOUND)
    return _preview(desk, case, SUPPLEMENT_REQUEST, words)


def _settlement_refusal(desk: Desk, case: Case | None, terms: str, amount: str, performance_on: date) -> Refusal | None:
    command = AgreeSettlement(terms, amount, performance_on, _UNNUMBERED)
    outcome = decide(case, command, desk.context(desk.clock.now()))
    return outcome if isinstance(outcome, Refusal) else None


def _supplement_words(items: Sequence[str], why: str, by_when: date) -> Mapping[str, str]:
    wanted = (" ".join(item.split()) for item in items)
    return {
        "items": "\n".join(item for item in wanted if item),
        "why": why.strip(),
        "by_when": by_when.isoformat(),
    }


def _supplement_refusal(desk: Desk, case: Case | None, words: Mapping[str, str], by_when: date) -> Refusal | None:
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    now = desk.clock.now()
    if objection := paper_objection(case, SUPPLEMENT_REQUEST, desk.context(now)):
        return objection
    problems = [
        *check_needed(words["items"], "items", MAX_TEXT // 2),
        *check_needed(words["why"], "why", MAX_LINE * 5),
    ]
    if by_when < china_day(now):
        problems.append(Problem(ReasonCode.DAY_PASSED, "by_when"))
    return Refusal(tuple(problems)) if problems else None


def _note(words: Mapping[str, str]) -> str:
    """What was asked for, in the language of the screens: notes are for staff."""
    items = _("; ").join(words["items"].split("\n"))
    text = _("Further papers asked for: {items}. Why: {why}. By: {by_when}.")
    return text.format(items=items, why=words["why"].rstrip("。."), by_when=words["by_when"])


def _job(desk: Desk, kind: str, words: Mapping[str, str], *, copies: int = 1, note: str = "") -> PaperJob:
    """Equal words are the same paper: printing it again makes a copy of it, other words make a new paper."""
    about = _about(words)

    def set_it(case: Case, copy_no: int) -> bytes:
        return setting.set_paper(desk, case, kind, about, copy_no, words)

    return PaperJob(kind, set_it, about, copies=copies, words=words, note=note)


def _preview(desk: Desk, case: Case, kind: str, words: Mapping[str, str]) -> bytes:
    about = _about(words)
    return setting.set_paper(desk, case, kind, about, case.prints_of(kind, about), words)


def _about(words: Mapping[str, str]) -> str:
    return hashlib.sha256(json.dumps(dict(words), sort_keys=True).encode()).hexdigest()[:16]
