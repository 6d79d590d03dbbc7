"""The real program for these tests: a screen of its own, a trial branch that was made once, a printer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from support.printing import CupsQueue
from support.running_desk import Place, RunningDesk, new_place
from support.screen import Screen, new_screen

StartDesk = Callable[..., RunningDesk]


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    """A screen that only these tests type on."""
    with new_screen() as one:
        yield one


@pytest.fixture(scope="session")
def made_branch(screen: Screen) -> Iterator[Place]:
    """Where a trial branch with its headquarters was made and closed in order; copy it."""
    with new_place() as place:
        desk = RunningDesk(place, screen)
        try:
            desk.start()
            desk.sign_in()
            desk.wait("the first synchronisation", lambda s: s["sync"] == "idle")
            desk.quit()
        finally:
            desk.end()
        yield place


@pytest.fixture
def place(made_branch: Place) -> Iterator[Place]:
    """Folders of one desk, with a copy of the branch."""
    with new_place(made_branch) as one:
        yield one


@pytest.fixture
def start_desk(screen: Screen, place: Place) -> Iterator[StartDesk]:
    """`start_desk(**how)` starts the program in `place` once more; whatever still runs at the end is ended."""
    with ExitStack() as stack:

        def start(**how: Any) -> RunningDesk:
            desk = RunningDesk(place, screen, **how)
            stack.callback(desk.end)
            desk.start()
            return desk

        yield start


@pytest.fixture(scope="module")
def counter(made_branch: Place, screen: Screen, _cups_session: CupsQueue) -> Iterator[RunningDesk]:
    """One desk with a printer for all tests of a module. Each of them begins with `at_counter`."""
    with new_place(made_branch) as place:
        desk = RunningDesk(place, screen, more={"CUPS_SERVER": _cups_session.server})
        try:
            desk.start()
            desk.sign_in()
            yield desk
        finally:
            desk.end()


@pytest.fixture(scope="session")
def untouched_desk(made_branch: Place) -> Iterator[RunningDesk]:
    """A desk with a signed-in teller, set to lock after a minute, on a screen that nobody types on."""
    with new_screen() as screen, new_place(made_branch) as place:
        settings = place.data / "settings.json"
        settings.write_text(json.dumps({**json.loads(settings.read_text()), "idle_lock_seconds": 60}))
        desk = RunningDesk(place, screen)
        try:
            desk.start()
            desk.sign_in()
            assert 50 < desk.state()["locks_in"] <= 60
            yield desk
        finally:
            desk.end()


@pytest.fixture(scope="session", autouse=True)
def _untouched_from_the_beginning(request: pytest.FixtureRequest) -> None:
    """Its minute passes while the other tests run."""
    if any("untouched_desk" in getattr(item, "fixturenames", ()) for item in request.session.items):
        request.getfixturevalue("untouched_desk")
