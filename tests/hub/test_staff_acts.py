"""What branches do with their people, at headquarters: taken up within reach, once, and published; officers rule."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.cases import AUDITOR, HANDLER, HEAD, PEOPLE, SUPERVISOR, SUPERVISOR_2, TELLER, TELLER_2
from support.desks import PERSON_KEYS, STAFF, Desk, KeyPair
from support.headquarters import HubUnderTest, newest_directory
from support.logs import HandLog
from support.people_acts import changed, directories, enrolled, keys_replaced, staff, standing, words, write_as

from app.__main__ import main
from app.domain.book import BookKind
from app.domain.directory import StaffDirectory
from app.domain.entry import NewEntry, book_entry
from app.domain.people import Person, Role
from app.hub.directory import EnrolmentError
from app.hub.officer_staff import decide_act, open_acts, rule, staff_rows
from app.hub.officers import Officer, appoint, make_key

PASSPHRASE = "总行消保办的口令-2026"


@pytest.fixture
def log(hub: HubUnderTest) -> HandLog:
    return HandLog.enrolled(hub)


@pytest.fixture
def officer(hub: HubUnderTest, tmp_path: Path) -> Officer:
    made = Officer(Person("ZH01", "陈总行", Role.HEADQUARTERS, "0102"), make_key(tmp_path / "officer.pem", PASSPHRASE))
    with hub.connect() as connection:
        appoint(connection, made, datetime.now(UTC))
    return made


def test_what_is_within_reach_changes_the_staff_and_is_published_once(hub: HubUnderTest, log: HandLog) -> None:
    log.write(enrolled(), who=SUPERVISOR)
    log.write(changed("0777", "handler"), who=SUPERVISOR)
    log.write(standing(BookKind.PERSON_SUSPENDED, TELLER_2), who=SUPERVISOR)
    log.write(keys_replaced(TELLER, KeyPair.of("new key of a teller")), who=SUPERVISOR)
    assert words(hub, log) == []
    assert staff(hub, "0777") == [("handler", True, False)]
    assert staff(hub, TELLER_2) == [("teller", False, False)]
    assert staff(hub, TELLER) == [("teller", True, True), ("teller", True, False)]
    assert hub.query("select status, count(*) from staff_act group by 1") == [("taken", 4)]
    assert directories(hub) == 1
    assert hub.query("select kind, count from feed order by feed_seq") == [("entries", 4), ("reference", 1)]


def test_the_directory_that_reaches_the_desks_says_what_changed(hub: HubUnderTest, desk: Desk, log: HandLog) -> None:
    log.write(standing(BookKind.PERSON_SUSPENDED, TELLER_2), who=HEAD)
    log.write(enrolled(role="auditor"), who=SUPERVISOR)
    assert words(hub, log) == [(2, "needs_review", "above_reach")]
    hub.sync(desk)
    directory: StaffDirectory = newest_directory(desk, hub)
    found = {one.person.staff_no: one for one in directory.people}
    assert set(found) == {one.person.staff_no for one in STAFF}
    assert not found[TELLER_2].person.is_active
    assert found[TELLER].person == PEOPLE[TELLER]
    assert [(key.key_id, key.is_retired) for key in found[TELLER].keys] == [(PERSON_KEYS[TELLER].key_id, False)]
    assert (directory.pending, directory.offline_days, directory.branch) == (("0777",), 3, "0102")
    assert desk.store.sync.balance().quarantined == 0


def test_who_was_let_in_counts_in_the_same_push(hub: HubUnderTest, log: HandLog) -> None:
    """A new supervisor acts; a supervisor who was suspended before does not."""
    new = KeyPair.of("new supervisor")
    log.write(enrolled("0778", "supervisor", new), who=HEAD)
    log.write(standing(BookKind.PERSON_SUSPENDED, SUPERVISOR), who=HEAD)
    write_as(log, standing(BookKind.PERSON_SUSPENDED, TELLER_2), "0778", new)
    log.write(standing(BookKind.PERSON_SUSPENDED, HANDLER), who=SUPERVISOR)
    assert words(hub, log) == [(4, "rejected", "person_inactive")]
    assert (staff(hub, TELLER_2)[0][1], staff(hub, HANDLER)[0][1]) == (False, True)


@pytest.mark.parametrize(
    ("who", "entry", "verdict", "code"),
    [
        (SUPERVISOR, enrolled(role="supervisor"), "needs_review", "above_reach"),
        (SUPERVISOR, enrolled(role="auditor"), "needs_review", "above_reach"),
        (SUPERVISOR, changed(TELLER, "branch_head"), "needs_review", "above_reach"),
        (SUPERVISOR, changed(SUPERVISOR_2, "teller"), "needs_review", "above_reach"),
        (SUPERVISOR, standing(BookKind.PERSON_SUSPENDED, HEAD), "needs_review", "above_reach"),
        (SUPERVISOR, keys_replaced(HEAD), "needs_review", "above_reach"),
        (SUPERVISOR, standing(BookKind.PERSON_REMOVED, "9999"), "needs_review", "above_reach"),
        (SUPERVISOR, enrolled("0299", name="离岗"), "needs_review", "above_reach"),  # somebody who had left
        (SUPERVISOR, enrolled(TELLER, name="别人"), "needs_review", "above_reach"),  # another name under a known number
        (HEAD, enrolled(role="headquarters"), "rejected", "no_right"),
        (SUPERVISOR, standing(BookKind.PERSON_SUSPENDED, SUPERVISOR), "rejected", "own_standing"),
        (HEAD, changed(HEAD, "supervisor"), "rejected", "own_standing"),
        (HEAD, keys_replaced(HEAD), "rejected", "own_standing"),
        (TELLER, enrolled(), "rejected", "no_right"),
        (HANDLER, standing(BookKind.PERSON_SUSPENDED, TELLER), "rejected", "no_right"),
        (AUDITOR, standing(BookKind.PERSON_RESUMED, TELLER), "rejected", "no_right"),
        ("0299", enrolled(), "rejected", "person_inactive"),
        ("HQ01", enrolled(), "rejected", "person_unknown"),
        (SUPERVISOR, enrolled(keys=PERSON_KEYS[HEAD]), "rejected", "malformed"),  # a key that is somebody else's
        (SUPERVISOR, enrolled(role="emperor"), "rejected", "malformed"),
        (SUPERVISOR, enrolled(staff_no=""), "rejected", "malformed"),
        (SUPERVISOR, book_entry(BookKind.PERSON_SUSPENDED, staff_no=7), "rejected", "malformed"),
        (SUPERVISOR, book_entry(BookKind.PERSON_ENROLLED, staff_no="0777"), "rejected", "malformed"),
    ],
)
def test_what_does_not_stand_changes_nothing(
    hub: HubUnderTest, log: HandLog, who: str, entry: NewEntry, verdict: str, code: str
) -> None:
    before = hub.query("select * from ref_staff order by 2, 3")
    log.write(entry, who=who)
    assert words(hub, log) == [(1, verdict, code)]
    assert hub.query("select * from ref_staff order by 2, 3") == before
    assert directories(hub) == (verdict == "needs_review")
    assert hub.query("select verdict, code from conflict") == [(verdict, code)]


def test_recovery_and_changes_of_keys_simply_stand(hub: HubUnderTest, log: HandLog) -> None:
    body = {"request_id": "r", "officers": ["ZH01", "ZH02"], "why": "keyring_lost"}
    log.write(book_entry(BookKind.RECOVERY_USED, **body), who=SUPERVISOR)
    log.write(book_entry(BookKind.STORE_KEY_CHANGED, why="recovered", key_name="k"), who=SUPERVISOR)
    log.write(book_entry(BookKind.DIRECTORY_EXTENDED, until="2026-12-01", reason="断网"), who=HEAD)
    assert words(hub, log) == []
    assert directories(hub) == 0


# -- what officers decide


def test_an_officer_admits_or_refuses_what_is_above_reach(hub: HubUnderTest, log: HandLog, officer: Officer) -> None:
    log.write(enrolled(role="supervisor"), who=SUPERVISOR)
    log.write(changed(TELLER, "branch_head"), who=SUPERVISOR)
    words(hub, log)
    with hub.connect() as connection:
        first, second = open_acts(connection, "0102")
        assert (first.act.staff_no, first.act.role, first.actor) == ("0777", Role.SUPERVISOR, SUPERVISOR)
        before = directories(hub)
        decide_act(connection, officer, first.digest.hex()[:16], datetime.now(UTC), is_admitted=True)
        decide_act(connection, officer, second.digest.hex(), datetime.now(UTC), is_admitted=False)
        for name in (first.digest.hex(), second.digest.hex(), "ab", "0" * 64):
            with pytest.raises(EnrolmentError, match="act_unknown"):
                decide_act(connection, officer, name, datetime.now(UTC), is_admitted=True)
    assert directories(hub) == before + 2
    assert staff(hub, "0777") == [("supervisor", True, False)]
    assert staff(hub, TELLER) == [("teller", True, False)]
    assert hub.query("select status, decided_by from staff_act order by 1") == [
        ("admitted", "ZH01"),
        ("refused", "ZH01"),
    ]


def test_what_an_officer_ruled_only_officers_change(hub: HubUnderTest, log: HandLog, officer: Officer) -> None:
    with hub.connect() as connection:
        rule(connection, officer, TELLER, datetime.now(UTC), is_active=False)
    log.write(standing(BookKind.PERSON_RESUMED, TELLER), who=HEAD)
    assert words(hub, log) == [(1, "needs_review", "above_reach")]
    assert not staff(hub, TELLER)[0][1]
    with hub.connect() as connection:
        rule(connection, officer, TELLER, datetime.now(UTC), is_active=True)
        for staff_no, role in (("9999", None), ("ZH01", None), (TELLER, Role.HEADQUARTERS)):
            with pytest.raises(EnrolmentError):
                rule(connection, officer, staff_no, datetime.now(UTC), role=role, is_active=False)
    log.now += timedelta(minutes=1)
    log.write(standing(BookKind.PERSON_SUSPENDED, TELLER), who=SUPERVISOR)
    assert words(hub, log, 2) == []


def test_the_command_line_shows_and_rules_people(
    hub: HubUnderTest,
    log: HandLog,
    officer: Officer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("JIESU_HUB_DATABASE", hub.database)
    monkeypatch.setenv("JIESU_OFFICER_PASSPHRASE", PASSPHRASE)
    log.write(enrolled(role="auditor"), who=SUPERVISOR)
    log.write(enrolled("0779", "auditor", KeyPair.of("0779")), who=SUPERVISOR)
    words(hub, log)
    assert main(["hub", "people", "--branch", "0102"]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (first["staff_no"], first["role"], first["by"]) == ("0777", "auditor", SUPERVISOR)
    who = ["--branch", "0102", "--staff-no", "ZH01", "--key", str(tmp_path / "officer.pem")]
    assert main(["hub", "admit", *who, "--act", first["act"]]) == 0
    assert main(["hub", "refuse", *who, "--act", second["act"]]) == 0
    assert main(["hub", "suspend", *who, "--person", TELLER]) == 0
    assert main(["hub", "set-role", *who, "--person", HANDLER, "--role", "supervisor"]) == 0
    assert main(["hub", "set-role", *who, "--person", "9999", "--role", "teller"]) == 1
    assert main(["hub", "resume", *who, "--person", TELLER]) == 0
    capsys.readouterr()
    assert main(["hub", "staff", "--branch", "0102"]) == 0
    rows = {row["staff_no"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert (rows[TELLER]["is_active"], rows[HANDLER]["role"], rows["0777"]["role"]) == (True, "supervisor", "auditor")
    assert "0779" not in rows
    with hub.connect() as connection:
        assert rows == {row["staff_no"]: row for row in staff_rows(connection, "0102")}


def test_numbers_of_directories_rise_also_after_a_restore(hub: HubUnderTest, desk: Desk, officer: Officer) -> None:
    """A headquarters that was put back to an earlier point does not issue a number again."""
    hub.sync(desk)
    before = newest_directory(desk, hub).number
    with hub.connect() as connection:
        connection.execute("delete from directory_issue")
        rule(connection, officer, TELLER, datetime.now(UTC), is_active=False)
        rule(connection, officer, TELLER, datetime.now(UTC) - timedelta(days=1), is_active=True)
    numbers = [number for (number,) in hub.query("select number from directory_issue order by issued_at desc")]
    assert numbers[1] == numbers[0] + 1 or numbers[0] > numbers[1] > before
    assert min(numbers) > before


def test_a_look_at_a_file_stands_unless_it_is_of_somebody_who_may_not(hub: HubUnderTest, log: HandLog) -> None:
    body = {"case_id": "01890a5d-ac96-774b-bcce-b302099a8057", "what": ["attachment"], "sha256": "ab" * 32}
    look = book_entry(BookKind.DETAILS_REVEALED, **body, is_masked=False, reason="own_case", note="")
    log.write(look, who=HANDLER)
    assert words(hub, log) == []
    log.write(look, who=AUDITOR)
    assert words(hub, log, 2) == [(2, "needs_review", "no_right")]
