"""`jiesu hub`: run the service of headquarters and look after what it knows. Heavy imports wait until they are used."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from app.hub.officer_commands import add_officer_commands
from app.hub.recovery_commands import add_recovery_commands
from app.hub.staff_commands import add_staff_commands

_DATABASE_VARIABLE = "JIESU_HUB_DATABASE"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The actions of `jiesu hub` and their options."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    def action(name: str, what: str, run: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        sub = actions.add_parser(name, help=what, description=what)
        sub.add_argument(
            "--database", default=None, metavar="URL", help=f"PostgreSQL to use (default: ${_DATABASE_VARIABLE})"
        )
        sub.set_defaults(run_action=run)
        return sub

    serve = action("serve", "answer the branches", _serve)
    serve.add_argument("--listen", default="127.0.0.1:8443", metavar="HOST:PORT", help="port 0: any free one")
    serve.add_argument("--tls-cert", type=Path, default=None, metavar="FILE", help="certificate chain, PEM")
    serve.add_argument("--tls-key", type=Path, default=None, metavar="FILE", help="its private key, PEM")
    serve.add_argument("--interval", type=int, default=900, metavar="SECONDS", help="how often a branch comes")
    serve.add_argument("--jitter", type=int, default=30, metavar="SECONDS", help="how much chance is in that")
    serve.add_argument("--stop-at-end-of-input", action="store_true", help="stop when standard input is closed")
    init = action("init", "make the tables in an empty database", _init)
    init.add_argument("--partitions", type=int, default=8, help="into how many parts the tables are split")
    init.add_argument(
        "--service-role", default=None, metavar="NAME", help="make this login; password in JIESU_HUB_ROLE"
    )
    enrol = action("enrol", "let a device or people work for a branch", _enrol)
    enrol.add_argument("--branch", required=True, metavar="CODE")
    enrol.add_argument("--device", default=None, metavar="HEX", help="the device's 32 digits")
    enrol.add_argument("--letter", default="A", metavar="LETTER", help="the device's letter in case numbers")
    enrol.add_argument("--device-key", default=None, metavar="HEX", help="the device's public key, 64 digits")
    enrol.add_argument("--staff", type=Path, default=None, metavar="FILE.json", help="people, roles and public keys")
    publish = action("publish", "put a version of reference data into a branch's feed", _publish)
    publish.add_argument("--branch", required=True, metavar="CODE")
    publish.add_argument("--kind", required=True, choices=("staff", "policies", "calendar", "branch"))
    publish.add_argument("--version", required=True, metavar="NAME")
    publish.add_argument("--effective-from", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    publish.add_argument("--file", required=True, type=Path, metavar="FILE", help="its exact content")
    revoke = action("revoke", "refuse a device from now on", _revoke)
    revoke.add_argument("--device", required=True, metavar="HEX")
    action("restored", "say that the database was put back to an earlier point", _restored)
    action("key", "headquarters' public key, as evidence packages are checked by it", _key)
    balance = action("balance", "entries, receipts, open conflicts and quarantine by device; files by branch", _balance)
    balance.add_argument("--branch", default=None, metavar="CODE")
    case = action("case", "show a case as it stands here", _case)
    case.add_argument("--branch", required=True, metavar="CODE")
    case.add_argument("--case-no", required=True, metavar="NUMBER")
    add_officer_commands(action)
    add_staff_commands(action)
    add_recovery_commands(action)


def main(args: argparse.Namespace) -> int:
    """Do the action; the exit status."""
    from app.system.errors import KnownError

    args.database = args.database or os.environ.get(_DATABASE_VARIABLE)
    if not args.database:
        sys.stderr.write(f"jiesu hub: no database: give --database or set {_DATABASE_VARIABLE}\n")
        return 2
    try:
        return int(args.run_action(args))
    except KnownError as error:
        sys.stderr.write(f"jiesu hub: {error}\n")
        return 1


def _serve(args: argparse.Namespace) -> int:
    from app.hub.hello import Pace
    from app.hub.schema import check_schema, open_database
    from app.hub.service import Settings
    from app.hub.serving import Listening, Server, spare_collections, stop_at_end_of_input
    from app.system.hardening import harden_process

    harden_process()
    host, _, port = args.listen.rpartition(":")
    if args.tls_cert is None and host not in ("127.0.0.1", "[::1]", "localhost"):
        sys.stderr.write("jiesu hub: without --tls-cert it listens on the loopback address only\n")
        return 2
    with open_database(args.database) as connection:
        check_schema(connection)
    settings = Settings(args.database, Pace(interval_seconds=args.interval, jitter_seconds=args.jitter))
    server = Server(settings, Listening(host.strip("[]"), int(port), args.tls_cert, args.tls_key))
    server.stop_on_signals()
    spare_collections()
    if args.stop_at_end_of_input:
        stop_at_end_of_input(sys.stdin.fileno(), server.stop)
    return 0 if server.run(_announce) else 1


def _announce(url: str) -> None:
    sys.stdout.write(f"listening {url}\n")
    sys.stdout.flush()


def _init(args: argparse.Namespace) -> int:
    from app.hub.schema import create_schema, grant_service, open_database

    with open_database(args.database) as connection:
        create_schema(connection, partitions=args.partitions)
        if args.service_role:
            grant_service(connection, args.service_role, os.environ["JIESU_HUB_ROLE"])
    return 0


def _enrol(args: argparse.Namespace) -> int:
    from app.domain.people import Person, Role
    from app.hub.directory import StaffKey, enrol_device, enrol_staff
    from app.hub.issuing import issue
    from app.hub.publishing import locked_feed
    from app.hub.schema import open_database

    now = datetime.now(UTC)
    with open_database(args.database) as connection:
        if args.device:
            key = bytes.fromhex(args.device_key)
            enrol_device(connection, branch=args.branch, device=args.device, letter=args.letter, public_key=key, at=now)
        if args.staff:
            staff = [
                StaffKey(
                    Person(one["staff_no"], one["name"], Role(one["role"]), args.branch, one.get("is_active", True)),
                    bytes.fromhex(one["key_id"]),
                    bytes.fromhex(one["public_key"]),
                )
                for one in json.loads(args.staff.read_text(encoding="utf-8"))
            ]
            with connection.transaction():
                locked_feed(connection, args.branch)
                enrol_staff(connection, staff, now)
                issue(connection, args.branch, now)
    return 0


def _publish(args: argparse.Namespace) -> int:
    from app.hub.publishing import publish
    from app.hub.schema import open_database
    from app.journal.published import Published

    item = Published(args.kind, args.version, args.effective_from, args.file.read_bytes())
    with open_database(args.database) as connection:
        sys.stdout.write(f"feed {publish(connection, args.branch, item)}\n")
    return 0


def _revoke(args: argparse.Namespace) -> int:
    from app.hub.directory import revoke_device
    from app.hub.schema import open_database

    with open_database(args.database) as connection:
        return 0 if revoke_device(connection, args.device) else 1


def _restored(args: argparse.Namespace) -> int:
    from app.hub.schema import declare_restored, open_database

    with open_database(args.database) as connection:
        sys.stdout.write(f"server epoch {declare_restored(connection)}\n")
    return 0


def _key(args: argparse.Namespace) -> int:
    from app.hub.receipts import public_key_in
    from app.hub.schema import check_schema, open_database

    with open_database(args.database) as connection:
        check_schema(connection)
        sys.stdout.write(f"{public_key_in(connection).hex()}\n")
    return 0


def _balance(args: argparse.Namespace) -> int:
    from app.hub.readback import hub_attachments, hub_balance

    for row in [*hub_balance(args.database, args.branch), *hub_attachments(args.database, args.branch)]:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


def _case(args: argparse.Namespace) -> int:
    from app.hub.readback import headquarters_case

    facts = headquarters_case(args.database, args.branch, args.case_no)
    sys.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2) + "\n")
    return 0 if facts else 1
