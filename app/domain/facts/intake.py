"""What is recorded when a matter comes in (令2020-3 art. 12 to 14, 29, 33; JR/T 0169-2018)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Complainant:
    """Who complains. Everything but the name is optional; the number is stored normalised (domain.md 2.4)."""

    name: str
    phone: str = ""
    id_kind: str = ""  # "", resident_id, passport, hmt_permit, permanent_residence, military, household, other
    id_number: str = ""
    capacity: str = "self"  # self, statutory_rep, agent, heir, organisation

    def __repr__(self) -> str:
        return "<Complainant>"


@dataclass(frozen=True, slots=True)
class Representative:
    """Who acts for the complainant: statutory representative, authorised agent, or an organisation's representative
    (令2020-3 art. 13, 14). `authority` is the code of the paper that was seen (`codes.AUTHORITIES`)."""

    name: str
    phone: str = ""
    id_kind: str = ""
    id_number: str = ""
    authority: str = ""
    is_original: bool = False

    def __repr__(self) -> str:
        return "<Representative>"


@dataclass(frozen=True, slots=True)
class JointComplaint:
    """Several people with one matter (令2020-3 art. 12, 29). `representatives` are at most five: name and phone."""

    count: int
    is_face_to_face: bool
    representatives: tuple[tuple[str, str], ...] = ()

    def __repr__(self) -> str:
        return f"<JointComplaint of {self.count}>"


@dataclass(frozen=True, slots=True)
class ForwardedCase:
    """What a regulator's forwarding says (令2020-3 art. 33). The bank's own day of receipt is `Case.received_at`."""

    authority: str  # nfra, pboc, petition, other (codes.REGULATORS)
    reference_no: str = ""
    regulator_received_on: date | None = None
    forwarded_on: date | None = None


@dataclass(frozen=True, slots=True)
class PaperTaken:
    """A paper that the complainant handed in (令2020-3 art. 13); `kind` is of `codes.PAPERS_TAKEN`."""

    kind: str
    count: int = 1
    is_original: bool = False


@dataclass(frozen=True, slots=True)
class Classification:
    """What the matter is about, as it stands now: three dimensions (JR/T 0169), rights, groups, weight, respondents."""

    business_channel: str = ""  # code of tree A
    category: str = ""  # code of tree B, "" when not yet classified
    reason: str = ""  # code of tree C
    rights: tuple[str, ...] = ()  # codes.RIGHTS_INFRINGED
    special_groups: tuple[str, ...] = ()  # codes.SPECIAL_GROUPS
    is_agency_suspected: bool = False
    severity: str = "ordinary"  # codes.SEVERITIES
    respondent_unit: str = ""
    respondents: tuple[str, ...] = ()  # staff numbers
    respondent_words: str = ""  # how the complainant described the member of staff

    def __repr__(self) -> str:
        return f"<Classification {self.category} {self.severity}>"


UNCLASSIFIED = Classification()


@dataclass(frozen=True, slots=True)
class Intake:
    """What was recorded at the counter, in the customer's own words and unaltered."""

    complainant: Complainant
    narrative: str
    remedy_sought: str = ""
    category: str = ""  # code of the business category tree, "" when not yet classified
    category_given: str = ""  # the words given for the category, where they are not its code
    channel: str = "counter"  # counter, phone, letter, opinion_box, email, fax, web, message, media, regulator
    intake_type: str = "complaint"
    occurred_on: date | None = None
    amount_fen: int | None = None
    account_tail: str = ""  # last four digits at most
    language: str = "zh"  # language of the papers for this complainant: zh or en
    given: Mapping[str, str] = field(default_factory=dict, hash=False)  # texts of an import by column, as given
    address: str = ""  # where a written answer goes
    representative: Representative | None = None
    deceased_name: str = ""  # the customer whose heir complains
    joint: JointComplaint | None = None
    forwarded: ForwardedCase | None = None
    papers_taken: tuple[PaperTaken, ...] = ()
    remedies: tuple[str, ...] = ()  # codes.REMEDIES_SOUGHT, beside the words
    about: Classification = UNCLASSIFIED  # as recorded; how it stands now is in Case.about
    recording_no: str = ""  # number of the audio or video recording (令2020-3 art. 7)
    repeat_of: str = ""  # case id of the complaint that this one repeats

    def __repr__(self) -> str:
        return "<Intake>"
