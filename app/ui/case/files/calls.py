"""What the files of a case ask of the operations. Files are decoded: all but `here` and `standing` runs beside the
database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.ui.case.files.incoming import Incoming

if TYPE_CHECKING:
    from app.domain.disclosure import Given
    from app.domain.refusal import Refusal
    from app.operations.attach import ExportedFile, ExportTerms, Preview
    from app.operations.desk import Desk
    from app.operations.open_case import CaseView
    from app.store.attachment_transfers import AttachmentStanding


class FileCalls:
    """The operations behind the files of a case."""

    def add(self, desk: Desk, case_id: str, incoming: Incoming, note: str) -> CaseView | Refusal:
        """Add one file or picture."""
        from app.operations.take_in_file import take_in_file, take_in_picture

        if incoming.pixels is not None:
            return take_in_picture(desk, case_id, incoming.pixels, incoming.name, note)
        return take_in_file(desk, case_id, incoming.path or Path(incoming.name), note)

    def here(self, desk: Desk, hashes: frozenset[str]) -> frozenset[str]:
        """Those whose content is on this PC."""
        from app.operations.attach import attachments_here

        return attachments_here(desk, hashes)

    def standing(self, desk: Desk, case_id: str) -> dict[str, AttachmentStanding]:
        """How each file of the case stands, by its hash."""
        from app.operations.attach import attachment_standing

        return attachment_standing(desk, case_id)

    def look(
        self, desk: Desk, case_id: str, sha256: str, width: int, first: int, *, in_full: bool = False
    ) -> Preview | Refusal:
        """One page, `width` device px wide, or the words of a text, masked unless `in_full`; on record when this
        returns."""
        from app.operations.attach import preview_attachment

        return preview_attachment(desk, case_id, sha256, width, 1, first, in_full=in_full)

    def set_aside(self, desk: Desk, case_id: str, sha256: str, reason: str) -> CaseView | Refusal:
        """Mark a file as not belonging to the case."""
        from app.domain.commands import SetAsideAttachment
        from app.operations.act import carry_out

        return carry_out(desk, case_id, SetAsideAttachment(sha256, reason))

    def export_terms(self, desk: Desk, case_id: str, sha256: str) -> ExportTerms | Refusal:
        """What is asked before a file leaves the house."""
        from app.operations.attach import export_terms

        return export_terms(desk, case_id, sha256)

    def export_objection(self, desk: Desk, case_id: str, given: Given) -> Refusal | None:
        """What is wrong with the reason."""
        from app.operations.attach import export_objection

        return export_objection(desk, case_id, given)

    def save(self, desk: Desk, case_id: str, sha256: str, given: Given, path: Path) -> ExportedFile | Refusal | None:
        """Write a file as it may leave the house to where the person wants it; None when nothing can be written there,
        which is tried before anything is on record. The path may say who it is about, so no error carries it further.
        """
        from app.domain.refusal import Refusal
        from app.operations.attach import export_attachment

        is_new = not path.exists()
        try:
            with path.open("ab"):
                pass
            exported = export_attachment(desk, case_id, sha256, given)
            if isinstance(exported, Refusal):
                if is_new:
                    path.unlink()
                return exported
            path.write_bytes(exported.data)
        except OSError:
            return None
        return exported
