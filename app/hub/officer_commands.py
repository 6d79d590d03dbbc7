"""`jiesu hub officer|delegate|extension|order|remind|review`: what headquarters' officers do, from the command line.

The passphrase of the officer's key is asked for at the terminal, or read from JIESU_OFFICER_PASSPHRASE.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from app.hub.officers import Officer

PASSPHRASE_VARIABLE = "JIESU_OFFICER_PASSPHRASE"  # noqa: S105 - the name of a variable

Add = Callable[[str, str, Callable[[argparse.Namespace], int]], argparse.ArgumentParser]


def add_officer_commands(action: Add) -> None:
    """Add the actions to the command line of headquarters."""
    officer = action(
        "officer", "appoint an officer of headquarters for a branch; makes the key if there is none", _appoint
    )
    say_who(officer)
    officer.add_argument("--name", required=True, metavar="NAME", help="as branches show it")
    delegated = action("delegate", "let one of a branch's people approve for some days", _delegate)
    delegated.add_argument("--branch", required=True, metavar="CODE")
    delegated.add_argument("--to", required=True, metavar="NUMBER", help="who may approve")
    delegated.add_argument("--role", required=True, choices=("supervisor", "branch_head"), help="in whose place")
    delegated.add_argument("--from", required=True, dest="from_on", type=date.fromisoformat, metavar="YYYY-MM-DD")
    delegated.add_argument("--until", required=True, dest="until_on", type=date.fromisoformat, metavar="YYYY-MM-DD")
    delegated.add_argument("--given-by", required=True, metavar="NUMBER", help="the officer who decided so")
    extension = action("extension", "decide on a branch's waiting request for more time", _extension)
    _say_case(extension)
    word = extension.add_mutually_exclusive_group(required=True)
    word.add_argument("--approve", action="store_true")
    word.add_argument("--refuse", action="store_true")
    extension.add_argument("--reason", required=True, metavar="TEXT")
    order = action("order", "order supervision of a case, to be answered by a day", _order)
    _say_case(order)
    order.add_argument("--text", required=True, metavar="TEXT")
    order.add_argument("--due", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    remind = action("remind", "nudge whoever has a case", _remind)
    _say_case(remind)
    remind.add_argument("--text", required=True, metavar="TEXT")
    review = action("review", "record the superior's decision on a request for review", _review)
    _say_case(review)
    review.add_argument("--result", required=True, choices=("maintained", "changed", "returned"))
    review.add_argument("--text", required=True, metavar="TEXT")
    review.add_argument("--document-no", required=True, metavar="NUMBER")
    review.add_argument("--decided-on", default=None, type=date.fromisoformat, metavar="YYYY-MM-DD")


def say_who(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--branch", required=True, metavar="CODE")
    parser.add_argument("--staff-no", required=True, metavar="NUMBER", help="the officer's")
    parser.add_argument("--key", required=True, type=Path, metavar="FILE", help="the officer's key, encrypted PEM")


def _say_case(parser: argparse.ArgumentParser) -> None:
    say_who(parser)
    parser.add_argument("--case-no", required=True, metavar="NUMBER")


def _appoint(args: argparse.Namespace) -> int:
    from app.domain.people import Person, Role
    from app.hub.officers import Officer, appoint, make_key, read_key
    from app.hub.schema import open_database

    words = passphrase()
    key = read_key(args.key, words) if args.key.exists() else make_key(args.key, words)
    officer = Officer(Person(args.staff_no, args.name, Role.HEADQUARTERS, args.branch), key)
    with open_database(args.database) as connection:
        sys.stdout.write(f"feed {appoint(connection, officer, datetime.now(UTC))}\n")
    return 0


def _delegate(args: argparse.Namespace) -> int:
    from app.domain.people import Role, StandingDelegation
    from app.hub.officers import delegate
    from app.hub.schema import open_database

    delegation = StandingDelegation(Role(args.role), args.from_on, args.until_on, args.given_by)
    with open_database(args.database) as connection:
        place = delegate(connection, args.branch, args.to, delegation, datetime.now(UTC))
        sys.stdout.write(f"feed {place}\n")
    return 0


def _extension(args: argparse.Namespace) -> int:
    return _decide(args, "extension", is_approved=args.approve, reason=args.reason)


def _order(args: argparse.Namespace) -> int:
    return _decide(args, "order", text=args.text, due_on=args.due.isoformat())


def _remind(args: argparse.Namespace) -> int:
    return _decide(args, "remind", text=args.text)


def _review(args: argparse.Namespace) -> int:
    decided_on = args.decided_on.isoformat() if args.decided_on else ""
    return _decide(
        args, "review", result=args.result, text=args.text, document_no=args.document_no, decided_on=decided_on
    )


def _decide(args: argparse.Namespace, act: str, **values: Any) -> int:
    from app.domain.refusal import Refusal
    from app.hub.deciding import decide_at_headquarters
    from app.hub.officer_acts import ACTS
    from app.language.reasons import refusal_text
    from app.rules.loading import load_rules

    officer = officer_of(args)
    done = decide_at_headquarters(
        args.database, args.case_no, officer, lambda case: ACTS[act](case, **values), load_rules()
    )
    if isinstance(done, Refusal):
        sys.stderr.write(f"jiesu hub: {refusal_text(done)}\n")
        return 1
    sys.stdout.write(f"{args.case_no} {done.state} version {done.version}\n")
    for code in done.verdicts:
        sys.stderr.write(f"jiesu hub: set aside: {code}\n")
    return 1 if done.verdicts else 0


def officer_of(args: argparse.Namespace) -> Officer:
    """The officer as appointed. Raises: OfficerKeyError, EnrolmentError when nobody of this number is."""
    from app.hub.officers import appointed, read_key
    from app.hub.schema import open_database

    key = read_key(args.key, passphrase())
    with open_database(args.database) as connection:
        return appointed(connection, args.branch, args.staff_no, key)


def passphrase(of: str = "") -> str:
    """The passphrase of an officer's key: from the environment, or typed. Where several officers are asked, the one
    `of` that number has a variable of their own, JIESU_OFFICER_PASSPHRASE_ZH01."""
    given = os.environ.get(f"{PASSPHRASE_VARIABLE}_{of}" if of else PASSPHRASE_VARIABLE)
    return given if given is not None else getpass.getpass(f"Passphrase {of}: " if of else "Passphrase: ")
