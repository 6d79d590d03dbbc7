"""What the tour does as headquarters, and waiting until the branch has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from app.domain.case import Case
from app.tour.counter import Counter
from app.tour.hands import StuckError, wait_until

if TYPE_CHECKING:
    from app.bootstrap.office import Office

_ASK_EVERY = 40  # looks, of some milliseconds each
_SECONDS = 30.0


class Superior:
    """Headquarters' officer, who sees what the branch has synchronised."""

    def __init__(self, office: Office, counter: Counter) -> None:
        self._office = office
        self._counter = counter

    def act(self, act: str, seen: Callable[[Case], object], **values: Any) -> None:
        """Act on the counter's case as soon as headquarters holds all of it, and wait until the branch has `seen` it.

        Raises: StuckError when it is refused or does not arrive.
        """
        case, headquarters = self._counter.case(), self._office.headquarters
        if headquarters is None:
            raise StuckError("there is no headquarters")

        def is_there() -> bool:
            there = headquarters.case(case.branch, case.case_no)
            return there is not None and int(there["version"]) >= case.version

        self._until(f"headquarters has {case.case_no}", is_there)
        done = headquarters.decide(case.branch, case.case_no, act, **values)
        if "refused" in done:
            raise StuckError(f"headquarters may not do {act}: {done['refused']}")
        self._until(f"the branch has the {act} of headquarters", lambda: seen(self._counter.case()))
        self._counter.open_case()  # what came is announced when the synchronisation ends, which may take a moment more

    def _until(self, what: str, condition: Callable[[], object]) -> None:
        looks = 0

        def look() -> object:
            nonlocal looks
            looks += 1
            if looks % _ASK_EVERY == 1:
                self._office.sync_now()
            return condition()

        wait_until(what, look, _SECONDS)
