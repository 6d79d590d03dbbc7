"""What the page of permissions asks of the operations. Runs on lanes and imports its operations there."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.disclosure import Given
    from app.domain.refusal import Refusal
    from app.operations.desk import Desk
    from app.operations.permissions import PermissionReading
    from app.ui.pictures import Picture


class PermissionsCalls:
    """The operations behind the page of permissions."""

    def read(self, desk: Desk, first: date, last: date) -> PermissionReading | Refusal:
        """The audit of a period."""
        from app.operations.permissions import read_permissions

        return read_permissions(desk, first, last)

    def paper(self, desk: Desk, reading: PermissionReading, width: int) -> tuple[Picture, ...]:
        """The paper as it would be printed, `width` device px wide."""
        from app.operations.permissions import permissions_paper
        from app.ui.pictures import pictures_of

        return pictures_of(permissions_paper(desk, reading), width)

    def print(self, desk: Desk, reading: PermissionReading) -> None:
        """Lay the paper into the print queue, and let it go to the printer."""
        from app.operations.permissions import print_permissions
        from app.operations.print_queue import print_waiting

        print_permissions(desk, reading)
        print_waiting(desk)

    def take_out(self, desk: Desk, reading: PermissionReading, given: Given, path: Path) -> int | Refusal:
        """Save the audit outside."""
        from app.operations.permissions import take_out_permissions

        return take_out_permissions(desk, reading, given, path)
