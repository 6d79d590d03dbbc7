"""Why hidden details are looked at and why data leaves the house, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.language.catalogue import _

REASONS: Mapping[str, Callable[[], str]] = {
    "call_customer": lambda: _("to call the customer"),
    "check_identity": lambda: _("to check the customer's identity at the counter"),
    "write_letter": lambda: _("to write a letter to the customer"),
    "superior_order": lambda: _("on a superior's order"),
    "for_customer": lambda: _("for the customer"),
    "for_superior": lambda: _("for a superior office"),
    "for_authority": lambda: _("for an authority that asked for it"),
    "other": lambda: _("for another reason"),
    "own_case": lambda: _("as the person in charge of the case"),
}
"""What an entry says."""

_CHOICES: Mapping[str, Callable[[], str]] = {
    "call_customer": lambda: _("Call the customer"),
    "check_identity": lambda: _("Check identity at the counter"),
    "write_letter": lambda: _("Write to the customer"),
    "superior_order": lambda: _("A superior's order"),
    "for_customer": lambda: _("The customer gets it"),
    "for_superior": lambda: _("A superior office gets it"),
    "for_authority": lambda: _("An authority asked for it"),
    "other": lambda: _("Another reason"),
}


def choice(code: str) -> str:
    """A reason as people choose it; a code that the rules have and this program has not is shown as it is."""
    words = _CHOICES.get(code)
    return words() if words else code


def reason(code: str) -> str:
    """A reason as an entry says it."""
    words = REASONS.get(code)
    return words() if words else code
