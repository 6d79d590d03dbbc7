"""Why something may not be done, as codes. The sentences are in app/language/reasons.py."""

from __future__ import annotations

from enum import StrEnum


class ReasonCode(StrEnum):
    """One code for each thing that a person has to be told. Flags hold codes: their meaning never changes."""

    # who may
    NO_RIGHT = "no_right"
    PERSON_INACTIVE = "person_inactive"
    OTHER_BRANCH = "other_branch"
    FOUR_EYES = "four_eyes"
    RECUSED = "recused"
    NOT_AN_APPROVER = "not_an_approver"
    HEADQUARTERS_ONLY = "headquarters_only"

    # where the case stands
    CASE_NOT_FOUND = "case_not_found"
    CASE_EXISTS = "case_exists"
    WRONG_STATE = "wrong_state"
    ALREADY_ENDED = "already_ended"
    CASE_CHANGED = "case_changed"
    NOT_ACCEPTED = "not_accepted"

    # more time
    UNKNOWN_POLICY = "unknown_policy"
    UNKNOWN_REQUEST = "unknown_request"
    EXTENSION_PENDING = "extension_pending"
    EXTENSION_DECIDED = "extension_decided"
    STAGE_OUT_OF_ORDER = "stage_out_of_order"
    NO_FURTHER_STAGE = "no_further_stage"
    EXTENSION_MOVES_NOTHING = "extension_moves_nothing"
    ALREADY_OVERDUE = "already_overdue"
    REASON_MISSING = "reason_missing"
    REASON_TOO_SHORT = "reason_too_short"

    # decision, papers, telling, closing
    ALREADY_DECIDED = "already_decided"
    NOT_DECIDED = "not_decided"
    OUTCOME_UNKNOWN = "outcome_unknown"
    PART_MISSING = "part_missing"
    LETTER_INCOMPLETE = "letter_incomplete"
    PAPER_UNKNOWN = "paper_unknown"
    NO_APPROVED_EXTENSION = "no_approved_extension"
    NOTICE_SUBJECT_UNKNOWN = "notice_subject_unknown"
    WAY_UNKNOWN = "way_unknown"
    RECEIVER_MISSING = "receiver_missing"
    EVIDENCE_MISSING = "evidence_missing"
    NOTICE_IN_FUTURE = "notice_in_future"
    NOTICE_TOO_EARLY = "notice_too_early"
    NOT_TOLD = "not_told"
    EXTENSION_NOTICE_MISSING = "extension_notice_missing"
    WITHDRAWAL_IN_FUTURE = "withdrawal_in_future"
    WITHDRAWAL_TOO_EARLY = "withdrawal_too_early"
    PERSON_UNKNOWN = "person_unknown"
    OWNER_UNCHANGED = "owner_unchanged"
    OWNER_CANNOT_HANDLE = "owner_cannot_handle"

    # the form
    NARRATIVE_MISSING = "narrative_missing"
    NAME_MISSING = "name_missing"
    TEXT_MISSING = "text_missing"
    TEXT_TOO_LONG = "text_too_long"
    TEXT_NOT_STORABLE = "text_not_storable"
    NAME_TOO_LONG = "name_too_long"
    NAME_HAS_CONTROL = "name_has_control"
    PHONE_UNREADABLE = "phone_unreadable"
    PHONE_NO_AREA_CODE = "phone_no_area_code"
    PHONE_WRONG_LENGTH = "phone_wrong_length"
    ID_LENGTH = "id_length"
    ID_CHARACTER = "id_character"
    ID_DATE = "id_date"
    ID_CHECK = "id_check"
    ID_KIND_MISSING = "id_kind_missing"
    ID_UNREADABLE = "id_unreadable"
    USCC_LENGTH = "uscc_length"
    USCC_CHARACTER = "uscc_character"
    USCC_CHECK = "uscc_check"
    ACCOUNT_TAIL_NOT_DIGITS = "account_tail_not_digits"
    ACCOUNT_TAIL_TOO_LONG = "account_tail_too_long"
    AMOUNT_UNREADABLE = "amount_unreadable"
    AMOUNT_TOO_FINE = "amount_too_fine"
    AMOUNT_NEGATIVE = "amount_negative"
    AMOUNT_TOO_LARGE = "amount_too_large"
    DATE_UNREADABLE = "date_unreadable"
    DATE_IN_FUTURE = "date_in_future"
    DATE_TOO_OLD = "date_too_old"
    CATEGORY_UNKNOWN = "category_unknown"
    CHOICE_UNKNOWN = "choice_unknown"

    # who complains, what about, classification

    # pauses, new facts, agreed dates, delegation

    # hand-over, escalation, conflict of interest, supervision

    # handling: evidence, means, corrections, liability

    # settlement, declining, merging, voiding, telling

    # review, reopening, satisfaction, lessons

    # attachments

    # entries that are not valid where they landed
    SUPERSEDED = "superseded"
    REJECTED = "rejected"
    NOT_SIGNED = "not_signed"
    MALFORMED = "malformed"
    NEEDS_NEWER_PROGRAM = "needs_newer_program"
