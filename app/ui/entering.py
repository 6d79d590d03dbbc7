"""How people come in: what sign-in opens, and what happens when somebody's rights change while they are here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from app.language import _
from app.ui.office import Office
from app.ui.shell.place import KeptPlace
from app.ui.sign_in.presenter import Doors

if TYPE_CHECKING:
    from app.operations.desk import Desk
    from app.ui.shell.main_window import MainWindow

Entered = tuple["Desk", KeptPlace | None]


def doors_of(
    office: Office, read_place: Callable[[Desk], KeptPlace | None], entered: Callable[[Entered], None]
) -> Doors:
    """What the sign-in page opens. All but `entered` run on the database lane and read where the person was."""

    def let_in(staff_no: str, password: str) -> Entered:
        desk = office.sign_in(staff_no, password)
        return desk, read_place(desk)

    def let_in_anew(staff_no: str, old: str, new: str) -> Entered:
        desk = office.choose_password(staff_no, old, new)
        return desk, read_place(desk)

    return Doors(
        prepare=office.prepare,
        sign_in=let_in,
        unlock=let_in,
        entered=entered,
        use_passphrase=office.use_passphrase,
        choose_password=let_in_anew,
    )


def follow_rights(window: MainWindow, desk: Desk | None, enter: Callable[[Entered], None]) -> None:
    """Pages and keys become those of the rights that whoever is at `desk` has now, with what was typed; who may not be
    here any more is locked out."""
    person, frame = window.person(), window.desk
    if desk is None or person is None or frame is None or desk.actor.staff_no != person.staff_no:
        return
    if not desk.actor.is_active:
        window.lock()
    elif desk.actor.rights != person.rights:
        place = frame.place()
        window.leave()
        enter((desk, place))
        spec = window.navigation[place.name] if window.navigation is not None and place.name else None
        if spec is not None and (spec.right is None or spec.right in desk.actor.rights):
            window.go(place.name, **place.arguments)
        window.toast(_("Your rights have changed. The desk shows what you may do now."))
