"""The service on its thread: follows the schedule, shows how it stands, answers at once to sync now and to stop."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError

import pytest
from support.desks import Desk
from support.gateway import Exchange, Gateway, answer_with
from support.headquarters import HubUnderTest, assert_level

from app.sync.errors import NotHeadquartersError, OfflineError
from app.sync.schedule import Schedule
from app.sync.service import DeviceSeal, Phase, SyncService, SyncState
from app.system.clock import Clock


class Watch:
    """Collects states and cases, and waits for what a test wants to see."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.states: list[SyncState] = []
        self.cases: set[str] = set()

    def on_state(self, state: SyncState) -> None:
        with self._changed:
            self.states.append(state)
            self._changed.notify_all()

    def on_cases(self, cases: frozenset[str]) -> None:
        with self._changed:
            self.cases |= cases
            self._changed.notify_all()

    def wait_for(self, wanted: Callable[[SyncState], bool]) -> SyncState:
        with self._changed:
            assert self._changed.wait_for(lambda: any(wanted(state) for state in self.states), 20), self.states
            return next(state for state in self.states if wanted(state))

    def wait_for_case(self, case_id: str) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: case_id in self.cases, 20)


Build = Callable[..., SyncService]


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def build(hub: HubUnderTest, watch: Watch) -> Iterator[Build]:
    services: list[SyncService] = []

    def make(desk: Desk, url: str = "", first_after: float = 3600, interval: float = 3600) -> SyncService:
        service = SyncService(
            desk.store.sync,
            hub.headquarters(url),
            DeviceSeal(desk.device, desk.keys.sign),
            Schedule(interval, first_after_seconds=first_after, is_interval_fixed=True),
            Clock(),
            on_state=watch.on_state,
            on_cases=watch.on_cases,
        )
        services.append(service)
        return service

    yield make
    for service in services:
        service.stop()


def test_it_synchronises_by_itself_and_says_so(hub: HubUnderTest, desk: Desk, build: Build, watch: Watch) -> None:
    desk.register()
    service = build(desk, first_after=0.0)
    service.start()
    state = watch.wait_for(lambda state: state.last_success_at is not None and state.phase is Phase.IDLE)
    assert (state.waiting, state.last_sent, state.error) == (0, 2, None)
    assert state.next_attempt_at is not None
    phases = [state.phase for state in watch.states]
    assert phases.index(Phase.SYNCING) < phases.index(Phase.IDLE)
    assert max(state.waiting for state in watch.states) == 2
    service.stop()
    assert service.state.phase is Phase.STOPPED
    assert_level(hub, desk)


def test_sync_now_does_not_wait_for_the_slot_and_tells_what_it_did(hub: HubUnderTest, desk: Desk, build: Build) -> None:
    service = build(desk)
    service.start()
    desk.register()
    outcome = service.sync_now().result(20)
    assert outcome.sent == 2
    assert [(attempt.sent, attempt.error) for attempt in service.attempts] == [(2, None)]
    assert service.sync_now().result(20).sent == 0
    assert_level(hub, desk)


def test_cases_of_the_other_desk_are_announced(
    hub: HubUnderTest, desk: Desk, second_desk: Desk, build: Build, watch: Watch
) -> None:
    case = second_desk.register()
    hub.sync(second_desk)
    service = build(desk)
    service.start()
    service.sync_now().result(20)
    watch.wait_for_case(case.case_id)


def test_what_is_recorded_shows_as_waiting(hub: HubUnderTest, desk: Desk, build: Build, watch: Watch) -> None:
    service = build(desk)
    service.start()
    desk.register()
    service.recorded()
    watch.wait_for(lambda state: state.waiting == 2)


@pytest.mark.allow_log("sync_offline")
def test_without_headquarters_it_is_offline_and_tries_again_by_itself(
    hub: HubUnderTest, desk: Desk, build: Build, watch: Watch
) -> None:
    desk.register()
    hub.stop()
    service = build(desk)
    service.start()
    with pytest.raises(OfflineError):
        service.sync_now().result(20)
    state = watch.wait_for(lambda state: state.phase is Phase.OFFLINE)
    assert state.error_code == "sync_offline"
    assert state.next_attempt_at is not None
    assert service.state.waiting == 2


@pytest.mark.allow_log("sync_not_headquarters")
def test_a_log_in_page_is_shown_and_the_next_attempt_comes_by_itself(
    hub: HubUnderTest, desk: Desk, build: Build, watch: Watch
) -> None:
    desk.register()
    with Gateway(hub.url, hub.certificates) as gateway:
        gateway.plan.append(answer_with("200 OK", b"<html>", "content-type: text/html"))
        service = build(desk, gateway.url)
        service.start()
        with pytest.raises(NotHeadquartersError):
            service.sync_now().result(20)
        assert watch.wait_for(lambda state: state.phase is Phase.ERROR).error_code == "sync_not_headquarters"
        watch.wait_for(lambda state: state.last_success_at is not None)  # after a back-off of two seconds at most
        service.stop()
    assert_level(hub, desk)


def test_stop_breaks_off_a_request_at_once(hub: HubUnderTest, desk: Desk, build: Build) -> None:
    arrived = threading.Event()

    async def never(exchange: Exchange) -> bytes:
        import asyncio

        arrived.set()
        await asyncio.get_running_loop().create_future()
        return b""

    with Gateway(hub.url, hub.certificates) as gateway:
        gateway.plan.append(never)
        service = build(desk, gateway.url)
        service.start()
        asked = service.sync_now()
        assert arrived.wait(10)
        started = time.monotonic()
        service.stop()
        assert time.monotonic() - started < 2
        with pytest.raises(CancelledError):
            asked.result(1)


def test_sync_now_after_the_end_is_cancelled(hub: HubUnderTest, desk: Desk, build: Build) -> None:
    service = build(desk)
    service.start()
    service.stop()
    service.stop()
    assert service.sync_now().cancelled()


@pytest.mark.allow_log("synchronisation failed")
def test_a_bug_is_shown_and_does_not_end_synchronisation(
    hub: HubUnderTest, desk: Desk, build: Build, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = build(desk)
    service.start()
    with monkeypatch.context() as patch:
        patch.setattr(desk.store.sync, "cursors", lambda: 1 / 0)
        error = service.sync_now().exception(20)
    assert error is not None
    assert service.state.error_code == "sync_failed"
    assert service.sync_now().result(20).sent == 0
