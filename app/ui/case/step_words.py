"""What the next steps are called, in which groups they stand, and what is said once one was taken. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from app.language import _

_Words = Callable[[], str]

STEP_KEYS = {
    "start_handling": "Ctrl+H",
    "add_note": "Ctrl+N",
    "request_extension": "Ctrl+E",
    "decide_extension": "Ctrl+Shift+E",
    "record_decision": "Ctrl+R",
    "make_letter": "Ctrl+Shift+R",
    "give_notice": "Ctrl+T",
    "close": "Ctrl+D",
    "reprint_slip": "Ctrl+Shift+P",
    "assign": "Ctrl+G",
}
"""Steps that have a key of their own; all others are found by typing after `MORE_KEY`."""

MORE_KEY, MORE_KEY_TOO = ".", "Ctrl+J"

_LABELS: Mapping[str, _Words] = {
    "start_handling": lambda: _("Take in hand"),
    "add_note": lambda: _("Add a note"),
    "log_contact": lambda: _("Log a contact"),
    "receive_evidence": lambda: _("Receive evidence"),
    "return_evidence": lambda: _("Return evidence"),
    "use_means": lambda: _("Means used"),
    "classify": lambda: _("Classification"),
    "find_root_cause": lambda: _("Record the root cause"),
    "plan_correction": lambda: _("Plan a correction"),
    "finish_correction": lambda: _("Finish a correction"),
    "find_liability": lambda: _("Responsibility"),
    "request_extension": lambda: _("Request an extension"),
    "decide_extension": lambda: _("Decide the extension"),
    "delegate_approval": lambda: _("Delegate the approval"),
    "start_pause": lambda: _("Pause the term"),
    "end_pause": lambda: _("End the pause"),
    "record_new_facts": lambda: _("New facts and reasons"),
    "agree_date": lambda: _("Agree a date"),
    "accept_transfer": lambda: _("Accept the case"),
    "decline_transfer": lambda: _("Decline the case"),
    "take_back_transfer": lambda: _("Take the offer back"),
    "offer_transfer": lambda: _("Offer the case to a colleague"),
    "assign": lambda: _("Assign the case"),
    "escalate": lambda: _("Put before a higher level"),
    "report_upward": lambda: _("Report upward"),
    "declare_conflict": lambda: _("Declare a conflict of interest"),
    "order_supervision": lambda: _("Supervision order"),
    "answer_order": lambda: _("Answer the supervision order"),
    "send_reminder": lambda: _("Remind the owner"),
    "give_notice": lambda: _("Notice to the complainant"),
    "record_unreachable": lambda: _("Complainant not reachable"),
    "make_letter": lambda: _("Answer letter"),
    "make_extension_notice": lambda: _("Print the notice of extension"),
    "make_pause_notice": lambda: _("Print the notice of pause"),
    "make_decline_notice": lambda: _("Print the notice of declining"),
    "make_out_of_scope_note": lambda: _("Print the out-of-scope note"),
    "make_withdrawal_record": lambda: _("Print the withdrawal record"),
    "make_confirmation_form": lambda: _("Print the confirmation form"),
    "make_settlement_agreement": lambda: _("Print the settlement agreement"),
    "make_transfer_note": lambda: _("Print the transfer note"),
    "make_service_receipt": lambda: _("Print the proof of service"),
    "make_supplement_request": lambda: _("Print the request for papers"),
    "reprint_slip": lambda: _("Reprint the slip"),
    "record_decision": lambda: _("Record the decision"),
    "agree_settlement": lambda: _("Settlement agreement"),
    "close": lambda: _("Close the case"),
    "withdraw": lambda: _("Withdrawal by the complainant"),
    "merge": lambda: _("Merge into another case"),
    "request_void": lambda: _("Ask to void the case"),
    "decide_void": lambda: _("Decide the voiding"),
    "request_review": lambda: _("Review by the superior"),
    "record_review_decision": lambda: _("Result of the review"),
    "reopen": lambda: _("Reopen the case"),
    "ask_satisfaction": lambda: _("Ask about satisfaction"),
    "record_follow_up": lambda: _("Follow-up visit"),
    "mark_typical": lambda: _("Propose as a typical case"),
    "check_typical": lambda: _("Check the typical case"),
    "place_hold": lambda: _("Keep on hold"),
    "lift_hold": lambda: _("Lift a hold"),
}

GROUPS: tuple[tuple[_Words, tuple[str, ...]], ...] = (
    (
        lambda: _("Handling"),
        (
            *("start_handling", "add_note", "log_contact", "receive_evidence", "return_evidence", "use_means"),
            *("classify", "find_root_cause", "plan_correction", "finish_correction", "find_liability"),
        ),
    ),
    (
        lambda: _("Time limits"),
        (
            *("request_extension", "decide_extension", "delegate_approval", "start_pause", "end_pause"),
            *("record_new_facts", "agree_date"),
        ),
    ),
    (
        lambda: _("Hand-over and supervision"),
        (
            *("accept_transfer", "decline_transfer", "take_back_transfer", "offer_transfer", "assign", "escalate"),
            *("report_upward", "declare_conflict", "order_supervision", "answer_order", "send_reminder"),
        ),
    ),
    (
        lambda: _("Telling and papers"),
        (
            *("give_notice", "record_unreachable", "make_letter", "make_extension_notice", "make_pause_notice"),
            *("make_decline_notice", "make_out_of_scope_note", "make_withdrawal_record", "make_confirmation_form"),
            *("make_settlement_agreement", "make_transfer_note", "make_service_receipt", "make_supplement_request"),
            "reprint_slip",
        ),
    ),
    (
        lambda: _("Ending"),
        ("record_decision", "agree_settlement", "close", "withdraw", "merge", "request_void", "decide_void"),
    ),
    (
        lambda: _("After the end"),
        (
            *("request_review", "record_review_decision", "reopen", "ask_satisfaction", "record_follow_up"),
            *("mark_typical", "check_typical", "place_hold", "lift_hold"),
        ),
    ),
)
"""All steps in the order in which they are listed, by group."""

STEP_ORDER = tuple(name for _title, names in GROUPS for name in names)

_DONE: Mapping[str, _Words] = {
    "start_handling": lambda: _("{case_no} is in your hands now."),
    "add_note": lambda: _("Note saved."),
    "log_contact": lambda: _("Contact put on record."),
    "request_extension": lambda: _("Extension requested for {case_no}."),
    "delegate_approval": lambda: _("Approval delegated."),
    "start_pause": lambda: _("The term of {case_no} is paused."),
    "end_pause": lambda: _("The term of {case_no} runs again."),
    "record_new_facts": lambda: _("The term of {case_no} begins anew."),
    "agree_date": lambda: _("Agreed date put on record."),
    "offer_transfer": lambda: _("{case_no} offered; it stays yours until it is accepted."),
    "accept_transfer": lambda: _("{case_no} is in your hands now."),
    "declare_conflict": lambda: _("You keep out of {case_no} from now on."),
    "order_supervision": lambda: _("Supervision order put on record."),
    "answer_order": lambda: _("Answer put on record."),
    "record_decision": lambda: _("Decision on {case_no} recorded."),
    "agree_settlement": lambda: _("Settlement of {case_no} recorded."),
    "give_notice": lambda: _("Notice for {case_no} put on record."),
    "close": lambda: _("{case_no} closed."),
    "withdraw": lambda: _("Withdrawal of {case_no} recorded."),
    "merge": lambda: _("{case_no} merged."),
    "request_void": lambda: _("Voiding of {case_no} requested; a second person decides."),
    "reopen": lambda: _("{case_no} reopened."),
    "assign": lambda: _("{case_no} assigned."),
    "place_hold": lambda: _("{case_no} is kept on hold."),
    "lift_hold": lambda: _("Hold on {case_no} lifted."),
    "make_letter": lambda: _("The answer letter was put into the print queue."),
    "make_extension_notice": lambda: _("The notice of extension was put into the print queue."),
    "reprint_slip": lambda: _("The slip was put into the print queue."),
}


def step_label(step: str) -> str:
    """What a step's button says."""
    words = _LABELS.get(step)
    return words() if words is not None else step


def done_line(step: str, result: Any) -> str:
    """What the toast says after a step."""
    case_no = result.case.case_no if hasattr(result, "case") else ""
    if step in _DONE:
        return _DONE[step]().format(case_no=case_no)
    if step.startswith("make_"):
        return _("The paper was put into the print queue.")
    return _("{step}: put on record.").format(step=step_label(step))
