"""Record what comes in, and say what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.facts.intake import Classification


@dataclass(frozen=True, slots=True)
class IntakeForm:
    """The counter form as typed, before normalisation. Empty strings are fields left empty; only narrative and (at the
    counter) name are required. `given` is for imports: texts by column name exactly as the file has them."""

    narrative: str
    complainant_name: str = ""
    phone: str = ""
    id_kind: str = ""
    id_number: str = ""
    capacity: str = "self"
    account_tail: str = ""
    category: str = ""
    channel: str = "counter"
    intake_type: str = "complaint"
    occurred_on: str = ""  # "2026-11-20" or empty
    amount: str = ""  # yuan as typed: "1,286.00"
    remedy_sought: str = ""
    received_at: str = ""  # "" means now; "2026-11-20" or "2026-11-20 14:32" in Chinese time, or ISO 8601 with offset
    language: str = "zh"
    given: Mapping[str, str] = field(default_factory=dict, hash=False)
    address: str = ""
    representative_name: str = ""
    representative_phone: str = ""
    representative_id_kind: str = ""
    representative_id_number: str = ""
    authority: str = ""  # paper that shows that the representative may act (codes.AUTHORITIES)
    is_authority_original: bool = False
    deceased_name: str = ""
    joint_count: str = ""  # how many complain together, "" for one
    is_face_to_face: bool = False
    group_representatives: tuple[str, ...] = ()  # "name phone", at most five
    papers_taken: tuple[str, ...] = ()  # "kind/count/original" or "kind/count/copy"
    regulator: str = ""  # codes.REGULATORS
    regulator_reference_no: str = ""
    regulator_received_on: str = ""
    forwarded_on: str = ""
    business_channel: str = ""
    reason: str = ""
    rights: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()
    special_groups: tuple[str, ...] = ()
    is_agency_suspected: bool = False
    severity: str = "ordinary"
    respondent_unit: str = ""
    respondents: tuple[str, ...] = ()  # staff numbers
    respondent_words: str = ""
    recording_no: str = ""
    repeat_of: str = ""  # case id

    def __repr__(self) -> str:
        return "<IntakeForm>"


@dataclass(frozen=True, slots=True)
class RegisterComplaint:
    """Record a complaint and accept it at once; `settlement` not empty settles it on the spot in one go (S0 no. 6)."""

    case_id: str
    case_no: str
    form: IntakeForm
    settlement: str = field(default="", repr=False)
    is_name_required: bool = True


@dataclass(frozen=True, slots=True)
class ClassifyCase:
    """Say anew what the matter is about: `about` replaces the whole classification. `hand_to` is the new owner where
    the one who has the case turns out to be a respondent."""

    about: Classification
    why: str = field(default="", repr=False)
    hand_to: str = ""
