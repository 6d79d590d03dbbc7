"""Forms that decide, tell and end a case (令2020-3 art. 15, 18 to 21; S1 no. 36). No Qt."""

from __future__ import annotations

import uuid

from app.domain.codes import (
    ANSWERED,
    DECLINED,
    MEASURES,
    NOTICE_SUBJECTS,
    OTHER_OUTCOMES,
    OUT_OF_SCOPE,
    OUTCOMES,
    WAYS,
    WITHDRAWAL_WAYS,
)
from app.domain.commands import (
    AgreeSettlement,
    CloseCase,
    GiveNotice,
    MergeCase,
    RecordDecision,
    RecordUnreachable,
    RequestVoid,
    WithdrawCase,
)
from app.domain.money import format_yuan, in_capitals, parse_yuan
from app.domain.refusal import Problem
from app.language import _, closing_labels, labels
from app.ui.case import clock_words
from app.ui.case.forms.reading import needed_day, read_day, read_moment, several
from app.ui.case.forms.spec import Asked, FieldSpec, Form, FormSpec, Values, options, yes_no
from app.ui.case.step_choice import subject_to_tell
from app.ui.case.words import masked_name

_ON_MERITS = frozenset(OUTCOMES)


def _decision(asked: Asked) -> FormSpec:
    merits, declined = ("outcome", _ON_MERITS | {""}), ("outcome", frozenset({DECLINED}))
    outside, answered = ("outcome", frozenset({OUT_OF_SCOPE})), ("outcome", frozenset({ANSWERED}))
    why = ("outcome", frozenset({DECLINED, OUT_OF_SCOPE}))
    clause, promise = _("Law, rule or contract clause"), _("What the bank does and by when")
    measures = options(MEASURES, closing_labels.measure)
    where = _("Name, address and telephone")
    return FormSpec(
        "record_decision",
        _("Record the decision"),
        _("Sign and record"),
        "",
        (
            FieldSpec("outcome", _("Outcome"), "choice", options((*OUTCOMES, *OTHER_OUTCOMES), labels.outcome)),
            FieldSpec("compensation", _("Compensation, CNY"), "amount", (), True, "0.00", shown_for=merits),
            FieldSpec("findings", _("Verification findings"), "text", lines=2, shown_for=merits),
            FieldSpec("basis", _("Basis of the decision"), "text", hint=clause, lines=2, shown_for=merits),
            FieldSpec("reasons", _("Reasons"), "text", lines=2, shown_for=merits),
            FieldSpec("remedy", _("Remedy"), "text", hint=promise, lines=2, shown_for=merits),
            FieldSpec("measures", _("Measures"), "multi", measures, True, shown_for=merits),
            FieldSpec("reasons", _("Reasons"), "text", lines=4, shown_for=why),
            FieldSpec("what_to_bring", _("What would entitle the person"), "text", lines=4, shown_for=declined),
            FieldSpec("competent_body", _("Who is competent"), "text", hint=where, lines=4, shown_for=outside),
            FieldSpec("remedy", _("Answer to the complainant"), "text", lines=8, shown_for=answered),
        ),
        {"outcome": ""},
    )


def _record_decision(values: Values) -> RecordDecision:
    return RecordDecision(
        outcome=values["outcome"],
        findings=values["findings"],
        basis=values["basis"],
        reasons=values["reasons"],
        remedy=values["remedy"],
        compensation=values["compensation"],
        measures=several(values["measures"]),
        competent_body=values["competent_body"],
        what_to_bring=values["what_to_bring"],
    )


def amount_note(asked: Asked, values: Values) -> str:
    """The amount in capitals, as the papers say it."""
    name = "amount" if "amount" in values else "compensation"
    text = values.get(name, "").strip()
    fen = parse_yuan(text, name) if text else None
    if fen is None or isinstance(fen, Problem):
        return ""
    return _("CNY {amount}, in capitals: {capitals}").format(amount=format_yuan(fen), capitals=in_capitals(fen))


def _settlement(asked: Asked) -> FormSpec:
    return FormSpec(
        "agree_settlement",
        _("Settlement agreement"),
        _("Sign and record"),
        _("Both sides signed: the agreement is the decision, and the complainant has been told."),
        (
            FieldSpec("terms", _("What was agreed"), "text", lines=4),
            FieldSpec("amount", _("Amount, CNY"), "amount", is_optional=True, hint="0.00"),
            FieldSpec("performance_on", _("Performed by"), "date", is_ahead=True),
            FieldSpec("agreement_no", _("Agreement no."), "code"),
        ),
    )


def _agree_settlement(values: Values) -> AgreeSettlement:
    return AgreeSettlement(
        values["terms"], values["amount"], needed_day(values["performance_on"]), values["agreement_no"]
    )


def _letter(asked: Asked) -> FormSpec:
    return FormSpec(
        "make_letter",
        _("Answer letter"),
        _("Make and print"),
        _("This is the letter as it will be printed. Making it is put on record."),
    )


def _notice(asked: Asked) -> FormSpec:
    view, failed = asked.view, ("succeeded", frozenset({"no"}))
    return FormSpec(
        "give_notice",
        _("Notice to the complainant"),
        _("Put on record"),
        _("The term is kept only when the complainant has been told; keep the proof."),
        (
            FieldSpec("about", _("About"), "choice", options(NOTICE_SUBJECTS, labels.notice_subject)),
            FieldSpec("way", _("Way"), "choice", options(WAYS, labels.way)),
            FieldSpec("succeeded", _("Result"), "yes_no", yes_no(_("Told"), _("Not reached"))),
            FieldSpec(
                "receiver",
                _("Who received it"),
                hint=masked_name(view),
                shown_for=("succeeded", frozenset({"yes"})),
            ),
            FieldSpec("evidence_no", _("Proof no."), "code", hint=_("Postal no., recording no., signature")),
            FieldSpec("given_at", _("When"), "moment", is_optional=True, hint=_("now, or 2026-11-20 14:30")),
            FieldSpec("remark", _("Why it failed"), "text", (), True, lines=2, shown_for=failed),
        ),
        {"about": subject_to_tell(view), "way": "in_person", "succeeded": "yes"},
    )


def _notice_note(asked: Asked, values: Values) -> str:
    """Until when a letter is posted in time (art. 21: in writing, posted within the term)."""
    posting = asked.view.posting
    return clock_words.posting_line(posting) if posting and values.get("way") == "registered_mail" else ""


def _give_notice(values: Values) -> GiveNotice:
    return GiveNotice(
        about=values["about"],
        way=values["way"],
        receiver=values["receiver"],
        evidence_no=values["evidence_no"],
        given_at=read_moment(values["given_at"]),
        succeeded=values["succeeded"] != "no",
        remark=values["remark"],
    )


def _unreachable(asked: Asked) -> FormSpec:
    return FormSpec(
        "record_unreachable",
        _("Complainant not reachable"),
        _("Put on record"),
        _("It stands in the place of a notice: say what was tried, when, and with what result."),
        (FieldSpec("summary", _("What was tried"), "text", lines=5),),
    )


def _close(asked: Asked) -> FormSpec:
    left = clock_words.checklist_lines(asked.view)
    shown = (FieldSpec("left", _("Still open"), "shown", hint=left),) if left else ()
    return FormSpec("close", _("Close the case"), _("Sign and close"), clock_words.closing_line(asked.view), shown)


def _withdraw(asked: Asked) -> FormSpec:
    return FormSpec(
        "withdraw",
        _("Withdrawal by the complainant"),
        _("Record withdrawal"),
        _("Handling ends on the day that the withdrawal was received. This cannot be undone."),
        (
            FieldSpec("way", _("How it was received"), "choice", options(WITHDRAWAL_WAYS, labels.way)),
            FieldSpec("received_on", _("Withdrawal received on"), "date", is_optional=True),
            FieldSpec("reason", _("Reason for withdrawing"), "text", is_optional=True, lines=2),
        ),
        {"way": "in_person", "received_on": asked.today.isoformat()},
        is_danger=True,
    )


def _merge(asked: Asked) -> FormSpec:
    return FormSpec(
        "merge",
        _("Merge into another case"),
        _("Merge"),
        _("The same complaint within its term is handled together with the other case; this one ends."),
        (
            FieldSpec("into_case_no", _("Number of the other case"), "code", is_wide=True),
            FieldSpec("reason", _("Why"), "text", lines=3),
        ),
        is_danger=True,
    )


def _void(asked: Asked) -> FormSpec:
    return FormSpec(
        "request_void",
        _("Ask to void the case"),
        _("Send request"),
        _("Only for cases that were recorded by mistake. A second person decides; the record stays."),
        (FieldSpec("reason", _("Why it has to be voided"), "text", lines=3),),
        {"request_id": str(uuid.uuid4())},
        is_danger=True,
    )


FORMS: dict[str, Form] = {
    "record_decision": Form(_decision, _record_decision, amount_note),
    "agree_settlement": Form(_settlement, _agree_settlement, amount_note),
    "make_letter": Form(_letter),
    "give_notice": Form(_notice, _give_notice, _notice_note),
    "record_unreachable": Form(_unreachable, lambda v: RecordUnreachable(v["summary"])),
    "close": Form(_close, lambda v: CloseCase()),
    "withdraw": Form(_withdraw, lambda v: WithdrawCase(v["way"], v["reason"], read_day(v["received_on"]))),
    "merge": Form(_merge, lambda v: MergeCase(v.get("into_case_id", ""), v["into_case_no"], v["reason"])),
    "request_void": Form(_void, lambda v: RequestVoid(v["request_id"], v["reason"])),
}
