"""Faults of the line, through a real gateway in front of the real service (journal.md 7 B): nothing is lost, doubled or
believed without headquarters' signature."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest
from support.desks import Desk
from support.gateway import (
    Exchange,
    Fault,
    Gateway,
    answer_with,
    cut_request,
    double_first,
    double_second,
    flip_a_byte,
    lose_response,
    pass_on,
    truncate,
)
from support.headquarters import HubUnderTest, assert_level

from app.sync.batches import BatchSize
from app.sync.errors import BusyError, NotHeadquartersError, OfflineError, SyncError
from app.sync.line import Headquarters, Line
from app.sync.messages import Ask

PORTAL = b"<!DOCTYPE html><title>Network login</title><form action=/login></form>"


@pytest.fixture
def gateway(hub: HubUnderTest) -> Iterator[Gateway]:
    with Gateway(hub.url, hub.certificates) as gateway:
        yield gateway


def _events(hub: HubUnderTest) -> int:
    ((count,),) = hub.query("select count(*) from event")
    return int(count)


def _assert_nothing_moved(desk: Desk) -> None:
    state = desk.store.sync.log_state()
    assert state.acked.seq == 0
    assert not desk.store.sync.cursors()


def test_a_response_lost_after_the_commit_is_the_same_receipt_the_next_time(
    hub: HubUnderTest, desk: Desk, gateway: Gateway
) -> None:
    desk.register()
    gateway.plan.extend([pass_on, lose_response])
    with pytest.raises(OfflineError):
        hub.sync(desk, gateway.url)
    assert _events(hub) == 2
    _assert_nothing_moved(desk)
    receipts = hub.query("select body, signature from receipt")

    hub.sync(desk, gateway.url)
    assert hub.query("select body, signature from receipt") == receipts
    assert_level(hub, desk)


@pytest.mark.parametrize("fault", [double_first, double_second])
def test_doubled_requests_are_stored_once(hub: HubUnderTest, desk: Desk, gateway: Gateway, fault: Fault) -> None:
    for _ in range(3):
        desk.register()
    gateway.plan.extend([fault, pass_on] * 8)
    hub.sync(desk, gateway.url)
    assert _events(hub) == 6
    assert_level(hub, desk)


def test_a_request_that_comes_days_late_changes_nothing(hub: HubUnderTest, desk: Desk, gateway: Gateway) -> None:
    desk.register()
    gateway.plan.extend([pass_on, gateway.hold])
    with pytest.raises(OfflineError):
        hub.sync(desk, gateway.url)
    desk.register()
    hub.sync(desk, gateway.url)
    level = hub.query("select seq, hash from device_head")
    (answer,) = gateway.release()
    assert b" 401 " in answer.split(b"\r\n", 1)[0]  # its number was passed over
    assert hub.query("select seq, hash from device_head") == level
    assert_level(hub, desk)


def test_pushes_that_arrive_in_the_wrong_order_leave_no_gap(hub: HubUnderTest, desk: Desk, gateway: Gateway) -> None:
    """The second push overtakes the first: 409 with the head, and the desk goes back to it."""
    first = desk.register()
    batches = BatchSize()
    gateway.plan.extend([pass_on, gateway.hold])
    with pytest.raises(OfflineError):
        hub.sync(desk, gateway.url, batches)
    state = desk.store.sync.log_state()
    assert state.acked.seq == 0
    desk.store.sync.rewind(state.head, "")  # as if the first had been receipted
    desk.register()
    hub.sync(desk, gateway.url)
    assert hub.case(first.case_no) is not None
    assert_level(hub, desk)


@pytest.mark.parametrize(
    "answer",
    [
        answer_with("200 OK", PORTAL, "content-type: text/html"),
        answer_with("302 Found", b"", "location: https://login.example/"),
        answer_with("200 OK", b""),
        answer_with("204 No Content", b""),
        answer_with("511 Network Authentication Required", PORTAL),
        answer_with("500 Internal Server Error", b"oops"),
    ],
    ids=["html", "redirect", "empty", "no-content", "511", "500"],
)
@pytest.mark.parametrize("at", [0, 1, 2], ids=["hello", "push", "feed"])
def test_somebody_else_answering_is_never_taken_for_headquarters(
    hub: HubUnderTest, desk: Desk, gateway: Gateway, answer: Fault, at: int
) -> None:
    desk.register()
    gateway.plan.extend([*[pass_on] * at, answer])
    with pytest.raises(NotHeadquartersError):
        hub.sync(desk, gateway.url)
    if at < 2:
        _assert_nothing_moved(desk)
    hub.sync(desk, gateway.url)
    assert_level(hub, desk)


@pytest.mark.parametrize("keep", [0.05, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("at", [0, 1, 2], ids=["hello", "push", "feed"])
def test_a_truncated_answer_is_no_answer(hub: HubUnderTest, desk: Desk, gateway: Gateway, keep: float, at: int) -> None:
    desk.register()
    gateway.plan.extend([*[pass_on] * at, truncate(keep)])
    with pytest.raises(SyncError):
        hub.sync(desk, gateway.url)
    hub.sync(desk, gateway.url)
    assert_level(hub, desk)


@pytest.mark.parametrize(
    "keep",
    [
        lambda request: 1,
        lambda request: request.index(b"\r\n\r\n") // 2,
        lambda request: request.index(b"\r\n\r\n") + 4,
        lambda request: len(request) // 2 + 200,
        lambda request: len(request) - 1,
    ],
    ids=["first", "headers", "before-body", "middle", "before-last"],
)
def test_a_request_cut_off_anywhere_is_sent_again(
    hub: HubUnderTest, desk: Desk, gateway: Gateway, keep: Callable[[bytes], int]
) -> None:
    desk.register()
    gateway.plan.extend([pass_on, cut_request(keep)])
    with pytest.raises(OfflineError):
        hub.sync(desk, gateway.url)
    assert _events(hub) == 0
    hub.sync(desk, gateway.url)
    assert_level(hub, desk)


def test_yesterdays_answer_is_refused(hub: HubUnderTest, desk: Desk, gateway: Gateway) -> None:
    hub.sync(desk, gateway.url)
    desk.register()
    gateway.plan.append(gateway.replay)
    with pytest.raises(NotHeadquartersError):
        hub.sync(desk, gateway.url)
    hub.sync(desk, gateway.url)
    assert_level(hub, desk)


@pytest.mark.parametrize("at", [0, 1, 2], ids=["hello", "push", "feed"])
def test_an_answer_with_one_changed_byte_is_refused(hub: HubUnderTest, desk: Desk, gateway: Gateway, at: int) -> None:
    desk.register()
    gateway.plan.extend([*[pass_on] * at, flip_a_byte])
    with pytest.raises(NotHeadquartersError):
        hub.sync(desk, gateway.url)
    hub.sync(desk, gateway.url)
    assert_level(hub, desk)


def test_a_gateway_that_asks_to_come_back_later_is_heard(hub: HubUnderTest, desk: Desk, gateway: Gateway) -> None:
    gateway.plan.append(answer_with("503 Service Unavailable", b"", "retry-after: 120"))
    with pytest.raises(BusyError) as caught:
        hub.sync(desk, gateway.url)
    assert caught.value.retry_after == 120


@pytest.mark.parametrize("url", ["https://127.0.0.1:1", "http://hq.example:80"])
def test_a_line_without_a_pinned_authority_is_not_even_built(desk: Desk, url: str) -> None:
    with pytest.raises(ValueError, match="pinned authority"):
        Line(Headquarters(url, None, bytes(32)), desk.device, desk.keys.sign)


def test_nobody_there(hub: HubUnderTest, desk: Desk) -> None:
    hub.stop()
    with pytest.raises(OfflineError) as caught:
        hub.sync(desk)
    assert caught.value.details == {"why": "no_connection"}


def test_a_silent_headquarters_is_given_up_after_the_stall_time(
    hub: HubUnderTest, desk: Desk, gateway: Gateway
) -> None:
    async def never(exchange: Exchange) -> bytes:
        await asyncio.get_running_loop().create_future()
        return b""

    gateway.plan.append(never)

    async def ask() -> None:
        async with hub.line(desk, gateway.url, stall_seconds=0.2) as line:
            await line.exchange(Ask("POST", "/v1/hello", b"x"))

    with pytest.raises(OfflineError) as caught:
        asyncio.run(ask())
    assert caught.value.details == {"why": "silent"}
