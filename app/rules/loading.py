"""Loads the rules that ship with the program. They are data, with versions and days from which they hold."""

from __future__ import annotations

import re

from app.domain.attachment_limits import AttachmentLimits
from app.domain.audit_rules import AuditRuleBook
from app.domain.branch import BranchFacts
from app.domain.calendar import WorkCalendar
from app.domain.directory import DirectoryRules
from app.domain.disclosure import DisclosureBook
from app.domain.intake_rules import IntakeBook
from app.domain.policies import PolicyBook
from app.domain.retention import RetentionBook
from app.domain.rights import RightsBook
from app.domain.rules import Rules
from app.domain.suggesting import SuggestionBook
from app.domain.taxonomy import Taxonomy
from app.domain.telling import TellingRules
from app.system.resources import read_json, resource_path


def load_rules() -> Rules:
    """Policies, holiday calendar and classification from resources/rules.

    Raises: ValueError, KeyError, TypeError when a shipped file is not what it should be (a broken installation).
    """
    folder = resource_path("rules/holidays")
    years = sorted(path.name for path in folder.iterdir() if re.fullmatch(r"\d{4}\.json", path.name))
    taxonomy = Taxonomy.from_data(read_json("rules/taxonomy.json"))
    return Rules(
        policies=PolicyBook.from_data(read_json("rules/policies.json")),
        calendar=WorkCalendar.from_tables(read_json(f"rules/holidays/{year}") for year in years),
        taxonomy=taxonomy,
        telling=TellingRules.from_data(read_json("rules/telling.json")),
        attachments=AttachmentLimits.from_data(read_json("rules/attachments.json")),
        intake=IntakeBook.from_data(read_json("rules/intake.json")),
        suggestions=SuggestionBook.from_data(read_json("rules/suggestions.json"), taxonomy),
        rights=RightsBook.from_data(read_json("rules/rights.json")),
        audit=AuditRuleBook.from_data(read_json("rules/audit.json")),
        retention=RetentionBook.from_data(read_json("rules/retention.json")),
        disclosure=DisclosureBook.from_data(read_json("rules/disclosure.json")),
    )


def trial_branch() -> BranchFacts:
    """The facts of the trial branch."""
    return BranchFacts.from_data(read_json("rules/trial_branch.json"))


def load_directory_rules() -> DirectoryRules:
    """For how long a staff directory of headquarters may be used; headquarters itself reads it when it issues one."""
    return DirectoryRules.from_data(read_json("rules/directory.json"))
