"""What is asked before somebody is enrolled, changed, suspended or removed, one dialog at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from app.language import _
from app.ui.people.dialogs import FirstPasswordDialog, PersonDialog
from app.ui.people.presenter import PeoplePresenter
from app.ui.shell.page import Page
from app.ui.widgets.dialog import Dialog
from app.ui.wording import Words

if TYPE_CHECKING:
    from app.operations.people_list import Colleague


class Asking:
    """The dialogs of one page; `current()` is whom the list stands at."""

    def __init__(
        self,
        page: Page,
        presenter: PeoplePresenter,
        current: Callable[[], Colleague | None],
        take_keyboard: Callable[[], None],
    ) -> None:
        self._page = page
        self._presenter = presenter
        self._current = current
        self._take_keyboard = take_keyboard
        self.dialog: Dialog | None = None
        self.second: Dialog | None = None  # that asks again

    def refuse(self, at_fields: Mapping[str, str], whole: str) -> None:
        """What is wrong with what was asked for."""
        if isinstance(self.dialog, PersonDialog):
            self.dialog.refuse(at_fields, whole)

    def accept(self) -> None:
        """It is done."""
        if self.dialog is not None:
            self.dialog.accept()

    def hand_over(self, name: str, password: str) -> None:
        """Show a first password, once."""
        self._open(FirstPasswordDialog(name, password, self._page))

    def enrol(self) -> None:
        """Somebody new."""
        if self._presenter.reading is None or self.dialog is not None:
            return
        dialog = self._asking(
            lambda: _("Enrol a person"),
            lambda: _("Enrol"),
            lambda: _("A first password is made and shown once. The person chooses another one at the first sign-in."),
            ("staff_no", "name", "role"),
        )
        dialog.entered.connect(
            lambda typed: self._presenter.enrol(typed["staff_no"], typed["name"], typed["role"], typed["password"])
        )
        self._open(dialog)

    def change(self) -> None:
        """Another name or role for the one who is chosen."""
        one = self._chosen("change")
        if one is None:
            return
        dialog = self._asking(
            lambda: _("Change {name}").format(name=f"{one.name} {one.staff_no}"),
            lambda: _("Sign and change"),
            "",
            ("name", "role", "reason"),
        )
        dialog.fill_in(name=one.name, role=one.own_role.value)
        dialog.entered.connect(
            lambda typed: self._presenter.change(
                one.staff_no, typed["name"], typed["role"], typed["reason"], typed["password"]
            )
        )
        self._open(dialog)

    def suspend(self) -> None:
        """Keep them out, or let them in again."""
        current = self._current()
        is_back = current is not None and current.standing == "suspended"
        kind = "resume" if is_back else "suspend"
        one = self._chosen(kind)
        if one is None:
            return
        name = f"{one.name} {one.staff_no}"
        if is_back:
            dialog = self._asking(
                lambda: _("Let {name} in again").format(name=name), lambda: _("Sign and let in"), "", ("reason",)
            )
        else:
            dialog = self._asking(
                lambda: _("Suspend {name}").format(name=name),
                lambda: _("Sign and suspend"),
                lambda: _("The person can't sign in until somebody lets them in again. Nothing is deleted."),
                ("reason",),
            )
        dialog.entered.connect(
            lambda typed: self._presenter.act(kind, one.staff_no, typed["reason"], typed["password"])
        )
        self._open(dialog)

    def replace_keys(self) -> None:
        """They forgot the password."""
        one = self._chosen("keys")
        if one is None:
            return
        dialog = self._asking(
            lambda: _("New keys for {name}").format(name=f"{one.name} {one.staff_no}"),
            lambda: _("Sign and make them"),
            lambda: _(
                "Nobody can read a forgotten password. The person gets a new key pair and a first password; what was "
                "signed with the old keys stays valid and proven. See for yourself who asks for it."
            ),
            ("reason",),
        )
        dialog.entered.connect(
            lambda typed: self._presenter.replace_keys(one.staff_no, typed["reason"], typed["password"])
        )
        self._open(dialog)

    def remove(self) -> None:
        """They left; asked twice."""
        one = self._chosen("remove")
        if one is None:
            return
        name = f"{one.name} {one.staff_no}"
        dialog = self._asking(
            lambda: _("Remove {name}").format(name=name),
            lambda: _("Go on"),
            lambda: _(
                "The private keys and the way to the database go at once and for good. What stays: everything this "
                "person recorded and signed, and the public keys that prove it. Change the database key afterwards."
            ),
            ("reason",),
            is_danger=True,
        )

        def ask_again(typed: dict[str, str]) -> None:
            again = Dialog(
                lambda: _("Really remove {name}?").format(name=name),
                confirm=lambda: _("Sign and remove"),
                intro=lambda: _("This can't be undone. Whoever comes back is enrolled anew, with new keys."),
                is_danger=True,
                parent=dialog,
            )
            self.second = again
            again.confirmed.connect(again.accept)
            again.accepted.connect(
                lambda: self._presenter.act("remove", one.staff_no, typed["reason"], typed["password"])
            )
            again.rejected.connect(dialog.take_up_again)
            again.finished.connect(lambda _result: again.deleteLater())
            again.open()

        dialog.entered.connect(ask_again)
        self._open(dialog)

    def _chosen(self, kind: str) -> Colleague | None:
        """Whom it is about; None, and a word why, when it can't be done."""
        one = self._current()
        if one is None or self.dialog is not None:
            return None
        objection = self._presenter.objection(one, kind)
        if objection:
            self._page.toast(objection)
            return None
        return one

    def _asking(
        self, title: Words, confirm: Words, intro: Words, asks: Sequence[str], *, is_danger: bool = False
    ) -> PersonDialog:
        reading = self._presenter.reading
        return PersonDialog(
            title,
            confirm=confirm,
            intro=intro,
            roles=reading.roles if reading is not None else (),
            asks=asks,
            needs_password=reading is None or reading.needs_password,
            is_danger=is_danger,
            parent=self._page,
        )

    def _open(self, dialog: Dialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(lambda _result: self._on_finished(dialog))
        dialog.open()

    def _on_finished(self, dialog: Dialog) -> None:
        if self.dialog is dialog:
            self.dialog = None
        dialog.deleteLater()
        self._page.window().activateWindow()
        self._take_keyboard()
