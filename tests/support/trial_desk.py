"""The trial branch in a folder, made with cheap passwords: what is made knows its cost, so opening is cheap as well."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.cases import at, form
from support.vault import CHEAP, SetClock

from app.bootstrap.workplace import Workplace
from app.domain.case import Case
from app.operations.desk import Desk
from app.operations.register_complaint import Registered, register_complaint
from app.trial.people import TRIAL_PEOPLE

PASSPHRASE = "长长的网点口令 2026"
TELLER, HANDLER, SUPERVISOR, HEAD, AUDITOR = TRIAL_PEOPLE


@contextmanager
def opened(folder: Path, passphrase: str | None = PASSPHRASE) -> Iterator[Workplace]:
    """The workplace in `folder` with its vault open, closed at the end."""
    place = Workplace(folder, clock=SetClock(at("2026-11-20 10:00")), cost=CHEAP)
    try:
        place.open_vault(passphrase)
        yield place
    finally:
        place.close()


def sign_in(place: Workplace, staff_no: str = TELLER.staff_no) -> Desk:
    """This person at the desk."""
    return place.sign_in(staff_no, next(person.password for person in TRIAL_PEOPLE if person.staff_no == staff_no))


def recorded(desk: Desk | None) -> Case:
    """A case that was just recorded there."""
    assert desk is not None
    done = register_complaint(desk, form())
    assert isinstance(done, Registered)
    return done.case
