"""What people ask for. A command is plain data; `decide` turns it into entries or a refusal.

Ids of requests, pauses, transfers and the like are UUIDs made by whoever asks, so that a repeat is harmless. Bodies of
entries have the field names of their commands.
"""

from __future__ import annotations

from app.domain.commands.after import (
    AskSatisfaction,
    CheckTypical,
    MarkTypical,
    RecordFollowUp,
    RecordReviewDecision,
    ReopenCase,
    RequestReview,
)
from app.domain.commands.clocks import (
    AgreeDate,
    DecideExtension,
    DelegateApproval,
    EndPause,
    RecordNewFacts,
    RequestExtension,
    StartPause,
)
from app.domain.commands.concluding import (
    AgreeSettlement,
    CloseCase,
    DecideVoid,
    GiveNotice,
    MergeCase,
    RecordDecision,
    RecordPaper,
    RecordUnreachable,
    RequestVoid,
    WithdrawCase,
)
from app.domain.commands.handling import (
    AddAttachment,
    AddNote,
    FindLiability,
    FindRootCause,
    FinishCorrection,
    LogContact,
    PlanCorrection,
    ReceiveEvidence,
    ReturnEvidence,
    SetAsideAttachment,
    UseMeans,
)
from app.domain.commands.holding import LiftHold, PlaceHold
from app.domain.commands.intake import (
    ClassifyCase,
    IntakeForm,
    RegisterComplaint,
)
from app.domain.commands.ownership import (
    AnswerOrder,
    AnswerTransfer,
    AssignCase,
    DeclareConflict,
    EscalateCase,
    OfferTransfer,
    OrderSupervision,
    ReportUpward,
    SendReminder,
    StartHandling,
)

__all__ = [
    "AddAttachment",
    "AddNote",
    "AgreeDate",
    "AgreeSettlement",
    "AnswerOrder",
    "AnswerTransfer",
    "AskSatisfaction",
    "AssignCase",
    "CheckTypical",
    "ClassifyCase",
    "CloseCase",
    "Command",
    "DecideExtension",
    "DecideVoid",
    "DeclareConflict",
    "DelegateApproval",
    "EndPause",
    "EscalateCase",
    "FindLiability",
    "FindRootCause",
    "FinishCorrection",
    "GiveNotice",
    "IntakeForm",
    "LiftHold",
    "LogContact",
    "MarkTypical",
    "MergeCase",
    "OfferTransfer",
    "OrderSupervision",
    "PlaceHold",
    "PlanCorrection",
    "ReceiveEvidence",
    "RecordDecision",
    "RecordFollowUp",
    "RecordNewFacts",
    "RecordPaper",
    "RecordReviewDecision",
    "RecordUnreachable",
    "RegisterComplaint",
    "ReopenCase",
    "ReportUpward",
    "RequestExtension",
    "RequestReview",
    "RequestVoid",
    "ReturnEvidence",
    "SendReminder",
    "SetAsideAttachment",
    "StartHandling",
    "StartPause",
    "UseMeans",
    "WithdrawCase",
]

Command = (
    AddAttachment
    | AddNote
    | AgreeDate
    | AgreeSettlement
    | AnswerOrder
    | AnswerTransfer
    | AskSatisfaction
    | AssignCase
    | CheckTypical
    | ClassifyCase
    | CloseCase
    | DecideExtension
    | DecideVoid
    | DeclareConflict
    | DelegateApproval
    | EndPause
    | EscalateCase
    | FindLiability
    | FindRootCause
    | FinishCorrection
    | GiveNotice
    | LiftHold
    | LogContact
    | MarkTypical
    | MergeCase
    | OfferTransfer
    | OrderSupervision
    | PlaceHold
    | PlanCorrection
    | ReceiveEvidence
    | RecordDecision
    | RecordFollowUp
    | RecordNewFacts
    | RecordPaper
    | RecordReviewDecision
    | RecordUnreachable
    | RegisterComplaint
    | ReopenCase
    | ReportUpward
    | RequestExtension
    | RequestReview
    | RequestVoid
    | ReturnEvidence
    | SendReminder
    | SetAsideAttachment
    | StartHandling
    | StartPause
    | UseMeans
    | WithdrawCase
)
