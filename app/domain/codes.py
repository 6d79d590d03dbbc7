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
    "visit",
    "chat",
    "hotline",
    "government_web",
)
"""Ways by which a complaint comes in (domain.md nos. 30-33, 20)."""

LIVE_CHANNELS = ("counter", "phone", "visit", "chat", "hotline")
"""Ways in by which the complainant hears the answer at once: only there is a matter settled on the spot (S0 no. 6)."""

INTAKE_TYPES = ("complaint", "enquiry", "whistle_report", "suggestion", "praise")
"""What kind of matter it is (domain.md no. 29; 令2020-3 art. 2)."""

ID_KINDS = ("resident_id", "passport", "hmt_permit", "permanent_residence", "military", "household", "uscc", "other")
"""Identity papers seen at counters (domain.md 2.4)."""

CAPACITIES = ("self", "statutory_rep", "agent", "heir", "organisation")
"""In what capacity somebody complains (令2020-3 art. 13, 14)."""

OUTCOMES = ("upheld", "partly_upheld", "not_upheld")
"""Outcomes of a decision on the merits (令2020-3 art. 18)."""

DECLINED, OUT_OF_SCOPE, ANSWERED, SETTLED = "declined", "out_of_scope", "answered", "settled"
OTHER_OUTCOMES = (DECLINED, OUT_OF_SCOPE, ANSWERED)
"""Not entitled to complain (art. 18-4); not the bank's matter (S0 no. 57); an enquiry, report or suggestion answered.
SETTLED is the outcome that a settlement agreement makes (S1 no. 36)."""

WAYS = ("in_person", "registered_mail", "phone", "sms", "email")
"""Ways of telling the complainant (令2020-3 art. 21)."""

WITHDRAWAL_WAYS = ("in_person", "letter", *WAYS[1:])
"""Ways by which a withdrawal is received (令2020-3 art. 15)."""

NOTICE_SUBJECTS = ("extension", "decision", "progress", "pause", "transfer", "review")
"""What a notice is about."""

PAPER_KINDS = (
    "ack_slip",
    "extension_notice",
    "resolution_letter",
    "pause_notice",
    "decline_notice",
    "out_of_scope_note",
    "withdrawal_record",
    "confirmation_form",
    "settlement_agreement",
    "transfer_note",
    "service_receipt",
    "supplement_request",
)
"""Papers for the complainant (domain.md 2.9)."""

LANGUAGES = ("zh", "en")
"""Languages of the papers."""

REGULATORS = ("nfra", "pboc", "petition", "other")
"""Who forwarded a complaint: 金融监管总局, 人民银行, 信访, others (domain.md nos. 20, 21; 2.3)."""

AUTHORITIES = (
    "power_of_attorney",
    "guardianship",
    "kinship",
    "succession",
    "business_licence",
    "representative_letter",
)
"""Papers that show that somebody may act: 授权委托书, 监护关系证明, 亲属关系证明, 继承证明, 营业执照,
法定代表人证明书 (令2020-3 art. 13, 14)."""

PAPERS_TAKEN = (
    *AUTHORITIES,
    "complaint_letter",
    "identity_copy",
    "contract_copy",
    "correspondence",
    "picture",
    "other",
)
"""Papers that a complainant may leave. What the bank has or can look up itself is not on the list (art. 13)."""

REMEDIES_SOUGHT = (
    "refund",
    "verify",
    "reply",
    "inquiry",
    "compensation",
    "stop_harassment",
    "expedite",
    "restore",
    "apology",
    "other",
)
"""What complainants ask for (domain.md 2.3)."""

RIGHTS_INFRINGED = (
    "R1_property",
    "R2_information",
    "R3_choice",
    "R4_fair_dealing",
    "R5_redress",
    "R6_education",
    "R7_respect",
    "R8_infosec",
)
"""The eight rights (S4 no. 52)."""

SPECIAL_GROUPS = ("elderly", "disabled", "migrant_worker", "youth", "ethnic_minority")
"""Special groups (S4 no. 53)."""

SEVERITIES = ("ordinary", "complex", "major", "key_case")
"""Weight of a case (domain.md no. 56; 令2020-3 art. 29)."""

PAUSES = ("appraisal", "testing", "assessment", "mediation")
"""Grounds for not counting time (令2020-3 art. 18-2, 23)."""

LEVELS = ("supervisor", "branch_head", "headquarters", "regulator")
"""Levels to which a case is escalated or reported (S1 no. 16); only reports go to the regulator."""

MEANS = ("guidance", "moral_suasion", "negotiation")
"""Means of disposition (S0 nos. 58-60)."""

MEASURES = (
    "compensation",
    "apology",
    "return_property",
    "restoration",
    "improve_product",
    "improve_rules",
    "discipline",
    "advise_court",
    "advise_mediation",
    "other",
)
"""Main measures of a decision (domain.md 2.3)."""

CORRECTIONS = ("criticism", "training", "process", "environment", "system", "rules", "other")
"""Kinds of corrective action (S1 no. 62)."""

ROOT_CAUSES = (
    "staff_skill",
    "staff_attitude",
    "process",
    "rules",
    "system",
    "disclosure",
    "pricing",
    "third_party",
    "customer",
    "other",
)
"""Root causes (溯源整改, 令2020-3 art. 9)."""

REVIEW_RESULTS = ("maintained", "changed", "returned")
"""What the superior may decide in a review (令2020-3 art. 20)."""

SATISFACTION = ("satisfied", "fairly_satisfied", "dissatisfied", "refused", "not_reached")
"""Answers to the question about satisfaction; the last two are not answers (S4 no. 85)."""

HOLD_REASONS = ("dispute", "lawsuit", "inquiry", "audit", "other")
"""What a case is kept for beyond its time: dispute, lawsuit, inquiry of the regulator, audit (domain.md 2.4)."""

TRANSFER_ANSWERS = ("accepted", "declined", "taken_back")
"""What may become of an offered transfer."""
