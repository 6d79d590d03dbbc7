"""Everything that decisions look up: terms, calendar, classification. Data, loaded elsewhere and handed in."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.attachment_limits import SHIPPED_LIMITS, AttachmentLimits
from app.domain.audit_rules import SHIPPED_AUDIT_RULES, AuditRuleBook
from app.domain.calendar import WorkCalendar, china_day
from app.domain.case import Case
from app.domain.disclosure import SHIPPED_DISCLOSURE, DisclosureBook
from app.domain.intake_rules import SHIPPED_INTAKE, IntakeBook
from app.domain.policies import PolicyBook, PolicyVersion
from app.domain.retention import SHIPPED_RETENTION, RetentionBook
from app.domain.rights import RightsBook
from app.domain.suggesting import NO_SUGGESTIONS, SuggestionBook
from app.domain.taxonomy import Taxonomy
from app.domain.telling import SHIPPED_TELLING, TellingRules


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a branch."""

    policies: PolicyBook
    calendar: WorkCalendar
    taxonomy: Taxonomy
    rights: RightsBook
    telling: TellingRules = SHIPPED_TELLING
    attachments: AttachmentLimits = SHIPPED_LIMITS
    intake: IntakeBook = SHIPPED_INTAKE
    suggestions: SuggestionBook = NO_SUGGESTIONS
    audit: AuditRuleBook = SHIPPED_AUDIT_RULES
    retention: RetentionBook = SHIPPED_RETENTION
    disclosure: DisclosureBook = SHIPPED_DISCLOSURE

    def version_for(self, case: Case) -> tuple[PolicyVersion, bool]:
        """The policy version that `case` was opened under, and whether it is really that one.

        A version that this program does not have yet is stood in for by the one in force on the day of registration.
        """
        version = self.policies.version(case.policy_version)
        if version is not None:
            return version, True
        return self.policies.as_of(china_day(case.registered_at)), False
