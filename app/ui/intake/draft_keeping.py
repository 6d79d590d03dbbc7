"""Drafts and the store: saved when they changed, offered again later, forgotten when they are done. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from app.language import _
from app.language.reasons import error_text
from app.ui.intake.calls import IntakeCalls
from app.ui.intake.open_drafts import OpenDraft, OpenDrafts, is_blank
from app.ui.running import Run

if TYPE_CHECKING:
    from app.operations.desk import Desk
    from app.operations.drafts import DraftView

MOST_OFFERED = 3


@dataclass(frozen=True, slots=True)
class DraftOffer:
    """A draft from earlier that the empty form offers to go on with."""

    draft_id: str
    title: str
    narrative: str
    saved_at: datetime

    def __repr__(self) -> str:
        return f"<DraftOffer {self.draft_id}>"


class RecordedHere(Protocol):
    """What keeping drafts needs of recording: `recorded` holds the ids of drafts that became complaints."""

    is_under_way: bool
    recorded: set[str]


class KeepingView(Protocol):
    """What keeping drafts needs of the page."""

    def show_offers(self, offers: Sequence[DraftOffer]) -> None: ...
    def show_saved(self, at: datetime | None) -> None: ...
    def show_not_saved(self, why: str) -> None: ...


class DraftKeeping:
    """Keeps the open drafts in the store, which is private to the person."""

    def __init__(self, view: KeepingView, run: Run, calls: IntakeCalls, drafts: OpenDrafts) -> None:
        self._view = view
        self._run = run
        self._calls = calls
        self._drafts = drafts
        self._resumed = ""  # a draft that was being recorded when the desk was locked

    def save(self) -> None:
        """Save what is on the screen if the store does not hold it yet; a draft that was emptied is forgotten."""
        draft = self._drafts.current
        if draft.is_saved:
            return
        content = draft.saved = draft.content
        if draft.is_blank:
            draft.saved = draft.saved_at = None
            self.forget(draft.draft_id)
            self._view.show_saved(None)
            return

        def saved(at: datetime) -> None:
            draft.saved_at = at
            if draft is self._drafts.current:
                self._view.show_saved(at)

        def failed(error: Exception) -> None:
            if draft.saved == content:
                draft.saved = None
            self._view.show_not_saved(error_text(error))

        self._run(lambda desk: self._calls.save_draft(desk, draft.draft_id, *content), saved, failed)

    def keep(self, recording: RecordedHere) -> dict[str, Any]:
        """Every open draft as plain values. The one that is being recorded is saved unless that succeeds."""
        current, under_way = self._drafts.current, ""
        if recording.is_under_way:
            under_way, content = current.draft_id, current.content

            def save(desk: Desk) -> None:
                if under_way not in recording.recorded:
                    self._calls.save_draft(desk, under_way, *content)

            self._run(save, None, lambda error: None)
        else:
            self.save()
        kept = [_plain(draft) for draft in self._drafts.all if not draft.is_blank and draft.draft_id != under_way]
        return {"open": kept, "current": current.draft_id, "under_way": under_way}

    def resume(self, kept: Mapping[str, Any]) -> None:
        """Open the drafts that were open; `current` is shown again."""
        from app.operations.drafts import form_of

        for plain in kept.get("open") or ():
            content = (form_of(plain["form"]), plain["settlement"])
            at = datetime.fromisoformat(plain["saved_at"]) if plain["saved_at"] else None
            self._drafts.adopt(OpenDraft(*content, str(plain["draft_id"]), saved=content, saved_at=at))
        self._drafts.show(str(kept.get("current") or ""))
        self._resumed = str(kept.get("under_way") or "")

    def take_resumed(self) -> str:
        """The id of a draft that was being recorded when the desk was locked, "" for none; asked once."""
        draft_id, self._resumed = self._resumed, ""
        return draft_id

    def forget(self, draft_id: str) -> None:
        """Take a draft out of the store."""
        self._run(lambda desk: self._calls.discard_draft(desk, draft_id), None, lambda error: None)

    def offer(self) -> None:
        """Read the drafts of this person that are not open yet and offer the newest."""
        self._run(self._calls.list_drafts, self._show_offers, lambda error: None)

    def _show_offers(self, stored: list[DraftView]) -> None:
        if not self._drafts.current.is_blank:
            self._view.show_offers(())
            return
        fresh = [d for d in stored if self._drafts.find(d.draft_id) is None and not is_blank(d.form)]
        self._view.show_offers([_offer(draft) for draft in fresh[:MOST_OFFERED]])

    def read(self, draft_id: str, then: Callable[[OpenDraft | None], None]) -> None:
        """A stored draft, None when it is gone."""

        def found(stored: list[DraftView]) -> None:
            draft = next((d for d in stored if d.draft_id == draft_id), None)
            if draft is None:
                then(None)
                return
            content = (draft.form, draft.settlement)
            then(OpenDraft(*content, draft.draft_id, saved=content, saved_at=draft.saved_at))

        self._run(self._calls.list_drafts, found)


def _plain(draft: OpenDraft) -> dict[str, Any]:
    return {
        "draft_id": draft.draft_id,
        "form": asdict(draft.form),
        "settlement": draft.settlement,
        "saved_at": draft.saved_at.isoformat() if draft.saved_at is not None else "",
    }


def _offer(draft: DraftView) -> DraftOffer:
    title = OpenDraft(draft.form).short_name or _("No name yet")
    return DraftOffer(draft.draft_id, title, " ".join(draft.form.narrative.split())[:40], draft.saved_at)
