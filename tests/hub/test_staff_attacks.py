"""Forged, replayed and foreign acts and approvals, and those of people without standing: none of them counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.cases import HEAD, SUPERVISOR, SUPERVISOR_2, TELLER, TELLER_2
from support.desks import PERSON_KEYS, KeyPair
from support.extension_acts import case_with_request, decided
from support.headquarters import HubUnderTest
from support.logs import HandLog
from support.people_acts import enrolled, keys_replaced, staff, standing, words, write_as

from app.domain.book import BookKind
from app.domain.people import Person, Role
from app.hub.directory import StaffKey, enrol_staff
from app.journal.envelope import Record, decode, encode


@pytest.fixture
def log(hub: HubUnderTest) -> HandLog:
    return HandLog.enrolled(hub)


@dataclass
class Attack:
    """Everything an attacker may have: a device of the branch, and records that others signed."""

    hub: HubUnderTest
    log: HandLog

    def again(self, record: Record, **changes: Any) -> Record:
        """A record put at the log's end once more, with some fields of its envelope changed; signature and all."""
        envelope = decode(record.envelope)._replace(seq=self.log.head.seq + 1, prev=self.log.head.hash, **changes)
        envelope = envelope._replace(dev=bytes.fromhex(self.log.device), epoch=self.log.epoch)
        return self.log.put(Record(encode(envelope), record.body))


ENROL = enrolled()
SUSPEND = standing(BookKind.PERSON_SUSPENDED, TELLER)
RESUME = standing(BookKind.PERSON_RESUMED, TELLER)


def _forged_signature(attack: Attack) -> list[tuple[int, str, str]]:
    record = attack.log.write(SUSPEND, who=SUPERVISOR)
    del attack.log.records[-1], attack.log.heads[-1]
    attack.again(record, sig=bytes(64))
    return words(attack.hub, attack.log)


def _unsigned(attack: Attack) -> list[tuple[int, str, str]]:
    record = attack.log.write(SUSPEND, who=SUPERVISOR)
    del attack.log.records[-1], attack.log.heads[-1]
    attack.again(record, sig=None, signer=None)
    return words(attack.hub, attack.log)


def _signed_by_another(attack: Attack) -> list[tuple[int, str, str]]:
    write_as(attack.log, SUSPEND, SUPERVISOR, PERSON_KEYS[TELLER_2])
    return words(attack.hub, attack.log)


def _signed_by_a_stranger(attack: Attack) -> list[tuple[int, str, str]]:
    write_as(attack.log, SUSPEND, SUPERVISOR, KeyPair.of("stranger"))
    return words(attack.hub, attack.log)


def _other_actor_put_in(attack: Attack) -> list[tuple[int, str, str]]:
    record = attack.log.write(SUSPEND, who=TELLER_2)
    del attack.log.records[-1], attack.log.heads[-1]
    attack.again(record, actor=SUPERVISOR)
    return words(attack.hub, attack.log)


def _other_time_put_in(attack: Attack) -> list[tuple[int, str, str]]:
    record = attack.log.write(SUSPEND, who=SUPERVISOR)
    words(attack.hub, attack.log)
    attack.again(record, wall=decode(record.envelope).wall + 1)
    return words(attack.hub, attack.log, 2)


def _replayed(attack: Attack) -> list[tuple[int, str, str]]:
    attack.log.write(SUSPEND, who=SUPERVISOR)
    resumed = attack.log.write(RESUME, who=SUPERVISOR)
    attack.log.now += timedelta(hours=1)
    attack.log.write(standing(BookKind.PERSON_SUSPENDED, TELLER), who=HEAD)
    words(attack.hub, attack.log)
    attack.again(resumed)
    return words(attack.hub, attack.log, 4)


def _replayed_in_one_push(attack: Attack) -> list[tuple[int, str, str]]:
    attack.again(attack.log.write(SUSPEND, who=SUPERVISOR))
    return words(attack.hub, attack.log)


def _replayed_by_another_device(attack: Attack) -> list[tuple[int, str, str]]:
    record = attack.log.write(SUSPEND, who=SUPERVISOR)
    words(attack.hub, attack.log)
    other = Attack(attack.hub, HandLog.enrolled(attack.hub, "B"))
    other.again(record)
    return words(other.hub, other.log)


def _rejected_then_replayed(attack: Attack) -> list[tuple[int, str, str]]:
    """Signed while suspended, kept, and brought again once the signer may act again."""
    attack.log.write(standing(BookKind.PERSON_SUSPENDED, SUPERVISOR), who=HEAD)
    record = attack.log.write(SUSPEND, who=SUPERVISOR)
    attack.log.write(standing(BookKind.PERSON_RESUMED, SUPERVISOR), who=HEAD)
    words(attack.hub, attack.log)
    attack.again(record)
    return words(attack.hub, attack.log, 4)


def _suspended_between_signing_and_arrival(attack: Attack) -> list[tuple[int, str, str]]:
    attack.log.write(SUSPEND, who=SUPERVISOR)
    other = HandLog.enrolled(attack.hub, "B")
    other.write(standing(BookKind.PERSON_SUSPENDED, SUPERVISOR), who=HEAD)
    assert words(attack.hub, other) == []
    return words(attack.hub, attack.log)


def _with_a_key_that_was_replaced(attack: Attack) -> list[tuple[int, str, str]]:
    attack.log.write(keys_replaced(SUPERVISOR_2), who=HEAD)
    attack.log.write(SUSPEND, who=SUPERVISOR_2)
    return words(attack.hub, attack.log)


def _envelope_of_another_branch(attack: Attack) -> list[tuple[int, str, str]]:
    attack.log.write(SUSPEND, who=SUPERVISOR, branch="0103")
    assert words(attack.hub, attack.log) == []
    ((reason,),) = attack.hub.query("select reason from quarantine")
    return [(1, "quarantine", reason)]


def _other_branch() -> KeyPair:
    return KeyPair.of("supervisor of 0103")


def _enrol_other_branch(hub: HubUnderTest, staff_no: str) -> None:
    keys = _other_branch()
    person = Person(staff_no, "外行主管", Role.SUPERVISOR, "0103")
    with hub.connect() as connection:
        enrol_staff(connection, [StaffKey(person, keys.key_id, keys.public)], datetime.now(UTC))


def _signed_by_a_supervisor_of_another_branch(attack: Attack) -> list[tuple[int, str, str]]:
    _enrol_other_branch(attack.hub, "0910")
    write_as(attack.log, SUSPEND, "0910", _other_branch())
    return words(attack.hub, attack.log)


def _by_a_namesake_of_another_branch(attack: Attack) -> list[tuple[int, str, str]]:
    """The same staff number stands for a supervisor in both branches."""
    _enrol_other_branch(attack.hub, SUPERVISOR)
    write_as(attack.log, SUSPEND, SUPERVISOR, _other_branch())
    return words(attack.hub, attack.log)


def _act_of_another_branch_relabelled(attack: Attack) -> list[tuple[int, str, str]]:
    """Signed for branch 0103 by somebody who is known here too, put into this branch's log."""
    with attack.hub.connect() as connection:
        keys = PERSON_KEYS[SUPERVISOR]
        person = Person(SUPERVISOR, "王芳", Role.SUPERVISOR, "0103")
        enrol_staff(connection, [StaffKey(person, keys.key_id, keys.public)], datetime.now(UTC))
    elsewhere = HandLog.enrolled(attack.hub, "Z", branch="0103")
    record = elsewhere.write(SUSPEND, who=SUPERVISOR)
    attack.again(record, branch="0102")
    return words(attack.hub, attack.log)


@pytest.mark.parametrize(
    ("attack", "expected"),
    [
        (_forged_signature, [(1, "rejected", "not_signed")]),
        (_unsigned, [(1, "rejected", "not_signed")]),
        (_signed_by_another, [(1, "rejected", "not_signed")]),
        (_signed_by_a_stranger, [(1, "rejected", "not_signed")]),
        (_other_actor_put_in, [(1, "rejected", "not_signed")]),
        (_other_time_put_in, [(2, "rejected", "not_signed")]),
        (_replayed, [(4, "rejected", "replayed")]),
        (_replayed_in_one_push, [(2, "rejected", "replayed")]),
        (_replayed_by_another_device, [(1, "rejected", "replayed")]),
        (_rejected_then_replayed, [(4, "rejected", "replayed")]),
        (_suspended_between_signing_and_arrival, [(1, "rejected", "person_inactive")]),
        (_with_a_key_that_was_replaced, [(2, "needs_review", "above_reach")]),
        (_envelope_of_another_branch, [(1, "quarantine", "other_branch")]),
        (_signed_by_a_supervisor_of_another_branch, [(1, "rejected", "person_unknown")]),
        (_by_a_namesake_of_another_branch, [(1, "rejected", "not_signed")]),
        (_act_of_another_branch_relabelled, [(1, "rejected", "not_signed")]),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_attacks_with_acts_on_people(
    hub: HubUnderTest, log: HandLog, attack: Callable[[Attack], object], expected: list[tuple[int, str, str]]
) -> None:
    assert attack(Attack(hub, log)) == expected
    is_meant_to_be_off = attack in (_other_time_put_in, _replayed, _replayed_in_one_push, _replayed_by_another_device)
    assert staff(hub, TELLER)[0][1] != is_meant_to_be_off


def _approval_by_a_suspended(attack: Attack) -> list[tuple[int, str, str]]:
    case = case_with_request(attack.log)
    attack.log.write(standing(BookKind.PERSON_SUSPENDED, SUPERVISOR), who=HEAD)
    attack.log.write(decided(case), base=3, who=SUPERVISOR)
    return words(attack.hub, attack.log)


def _approval_by_one_suspended_on_the_way(attack: Attack) -> list[tuple[int, str, str]]:
    attack.log.write(decided(case_with_request(attack.log)), base=3, who=SUPERVISOR)
    other = HandLog.enrolled(attack.hub, "B")
    other.write(standing(BookKind.PERSON_SUSPENDED, SUPERVISOR), who=HEAD)
    words(attack.hub, other)
    return words(attack.hub, attack.log)


def _approval_forged(attack: Attack) -> list[tuple[int, str, str]]:
    record = attack.log.write(decided(case_with_request(attack.log)), base=3, who=SUPERVISOR)
    del attack.log.records[-1], attack.log.heads[-1]
    attack.again(record, sig=bytes(64))
    return words(attack.hub, attack.log)


def _approval_again(attack: Attack) -> list[tuple[int, str, str]]:
    attack.again(attack.log.write(decided(case_with_request(attack.log)), base=3, who=SUPERVISOR))
    return words(attack.hub, attack.log)


def _approval_for_another_case(attack: Attack) -> list[tuple[int, str, str]]:
    record = attack.log.write(decided(case_with_request(attack.log)), base=3, who=SUPERVISOR)
    other = case_with_request(attack.log, 2)
    attack.again(record, case=bytes.fromhex(other.replace("-", "")))
    return words(attack.hub, attack.log)


def _approval_of_another_branch(attack: Attack) -> list[tuple[int, str, str]]:
    attack.log.write(decided(case_with_request(attack.log)), base=3, who=SUPERVISOR, branch="0103")
    assert words(attack.hub, attack.log) == []
    return [(4, "quarantine", reason) for (reason,) in attack.hub.query("select reason from quarantine")]


def _approval_by_another_branch(attack: Attack) -> list[tuple[int, str, str]]:
    _enrol_other_branch(attack.hub, "0910")
    case = case_with_request(attack.log)
    write_as(attack.log, decided(case), "0910", _other_branch())
    return words(attack.hub, attack.log)


@pytest.mark.parametrize(
    ("attack", "expected"),
    [
        (_approval_by_a_suspended, [(5, "rejected", "person_inactive")]),
        (_approval_by_one_suspended_on_the_way, [(4, "rejected", "person_inactive")]),
        (_approval_forged, [(4, "rejected", "not_signed")]),
        (_approval_again, [(5, "rejected", "replayed")]),
        (_approval_for_another_case, [(8, "rejected", "not_signed")]),
        (_approval_of_another_branch, [(4, "quarantine", "other_branch")]),
        (_approval_by_another_branch, [(4, "rejected", "person_unknown")]),
    ],
    ids=lambda value: value.__name__.strip("_") if callable(value) else "",
)
def test_attacks_with_approvals(
    hub: HubUnderTest, log: HandLog, attack: Callable[[Attack], object], expected: list[tuple[int, str, str]]
) -> None:
    assert attack(Attack(hub, log)) == expected
    decided = {case[0] for case in hub.query("select status from entity")}
    assert "extension_requested" in decided or attack is _approval_again
