"""A branch on paper: people, rules, and cases that are driven through decide and fold as the program does it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from app.domain.branch import BranchFacts
from app.domain.case import Case
from app.domain.commands import (
    Command,
    DecideExtension,
    GiveNotice,
    IntakeForm,
    RecordDecision,
    RegisterComplaint,
    RequestExtension,
)
from app.domain.decide import Context, decide
from app.domain.entry import Entry, NewEntry, Origin
from app.domain.fold import fold
from app.domain.people import Person, Role
from app.domain.refusal import Refusal
from app.domain.rules import Rules
from app.rules.loading import load_rules
from app.system.resources import read_json

LOCAL, NFRA, PBOC = "CN_LOCAL_5_10", "CN_NFRA_2020_3", "CN_PBOC_FORWARDED"

PEOPLE = {
    person.staff_no: person
    for person in (
        Person("0217", "李晓", Role.TELLER, "0102"),
        Person("0218", "周敏", Role.TELLER, "0102"),
        Person("0301", "吴兰", Role.HANDLER, "0102"),
        Person("0401", "王芳", Role.SUPERVISOR, "0102"),
        Person("0402", "赵军", Role.SUPERVISOR, "0102"),
        Person("0101", "陈志远", Role.BRANCH_HEAD, "0102"),
        Person("0501", "钱审", Role.AUDITOR, "0102"),
        Person("HQ01", "孙总", Role.HEADQUARTERS, "HQ"),
        Person("0299", "离岗", Role.TELLER, "0102", is_active=False),
    )
}
TELLER, TELLER_2, HANDLER, SUPERVISOR, SUPERVISOR_2, HEAD, AUDITOR, HQ, GONE = PEOPLE


RULES = load_rules()
BRANCH = BranchFacts.from_data(read_json("rules/trial_branch.json"))

DECISION = RecordDecision(
    outcome="upheld",
    findings="经核实，年费收取时未按约定减免。",
    basis="《领用合约》第八条。",
    reasons="符合减免条件而系统未执行。",
    remedy="退还年费 200 元并致歉。",
    compensation="200.00",
)


def at(text: str) -> datetime:
    """An instant in Chinese time: "2026-11-20 14:32"."""
    return datetime.fromisoformat(f"{text}:00+08:00").astimezone(UTC)


def form(**fields: Any) -> IntakeForm:
    """A sound counter form, with some fields changed."""
    given: dict[str, Any] = {"narrative": "信用卡年费被重复收取，要求退还。", "complainant_name": "王芳芳"}
    return IntakeForm(**{**given, **fields})


def context(who: str, now: datetime, *, rules: Rules = RULES, branch: BranchFacts | None = BRANCH) -> Context:
    """What a decision by `who` looks at."""
    return Context(PEOPLE[who], now, rules, PEOPLE, branch)


class Scene:
    """One case at one device: commands in, entries kept, the case folded anew after each."""

    def __init__(self, now: datetime | None = None, case_id: str = "c1", device: str = "a" * 32) -> None:
        self.now = now or at("2026-11-20 10:00")
        self.case_id = case_id
        self.device = device
        self.entries: list[Entry] = []
        self.case: Case | None = None

    def try_(self, who: str, command: Command, *, now: datetime | None = None) -> tuple[NewEntry, ...] | Refusal:
        """Decide and, when not refused, write. Each act takes a minute."""
        self.now = now or self.now + timedelta(minutes=1)
        outcome = decide(self.case, command, context(who, self.now))
        if not isinstance(outcome, Refusal):
            for new in outcome:
                self.write(who, new)
        return outcome

    def do(self, who: str, command: Command, *, now: datetime | None = None) -> Case:
        """As `try_`, for what must not be refused."""
        outcome = self.try_(who, command, now=now)
        assert not isinstance(outcome, Refusal), outcome
        return self.folded

    def refused(self, who: str, command: Command, *, now: datetime | None = None) -> Refusal:
        """As `try_`, for what must be refused."""
        outcome = self.try_(who, command, now=now)
        assert isinstance(outcome, Refusal), outcome
        return outcome

    def write(self, who: str, new: NewEntry) -> Entry:
        """Put an entry behind the others and fold."""
        entry = as_entry(new, who, self.now, len(self.entries) + 1, self.device)
        self.entries.append(entry)
        self.case = fold(self.entries)
        return entry

    @property
    def folded(self) -> Case:
        """The case, which must be there."""
        assert self.case is not None
        return self.case

    def register(self, who: str = TELLER, settlement: str = "", **fields: Any) -> Case:
        """Record a complaint."""
        command = RegisterComplaint(self.case_id, "TS0102-26A00032-W", form(**fields), settlement)
        return self.do(who, command, now=self.now)

    def request(self, policy_id: str = LOCAL, stage: int = 1, who: str = TELLER, request_id: str = "r1") -> Case:
        """Ask for more time."""
        return self.do(who, RequestExtension(request_id, policy_id, stage, "需要调取监控录像"))

    def approve(self, who: str = SUPERVISOR, request_id: str = "r1", is_approved: bool = True) -> Case:
        """Decide about a request, having looked at the case as it is."""
        command = DecideExtension(request_id, is_approved, "情况属实，同意", self.folded.version, "nonce")
        return self.do(who, command)

    def extend(self, policy_id: str, stage: int, approver: str = "") -> Case:
        """Ask and approve, by whoever is the lowest to approve that stage."""
        approver = approver or (SUPERVISOR if policy_id == LOCAL else HEAD if stage == 1 and policy_id == NFRA else HQ)
        request_id = f"{policy_id}-{stage}"
        self.request(policy_id, stage, request_id=request_id)
        return self.approve(approver, request_id)

    def decide(self, who: str = HANDLER) -> Case:
        """Record the decision."""
        return self.do(who, DECISION)

    def tell(self, about: str = "decision", *, succeeded: bool = True, now: datetime | None = None) -> Case:
        """Tell the complainant."""
        return self.do(TELLER, GiveNotice(about, "in_person", "王芳芳", "签收单 1", succeeded=succeeded), now=now)


def as_entry(new: NewEntry, who: str, now: datetime, seq: int, device: str = "a" * 32, **changes: Any) -> Entry:
    """A stored entry as the journal would hand it to the rules."""
    given: dict[str, Any] = {
        "kind": new.kind.value,
        "version": new.version,
        "case_id": new.case_id,
        "body": new.body,
        "actor": who,
        "at": now,
        "base": seq - 1,
        "origin": Origin(device, 1, seq),
        "hlc": (int(now.timestamp() * 1000) << 16) + seq,
        "is_signed": new.must_sign,
    }
    return Entry(**{**given, **changes})
