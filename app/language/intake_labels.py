"""Words for the codes of intake and classification: regulators, papers, rights, remedies, groups, weight, likeness."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.language.catalogue import _

_Words = Mapping[str, Callable[[], str]]

_REGULATORS: _Words = {
    "nfra": lambda: _("Financial regulator"),
    "pboc": lambda: _("Central bank"),
    "petition": lambda: _("Petition office"),
    "other": lambda: _("Another authority"),
}
_PAPERS_TAKEN: _Words = {
    "power_of_attorney": lambda: _("Power of attorney"),
    "guardianship": lambda: _("Proof of guardianship"),
    "kinship": lambda: _("Proof of kinship"),
    "succession": lambda: _("Proof of succession"),
    "business_licence": lambda: _("Business licence"),
    "representative_letter": lambda: _("Certificate of the legal representative"),
    "complaint_letter": lambda: _("Letter of complaint"),
    "identity_copy": lambda: _("Copy of the identity paper"),
    "contract_copy": lambda: _("Copy of the contract"),
    "correspondence": lambda: _("Correspondence"),
    "picture": lambda: _("Pictures"),
    "other": lambda: _("Other papers"),
}
_REMEDIES: _Words = {
    "refund": lambda: _("Refund"),
    "verify": lambda: _("Find out why"),
    "reply": lambda: _("An answer"),
    "inquiry": lambda: _("Information"),
    "compensation": lambda: _("Compensation"),
    "stop_harassment": lambda: _("No more calls"),
    "expedite": lambda: _("Hurry it up"),
    "restore": lambda: _("Put it right"),
    "apology": lambda: _("An apology"),
    "other": lambda: _("Something else"),
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
_SEVERITIES: _Words = {
    "ordinary": lambda: _("Ordinary"),
    "complex": lambda: _("Complex"),
    "major": lambda: _("Major"),
    "key_case": lambda: _("Key case"),
}
_LIKENESS: _Words = {
    "same_id": lambda: _("same ID number"),
    "same_phone": lambda: _("same phone"),
    "near_same_narrative": lambda: _("nearly the same words"),
    "same_name_near_date": lambda: _("same name, near date"),
}
_GUARDED: _Words = {
    "card_number": lambda: _("card number"),
    "card_code": lambda: _("security code of a card"),
    "auth_code": lambda: _("password or code"),
    "card_expiry": lambda: _("expiry date of a card"),
}


def regulator(code: str) -> str:
    """Who forwarded a complaint."""
    return _say(_REGULATORS, code)


def paper_taken(code: str) -> str:
    """A paper that shows that somebody may act, or that was handed in."""
    return _say(_PAPERS_TAKEN, code)


def remedy_sought(code: str) -> str:
    """What a complainant asks for."""
    return _say(_REMEDIES, code)


def right_infringed(code: str) -> str:
    """One of the eight rights."""
    return _say(_RIGHTS, code)


def special_group(code: str) -> str:
    """A special group."""
    return _say(_GROUPS, code)


def severity(code: str) -> str:
    """The weight of a case."""
    return _say(_SEVERITIES, code)


def likeness(code: str) -> str:
    """Why two complaints are held to be similar."""
    return _say(_LIKENESS, code)


def guarded(code: str) -> str:
    """What a guard found in a text."""
    return _say(_GUARDED, code)


def _say(words: _Words, code: str) -> str:
    found = words.get(code)
    return found() if found else str(code)
