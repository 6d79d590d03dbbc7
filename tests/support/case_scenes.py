"""Cases as they have to stand for each next step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from support.cases import HANDLER, PEOPLE, SUPERVISOR, TELLER, TELLER_2, Scene
from support.counter import Branch

from app.domain.commands import (
    CloseCase,
    LogContact,
    MarkTypical,
    OfferTransfer,
    OrderSupervision,
    PlaceHold,
    PlanCorrection,
    ReceiveEvidence,
    RequestReview,
    RequestVoid,
    StartHandling,
    StartPause,
)
from app.domain.people import Role

BRANCH_HEAD = next(p.staff_no for p in PEOPLE.values() if p.role is Role.BRANCH_HEAD)
TODAY = date(2026, 11, 23)


def _id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


def _in_hand(branch: Branch) -> Scene:
    scene = branch.add("2026-11-20 10:00", phone="13810242716")
    scene.do(HANDLER, StartHandling())
    return scene


def _requested(branch: Branch) -> Scene:
    scene = _in_hand(branch)
    scene.request(who=TELLER)
    return scene


def _paused(branch: Branch) -> Scene:
    scene = _in_hand(branch)
    pause = StartPause(_id(1), "appraisal", "笔迹鉴定中心", TODAY + timedelta(days=20), "in_person", "签收单 7")
    scene.do(HANDLER, pause)
    return scene


def _offered(branch: Branch) -> Scene:
    scene = _in_hand(branch)
    scene.do(HANDLER, OfferTransfer(_id(2), TELLER_2, "休假期间由同事跟进"))
    return scene


def _ordered(branch: Branch) -> Scene:
    scene = _in_hand(branch)
    scene.do(BRANCH_HEAD, OrderSupervision(_id(3), "三日内反馈核查结果", TODAY + timedelta(days=3)))
    return scene


def _worked(branch: Branch) -> Scene:
    scene = _in_hand(branch)
    scene.do(TELLER, ReceiveEvidence(_id(4), "合同复印件", 1, False, "王芳芳"))
    scene.do(HANDLER, PlanCorrection(_id(5), "training", "组织培训", SUPERVISOR, TODAY + timedelta(days=14)))
    scene.do(TELLER, LogContact("phone", "王芳芳", "已反馈进度"))
    return scene


def _decided(branch: Branch) -> Scene:
    scene = _in_hand(branch)
    scene.decide()
    return scene


def _told(branch: Branch) -> Scene:
    scene = _decided(branch)
    scene.tell()
    return scene


def _closed(branch: Branch) -> Scene:
    scene = _told(branch)
    scene.do(HANDLER, CloseCase())
    return scene


def _reviewed(branch: Branch) -> Scene:
    scene = _closed(branch)
    scene.do(HANDLER, RequestReview(_id(6), "对处理结果不服", "letter"))
    return scene


def _typical(branch: Branch) -> Scene:
    scene = _closed(branch)
    scene.do(HANDLER, MarkTypical("年费重复收取", "系统未按约定减免年费。启示：及时核对减免规则。"))
    return scene


def _held(branch: Branch) -> Scene:
    scene = _closed(branch)
    scene.do(SUPERVISOR, PlaceHold(_id(8), "lawsuit", "西城法院年费争议一案"))
    return scene


def _voiding(branch: Branch) -> Scene:
    scene = _in_hand(branch)
    scene.do(HANDLER, RequestVoid(_id(7), "同一投诉重复登记"))
    return scene


SCENES: dict[str, Callable[[Branch], Scene]] = {
    "in_hand": _in_hand,
    "requested": _requested,
    "paused": _paused,
    "offered": _offered,
    "ordered": _ordered,
    "worked": _worked,
    "decided": _decided,
    "told": _told,
    "closed": _closed,
    "reviewed": _reviewed,
    "typical": _typical,
    "held": _held,
    "voiding": _voiding,
}

_NEEDS = {
    "delegate_approval": "requested",
    "end_pause": "paused",
    "accept_transfer": "offered",
    "decline_transfer": "offered",
    "take_back_transfer": "offered",
    "answer_order": "ordered",
    "return_evidence": "worked",
    "finish_correction": "worked",
    "make_letter": "decided",
    "record_unreachable": "decided",
    "close": "told",
    "request_review": "closed",
    "reopen": "closed",
    "ask_satisfaction": "closed",
    "record_follow_up": "closed",
    "mark_typical": "closed",
    "record_review_decision": "reviewed",
    "check_typical": "typical",
    "lift_hold": "held",
}


def scene_for(step: str, branch: Branch) -> Scene:
    """A new case of the branch that stands as the step needs it."""
    return SCENES[_NEEDS.get(step, "in_hand")](branch)
