"""Who may work at a desk under headquarters' directory: proven, never older, fresh, extended once; and its keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from support.cases import AUDITOR, HANDLER, HEAD, SUPERVISOR, TELLER, TELLER_2, at, form
from support.desks import KeyPair
from support.real_desk import RealBranch, password_of, refused

from app.domain.directory import DirectoryKey, Listed, RecoveryKey, StaffDirectory, Standing
from app.domain.people import Person, Right, Role, StandingDelegation
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal
from app.hub.receipts import HubKey
from app.journal.published import Published, encode_published
from app.journal.sealing import seal_public
from app.journal.staff_directory import seal_directory, version_name
from app.journal.suites import INTERNATIONAL
from app.journal.view import milliseconds
from app.journal.wire import BRANCH_SCOPE, FeedNotice, NoticeKind, Point, link_notice
from app.operations.desk import Desk
from app.operations.register_complaint import register_complaint
from app.operations.standing import (
    DirectoryState,
    NoStandingError,
    all_keys,
    check_standing,
    directory_state,
    extend_directory,
    learn_people,
    standing_of,
)
from app.store.directories import HeadquartersChangedError, newest_directory, pin_headquarters, pinned_key
from app.vault.errors import PersonSuspendedError

HUB, STRANGER = HubKey(b"h" * 32), HubKey(b"s" * 32)
OFFICER = KeyPair.of("officer ZH01")
ISSUED = at("2026-11-20 09:00")  # a Friday


@dataclass
class Bench:
    """A branch with everything real, and headquarters' messages as they come."""

    branch: RealBranch
    place: int = 0
    hash: bytes = bytes(32)

    def desk(self, who: str = SUPERVISOR) -> Desk:
        desk = self.branch.desk(who)
        desk.vault = self.branch.vault
        return desk

    def directory(self, number: int = 1, **changes: object) -> StaffDirectory:
        people = tuple(
            Listed(
                replace(entry.person, is_active=True),
                (DirectoryKey(entry.key_id, entry.sign_public),),
            )
            for entry in self.branch.vault.directory()
        )
        officer = Listed(
            Person("ZH01", "陈总行", Role.HEADQUARTERS, "0102"), (DirectoryKey(OFFICER.key_id, OFFICER.public),)
        )
        directory = StaffDirectory("0102", number, ISSUED, 3, people, (officer,))
        return replace(directory, **changes)  # type: ignore[arg-type]

    def but(self, staff_no: str, **changes: object) -> tuple[Listed, ...]:
        """Everybody, one of them with other values."""
        return tuple(
            replace(one, person=replace(one.person, **changes)) if one.person.staff_no == staff_no else one  # type: ignore[arg-type]
            for one in self.directory().people
        )

    def arrive(self, directory: StaffDirectory, key: HubKey = HUB, version: str = "", body: bytes = b"") -> None:
        """A directory comes in the feed, and the desks learn of it."""
        body = body or seal_directory(directory, key.sign_directory, INTERNATIONAL)
        item = Published("directory", version or version_name(directory.number), ISSUED.date(), body)
        content = encode_published(item)
        self.place += 1
        self.hash = link_notice(self.hash, NoticeKind.REFERENCE.value, content)
        notice = FeedNotice(self.place, NoticeKind.REFERENCE, content)
        self.branch.store.sync.apply_page(BRANCH_SCOPE, [notice], Point(self.place, self.hash), "e")
        self.learn()

    def learn(self) -> None:
        for desk in list(self.branch._desks.values()):
            desk.vault = self.branch.vault
            learn_people(desk)

    def contact(self) -> None:
        """Headquarters was reached now, and its clock agrees."""
        now = milliseconds(self.branch.clock.time)
        self.branch.store.sync.note_contact(now, now)
        self.learn()

    def reasons(self) -> list[str]:
        with self.branch.store.database.read() as connection:
            return [row[0] for row in connection.exec_driver_sql("SELECT reason FROM quarantine ORDER BY feed_seq")]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    branch = RealBranch(tmp_path)
    made = Bench(branch)
    pin_headquarters(made.desk().store.database, HUB.public_key)
    yield made
    branch.close()


def _may_work(desk: Desk) -> bool:
    return not isinstance(register_complaint(desk, form()), Refusal)


def test_without_a_directory_local_rights_stand(bench: Bench) -> None:
    bench.branch.later(days=400)
    bench.learn()
    assert _may_work(bench.desk())
    assert directory_state(bench.desk()) == DirectoryState(None, None, None, bench.branch.clock.time)


def test_the_directory_rules_over_the_keystore(bench: Bench) -> None:
    desk = bench.desk(TELLER)
    given = StandingDelegation(Role.SUPERVISOR, ISSUED.date(), ISSUED.date(), "ZH01")
    people = bench.but(TELLER, role=Role.HANDLER, name="李晓（调岗）", delegations=(given,))
    bench.arrive(bench.directory(people=people))
    assert (desk.actor.role, desk.actor.name, desk.actor.delegations) == (Role.HANDLER, "李晓（调岗）", (given,))
    assert desk.context(desk.clock.now()).actor == desk.actor
    assert desk.people["ZH01"].role is Role.HEADQUARTERS
    assert bench.branch.vault.people()[TELLER].role is Role.HANDLER
    assert (frozenset({"people"}), frozenset()) in bench.branch.changes
    check_standing(desk)


def test_who_is_suspended_by_headquarters_is_out_at_once_and_not_let_in(bench: Bench) -> None:
    desk = bench.desk(TELLER)
    bench.arrive(bench.directory(people=bench.but(TELLER, is_active=False)))
    assert not desk.actor.is_active
    assert not _may_work(desk)
    with pytest.raises(NoStandingError) as caught:
        check_standing(desk)
    assert caught.value.code == "no_standing_suspended"
    with pytest.raises(PersonSuspendedError):
        bench.branch.vault.sign_in(TELLER, password_of(TELLER))
    bench.arrive(bench.directory(2))
    assert desk.actor.is_active
    bench.branch.vault.sign_in(TELLER, password_of(TELLER)).wipe()


def test_who_is_not_listed_is_not_admitted(bench: Bench) -> None:
    desk = bench.desk(TELLER_2)
    bench.branch.later(days=1)
    people = tuple(one for one in bench.directory().people if one.person.staff_no != TELLER_2)
    bench.arrive(bench.directory(people=people, issued_at=bench.branch.clock.time))
    with pytest.raises(NoStandingError) as caught:
        check_standing(desk)
    assert caught.value.code == "no_standing_not_listed"
    found = standing_of(desk, TELLER_2)
    assert found is not None
    assert found.why is Standing.NOT_LISTED
    assert standing_of(desk, "9999") is None


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("forged", "directory_signature"),
        ("other branch", "directory_branch"),
        ("replayed", None),
        ("older", "directory_older"),
        ("same number", "directory_changed"),
        ("mislabelled", "directory_unreadable"),
        ("garbage", "directory_unreadable"),
    ],
)
def test_what_headquarters_did_not_issue_so_is_set_aside_with_the_reason(
    bench: Bench, allow_log: Any, how: str, reason: str | None
) -> None:
    if reason is not None:
        allow_log.expect(reason)
    people = bench.but(TELLER, is_active=False)
    bench.arrive(bench.directory(5, people=people))
    if how == "forged":
        bench.arrive(bench.directory(6), STRANGER)
    elif how == "other branch":
        bench.arrive(bench.directory(6, branch="0103"))
    elif how == "replayed":
        bench.arrive(bench.directory(5, people=people))
    elif how == "older":
        bench.arrive(bench.directory(4))
    elif how == "same number":
        bench.arrive(bench.directory(5))
    elif how == "mislabelled":
        bench.arrive(bench.directory(6), version=version_name(7))
    else:
        bench.arrive(bench.directory(6), body=b"\x00garbage")
    assert bench.reasons() == ([reason] if reason else [])
    found = newest_directory(bench.branch.store.database, "0102")
    assert found is not None
    assert found.number == 5
    assert not bench.desk().people[TELLER].is_active


def test_a_directory_that_was_put_into_the_database_by_hand_does_not_count(bench: Bench, allow_log: Any) -> None:
    allow_log.expect("does not count")
    bench.arrive(bench.directory(5))
    unsound = bench.directory(9, people=bench.but(TELLER, role=Role.BRANCH_HEAD))
    forged = seal_directory(unsound, STRANGER.sign_directory, INTERNATIONAL)
    bench.branch.store.reference.put("directory", version_name(9), ISSUED.date(), forged)
    bench.learn()
    assert bench.desk().people[TELLER].role is Role.TELLER


def test_another_headquarters_is_refused_for_good(bench: Bench, allow_log: Any) -> None:
    allow_log.expect("another key")
    database = bench.branch.store.database
    pin_headquarters(database, HUB.public_key)
    with pytest.raises(HeadquartersChangedError):
        pin_headquarters(database, STRANGER.public_key)
    assert pinned_key(database) == HUB.public_key


def test_without_contact_the_desk_reads_and_prints_until_somebody_extends_it_once(bench: Bench) -> None:
    desk, head = bench.desk(), bench.desk(HEAD)
    bench.arrive(bench.directory())
    bench.contact()
    bench.branch.clock.time = at("2026-11-25 18:00")
    bench.learn()
    assert _may_work(desk)
    assert refused(extend_directory(desk, "断网")).code == ReasonCode.DIRECTORY_FRESH
    bench.branch.clock.time = at("2026-11-26 08:00")
    bench.learn()
    assert desk.actor.is_read_only
    assert desk.actor.rights == {Right.READ, Right.PRINT, Right.READ_AUDIT, Right.SYNCHRONISE}
    assert refused(register_complaint(desk, form())).code == ReasonCode.DIRECTORY_STALE
    check_standing(desk)
    assert refused(extend_directory(bench.desk(HANDLER), "断网")).code == ReasonCode.NO_RIGHT
    assert refused(extend_directory(bench.desk(AUDITOR), "断网")).code == ReasonCode.NO_RIGHT
    assert refused(extend_directory(desk, "  ")).code == ReasonCode.REASON_MISSING
    state = extend_directory(desk, "专线中断，已报修。")
    assert isinstance(state, DirectoryState)
    assert (state.is_read_only, state.may_be_extended) == (False, False)
    assert _may_work(desk)
    bench.branch.clock.time = at("2026-12-02 08:00")
    bench.learn()
    assert desk.actor.is_read_only
    assert refused(extend_directory(head, "仍未恢复。")).code == ReasonCode.ALREADY_EXTENDED
    bench.contact()
    assert not desk.actor.is_read_only
    bench.branch.clock.time = at("2026-12-09 08:00")
    bench.learn()
    assert not isinstance(extend_directory(head, "再次断网。"), Refusal)


def test_a_clock_that_is_set_back_makes_nothing_fresh(bench: Bench) -> None:
    desk = bench.desk()
    bench.arrive(bench.directory())
    bench.contact()
    bench.branch.clock.time = at("2026-11-25 18:00")
    assert _may_work(desk)  # work leaves its time in the journal
    bench.branch.clock.time = at("2026-11-30 18:00")
    bench.learn()
    assert desk.actor.is_read_only
    assert not isinstance(extend_directory(desk, "断网"), Refusal)
    bench.branch.clock.time = at("2026-12-03 18:00")
    assert _may_work(desk)
    bench.branch.clock.time = at("2026-12-08 18:00")
    bench.learn()
    assert desk.actor.is_read_only
    bench.branch.clock.time = at("2026-11-20 10:00")
    bench.learn()
    state = directory_state(desk)
    assert state.now >= at("2026-12-03 18:00")


def test_keys_come_from_the_directory_and_what_this_desk_alone_knows_counts_here(bench: Bench) -> None:
    desk, keys = bench.desk(), {e.person.staff_no: e for e in bench.branch.vault.directory()}
    teller = keys[TELLER]
    bench.arrive(
        bench.directory(people=tuple(one for one in bench.directory().people if one.person.staff_no != TELLER))
    )
    found = all_keys(desk, bench.branch.vault)
    for key_id, staff_no in ((OFFICER.key_id, "ZH01"), (teller.key_id, TELLER), (keys[HEAD].key_id, HEAD)):
        known = found(key_id)
        assert known is not None
        assert known.staff_no == staff_no
    from_elsewhere = desk.store.sync._directory
    assert from_elsewhere is not None
    assert from_elsewhere(teller.key_id) is None
    assert from_elsewhere(OFFICER.key_id) is not None


def test_the_keystore_takes_the_recovery_keys_of_the_directory(bench: Bench) -> None:
    desk = bench.desk()
    holders = ("ZH01", "ZH02")
    recovery = tuple(
        RecoveryKey(name, seal_public(bytearray(name.encode() * 10 + b"xx")), holders) for name in ("hq1", "hq2")
    )
    bench.arrive(bench.directory(recovery=recovery))
    keystore = bench.branch.vault._kept.value
    assert set(keystore.recovery) == {"hq1", "hq2"}
    assert dict(keystore.officers) == {"ZH01": OFFICER.public}
    assert "hq1" in keystore.keys[keystore.current].seals
    assert desk.headquarters_key == HUB.public_key


def test_somebody_enrolled_since_works_as_a_teller_until_headquarters_confirms(bench: Bench) -> None:
    from app.vault.people_keys import NewPerson

    head = bench.desk(HEAD)
    bench.arrive(bench.directory())
    bench.branch.later(hours=1)
    change = bench.branch.vault.add_person(head.session, NewPerson("0777", "新主管", Role.SUPERVISOR, "mima-0777-xyz"))  # type: ignore[arg-type]
    assert change.person.role is Role.SUPERVISOR
    bench.learn()
    assert head.people["0777"].role is Role.TELLER
    found = standing_of(head, "0777")
    assert found is not None
    assert found.why is Standing.UNCONFIRMED
    listed = bench.directory(2, issued_at=bench.branch.clock.time + timedelta(minutes=1))
    bench.arrive(replace(listed, people=bench.but("0777", role=Role.SUPERVISOR)))
    assert head.people["0777"].role is Role.SUPERVISOR


def test_a_number_of_somebody_elses_gives_nobody_their_rights(bench: Bench) -> None:
    """A supervisor enrols, as a teller and with a password of their own choosing, the number of a branch head who works
    at another PC."""
    from app.vault.people_keys import NewPerson

    supervisor = bench.desk()
    head = Listed(Person("0999", "行长", Role.BRANCH_HEAD, "0102"), (DirectoryKey(b"k" * 16, b"p" * 32),))
    listed = bench.directory(people=(*bench.directory().people, head))
    bench.arrive(listed)
    bench.branch.later(hours=1)
    bench.branch.vault.add_person(supervisor.session, NewPerson("0999", "行长", Role.TELLER, "mima-0999-xyz"))  # type: ignore[arg-type]
    bench.learn()
    found = standing_of(supervisor, "0999")
    assert found is not None
    assert (found.why, found.person.role) == (Standing.UNCONFIRMED, Role.TELLER)
    assert bench.branch.vault.people()["0999"].role is Role.TELLER
    assert not supervisor.people["0999"].may(Right.DECIDE_EXTENSION)
    own = next(entry for entry in bench.branch.vault.directory() if entry.person.staff_no == "0999")
    confirmed = replace(head, keys=(*head.keys, DirectoryKey(own.key_id, own.sign_public)))
    bench.arrive(replace(listed, number=2, people=(*listed.people[:-1], confirmed)))
    assert supervisor.people["0999"].role is Role.BRANCH_HEAD


def test_a_directory_of_before_a_restore_gives_nobody_back_what_headquarters_took_since(bench: Bench) -> None:
    """The database of yesterday's backup, and the keystore that has followed the directory of today."""
    head = bench.desk(HEAD)
    given = StandingDelegation(Role.SUPERVISOR, ISSUED.date(), ISSUED.date(), "ZH01")
    bench.arrive(bench.directory(people=bench.but(HANDLER, delegations=(given,))))
    bench.contact()
    demoted = (bench.but(TELLER, is_active=False), bench.but(SUPERVISOR, role=Role.HANDLER))
    people = tuple(other if one.person.staff_no == SUPERVISOR else one for one, other in zip(*demoted, strict=True))
    bench.branch.vault.apply_directory(bench.directory(2, people=people))
    bench.branch.store.sync.open_epoch()
    bench.learn()
    with pytest.raises(PersonSuspendedError):
        bench.branch.vault.sign_in(TELLER, password_of(TELLER))
    assert not head.people[TELLER].is_active
    found = standing_of(head, SUPERVISOR)
    assert found is not None
    assert (found.person.role, found.why) == (Role.TELLER, Standing.UNCONFIRMED)
    assert bench.branch.vault.people()[SUPERVISOR].role is Role.HANDLER
    assert (head.people[HANDLER].role, head.people[HANDLER].delegations) == (Role.HANDLER, ())
    assert _may_work(head)
    bench.contact()
    assert head.people[TELLER].is_active, "headquarters' newest word, now that it was asked"
    assert head.people[HANDLER].delegations == (given,)


def test_a_restore_is_no_second_extension(bench: Bench) -> None:
    desk = bench.desk()
    bench.arrive(bench.directory())
    bench.contact()
    bench.branch.clock.time = at("2026-11-26 08:00")
    bench.learn()
    assert not isinstance(extend_directory(desk, "专线中断，已报修。"), Refusal)
    bench.branch.store.sync.open_epoch()
    bench.branch.clock.time = at("2026-12-03 08:00")
    bench.learn()
    assert desk.actor.is_read_only
    assert refused(extend_directory(desk, "仍未恢复。")).code == ReasonCode.ALREADY_EXTENDED
