"""`jiesu hub staff|people|suspend|resume|set-role|admit|refuse`: a branch's people, as officers rule them."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from app.hub.officer_commands import Add, officer_of, say_who

_Run = Callable[[argparse.Namespace], int]

_ROLES = ("teller", "handler", "supervisor", "branch_head", "auditor")


def add_staff_commands(action: Add) -> None:
    """Add the actions to the command line of headquarters."""
    staff = action("staff", "everybody whom headquarters knows at a branch", _staff)
    staff.add_argument("--branch", required=True, metavar="CODE")
    people = action("people", "what a branch did with its people and waits for an officer", _people)
    people.add_argument("--branch", required=True, metavar="CODE")
    rulings: tuple[tuple[str, str, _Run], ...] = (
        ("suspend", "suspend one of a branch's people; only officers let them in again", _suspend),
        ("resume", "let one of a branch's people work again", _resume),
        ("set-role", "give one of a branch's people another role", _set_role),
    )
    for name, what, run in rulings:
        ruled = action(name, what, run)
        say_who(ruled)
        ruled.add_argument("--person", required=True, metavar="NUMBER", help="about whom")
        if name == "set-role":
            ruled.add_argument("--role", required=True, choices=_ROLES)
    decisions: tuple[tuple[str, str, _Run], ...] = (
        ("admit", "admit what waits for an officer", _admit),
        ("refuse", "refuse what waits for an officer", _refuse),
    )
    for name, what, run in decisions:
        decided = action(name, what, run)
        say_who(decided)
        decided.add_argument("--act", required=True, metavar="HEX", help='as "hub people" shows it, or its beginning')


def _staff(args: argparse.Namespace) -> int:
    from app.hub.officer_staff import staff_rows
    from app.hub.schema import open_database

    with open_database(args.database) as connection:
        for row in staff_rows(connection, args.branch):
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


def _people(args: argparse.Namespace) -> int:
    from app.hub.officer_staff import open_acts
    from app.hub.schema import open_database

    with open_database(args.database) as connection:
        for one in open_acts(connection, args.branch):
            row = {
                "act": one.digest.hex()[:16],
                "kind": one.act.kind,
                "staff_no": one.act.staff_no,
                "name": one.act.name,
                "role": one.act.role.value if one.act.role else "",
                "by": one.actor,
                "received_at": one.noted_at.isoformat(timespec="seconds"),
            }
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    return 0


def _suspend(args: argparse.Namespace) -> int:
    return _rule(args, is_active=False)


def _resume(args: argparse.Namespace) -> int:
    return _rule(args, is_active=True)


def _set_role(args: argparse.Namespace) -> int:
    return _rule(args, is_active=None)


def _rule(args: argparse.Namespace, *, is_active: bool | None) -> int:
    from app.domain.people import Role
    from app.hub.officer_staff import rule
    from app.hub.schema import open_database

    officer = officer_of(args)
    role = Role(args.role) if is_active is None else None
    with open_database(args.database) as connection:
        place = rule(connection, officer, args.person, datetime.now(UTC), role=role, is_active=is_active)
    sys.stdout.write(f"feed {place}\n")
    return 0


def _admit(args: argparse.Namespace) -> int:
    return _decide(args, is_admitted=True)


def _refuse(args: argparse.Namespace) -> int:
    return _decide(args, is_admitted=False)


def _decide(args: argparse.Namespace, *, is_admitted: bool) -> int:
    from app.hub.officer_staff import decide_act
    from app.hub.schema import open_database

    officer = officer_of(args)
    with open_database(args.database) as connection:
        place = decide_act(connection, officer, args.act, datetime.now(UTC), is_admitted=is_admitted)
    sys.stdout.write(f"feed {place}\n")
    return 0
