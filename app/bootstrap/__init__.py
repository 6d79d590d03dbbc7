"""The one room that knows everything: builds the parts, joins them, returns a running desk. No rules in it."""

from __future__ import annotations

import argparse


def run_desk(args: argparse.Namespace) -> int:
    """`jiesu desk`: the desk on the screen; without a screen the tour, off-screen."""
    from app.bootstrap.desk import run

    return run(args)


def run_rebuild(args: argparse.Namespace) -> int:
    """`jiesu rebuild`: derive all case rows and the search index from the journal anew."""
    from app.bootstrap.maintenance import rebuild_rows

    return rebuild_rows(args)


def run_verify(args: argparse.Namespace) -> int:
    """`jiesu verify`: check the whole journal and name the first broken entry."""
    from app.bootstrap.maintenance import verify_journal

    return verify_journal(args)


def run_evidence(args: argparse.Namespace) -> int:
    """`jiesu evidence`: write the evidence package of one case to a file."""
    from app.bootstrap.maintenance import export_evidence

    return export_evidence(args)


def run_backup(args: argparse.Namespace) -> int:
    """`jiesu backup`: make a backup now and prove it."""
    from app.bootstrap.keeping import make_backup

    return make_backup(args)


def run_restore(args: argparse.Namespace) -> int:
    """`jiesu restore`: put the database back from a backup, or from headquarters."""
    from app.bootstrap.keeping import restore

    return restore(args)


def run_recover(args: argparse.Namespace) -> int:
    """`jiesu recover`: get back in with headquarters' help when keys or passwords are lost."""
    from app.bootstrap.recovery_commands import recover

    return recover(args)
