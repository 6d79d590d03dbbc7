"""A whole branch on the suite "sm-1": people, device, journal and the line to headquarters (security.md 1.3)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from support.cases import SUPERVISOR, TELLER
from support.headquarters import HubUnderTest
from support.real_desk import RealBranch, password_of

from app.domain.commands import DecideVoid, RequestVoid
from app.domain.refusal import Refusal
from app.hub.directory import StaffKey, enrol_device, enrol_staff
from app.journal.envelope import decode
from app.journal.suites import NATIONAL, suite_of_key
from app.operations.act import carry_out, carry_out_signed
from app.store.verify import verify
from app.sync.batches import BatchSize
from app.sync.cycle import Cycle, Outcome, Parties
from app.sync.line import Line
from app.sync.service import carry


def sync(hub: HubUnderTest, branch: RealBranch) -> Outcome:
    """One cycle of the branch's device, signed by its own suite."""
    vault, suite = branch.vault, branch.vault.suite

    async def once() -> Outcome:
        async with Line(hub.headquarters(), vault.device, vault.device_sign, suite=suite) as line:
            parties = Parties(vault.device_sign, hub.public_key, "0.1.0", lambda: branch.clock.now(), suite)
            return await carry(Cycle(branch.store.sync, parties, BatchSize()), line)

    return asyncio.run(once())


def test_a_branch_works_in_the_national_suite(hub: HubUnderTest, tmp_path: Path) -> None:
    branch = RealBranch(tmp_path, signs=NATIONAL)
    try:
        keys = [StaffKey(one.person, one.key_id, one.sign_public) for one in branch.vault.directory()]
        assert {suite_of_key(one.public_key).name for one in keys} == {NATIONAL}
        with hub.connect() as connection:
            now = datetime.now(UTC)
            enrol_staff(connection, keys, now)
            enrol_device(
                connection,
                branch="0102",
                device=branch.vault.device,
                letter="A",
                public_key=branch.vault.device_public_key,
                at=now,
            )
        case = branch.register()
        asked = carry_out(branch.desk(TELLER), case.case_id, RequestVoid("void-1", "重复登记，内容与另一件完全相同"))
        assert not isinstance(asked, Refusal), asked
        decided = DecideVoid("void-1", True, "核对属实", asked.case.version, "nonce-1")
        voided = carry_out_signed(branch.desk(TELLER), case.case_id, decided, SUPERVISOR, password_of(SUPERVISOR))
        assert not isinstance(voided, Refusal), voided
        assert sync(hub, branch).sent == len(branch.store.entries(case.case_id))

        report = verify(branch.store, branch.directory())
        assert report.is_sound, report.first
        assert report.signatures
        assert not report.unknown_keys
        with branch.store.database.read() as connection:
            rows = connection.exec_driver_sql("SELECT envelope FROM entry").fetchall()
        assert {decode(row[0]).suite for row in rows} == {NATIONAL}
        there = hub.case(case.case_no)
        assert there is not None
        assert there["flags"] == []
        assert there["state"] == "voided"
    finally:
        branch.close()
