"""The command `jiesu`: reads what was typed, then hands over to the room that does it.

Nothing heavy is imported here, so that `jiesu --help` answers at once and works whatever else is broken.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app import __version__


@dataclass(frozen=True)
class Command:
    """A word after `jiesu`, what it does, and the function that does it (imported only when it is used)."""

    name: str
    module: str
    function: str
    what: str


COMMANDS = (
    Command("desk", "app.bootstrap", "run_desk", "打开接诉台 open the complaint desk (the default)"),
    Command(
        "tour",
        "app.tour.command",
        "main",
        "演示一遍并留下图片和单据 walk through the program, keep pictures and papers",
    ),
    Command("hub", "app.hub.command", "main", "运行总部服务 run the headquarters service"),
    Command("bench", "app.bench.command", "main", "测速 measure speed against floors"),
    Command("rebuild", "app.bootstrap", "run_rebuild", "由日志重建案件表 rebuild the case rows from the journal"),
    Command("verify", "app.bootstrap", "run_verify", "核验日志 check the journal, name the first broken entry"),
    Command("backup", "app.bootstrap", "run_backup", "立即备份 make a backup now"),
    Command("restore", "app.bootstrap", "run_restore", "恢复数据库 restore the database"),
    Command("recover", "app.bootstrap", "run_recover", "凭总行应答找回 get back in with headquarters' help"),
    Command("evidence", "app.bootstrap", "run_evidence", "导出证据包 write the evidence package of one case"),
)

INNER = {"trial-headquarters": "app.trial.keeper", "look-at-file": "app.attachments.looker"}
"""Processes that the frozen program starts of itself; nobody types these. Each module's `main` reads `sys.argv`."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the number is the exit status of the process."""
    typed = list(sys.argv[1:] if argv is None else argv)
    if typed and typed[0] in INNER:
        sys.argv = typed
        return int(importlib.import_module(INNER[typed[0]]).main())
    if not typed or (typed[0].startswith("-") and typed[0] not in {"-h", "--help", "--version"}):
        typed.insert(0, "desk")
    args = build_parser().parse_args(typed)
    command: Command = args.command
    function = getattr(importlib.import_module(command.module), command.function)
    return int(function(args) or 0)


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command and its options."""
    parser = argparse.ArgumentParser(prog="jiesu", description="接诉台 Jiesu: the complaint desk of a bank branch")
    parser.add_argument("--version", action="version", version=f"jiesu {__version__}")
    words = parser.add_subparsers(metavar="COMMAND", required=True)
    options = {
        "desk": _desk_options,
        "tour": _tour_options,
        "hub": _hub_options,
        "bench": _bench_options,
        "rebuild": _signed_in_options,
        "verify": _signed_in_options,
        "evidence": _evidence_options,
        "backup": _backup_options,
        "restore": _restore_options,
        "recover": _recover_options,
    }
    for command in COMMANDS:
        sub = words.add_parser(command.name, help=command.what, description=command.what)
        options[command.name](sub)
        sub.set_defaults(command=command)
    return parser


def _data_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder (default: this person's own)")


def _signed_in_options(parser: argparse.ArgumentParser) -> None:
    _data_options(parser)
    parser.epilog = (
        "Asks for a staff number, that person's password and, where the desk has one, the branch passphrase. "
        "Without a terminal: JIESU_STAFF_NO names the person; password and passphrase are lines of standard input."
    )


def _evidence_options(parser: argparse.ArgumentParser) -> None:
    _signed_in_options(parser)
    parser.add_argument("--case-no", metavar="NUMBER", required=True, help="the case")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", required=True, help="where the package goes; never over a file"
    )
    parser.add_argument(
        "--reason", default="for_authority", metavar="CODE", help="why it is taken out (default: %(default)s)"
    )
    parser.add_argument("--note", default="", metavar="TEXT", help="for whom, by which letter")


def _backup_options(parser: argparse.ArgumentParser) -> None:
    _signed_in_options(parser)
    parser.add_argument("--to", type=Path, metavar="DIR", help="folder for the backup (default: the desk's own place)")


def _restore_options(parser: argparse.ArgumentParser) -> None:
    _signed_in_options(parser)
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "backup", type=Path, nargs="?", metavar="BACKUP", help="folder of a backup (default: the newest)"
    )
    source.add_argument("--from-headquarters", action="store_true", help="begin empty; headquarters sends all back")


def _recover_options(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    request = actions.add_parser("request", help="生成请求 make a request for headquarters, shows a code once")
    request.add_argument("--why", choices=("keyring_lost", "supervisor_forgotten"), required=True, help="what was lost")
    request.add_argument("--out", type=Path, metavar="FILE", help="where the request goes; never over a file")
    request.add_argument(
        "--backup", type=Path, metavar="BACKUP", help="on a new computer: take the keystore of this backup first"
    )
    finish = actions.add_parser("finish", help="使用应答 use headquarters' answer")
    finish.add_argument("--answer", type=Path, metavar="FILE", required=True, help="what headquarters sent")
    finish.add_argument("--passphrase", action="store_true", help="from now on the desk opens with a branch passphrase")
    finish.epilog = "Asks for the recovery code, a new password and, where there is one, the branch passphrase."
    cancel = actions.add_parser("cancel", help="放弃请求 give up the request that waits")
    answer = actions.add_parser("answer", help="试用：由试用总行应答 the trial's own headquarters answers")
    answer.add_argument("--request", type=Path, metavar="FILE", required=True, help="what the branch made")
    answer.add_argument("--grant", metavar="NUMBER", required=True, help="who is to be supervisor")
    answer.add_argument("--name", default="", metavar="NAME", help="of somebody who is new")
    answer.add_argument("--out", type=Path, metavar="FILE", required=True, help="where the answer goes")
    for each in (request, finish, cancel, answer):
        _data_options(each)


def _look_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--lang", choices=("zh", "en"), default=None, help="language of screens and papers")
    parser.add_argument("--theme", choices=("light", "dark"), default=None, help="colours of the screens")
    parser.add_argument("--size", type=_size, metavar="WxH", default=None, help="window size, such as 1366x768")


def _desk_options(parser: argparse.ArgumentParser) -> None:
    _data_options(parser)
    _look_options(parser)
    parser.add_argument("--self-test", action="store_true", help="build every part once, then end")


def _tour_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--out", type=Path, metavar="DIR", required=True, help="folder for pictures and papers")
    parser.add_argument("--input", type=Path, metavar="FILE.csv", default=None, help="record every row of this file")
    _look_options(parser)


def _hub_options(parser: argparse.ArgumentParser) -> None:
    from app.hub.command import add_arguments

    add_arguments(parser)


def _bench_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("only", nargs="*", metavar="NAME", help="measure only these")
    parser.add_argument("--json", type=Path, metavar="FILE", default=None, help="also write the figures here")


def _size(text: str) -> tuple[int, int]:
    width, cross, height = text.lower().partition("x")
    if not (cross and width.isdigit() and height.isdigit() and int(width) >= 320 and int(height) >= 240):
        raise argparse.ArgumentTypeError(f"{text!r} is not a size such as 1366x768")
    return int(width), int(height)


if __name__ == "__main__":
    sys.exit(main())
