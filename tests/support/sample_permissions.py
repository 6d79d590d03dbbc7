"""A permission audit with something of everything, for papers and pictures."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from app.domain.audit_rules import AuditRules
from app.domain.calendar import CHINA, WorkCalendar
from app.domain.people import RIGHTS, Role, StandingDelegation
from app.domain.permissions import (
    Act,
    AuditMaterial,
    Holder,
    HolderStanding,
    PermissionAudit,
    RightsSource,
    permission_audit,
)
from app.domain.stations import SignIn

FIRST, LAST = date(2026, 7, 1), date(2026, 9, 30)
_STAFF = (
    ("0217", "林晓燕", Role.TELLER),
    ("0218", "周敏", Role.TELLER),
    ("0219", "马依努尔·买买提", Role.TELLER),
    ("0305", "陈国栋", Role.HANDLER),
    ("0306", "孙丽", Role.HANDLER),
    ("0108", "何建平", Role.SUPERVISOR),
    ("0101", "许文山", Role.BRANCH_HEAD),
    ("0901", "郑慧", Role.AUDITOR),
)
_DAY = datetime(2026, 9, 7, 9, 0, tzinfo=CHINA)


def sample_audit() -> tuple[PermissionAudit, dict[str, str], dict[str, str]]:
    """The audit, names by staff number, letters by device."""
    holders = [
        Holder(staff_no, name, role, HolderStanding.ACTIVE, RightsSource.DIRECTORY, RIGHTS[role], date(2026, 1, 5))
        for staff_no, name, role in _STAFF
    ]
    given = StandingDelegation(Role.SUPERVISOR, date(2026, 9, 1), date(2026, 10, 7), "ZH07")
    holders[3] = Holder(
        "0305", "陈国栋", Role.HANDLER, HolderStanding.ACTIVE, RightsSource.LOCAL, RIGHTS[Role.HANDLER], None, (given,)
    )
    holders.append(
        Holder("0220", "钱进", Role.TELLER, HolderStanding.SUSPENDED, RightsSource.LOCAL, frozenset(), date(2026, 8, 3))
    )
    wrote = {
        ("0217", "case_registered"): 212, ("0217", "paper_made"): 251, ("0217", "details_revealed"): 63,
        ("0218", "case_registered"): 148, ("0218", "paper_made"): 160, ("0218", "details_revealed"): 12,
        ("0305", "note_added"): 410, ("0305", "case_closed"): 195, ("0305", "data_taken_out"): 9,
        ("0305", "details_copied"): 21, ("0305", "notice_given"): 188, ("0305", "decision_recorded"): 190,
        ("0108", "extension_decided"): 31, ("0108", "void_decided"): 4, ("0108", "person_enrolled"): 2,
        ("0108", "keys_replaced"): 1, ("0108", "backup_made"): 92, ("0108", "case_assigned"): 77,
        ("0101", "supervision_ordered"): 3, ("0101", "extension_decided"): 5,
        ("0901", "permissions_audited"): 1, ("0901", "data_taken_out"): 2, ("0307", "note_added"): 6,
    }  # fmt: skip
    acts = [Act("0217", "details_revealed", _DAY + timedelta(minutes=n)) for n in range(34)]
    acts += [Act("0305", "data_taken_out", _DAY.replace(hour=21)) for _n in range(3)]
    sign_ins = []
    for n in range(60):
        at = _DAY + timedelta(hours=12 * n)
        sign_ins.append(SignIn("0217", "a" * 32, at, at + timedelta(hours=2), 6 if n == 3 else 0))
        sign_ins.append(SignIn("0218", "a" * 32, at + timedelta(hours=2, seconds=20 if n % 9 == 0 else 600),
                               at + timedelta(hours=4)))  # fmt: skip
        sign_ins.append(SignIn("0305", "b" * 32, at, at + timedelta(hours=9)))
    material = AuditMaterial(FIRST, LAST, holders, wrote, acts, sign_ins)
    audit = permission_audit(material, AuditRules(), WorkCalendar({}))
    return audit, {staff_no: name for staff_no, name, _role in _STAFF}, {"a" * 32: "A", "b" * 32: "B"}
