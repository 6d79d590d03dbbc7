"""What the case page asks of the operations. Each runs on the database lane and imports its operation there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from app.domain.commands import GiveNotice, RecordDecision

if TYPE_CHECKING:
    from app.domain.case import Complainant
    from app.domain.refusal import Refusal
    from app.operations.desk import Desk
    from app.operations.open_case import CaseView
    from app.ui.pictures import Picture


class CaseCalls:
    """The operations behind the case page. `values` are what a form holds, as text, by field name."""

    def open(self, desk: Desk, case_id: str) -> CaseView | Refusal:
        """The case as of now."""
        from app.operations.open_case import open_case

        return open_case(desk, case_id)

    def reveal(self, desk: Desk, case_id: str) -> Complainant | Refusal:
        """The complainant in clear."""
        from app.operations.reveal import reveal_contact

        return reveal_contact(desk, case_id)

    def preview_letter(self, desk: Desk, case_id: str, width: int) -> tuple[Picture, ...] | Refusal:
        """The answer letter as it would be printed, as pictures `width` device px wide; nothing is recorded. A refusal
        lists the missing parts."""
        from app.domain.refusal import Refusal
        from app.operations.make_paper import preview_paper
        from app.ui.pictures import pictures_of

        made = preview_paper(desk, case_id, "resolution_letter")
        return made if isinstance(made, Refusal) else pictures_of(made, width)

    def start_handling(self, desk: Desk, case_id: str, values: Mapping[str, str]) -> CaseView | Refusal:
        """Take the case in hand."""
        from app.operations.start_handling import start_handling

        return start_handling(desk, case_id)

    def add_note(self, desk: Desk, case_id: str, values: Mapping[str, str]) -> CaseView | Refusal:
        """Write a note."""
        from app.operations.add_note import add_note

        return add_note(desk, case_id, values["text"])

    def request_extension(self, desk: Desk, case_id: str, values: Mapping[str, str]) -> CaseView | Refusal:
        """Ask for more time. `offer` is "POLICY/STAGE"; `request_id` makes a repeat harmless."""
        from app.operations.request_extension import request_extension

        policy_id, _slash, stage = values["offer"].partition("/")
        return request_extension(desk, case_id, policy_id, int(stage or 0), values["reason"], values["request_id"])

    def record_decision(self, desk: Desk, case_id: str, values: Mapping[str, str]) -> CaseView | Refusal:
        """Decide the complaint."""
        from app.operations.record_decision import record_decision

        decision = RecordDecision(
            outcome=values["outcome"],
            findings=values["findings"],
            basis=values["basis"],
            reasons=values["reasons"],
            remedy=values["remedy"],
            compensation=values["compensation"],
        )
        return record_decision(desk, case_id, decision)

    def give_notice(self, desk: Desk, case_id: str, values: Mapping[str, Any]) -> CaseView | Refusal:
        """Put on record that the complainant was told; `given_at` is an instant or None for now."""
        from app.operations.give_notice import give_notice

        notice = GiveNotice(
            about=values["about"],
            way=values["way"],
            receiver=values["receiver"],
            evidence_no=values["evidence_no"],
            given_at=values["given_at"],
            succeeded=values["succeeded"] != "no",
        )
        return give_notice(desk, case_id, notice)

    def close(self, desk: Desk, case_id: str, values: Mapping[str, str]) -> CaseView | Refusal:
        """Close the case."""
        from app.operations.close_case import close_case

        return close_case(desk, case_id)

    def withdraw(self, desk: Desk, case_id: str, values: Mapping[str, Any]) -> CaseView | Refusal:
        """End the case because the complaint was taken back; `received_on` is a day or None for today."""
        from app.operations.withdraw_case import withdraw_case

        received_on: date | None = values["received_on"]
        return withdraw_case(desk, case_id, values["way"], values["reason"], received_on)

    def assign(self, desk: Desk, case_id: str, values: Mapping[str, str]) -> CaseView | Refusal:
        """Give the case to another owner."""
        from app.operations.assign_case import assign_case

        return assign_case(desk, case_id, values["owner"], values["reason"])

    def make_letter(self, desk: Desk, case_id: str, values: Mapping[str, str]) -> Any:
        """Make the answer letter and put it into the print queue."""
        from app.operations.make_paper import make_resolution_letter

        return make_resolution_letter(desk, case_id)

    def make_extension_notice(self, desk: Desk, case_id: str, values: Mapping[str, str]) -> Any:
        """Make the notice of the extension that was approved last and put it into the print queue."""
        from app.operations.make_paper import make_extension_notice

        return make_extension_notice(desk, case_id, values["request_id"])

    def reprint_slip(self, desk: Desk, case_id: str, values: Mapping[str, str]) -> Any:
        """Print the acknowledgement slip once more."""
        from app.operations.make_paper import make_slip

        return make_slip(desk, case_id)
