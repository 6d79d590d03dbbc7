"""`jiesu hub`: everything that an operator does, from the command line, on an empty database."""

from __future__ import annotations

import asyncio
import json
from datetime import date
from pathlib import Path

import psycopg
import pytest
from support.carrying import attach
from support.desks import STAFF, Desk
from support.headquarters import HubUnderTest, shared_postgres

from app.__main__ import main
from app.hub.readback import headquarters_case
from app.journal.cbor import decode_canonical
from app.sync.messages import Ask


@pytest.fixture
def staff_file(tmp_path: Path) -> Path:
    path = tmp_path / "staff.json"
    people = [
        {
            "staff_no": one.person.staff_no,
            "name": one.person.name,
            "role": one.person.role.value,
            "key_id": one.key_id.hex(),
            "public_key": one.public_key.hex(),
            "is_active": one.person.is_active,
        }
        for one in STAFF
    ]
    path.write_text(json.dumps(people, ensure_ascii=False), encoding="utf-8")
    return path


def test_from_an_empty_database_to_a_case(
    tmp_path: Path, staff_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = shared_postgres()
    with psycopg.connect(address.url(), autocommit=True) as connection:
        connection.execute("create database by_command")
    hub = HubUnderTest()
    hub.database = address.url("by_command")
    monkeypatch.setenv("JIESU_HUB_DATABASE", hub.database)
    desk = Desk(tmp_path)
    try:
        assert main(["hub", "init", "--partitions", "2"]) == 0
        assert main(["hub", "init"]) == 0
        hub.learn_key()
        enrol = ["hub", "enrol", "--branch", "0102", "--device", desk.device, "--device-key", desk.keys.public.hex()]
        assert main([*enrol, "--staff", str(staff_file)]) == 0
        hub.start()
        case = desk.register()
        desk.request_extension(case.case_id)
        hub.sync(desk)
        capsys.readouterr()
        assert main(["hub", "balance"]) == 0
        (row,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert (row["branch"], row["events"], row["receipted"], row["placed"], row["conflicts"]) == ("0102", 3, 3, 3, 0)
        attach(desk, case, b"a picture")
        hub.sync(desk)
        assert main(["hub", "balance", "--branch", "0102"]) == 0
        files = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert files == {"branch": "0102", "attachments": 1, "complete": 1, "bytes": 9}
        assert main(["hub", "case", "--branch", "0102", "--case-no", case.case_no]) == 0
        shown = json.loads(capsys.readouterr().out)
        assert shown["state"] == "extension_requested"
        assert main(["hub", "case", "--branch", "0102", "--case-no", "none"]) == 1
        publish = ["hub", "publish", "--branch", "0102", "--kind", "calendar", "--version", "2027-1"]
        assert main([*publish, "--effective-from", "2027-01-01", "--file", str(staff_file)]) == 0
        hub.sync(desk)
        published = desk.store.reference.current("calendar", date(2027, 1, 1))
        assert published is not None
        assert published.body == staff_file.read_bytes()
        desk.register()
        hub.sync(desk)
        assert main(["hub", "restored"]) == 0
        assert main(["hub", "revoke", "--device", desk.device]) == 0
        assert main(["hub", "revoke", "--device", "00" * 16]) == 1
        assert main(["hub", "enrol", "--branch", "0999", *enrol[4:]]) == 1
        assert "enrolment" in capsys.readouterr().err
    finally:
        hub.stop()
        desk.close()


def test_headquarters_says_its_public_key(hub: HubUnderTest, desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.register()
    hub.sync(desk)
    assert main(["hub", "key", "--database", hub.database]) == 0
    assert bytes.fromhex(capsys.readouterr().out) == hub.public_key


def test_without_a_certificate_it_stays_on_this_computer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hub", "serve", "--listen", "0.0.0.0:0", "--database", "unused"]) == 2
    assert "--tls-cert" in capsys.readouterr().err


def test_without_a_database_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("JIESU_HUB_DATABASE", raising=False)
    assert main(["hub", "balance"]) == 2
    assert "JIESU_HUB_DATABASE" in capsys.readouterr().err


def test_serving_a_database_without_tables_fails_and_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address = shared_postgres()
    with psycopg.connect(address.url(), autocommit=True) as connection:
        connection.execute("create database without_tables")
    assert main(["hub", "serve", "--listen", "127.0.0.1:0", "--database", address.url("without_tables")]) == 1
    assert "hub_schema (why=missing)" in capsys.readouterr().err
    assert main(["hub", "balance", "--database", "postgresql://x:y@127.0.0.1:9/none"]) == 1
    assert main(["hub", "revoke", "--device", "00" * 16, "--database", "postgresql://x:y@127.0.0.1:9/none"]) == 1
    assert "hub_database" in capsys.readouterr().err


def test_a_branch_reads_its_cases_and_sums_back_over_the_line(hub: HubUnderTest, desk: Desk) -> None:
    cases = [desk.register() for _ in range(3)]
    hub.sync(desk)

    async def read() -> list[dict[str, object]]:
        async with hub.line(desk) as line:
            answers = [
                await line.exchange(Ask("GET", target, b"")) for target in ("/v1/branch/cases", "/v1/branch/balance")
            ]
        return [decode_canonical(answer.body, limit=1 << 20) for answer in answers]

    found, balance = asyncio.run(read())
    assert found["is_last"] is True
    assert [case["case_no"] for case in found["cases"]] == sorted(case.case_no for case in cases)  # type: ignore[union-attr,attr-defined,index,misc]
    assert balance["logs"] == list(hub.balance().values())
    assert headquarters_case(hub.database, "0102", cases[0].case_no) == found["cases"][0]  # type: ignore[index]
