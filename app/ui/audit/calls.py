"""What the audit page asks of the operations. Runs on lanes and imports its operations there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.domain.disclosure import Given
    from app.domain.refusal import Refusal
    from app.operations.audit import AuditFilter, AuditList, Explained
    from app.operations.desk import Desk
    from app.operations.verify_journal import JournalCheck
    from app.store.audit_trail import AuditKey, AuditLine, AuditQuery


class AuditCalls:
    """The operations behind the audit page."""

    def read(self, desk: Desk, wanted: AuditFilter) -> AuditList | Refusal:
        """The list with its first window."""
        from app.operations.audit import read_audit

        return read_audit(desk, wanted)

    def window(
        self, desk: Desk, query: AuditQuery, after: AuditKey | None, skip: int, limit: int, *, is_from_end: bool
    ) -> list[AuditLine]:
        """Another window of the list."""
        from app.operations.audit import read_audit_window

        return read_audit_window(desk, query, after, skip, limit=limit, is_from_end=is_from_end)

    def explain(self, desk: Desk, key: AuditKey) -> Explained | Refusal:
        """One entry."""
        from app.operations.audit import explain_entry

        return explain_entry(desk, key)

    def find(self, desk: Desk, origin: str) -> AuditKey | None:
        """The line of an entry by its name."""
        from app.operations.audit import find_entry

        return find_entry(desk, origin)

    def take_out(self, desk: Desk, wanted: AuditFilter, given: Given, path: Path) -> int | Refusal:
        """Save the list outside."""
        from app.operations.audit import take_out_audit

        return take_out_audit(desk, wanted, given, path)

    def verify(self, desk: Desk, told: Callable[[str, int, int], bool]) -> JournalCheck | Refusal:
        """Check the whole journal."""
        from app.operations.verify_journal import verify_journal

        return verify_journal(desk, lambda step, done, of: told(step.value, done, of))

    def evidence(self, desk: Desk, case_id: str, given: Given, path: Path) -> str | Refusal:
        """Save the evidence package of a case; the file's name."""
        from app.domain.refusal import Refusal
        from app.operations.evidence import make_evidence
        from app.system.atomic_file import write_private_file

        package = make_evidence(desk, case_id, given)
        if isinstance(package, Refusal):
            return package
        write_private_file(path, package.data, crash_name="evidence")
        return path.name
