"""The closed lists of codes in forms and entries (domain.md 1.2, 2.1, 5). Labels are in app/language/labels.py."""

from __future__ import annotations

CHANNELS = (
    "counter",
    "phone",
    "letter",
    "opinion_box",
    "email",
    "fax",
    "web",
    "message",
    "media",
    "regulator",
)
"""Ways by which a complaint comes in (domain.md nos. 30-33, 20)."""

INTAKE_TYPES = ("complaint", "enquiry", "whistle_report", "suggestion", "praise")
"""What kind of matter it is (domain.md no. 29; 令2020-3 art. 2)."""

ID_KINDS = ("resident_id", "passport", "hmt_permit", "permanent_residence", "military", "household", "other")
"""Identity papers seen at counters (domain.md 2.4)."""

CAPACITIES = ("self", "statutory_rep", "agent", "heir", "organisation")
"""In what capacity somebody complains (令2020-3 art. 13, 14)."""

OUTCOMES = ("upheld", "partly_upheld", "not_upheld")
"""Outcomes of a decision (令2020-3 art. 18)."""

WAYS = ("in_person", "registered_mail", "phone", "sms", "email")
"""Ways of telling the complainant (令2020-3 art. 21)."""

WITHDRAWAL_WAYS = ("in_person", "letter", *WAYS[1:])
"""Ways by which a withdrawal is received (令2020-3 art. 15)."""

NOTICE_SUBJECTS = ("extension", "decision", "progress")
"""What a notice is about."""

PAPER_KINDS = ("ack_slip", "extension_notice", "resolution_letter")
"""Papers for the complainant (domain.md 2.9)."""

LANGUAGES = ("zh", "en")
"""Languages of the papers."""
