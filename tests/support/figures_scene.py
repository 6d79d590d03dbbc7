"""A November whose figures can be counted by hand, on a real desk."""

from __future__ import annotations

from support.cases import DECISION, HANDLER, SUPERVISOR, at
from support.real_desk import RealBranch, done

from app.domain.commands import AskSatisfaction, CloseCase, Command, GiveNotice, RecordDecision
from app.operations.act import carry_out


def november(branch: RealBranch) -> dict[str, str]:
    """Five complaints by the 20th of November, 14:32, by name.

    `a` closed in time, its complainant satisfied. `b` settled on the spot, but repeated by `e` 17 days later. `c` was
    due on the 9th, told and closed on the 20th: 11 days late. `d` was due on the 10th and is open: 10 days late.
    """
    branch.clock.time = at("2026-11-02 10:00")
    ids = {"a": branch.register().case_id}
    ids["b"] = branch.register(settlement="当场退还手续费 2 元", channel="phone").case_id
    ids["c"] = branch.register(narrative="理财产品到期收益与宣传不符。", category="B04").case_id
    branch.clock.time = at("2026-11-03 10:00")
    ids["d"] = branch.register(narrative="残损币兑换被拒，未说明依据。", category="B0601").case_id
    branch.clock.time = at("2026-11-05 10:00")
    close(branch, ids["a"])
    do(branch, HANDLER, ids["a"], AskSatisfaction("satisfied", "phone"))
    branch.clock.time = at("2026-11-19 10:00")
    ids["e"] = branch.register(narrative="手续费又收了一次。", repeat_of=ids["b"]).case_id
    branch.clock.time = at("2026-11-20 09:00")
    close(branch, ids["c"])
    branch.clock.time = at("2026-11-20 14:32")
    return ids


def close(branch: RealBranch, case_id: str) -> None:
    """Decide, tell and close a case now."""
    decision = RecordDecision(**{name: getattr(DECISION, name) for name in DECISION.__slots__})
    do(branch, SUPERVISOR, case_id, decision)
    do(branch, HANDLER, case_id, GiveNotice("decision", "in_person", "本人", "签收单 17"))
    do(branch, HANDLER, case_id, CloseCase())


def do(branch: RealBranch, who: str, case_id: str, command: Command) -> None:
    """One act that must not be refused."""
    done(carry_out(branch.desk(who), case_id, command))
