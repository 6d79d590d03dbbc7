"""The permission audit as data for its paper (权限审计表, domain.md 1.7 no. 96)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.branch import BranchFacts
from app.domain.permissions import PermissionAudit


@dataclass(frozen=True, slots=True)
class PermissionAuditPaper:
    """`names` by staff number, `letters` by device; `made_by` says who made it, when and where, and stands on every
    page."""

    audit: PermissionAudit
    branch: BranchFacts
    names: Mapping[str, str]
    letters: Mapping[str, str]
    made_at: datetime
    made_by: str

    def __repr__(self) -> str:
        return f"<PermissionAuditPaper {self.audit.first} to {self.audit.last}>"
