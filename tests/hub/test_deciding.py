"""Headquarters decides: its officer's entry comes to the branch through the feed, signed, judged by the same rules."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from support.cases import HANDLER, HEAD, NFRA, PEOPLE, RULES, TELLER
from support.desks import Desk
from support.headquarters import HubUnderTest, newest_directory

from app.__main__ import main
from app.domain.case import Case
from app.domain.commands import Command, DecideExtension, GiveNotice, OrderSupervision, RequestExtension, SendReminder
from app.domain.decide import decide
from app.domain.people import Person, Role
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal
from app.hub.deciding import Decided, decide_at_headquarters
from app.hub.officers import Officer, OfficerKeyError, appoint, make_key, read_key
from app.journal.errors import BadEnvelopeError
from app.journal.signature import PublicKey
from app.journal.staff import decode_staff

PASSPHRASE = "总行消保办的口令-2026"
REASON = "案情特别复杂，需跨行调证，同意延长。"


@pytest.fixture
def officer(hub: HubUnderTest, tmp_path: Path) -> Officer:
    made = Officer(Person("ZH01", "陈总行", Role.HEADQUARTERS, "0102"), make_key(tmp_path / "officer.pem", PASSPHRASE))
    with hub.connect() as connection:
        appoint(connection, made, datetime.now(UTC))
    return made


def _now(desk: Desk) -> datetime:
    return max(desk.now, datetime.now(UTC))


def _learn(hub: HubUnderTest, desk: Desk, officer: Officer) -> None:
    """The desk believes the officers that headquarters has published."""
    keys = {
        key.key_id: PublicKey(one.person.staff_no, key.public_key)
        for one in newest_directory(desk, hub).everybody
        for key in one.keys
    }
    assert officer.key_id in keys
    desk.store.sync.use_directory(keys.get)


def _last_stage_asked(desk: Desk, hub: HubUnderTest) -> Case:
    case = desk.register()
    desk.do(TELLER, case.case_id, RequestExtension("r1", NFRA, 1, "需跨行调取交易凭证，时间不足。"))
    desk.approve(case.case_id, "r1", HEAD)
    desk.do(TELLER, case.case_id, RequestExtension("r2", NFRA, 2, "对方行尚未回复，仍需时间。"))
    hub.sync(desk)
    return desk.case(case.case_id)


def _answer(case: Case) -> Command:
    request = case.pending_extension
    return DecideExtension(request.request_id if request else "", True, REASON, case.version, "n1")


def test_the_last_extension_is_headquarters_and_counts_at_the_branch(
    hub: HubUnderTest, desk: Desk, officer: Officer
) -> None:
    case = _last_stage_asked(desk, hub)
    done = decide_at_headquarters(hub.database, case.case_no, officer, _answer, RULES, desk.now)
    assert isinstance(done, Decided)
    assert (done.state, done.verdicts) == ("in_progress", ())
    hub.sync(desk)
    assert desk.case(case.case_id).reached_stage(NFRA) == 1, "a signature that nobody can prove does not count"
    _learn(hub, desk, officer)
    seen = desk.case(case.case_id)
    assert seen.reached_stage(NFRA) == 2
    assert (seen.extensions[-1].decided_by, seen.flags) == ("ZH01", ())
    assert hub.case(case.case_no)["extensions"][-1][2] == "approved"


def test_what_the_rules_refuse_is_refused_at_headquarters_too(hub: HubUnderTest, desk: Desk, officer: Officer) -> None:
    case = desk.register()
    hub.sync(desk)
    nothing_waits = decide_at_headquarters(hub.database, case.case_no, officer, _answer, RULES, desk.now)
    assert isinstance(nothing_waits, Refusal)
    assert nothing_waits.code == ReasonCode.UNKNOWN_REQUEST
    unknown = decide_at_headquarters(hub.database, "TS0102-26A99999-0", officer, _answer, RULES, desk.now)
    assert isinstance(unknown, Refusal)
    assert unknown.code == ReasonCode.CASE_NOT_FOUND
    assert hub.query("select count(*) from event") == [(2,)]


def test_acts_of_headquarters_follow_one_another_and_go_on_between_pushes(
    hub: HubUnderTest, desk: Desk, officer: Officer
) -> None:
    case = desk.register()
    hub.sync(desk)
    for number in range(3):
        order = OrderSupervision(f"o{number}", "三日内上报处理方案。", date(2026, 12, 1))
        done = decide_at_headquarters(hub.database, case.case_no, officer, lambda case, it=order: it, RULES, desk.now)
        assert isinstance(done, Decided), done
        desk.do(HANDLER, case.case_id, GiveNotice("progress", "phone", "本人", "TEL-1"))
        hub.sync(desk)
    nudge = decide_at_headquarters(hub.database, case.case_no, officer, lambda case: SendReminder("请抓紧。"), RULES)
    assert isinstance(nudge, Decided)
    hub.sync(desk)
    _learn(hub, desk, officer)
    seen = desk.case(case.case_id)
    assert [order.order_id for order in seen.open_orders] == ["o0", "o1", "o2"]
    assert (len(seen.reminders), seen.flags) == (1, ())


def test_after_a_restore_headquarters_writes_in_another_log(hub: HubUnderTest, desk: Desk, officer: Officer) -> None:
    case = desk.register()
    hub.sync(desk)
    nudge = SendReminder("请抓紧。")
    decide_at_headquarters(hub.database, case.case_no, officer, lambda case: nudge, RULES, desk.now)
    with hub.connect() as connection:
        connection.execute("update server set server_epoch = 'another'")
    decide_at_headquarters(hub.database, case.case_no, officer, lambda case: nudge, RULES, desk.now)
    assert hub.query("select count(distinct device_id) from event where kind = 'reminder_sent'") == [(2,)]


def test_the_command_line_asks_for_the_key_and_says_what_became_of_it(
    hub: HubUnderTest,
    desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("JIESU_HUB_DATABASE", hub.database)
    monkeypatch.setenv("JIESU_OFFICER_PASSPHRASE", PASSPHRASE)
    who = ["--branch", "0102", "--staff-no", "ZH02", "--key", str(tmp_path / "second.pem")]
    assert main(["hub", "officer", *who, "--name", "刘总行"]) == 0
    case = desk.register()
    hub.sync(desk)
    on_case = [*who, "--case-no", case.case_no]
    day = date.today().replace(year=date.today().year + 1).isoformat()
    assert main(["hub", "order", *on_case, "--text", "三日内上报。", "--due", day]) == 0
    assert main(["hub", "remind", *on_case, "--text", "请抓紧。"]) == 0
    assert main(["hub", "extension", *on_case, "--approve", "--reason", REASON]) == 1
    assert "未找到该延期申请" in capsys.readouterr().err
    assert main(["hub", "remind", *who[:2], "--staff-no", "ZH09", *on_case[4:], "--text", "？"]) == 1
    monkeypatch.setenv("JIESU_OFFICER_PASSPHRASE", "不是这个口令，对不对呢")
    assert main(["hub", "remind", *on_case, "--text", "请抓紧。"]) == 1
    assert "officer_key" in capsys.readouterr().err


def test_a_delegated_approval_counts_at_headquarters_and_is_published_to_the_branch(
    hub: HubUnderTest, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JIESU_HUB_DATABASE", hub.database)
    until = desk.now.date() + timedelta(days=5)
    days = ["--from", desk.now.date().isoformat(), "--until", until.isoformat()]
    to_handler = ["hub", "delegate", "--branch", "0102", "--to", HANDLER, "--given-by", "ZH01", *days]
    assert main([*to_handler, "--role", "branch_head"]) == 0
    assert main([*to_handler[:5], "9999", *to_handler[6:], "--role", "branch_head"]) == 1
    backwards = ["--from", until.isoformat(), "--until", desk.now.date().isoformat()]
    assert main([*to_handler[:-4], *backwards, "--role", "supervisor"]) == 1
    hub.sync(desk)
    people = {one.person.staff_no: one.person for one in newest_directory(desk, hub).people}
    assert [given.until_on for given in people[HANDLER].delegations] == [until]
    case = desk.register()
    desk.do(TELLER, case.case_id, RequestExtension("r1", NFRA, 1, "需跨行调取交易凭证，时间不足。"))
    seen = desk.case(case.case_id)
    context = replace(desk.context(HANDLER), actor=people[HANDLER], people={**PEOPLE, HANDLER: people[HANDLER]})
    command = DecideExtension("r1", True, REASON, seen.version, "n2")
    done = desk.store.act(case.case_id, lambda it: decide(it, command, context), desk.author(HANDLER), desk.now)
    assert not isinstance(done, Refusal), done
    hub.sync(desk)
    assert hub.query("select verdict from conflict") == []
    assert hub.case(case.case_no)["extensions"][-1][2] == "approved"


def test_keys_are_kept_from_others_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    with pytest.raises(OfficerKeyError):
        make_key(path, "short")
    assert not path.exists()
    make_key(path, PASSPHRASE)
    assert path.stat().st_mode & 0o077 == 0
    before = path.read_bytes()
    for call in (lambda: make_key(path, PASSPHRASE), lambda: read_key(path, "x"), lambda: read_key(tmp_path, "x")):
        with pytest.raises((OfficerKeyError, IsADirectoryError)):
            call()
    assert path.read_bytes() == before


@pytest.mark.parametrize("body", [b"", b"{}", b'[{"staff_no": 1}]', b"\xff", json.dumps([{}]).encode(), b"[1]"])
def test_a_staff_list_that_is_none_is_said_to_be_none(body: bytes) -> None:
    if body == b"{}":
        assert decode_staff(body, "0102") == ()
        return
    with pytest.raises(BadEnvelopeError):
        decode_staff(body, "0102")
