"""What the files of a case ask of the operations. Files are decoded, so all but `here` runs beside the database lane."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.ui.case.files.incoming import Incoming

if TYPE_CHECKING:
    from app.domain.refusal import Refusal
    from app.operations.attach import ExportedFile, Preview
    from app.operations.desk import Desk
    from app.operations.open_case import CaseView


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

    def look(self, desk: Desk, case_id: str, sha256: str, width: int, first: int) -> Preview | Refusal:
        """One page, `width` device px wide, or the words of a text."""
        from app.operations.attach import preview_attachment

        return preview_attachment(desk, case_id, sha256, width, 1, first)

    def set_aside(self, desk: Desk, case_id: str, sha256: str, reason: str) -> CaseView | Refusal:
        """Mark a file as not belonging to the case."""
        from app.domain.commands import SetAsideAttachment
        from app.operations.act import carry_out

        return carry_out(desk, case_id, SetAsideAttachment(sha256, reason))

    def export(self, desk: Desk, case_id: str, sha256: str) -> ExportedFile | Refusal:
        """The file as it may leave the house."""
        from app.operations.attach import export_attachment

        return export_attachment(desk, case_id, sha256)

    def save(self, desk: Desk, path: Path, data: bytes) -> None:
        """Write a file to where the person wants it. Raises: OSError."""
        del desk
        path.write_bytes(data)
