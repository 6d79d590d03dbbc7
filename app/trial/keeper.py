"""The process that is the trial headquarters: PostgreSQL as its child, the service in itself.

It speaks lines of JSON: commands come in on standard input, answers and progress go out on standard output. When
standard input ends, whoever started it is gone, and it stops both in order.
"""

from __future__ import annotations

import argparse
import json
import logging
import secrets
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import fasteners
import psycopg
from psycopg import sql

from app.domain.people import Person, Role
from app.domain.refusal import Refusal
from app.hub.certificates import trial_certificates
from app.hub.deciding import decide_at_headquarters
from app.hub.directory import StaffKey, add_staff, enrol_device
from app.hub.hello import Pace
from app.hub.issuing import has_issued, issue
from app.hub.officer_acts import ACTS
from app.hub.officer_staff import rule
from app.hub.officers import Officer, appoint, make_key, officers_of, read_key
from app.hub.publishing import locked_feed
from app.hub.readback import headquarters_case, headquarters_cases, hub_balance
from app.hub.receipts import HubKey
from app.hub.recovering import Consent, answer_request
from app.hub.recovery_keys import Cost, make_recovery_key, publish_recovery_key, read_recovery_key, write_for_owner
from app.hub.schema import create_schema, grant_service
from app.hub.service import Settings
from app.hub.serving import Listening, Server, spare_collections
from app.journal.recovery import HOLDERS, Grant, RecoveryRequest
from app.rules.loading import load_rules
from app.system.errors import KnownError
from app.system.hardening import harden_process
from app.system.logs import SparingFormatter
from app.system.paths import private_folder
from app.trial.people import OFFICER, SECOND_OFFICER, TRIAL_PASSPHRASE
from app.trial.postgres import EmbeddedPostgres, PostgresAddress

_log = logging.getLogger(__name__)

_DATABASE = "headquarters"
_SERVICE_ROLE = "jiesu_service"
_LOCK_SECONDS = 30.0
_PASSPHRASES = {one.staff_no: f"{TRIAL_PASSPHRASE}-{one.staff_no}" for one in (OFFICER, SECOND_OFFICER)}
_CHEAP = Cost(kib=8 * 1024, passes=1, lanes=1)  # the trial's recovery keys protect nothing real


class Keeper:
    """Runs until its standard input ends."""

    def __init__(self, folder: Path, interval_seconds: int) -> None:
        self._folder = private_folder(folder)
        self._interval = interval_seconds
        self._postgres = EmbeddedPostgres(folder / "postgres")
        self._owner_url = ""
        self._server: Server | None = None
        self._is_over = threading.Event()

    def run(self) -> int:
        """Start both, serve, stop both. The exit status."""
        lock = fasteners.InterProcessLock(str(self._folder / "lock"))
        if not lock.acquire(timeout=_LOCK_SECONDS):
            _say(error="trial_in_use")
            return 1
        try:
            _say(progress="database")
            address = self._postgres.start()
            service_url = self._prepare(address)
            _say(progress="service")
            return 0 if self._serve(service_url) else 1
        except KnownError as error:
            _log.error("the trial headquarters can't start: %s", error)
            _say(error=error.code, **{key: str(value) for key, value in error.details.items()})
            return 1
        finally:
            self._postgres.stop()
            lock.release()

    def _prepare(self, address: PostgresAddress) -> str:
        """The database, its tables and the login of the service; returns the URL that the service uses."""
        with psycopg.connect(address.url(), autocommit=True) as connection:
            if connection.execute("select 1 from pg_database where datname = %s", (_DATABASE,)).fetchone() is None:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(_DATABASE)))
        self._owner_url = address.url(_DATABASE)
        password = secrets.token_urlsafe(24)
        with psycopg.connect(self._owner_url, autocommit=True) as connection:
            create_schema(connection)
            grant_service(connection, _SERVICE_ROLE, password)
        return address.url(_DATABASE, _SERVICE_ROLE, password)

    def _serve(self, service_url: str) -> bool:
        certificates = trial_certificates(self._folder / "certificates", datetime.now(UTC))
        pace = Pace(interval_seconds=self._interval, jitter_seconds=min(5, self._interval // 10))
        settings = Settings(service_url, pace, push_connections=2, other_connections=2)
        self._server = Server(settings, Listening("127.0.0.1", 0, certificates.certificate, certificates.key))
        self._server.stop_on_signals()
        spare_collections()
        ready = {"authority": str(certificates.authority), "public_key": self._public_key()}
        threading.Thread(target=self._take_commands, name="commands", daemon=True).start()
        return self._server.run(lambda url: None if self._is_over.is_set() else _say(ready=url, **ready))

    def _public_key(self) -> str:
        with psycopg.connect(self._owner_url) as connection:
            row = connection.execute("select signing_key from server").fetchone()
        assert row is not None
        return HubKey(row[0]).public_key.hex()

    def _take_commands(self) -> None:
        for line in sys.stdin:
            try:
                command = json.loads(line)
                answer = _COMMANDS[command.pop("do")](self._owner_url, **command)
                _say(answer=answer)
            except Exception as error:
                _log.exception("a command failed")
                _say(error=getattr(error, "code", type(error).__name__))
        self._is_over.set()
        if self._server is not None:
            self._server.stop()


def _enrol(database: str, branch: str, device: str, letter: str, device_key: str, staff: list[dict[str, Any]]) -> None:
    now = datetime.now(UTC)
    people = [
        StaffKey(
            Person(one["staff_no"], one["name"], Role(one["role"]), branch, one["is_active"]),
            bytes.fromhex(one["key_id"]),
            bytes.fromhex(one["public_key"]),
        )
        for one in staff
    ]
    with psycopg.connect(database, autocommit=True) as connection:
        public_key = bytes.fromhex(device_key)
        enrol_device(connection, branch=branch, device=device, letter=letter, public_key=public_key, at=now)
        with connection.transaction():
            locked_feed(connection, branch)
            if add_staff(connection, people, now) or not has_issued(connection, branch):
                issue(connection, branch, now)


def _appoint(database: str, branch: str, key_file: str) -> None:
    """The trial's officers, appointed once, with the recovery keys that they hold; passphrases protect nothing real."""
    folder, now = Path(key_file).parent, datetime.now(UTC)
    with psycopg.connect(database, autocommit=True) as connection:
        known = {one.public_key for one in officers_of(connection, branch)}
        for officer in _officers(folder, branch):
            if officer.public_key not in known:
                appoint(connection, officer, now)
        published = {name for (name,) in connection.execute("select name from recovery_key").fetchall()}
        for name in HOLDERS:
            path = folder / f"recovery-{name}.json"
            if not path.exists():
                write_for_owner(path, make_recovery_key(name, _PASSPHRASES, _CHEAP).encode())
                published.discard(name)
            if name not in published:
                publish_recovery_key(connection, read_recovery_key(path), now)


def _officers(folder: Path, branch: str) -> list[Officer]:
    """Both officers with their keys, made at the first use."""
    found = []
    for one, name in ((OFFICER, "officer.pem"), (SECOND_OFFICER, "officer-2.pem")):
        path = folder / name
        key = read_key(path, TRIAL_PASSPHRASE) if path.exists() else make_key(path, TRIAL_PASSPHRASE)
        found.append(Officer(Person(one.staff_no, one.name, Role.HEADQUARTERS, branch), key))
    return found


def _recover(database: str, folder: str, request: str, grant: str, name: str, reason: str, holder: str) -> str:
    asked = RecoveryRequest.decode(bytes.fromhex(request))
    key = read_recovery_key(Path(folder) / f"recovery-{holder}.json")
    consent = Consent(tuple(_officers(Path(folder), asked.branch)), key, _PASSPHRASES, asked.spoken_code)
    with psycopg.connect(database, autocommit=True) as connection:
        answer = answer_request(connection, asked, consent, Grant(grant, name, reason), datetime.now(UTC))
    return answer.encode().hex()


def _rule(database: str, branch: str, key_file: str, staff_no: str, role: str, is_active: bool | None) -> None:
    officer = _officers(Path(key_file).parent, branch)[0]
    with psycopg.connect(database, autocommit=True) as connection:
        rule(connection, officer, staff_no, datetime.now(UTC), role=Role(role) if role else None, is_active=is_active)


def _decide(database: str, branch: str, key_file: str, case_no: str, act: str, **values: Any) -> dict[str, Any]:
    """What the trial's officer does with a case: `state` and `version` after it, or the `refused` code."""
    person = Person(OFFICER.staff_no, OFFICER.name, Role.HEADQUARTERS, branch)
    officer = Officer(person, read_key(Path(key_file), TRIAL_PASSPHRASE))
    done = decide_at_headquarters(database, case_no, officer, lambda case: ACTS[act](case, **values), load_rules())
    if isinstance(done, Refusal):
        return {"refused": done.code}
    return {"state": done.state, "version": done.version}


_COMMANDS: dict[str, Callable[..., Any]] = {
    "enrol": _enrol,
    "appoint": _appoint,
    "decide": _decide,
    "recover": _recover,
    "rule": _rule,
    "case": lambda database, branch, case_no: headquarters_case(database, branch, case_no),
    "cases": lambda database, branch, after: headquarters_cases(database, branch, after),
    "balance": lambda database, branch: hub_balance(database, branch),
}


def _say(**words: object) -> None:
    sys.stdout.write(json.dumps(words, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def main() -> int:
    """The process's whole life. Its standard error is its log."""
    parser = argparse.ArgumentParser(prog="jiesu-trial-headquarters")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--interval", type=int, default=60)
    args = parser.parse_args()
    harden_process()
    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    handler = logging.StreamHandler()
    handler.setFormatter(SparingFormatter())  # the file lies on the desk's PC, and the database's errors say values
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    return Keeper(args.folder, args.interval).run()


if __name__ == "__main__":
    sys.exit(main())
