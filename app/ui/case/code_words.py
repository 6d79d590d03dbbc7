"""Codes of the case page's forms in words: pauses, levels, means, corrections, causes, answers. An unknown code is
shown as it stands. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.domain.money import in_capitals
from app.language import _

_Words = Mapping[str, Callable[[], str]]

_PAUSES: _Words = {
    "appraisal": lambda: _("Appraisal"),
    "testing": lambda: _("Testing"),
    "assessment": lambda: _("Assessment"),
    "mediation": lambda: _("Mediation"),
}
_LEVELS: _Words = {
    "supervisor": lambda: _("Supervisor"),
    "branch_head": lambda: _("Branch head"),
    "headquarters": lambda: _("Headquarters"),
    "regulator": lambda: _("Regulator"),
}
_MEANS: _Words = {
    "guidance": lambda: _("Guidance and advice"),
    "moral_suasion": lambda: _("Moral suasion"),
    "negotiation": lambda: _("Mediation and negotiation"),
}
_MEASURES: _Words = {
    "compensation": lambda: _("Compensation"),
    "apology": lambda: _("An apology"),
    "return_property": lambda: _("Return of property"),
    "restoration": lambda: _("Restoration"),
    "improve_product": lambda: _("Improve the product"),
    "improve_rules": lambda: _("Improve the rules"),
    "discipline": lambda: _("Discipline staff"),
    "advise_court": lambda: _("Advise going to court"),
    "advise_mediation": lambda: _("Advise mediation"),
    "other": lambda: _("Other measures"),
}
_CORRECTIONS: _Words = {
    "criticism": lambda: _("Criticism and instruction"),
    "training": lambda: _("Training"),
    "process": lambda: _("Supervision of the process"),
    "environment": lambda: _("Environment put in order"),
    "system": lambda: _("System improved"),
    "rules": lambda: _("Rules improved"),
    "other": lambda: _("Other corrections"),
}
_CAUSES: _Words = {
    "staff_skill": lambda: _("Skill of staff"),
    "staff_attitude": lambda: _("Attitude of staff"),
    "process": lambda: _("Process of handling"),
    "rules": lambda: _("Rules of the bank"),
    "system": lambda: _("Systems and equipment"),
    "disclosure": lambda: _("Disclosure of information"),
    "pricing": lambda: _("Prices and fees"),
    "third_party": lambda: _("A third party"),
    "customer": lambda: _("The customer"),
    "other": lambda: _("Other causes"),
}
_REVIEW_RESULTS: _Words = {
    "maintained": lambda: _("Decision maintained"),
    "changed": lambda: _("Decision changed"),
    "returned": lambda: _("Returned to be handled again"),
}
_SATISFACTION: _Words = {
    "satisfied": lambda: _("Satisfied"),
    "fairly_satisfied": lambda: _("Fairly satisfied"),
    "dissatisfied": lambda: _("Dissatisfied"),
    "refused": lambda: _("Did not want to say"),
    "not_reached": lambda: _("Not reached"),
}
_TRANSFER_ANSWERS: _Words = {
    "accepted": lambda: _("accepted"),
    "declined": lambda: _("declined"),
    "taken_back": lambda: _("taken back"),
    "lapsed": lambda: _("no longer needed"),
}
_SEVERITIES: _Words = {
    "ordinary": lambda: _("Ordinary"),
    "complex": lambda: _("Complex"),
    "major": lambda: _("Major"),
    "key_case": lambda: _("Key case"),
}
_RIGHTS: _Words = {
    "R1_property": lambda: _("Safety of property"),
    "R2_information": lambda: _("Right to know"),
    "R3_choice": lambda: _("Free choice"),
    "R4_fair_dealing": lambda: _("Fair dealing"),
    "R5_redress": lambda: _("Redress by law"),
    "R6_education": lambda: _("Being educated"),
    "R7_respect": lambda: _("Being respected"),
    "R8_infosec": lambda: _("Safety of information"),
}
_GROUPS: _Words = {
    "elderly": lambda: _("Elderly"),
    "disabled": lambda: _("Disabled"),
    "migrant_worker": lambda: _("Migrant worker"),
    "youth": lambda: _("Youth"),
    "ethnic_minority": lambda: _("Ethnic minority"),
}
_AUTHORITIES: _Words = {
    "power_of_attorney": lambda: _("Power of attorney"),
    "guardianship": lambda: _("Proof of guardianship"),
    "kinship": lambda: _("Proof of kinship"),
    "succession": lambda: _("Proof of succession"),
    "business_licence": lambda: _("Business licence"),
    "representative_letter": lambda: _("Certificate of the legal representative"),
}
_REGULATORS: _Words = {
    "nfra": lambda: _("Financial regulator"),
    "pboc": lambda: _("Central bank"),
    "petition": lambda: _("Petition office"),
    "other": lambda: _("Another authority"),
}


def _say(words: _Words, code: str) -> str:
    found = words.get(code)
    return found() if found else str(code)


def pause(code: str) -> str:
    """What a term is paused for."""
    return _say(_PAUSES, code)


def level(code: str) -> str:
    """Before whom a case is put."""
    return _say(_LEVELS, code)


def means(code: str) -> str:
    """A means of disposition."""
    return _say(_MEANS, code)


def measure(code: str) -> str:
    """A measure of a decision."""
    return _say(_MEASURES, code)


def correction(code: str) -> str:
    """A kind of corrective action."""
    return _say(_CORRECTIONS, code)


def root_cause(code: str) -> str:
    """Why something happened."""
    return _say(_CAUSES, code)


def review_result(code: str) -> str:
    """What the superior decided."""
    return _say(_REVIEW_RESULTS, code)


def satisfaction(code: str) -> str:
    """What the complainant answered."""
    return _say(_SATISFACTION, code)


def transfer_answer(code: str) -> str:
    """What became of an offered transfer."""
    return _say(_TRANSFER_ANSWERS, code)


def severity(code: str) -> str:
    """The weight of a case."""
    return _say(_SEVERITIES, code)


def right_infringed(code: str) -> str:
    """One of the eight rights of consumers."""
    return _say(_RIGHTS, code)


def special_group(code: str) -> str:
    """A group that needs care."""
    return _say(_GROUPS, code)


def authority(code: str) -> str:
    """A paper that shows that somebody may act."""
    return _say(_AUTHORITIES, code)


def regulator(code: str) -> str:
    """Who forwarded a complaint."""
    return _say(_REGULATORS, code)


def capital_amount(fen: int) -> str:
    """Whole fen in Chinese capitals, as papers of a bank have them."""
    return in_capitals(fen)
