"""The drafts that are open on this screen: which one is shown, what of them is saved already. No Qt."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from app.domain.commands import IntakeForm
from app.domain.masking import mask_name
from app.ui.intake.more_fields import MORE_FIELDS

BLANK = IntakeForm(narrative="")
_TYPED = (
    "complainant_name",
    "phone",
    "id_number",
    "account_tail",
    "category",
    "occurred_on",
    "amount",
    "narrative",
    "remedy_sought",
    "received_at",
    *(name for name in MORE_FIELDS if name not in ("intake_type", "severity")),
)


def is_blank(form: IntakeForm) -> bool:
    """Whether nothing was typed: choices that have a first value do not make a draft."""
    return not any(_says_something(getattr(form, name)) for name in _TYPED)


def _says_something(value: str | bool | tuple[str, ...]) -> bool:
    return bool(value.strip() if isinstance(value, str) else value)


def new_id() -> str:
    """A name for a new draft."""
    return uuid.uuid4().hex


@dataclass(slots=True, eq=False)
class OpenDraft:
    """A form that someone is filling in. `settlement` is None unless the complaint is being settled on the spot."""

    form: IntakeForm = BLANK
    settlement: str | None = None
    draft_id: str = field(default_factory=new_id)
    saved: tuple[IntakeForm, str | None] | None = None  # what the store holds
    saved_at: datetime | None = None

    @property
    def is_blank(self) -> bool:
        """Whether there is nothing in it to lose."""
        return is_blank(self.form) and not (self.settlement or "").strip()

    @property
    def is_saved(self) -> bool:
        """Whether the store holds what is shown; a blank form needs no saving."""
        return self.saved == self.content or (self.saved is None and self.is_blank)

    @property
    def content(self) -> tuple[IntakeForm, str | None]:
        """What a draft keeps."""
        return self.form, self.settlement

    @property
    def short_name(self) -> str:
        """The masked name of who complains, "" while there is none."""
        return mask_name(self.form.complainant_name.strip()) if self.form.complainant_name.strip() else ""

    def __repr__(self) -> str:
        return f"<OpenDraft {self.draft_id}>"


class OpenDrafts:
    """The open drafts in the order they were begun; there is always a current one."""

    def __init__(self, make_id: Callable[[], str] = new_id) -> None:
        self._make_id = make_id
        self._all = [OpenDraft(draft_id=make_id())]
        self._at = 0

    @property
    def all(self) -> tuple[OpenDraft, ...]:
        """Every open draft."""
        return tuple(self._all)

    @property
    def current(self) -> OpenDraft:
        """The one on the screen."""
        return self._all[self._at]

    def find(self, draft_id: str) -> OpenDraft | None:
        """The open draft with this id."""
        return next((draft for draft in self._all if draft.draft_id == draft_id), None)

    def begin(self) -> OpenDraft:
        """Go to a blank form: the current one if it is blank, another open blank one, else a new one."""
        blank = next((draft for draft in (self.current, *self._all) if draft.is_blank), None)
        if blank is None:
            blank = OpenDraft(draft_id=self._make_id())
            self._all.append(blank)
        self._at = self._all.index(blank)
        return blank

    def show(self, draft_id: str) -> bool:
        """Make an open draft the current one; a blank form that is left goes. False when there is no such draft."""
        wanted = self.find(draft_id)
        if wanted is None:
            return False
        if wanted is not self.current and self.current.is_blank:
            self._all.remove(self.current)
        self._at = self._all.index(wanted)
        return True

    def step(self, by: int) -> OpenDraft:
        """The draft `by` places on, round the end."""
        return self._all[(self._at + by) % len(self._all)]

    def adopt(self, draft: OpenDraft) -> None:
        """Show a draft that came from the store (or from an undo), in place of a blank form."""
        if self.show(draft.draft_id):
            return
        if self.current.is_blank:
            self._all[self._at] = draft
        else:
            self._all.append(draft)
            self._at = len(self._all) - 1

    def drop(self, draft_id: str) -> OpenDraft:
        """Take a draft away; if it was the current one a blank form comes up. Returns the current draft."""
        gone, keep = self.find(draft_id), self.current
        if gone is None:
            return keep
        self._all.remove(gone)
        if keep is gone:
            keep = OpenDraft(draft_id=self._make_id())
            self._all.append(keep)
        self._at = self._all.index(keep)
        return keep
