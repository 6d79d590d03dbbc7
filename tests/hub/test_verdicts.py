"""Headquarters' word on entries: stored always; judged by role, signature, four eyes and order; held when too early."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from support.cases import AUDITOR, GONE, HANDLER, HEAD, SUPERVISOR, TELLER
from support.desks import PERSON_KEYS
from support.extension_acts import accepted, case_with_request, decided, requested
from support.headquarters import HubUnderTest
from support.logs import HandLog, receipt_of, registration, send
from support.people_acts import keys_replaced

from app.domain.entry import EntryKind, NewEntry
from app.journal.envelope import Record, decode, encode


@pytest.fixture
def log(hub: HubUnderTest) -> HandLog:
    return HandLog.enrolled(hub)


def _words(hub: HubUnderTest, log: HandLog) -> list[tuple[int, str, str]]:
    (answer,) = send(hub, log, log.push())
    return [(word.seq, word.verdict.value, word.code) for word in receipt_of(answer).judgements]


def test_a_sound_approval_has_no_word_against_it(hub: HubUnderTest, log: HandLog) -> None:
    case_id = case_with_request(log)
    log.write(decided(case_id), base=3, who=SUPERVISOR)
    assert _words(hub, log) == []
    assert hub.query("select status, version, flags from entity") == [("in_progress", 4, 0)]


@pytest.mark.parametrize(
    ("who", "code"),
    [(HANDLER, "no_right"), (AUDITOR, "no_right"), (GONE, "person_inactive"), ("HQ01", "person_unknown")],
)
def test_an_approval_by_somebody_without_the_authority_is_rejected(
    hub: HubUnderTest, log: HandLog, who: str, code: str
) -> None:
    case_id = case_with_request(log)
    log.write(decided(case_id), base=3, who=who)
    assert _words(hub, log) == [(4, "rejected", code)]
    assert hub.query("select status, flags from entity") == [("extension_requested", 1)]
    assert hub.query("select kind, count from feed order by feed_seq") == [("entries", 4), ("judgement", 1)]
    assert hub.query("select verdict, code, status from conflict") == [("rejected", code, "open")]


def test_nobody_approves_their_own_request(hub: HubUnderTest, log: HandLog) -> None:
    case_id = case_with_request(log, who=SUPERVISOR)
    log.write(decided(case_id), base=3, who=SUPERVISOR)
    assert _words(hub, log) == [(4, "rejected", "four_eyes")]


def test_the_last_stage_is_for_headquarters_only(hub: HubUnderTest, log: HandLog) -> None:
    entry = registration()
    log.write(entry)
    log.write(accepted(entry.case_id), base=1)
    for stage, base in ((1, 2), (2, 4)):
        request = requested(entry.case_id, stage=stage, policy="CN_NFRA_2020_3")
        log.write(NewEntry(request.kind, entry.case_id, {**request.body, "request_id": f"r{stage}"}), base=base)
        decision = decided(entry.case_id)
        body = {**decision.body, "request_id": f"r{stage}"}
        log.write(NewEntry(decision.kind, entry.case_id, body), base=base + 1, who=HEAD)
    assert _words(hub, log) == [(6, "rejected", "headquarters_only")]


def _delegated(case_id: str, to: str = HANDLER) -> NewEntry:
    body = {"request_id": "r1", "to": to, "until_on": "2030-12-31", "why": ""}
    return NewEntry(EntryKind.APPROVAL_DELEGATED, case_id, body)


def test_a_delegate_of_an_approver_may_decide(hub: HubUnderTest, log: HandLog) -> None:
    case_id = case_with_request(log)
    log.write(_delegated(case_id), base=3, who=SUPERVISOR)
    log.write(decided(case_id), base=4, who=HANDLER)
    assert _words(hub, log) == []
    assert hub.query("select status, flags from entity") == [("in_progress", 0)]


@pytest.mark.parametrize("giver", [TELLER, AUDITOR])
def test_a_delegation_by_somebody_without_the_authority_gives_none(hub: HubUnderTest, log: HandLog, giver: str) -> None:
    case_id = case_with_request(log)
    log.write(_delegated(case_id), base=3, who=giver)
    log.write(decided(case_id), base=4, who=HANDLER)
    assert _words(hub, log) == [(4, "rejected", "no_right"), (5, "rejected", "no_right")]


def test_a_signature_that_is_not_the_actors_does_not_count(hub: HubUnderTest, log: HandLog) -> None:
    case_id = case_with_request(log)
    draft = decode(log.fork(3).write(decided(case_id), base=3, who=TELLER).envelope)
    body = log.fork(3).write(decided(case_id), base=3, who=TELLER).body
    forged = draft._replace(actor=SUPERVISOR)  # signed by the teller, in the supervisor's name
    log.put(Record(encode(forged), body))
    assert _words(hub, log) == [(4, "rejected", "not_signed")]
    assert hub.query("select status from entity") == [("extension_requested",)]


def test_a_signature_with_the_actors_key_id_but_other_bytes_does_not_count(hub: HubUnderTest, log: HandLog) -> None:
    case_id = case_with_request(log)
    record = log.fork(3).write(decided(case_id), base=3, who=SUPERVISOR)
    envelope = decode(record.envelope)
    assert envelope.signer == PERSON_KEYS[SUPERVISOR].key_id
    log.put(Record(encode(envelope._replace(wall=envelope.wall + 1)), record.body))
    assert _words(hub, log) == [(4, "rejected", "not_signed")]


def test_an_approval_under_a_key_that_was_replaced_before_is_looked_at(hub: HubUnderTest, log: HandLog) -> None:
    case_id = case_with_request(log)
    log.write(keys_replaced(SUPERVISOR), who=HEAD)
    log.write(decided(case_id), base=3, who=SUPERVISOR)
    assert _words(hub, log) == [(5, "needs_review", "key_retired")]


def test_an_approval_on_its_way_when_the_key_is_replaced_simply_stands(hub: HubUnderTest, log: HandLog) -> None:
    case_id = case_with_request(log)
    log.write(decided(case_id), base=3, who=SUPERVISOR)
    log.write(keys_replaced(SUPERVISOR), who=HEAD)
    assert _words(hub, log) == []


def test_a_signed_act_counts_once_also_pushes_later(hub: HubUnderTest, log: HandLog) -> None:
    case_id = case_with_request(log)
    record = log.write(decided(case_id), base=3, who=SUPERVISOR)
    assert _words(hub, log) == []
    envelope = decode(record.envelope)._replace(seq=log.head.seq + 1, prev=log.head.hash)
    log.put(Record(encode(envelope), record.body))
    (answer,) = send(hub, log, log.push(5))
    assert [(word.verdict.value, word.code) for word in receipt_of(answer).judgements] == [("rejected", "replayed")]


def test_a_complaint_stands_whoever_typed_it(hub: HubUnderTest, log: HandLog) -> None:
    entry = registration()
    log.write(entry, who=GONE)
    assert _words(hub, log) == [(1, "needs_review", "person_inactive")]
    assert hub.query("select status, flags from entity") == [("registered", 0)]


def test_two_cases_of_one_number_both_stand_and_are_shown_to_a_person(hub: HubUnderTest, log: HandLog) -> None:
    for _ in range(2):
        log.write(registration("TS0102-26A00009-0"))
    assert _words(hub, log) == [(2, "needs_review", "case_exists")]
    other = HandLog.enrolled(hub, "B")
    other.write(registration("TS0102-26A00009-0"))
    assert _words(hub, other) == [(1, "needs_review", "case_exists")]
    assert hub.query("select count(*) from entity where case_no = %s", "TS0102-26A00009-0") == [(3,)]


def test_an_entry_before_what_it_follows_waits_and_is_released_in_order(hub: HubUnderTest, log: HandLog) -> None:
    other = HandLog.enrolled(hub, "B")
    case_id = case_with_request(log)
    other.write(decided(case_id), base=3, who=SUPERVISOR)
    other.write(NewEntry(EntryKind.NOTE_ADDED, case_id, {"text": "已批准"}), base=4)
    (answer,) = send(hub, other, other.push())
    assert receipt_of(answer).waiting == (1, 2)
    assert hub.query("select count(*) from feed") == [(0,)]
    send(hub, log, log.push(1, 2))
    assert hub.query("select count(*) from waiting") == [(2,)]
    send(hub, log, log.push(3, 3))
    assert hub.query("select count(*) from waiting") == [(0,)]
    assert hub.query("select feed_seq, count, device_id::text from feed order by feed_seq") == [
        (1, 2, _uuid(log)),
        (3, 1, _uuid(log)),
        (4, 2, _uuid(other)),
    ]
    assert hub.query("select status, version, flags from entity") == [("in_progress", 5, 0)]


def test_after_five_days_an_entry_is_placed_without_what_it_follows_and_flagged(
    hub: HubUnderTest, log: HandLog
) -> None:
    other = HandLog.enrolled(hub, "B")
    case_id = case_with_request(log)
    other.write(NewEntry(EntryKind.NOTE_ADDED, case_id, {"text": "早到"}), base=3)
    send(hub, other, other.push())
    with hub.connect() as connection:
        connection.execute("update waiting set since = %s", (datetime.now(UTC) - timedelta(days=5, minutes=1),))
    late = HandLog.enrolled(hub, "C")
    late.register(1)
    send(hub, late, late.push())
    assert hub.query("select count(*) from waiting") == [(0,)]
    assert hub.query("select verdict, code from conflict") == [("needs_review", "placed_without_what_it_follows")]
    assert hub.query("select status from entity where entity_id = %s", case_id) == [("unregistered",)]
    send(hub, log, log.push())
    assert hub.query("select status, version, flags from entity where entity_id = %s", case_id) == [
        ("extension_requested", 4, 0)
    ]


@pytest.mark.allow_log("can't be judged: ZeroDivisionError")
def test_a_fault_in_the_rules_does_not_hold_up_the_branch(
    hub: HubUnderTest, log: HandLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.register(1)
    with monkeypatch.context() as patch:
        patch.setattr("app.domain.fold.CaseFold.add", lambda fold, entry: 1 / 0)
        assert _words(hub, log) == [(1, "rejected", "malformed")]
    assert hub.query("select envelope from event") == [(log.records[0].envelope,)]


def _uuid(log: HandLog) -> str:
    d = log.device
    return f"{d[:8]}-{d[8:12]}-{d[12:16]}-{d[16:20]}-{d[20:]}"
