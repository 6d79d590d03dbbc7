"""`jiesu hub recovery-key|recover|recoveries`: what two officers do together when a branch lost its keys.

Each officer types two passphrases: of the recovery key (or JIESU_RECOVERY_PASSPHRASE_<number>) and of their own key
(or JIESU_OFFICER_PASSPHRASE_<number>).
"""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from app.hub.officer_commands import Add, passphrase

RECOVERY_VARIABLE = "JIESU_RECOVERY_PASSPHRASE"


def add_recovery_commands(action: Add) -> None:
    """Add the actions to the command line of headquarters."""
    make = action("recovery-key", "make a recovery key that two officers hold together, and publish it", _make)
    make.add_argument("--name", default="hq1", choices=("hq1", "hq2"), help="which of the two (hq2 lies in a safe)")
    make.add_argument("--officer", required=True, action="append", metavar="NUMBER", help="twice: who holds it")
    make.add_argument("--out", required=True, type=Path, metavar="FILE")
    recover = action("recover", "answer a branch's request for recovery; needs both officers", _recover)
    recover.add_argument("--request", required=True, type=Path, metavar="FILE", help="what the branch sent")
    recover.add_argument("--code", required=True, metavar="XXXX-XXXX", help="as the branch reads it out by telephone")
    recover.add_argument("--key", required=True, type=Path, metavar="FILE", help="the recovery key")
    recover.add_argument("--officer", required=True, action="append", metavar="NUMBER", help="twice")
    recover.add_argument("--officer-key", required=True, action="append", type=Path, metavar="FILE", help="twice")
    recover.add_argument("--grant", required=True, metavar="NUMBER", help="who is to be supervisor at the branch")
    recover.add_argument("--name", default="", metavar="NAME", help="of somebody who is new there")
    recover.add_argument("--reason", required=True, metavar="TEXT", help="why, without customer data")
    recover.add_argument("--out", required=True, type=Path, metavar="FILE", help="the answer to carry to the branch")
    action("recoveries", "every recovery that was answered", _list)


def _make(args: argparse.Namespace) -> int:
    from app.hub.recovery_keys import make_recovery_key, publish_recovery_key, write_for_owner
    from app.hub.schema import open_database

    key = make_recovery_key(args.name, {number: _recovery_passphrase(number) for number in args.officer})
    with open_database(args.database) as connection:
        write_for_owner(args.out, key.encode())
        told = publish_recovery_key(connection, key, datetime.now(UTC))
    sys.stdout.write(f"{key.name} {key.public_key.hex()} branches told {told}\n")
    return 0


def _recover(args: argparse.Namespace) -> int:
    from app.hub.officers import appointed, read_key
    from app.hub.recovering import Consent, RecoveryError, answer_request
    from app.hub.recovery_keys import RecoveryKeyError, read_recovery_key, write_for_owner
    from app.hub.schema import open_database
    from app.journal.recovery import Grant, RecoveryRequest

    if len(args.officer) != len(args.officer_key):
        raise RecoveryError(why="officers")
    if args.out.exists():
        raise RecoveryKeyError(why="exists")
    request = RecoveryRequest.decode(args.request.read_bytes())
    key = read_recovery_key(args.key)
    with open_database(args.database) as connection:
        officers = tuple(
            appointed(connection, request.branch, number, read_key(path, passphrase(number)))
            for number, path in zip(args.officer, args.officer_key, strict=True)
        )
        consent = Consent(officers, key, {number: _recovery_passphrase(number) for number in args.officer}, args.code)
        grant = Grant(args.grant, args.name, args.reason)
        answer = answer_request(connection, request, consent, grant, datetime.now(UTC))
    write_for_owner(args.out, answer.encode())
    sys.stdout.write(f"answered {request.request_id} for {request.branch}, supervisor {args.grant}\n")
    return 0


def _list(args: argparse.Namespace) -> int:
    from app.hub.schema import open_database

    with open_database(args.database) as connection:
        rows = connection.execute(
            "select request_id, branch_id, device_id::text, why, granted_to, reason, officers, recovery_key,"
            " answered_at from recovery_log order by answered_at"
        ).fetchall()
    names = ("request_id", "branch", "device", "why", "granted_to", "reason", "officers", "recovery_key", "answered_at")
    for row in rows:
        fields = dict(zip(names, row, strict=True))
        sys.stdout.write(json.dumps(fields, ensure_ascii=False, default=str) + "\n")
    return 0


def _recovery_passphrase(officer: str) -> str:
    given = os.environ.get(f"{RECOVERY_VARIABLE}_{officer}")
    return given if given is not None else getpass.getpass(f"Recovery passphrase {officer}: ")
