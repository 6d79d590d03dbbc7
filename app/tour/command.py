"""`jiesu tour`: drives the real program through its real widgets and keeps pictures, papers and sums."""

from __future__ import annotations

import argparse
import json
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import psutil

from app.language import error_words, set_language
from app.system.errors import KnownError
from app.system.hardening import harden_process
from app.system.settings import SettingsFile

if TYPE_CHECKING:
    from app.bootstrap.office import Office

DEFAULT_SIZE = (1366, 768)
FOLDER = "jiesu-tour-"
PASSPHRASE = "trial-branch-of-the-tour"  # noqa: S105 - guards a folder that is deleted when the tour ends


def main(args: argparse.Namespace) -> int:
    """Walk, or record a file with --input; 0 when every step did what it should."""
    harden_process()
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    set_language(args.lang or "zh")
    try:
        return _done(args)
    except KnownError as error:
        _say(error_words.sentence(error.code, error.details) or str(error))
    except OSError as error:  # the folder for the results, or the disk
        _say(f"无法写入 Can't write: {error.filename or args.out}: {error.strerror or error}")
    except KeyboardInterrupt:
        _say("已中断 Interrupted")
        return 130
    return 1


def _done(args: argparse.Namespace) -> int:
    """Walk or import in a folder that is gone afterwards."""
    args.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=args.out):  # better known now than after the work is done
        _clear_away_dead_tours()
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-"))
    try:
        settings = SettingsFile(folder / "settings.json")
        settings.change(language=args.lang or "zh", theme=args.theme or "light")
        if args.input:
            return _imported(args, folder)
        with _screen_of(args.size or DEFAULT_SIZE, folder):
            return _walked(args, folder, settings)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _screen_of(size: tuple[int, int], folder: Path) -> Iterator[None]:
    """Where there is no display, one as large as the window: Qt's own is 800 px wide, and dialogs would stand in the
    middle of that."""
    asked = os.environ.get("QT_QPA_PLATFORM")
    if asked != "offscreen":
        yield
        return
    screen = {"name": "tour", "x": 0, "y": 0, "width": size[0], "height": size[1]}
    screen |= {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    write_json(folder / "screen.json", {"screens": [screen]})
    os.environ["QT_QPA_PLATFORM"] = f"{asked}:configfile={folder / 'screen.json'}"
    try:
        yield
    finally:
        os.environ["QT_QPA_PLATFORM"] = asked


def _clear_away_dead_tours() -> None:
    """A tour that was killed could not delete its folder, where its headquarters holds what was recorded."""
    for old in Path(tempfile.gettempdir()).glob(f"{FOLDER}*-*"):
        number = old.name.removeprefix(FOLDER).partition("-")[0]
        if number.isdigit() and not psutil.pid_exists(int(number)):
            shutil.rmtree(old, ignore_errors=True)


def _walked(args: argparse.Namespace, folder: Path, settings: SettingsFile) -> int:
    from app.bootstrap.window import DeskWindow
    from app.tour.counter import Counter
    from app.tour.hands import StuckError, stopping_at_ctrl_c, wait_until
    from app.tour.people_at_work import Walk
    from app.tour.pictures import Pictures
    from app.tour.rarer_ways import rarer_ways
    from app.tour.results import finish
    from app.tour.safeguards import Safeguards
    from app.tour.story import story

    desk = DeskWindow(folder, settings, args.size or DEFAULT_SIZE, passphrase=PASSPHRASE)
    wait_until("the window is painted", lambda: desk.ui is not None)
    ui, office = desk.ui, desk.office
    assert ui is not None
    assert office is not None
    pictures = Pictures(ui, args.out, _say)
    counter = Counter(ui, pictures.take)
    walk = Walk(counter, story(args.lang or "zh"))
    rarer = rarer_ways(Counter(ui, pictures.take), office, args.lang or "zh")
    safeguards = Safeguards(counter, office, args.lang or "zh", args.out)
    try:
        with stopping_at_ctrl_c():
            for name, part in (("whole_walk", walk), ("rarer_ways", rarer), ("safeguards", safeguards)):
                began = perf_counter()
                part.run()
                counter.milliseconds[name] = round((perf_counter() - began) * 1000, 1)
            problems = finish(counter, office, args.out, pictures, rarer) + safeguards.check_evidence()
    except StuckError as stuck:
        pictures.take("stuck")
        problems = [f"the step did not do what it should: {stuck}"]
    finally:
        ui.window.close()
        desk.close()
    for problem in problems:
        _say(problem)
    return 1 if problems else 0


def _imported(args: argparse.Namespace, folder: Path) -> int:
    from app.bootstrap.office import Office
    from app.tour.csv_input import read_csv
    from app.tour.import_cases import import_cases

    file = read_csv(args.input)
    office = Office(folder, passphrase=PASSPHRASE)
    try:
        problems = import_cases(office, file, args.out, args.lang or "zh", _say)
    finally:
        office.close()
    for problem in problems:
        _say(problem)
    return 1 if problems else 0


def on_database(office: Office, work: Callable[[], Any]) -> Any:
    """Do `work` on the office's database lane and wait for it."""
    return office.lanes["database"].do(work).result()


def write_json(path: Path, content: object) -> None:
    """Write readable UTF-8 JSON."""
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")


def _say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
