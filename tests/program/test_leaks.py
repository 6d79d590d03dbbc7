"""What a customer says stands in the encrypted store, on the paper and nowhere else on the computer.

One walk does whatever leaves traces: it records, searches, shows details in full, copies one, prints, locks, fails,
dies, saves a diagnostic bundle and makes a backup. Then every byte and every name that was written is looked at.
"""

from __future__ import annotations

import signal
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from support.counter_work import recorded_case
from support.printing import CupsQueue
from support.running_desk import Place, RunningDesk
from support.screen import Screen, wait_for

StartDesk = Callable[..., RunningDesk]

NAME = "欧阳𬀩鹭"
PHONE = "13901998877"
STORY = "柜员把我的存折夹在验钞机里"
WISH = "要求当面道歉并修补存折"
DRAFT = "第二位客户说自助机吞卡"
MARKERS = (NAME, PHONE, STORY, WISH, DRAFT)
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "utf-32-le")
HANDLER, SUPERVISOR = "0305", "0108"


def test_nothing_of_a_customer_is_left_anywhere(
    screen: Screen, place: Place, start_desk: StartDesk, cups_queue: CupsQueue
) -> None:
    desk = start_desk(more={"CUPS_SERVER": cups_queue.server})
    desk.sign_in()
    titles = [_titles(screen)]
    _record(desk)
    cups_queue.next_paper()
    case = recorded_case(desk)
    assert case["registration"]["intake"]["complainant"]["name"] == NAME
    titles.append(_search(desk))
    screen.key("ctrl+l", "ctrl+u")
    desk.sign_in(HANDLER)
    titles += _see_and_copy(desk)
    desk.screen.key("ctrl+l")
    desk.wait("the lock", lambda s: s["is_locked"])
    assert wait_for("an empty clipboard", lambda: screen.copied() == "")
    titles.append(_titles(screen))
    found = list(_leaks(_files(place)))  # the running desk's write-ahead log and shared memory included

    screen.key("ctrl+u")
    desk.sign_in()
    _type_half(desk)
    desk.process_signal(signal.SIGUSR2)  # an error that nothing catches
    desk.wait("the page of last resort", lambda s: s["focus"] == "goOn" and not s["pending"])
    titles.append(_titles(screen))
    found += _leaks(_files(place))
    screen.key("Return")
    desk.wait("the form again", lambda s: s["page"] == "intake" and not s["pending"])
    desk.dies_by(signal.SIGSEGV)
    found += _leaks(_files(place))

    desk = start_desk(more={"CUPS_SERVER": cups_queue.server})
    bundle = _save_bundle(desk)
    desk.quit()
    backed_up = desk.command("backup", staff_no=SUPERVISOR)
    assert backed_up.returncode == 0, backed_up.stdout + backed_up.stderr
    assert list((place.data / "backups").iterdir())

    found += _leaks(_files(place))
    found += _leaks(cups_queue.root.rglob("*"))
    found += _leaks_in(bundle, _inside(bundle))
    assert found == []
    assert [title for title in titles if any(marker in title for marker in MARKERS)] == []
    assert [path.name for path in cups_queue.job_files()] == []
    assert [path for path in _files(place) if path.name.startswith("core")] == []


def _record(desk: RunningDesk) -> None:
    desk.wait_page("intake", "complainant_name")
    desk.fill("complainant_name", NAME)
    desk.screen.key("Return")
    desk.screen.type(PHONE)
    for _field in range(8):
        desk.screen.key("Return")
    desk.fill("narrative", STORY)
    desk.screen.key("Return")
    desk.fill("remedy_sought", WISH)
    desk.wait("the draft is saved", lambda s: not s["has_unsaved"] and not s["pending"])
    desk.screen.key("ctrl+Return")
    desk.wait("it is recorded", lambda s: s["focus"] == "complainant_name" and not s["lengths"]["narrative"])


def _search(desk: RunningDesk) -> str:
    """Search for the name and the number; the titles meanwhile."""
    keys = desk.screen
    keys.key("ctrl+k")
    desk.wait("the palette", lambda s: s["is_palette_open"])
    keys.type(PHONE)
    keys.key("Escape")
    keys.key("ctrl+3")
    desk.wait_page("search")
    with keys.paste(NAME):
        desk.wait("the name is looked for", lambda s: not s["pending"])
    return _titles(keys)


def _see_and_copy(desk: RunningDesk) -> list[str]:
    """Open the case, show its details in full for a reason in words, copy the number; the titles meanwhile."""
    keys = desk.screen
    desk.wait("the handler's page", lambda s: s["page"] and not s["pending"])
    keys.key("ctrl+3")
    desk.wait_page("search")
    keys.type(PHONE)

    def is_open() -> bool:
        keys.key("Return")  # once to the list, when something is found, once to the case
        return bool(desk.wait("it settles", lambda s: not s["pending"])["page"] == "case")

    wait_for("the case", is_open)
    desk.wait_page("case")
    keys.key("ctrl+m")
    desk.wait("what for", lambda s: s["focus"].startswith("reason_"))
    titles = [_titles(keys)]
    keys.key("5")
    desk.wait_focus("reasonNote")
    keys.type("where to send it")
    keys.key("Return")
    desk.wait("it is shown", lambda s: not s["dialog"] and not s["pending"])
    titles.append(_titles(keys))

    def on_copy() -> bool:
        if desk.state()["focus"] == "copy_phone":
            return True
        keys.key("Tab")
        return False

    wait_for("the button that copies", on_copy)
    keys.key("Return")
    wait_for("the copy", lambda: keys.copied() == PHONE, 20)
    return titles


def _type_half(desk: RunningDesk) -> None:
    desk.wait("the teller's page", lambda s: s["page"] and not s["pending"])
    desk.screen.key("F2")
    desk.wait_page("intake", "complainant_name")
    desk.fill("complainant_name", NAME)
    for _field in range(9):
        desk.screen.key("Return")
    desk.fill("narrative", DRAFT)


def _save_bundle(desk: RunningDesk) -> Path:
    """What the program says at its start about its end before, saved where a person would."""
    keys, path = desk.screen, desk.place.home / "bundle.zip"
    desk.wait_focus("goOn")
    keys.key("Tab", "Return")
    desk.wait_focus("bundleText")
    keys.key("Tab", "Return")
    desk.wait("where to", lambda s: "FileDialog" in s["dialog"])
    keys.key("ctrl+a")
    keys.type(str(path))
    keys.key("Return")
    wait_for("the bundle", lambda: path.exists() and not desk.state()["pending"])
    return path


def _titles(screen: Screen) -> str:
    windows = wait_for("a window", lambda: screen.windows(".*"))
    return "\n".join(screen.properties(window) for window in windows)


def _files(place: Place) -> Iterator[Path]:
    """Everything but the database of headquarters, which is another computer's in earnest; its logs are included."""
    database = place.data / "headquarters" / "postgres" / "data"
    return (path for path in place.root.rglob("*") if not path.is_relative_to(database))


def _inside(bundle: Path) -> bytes:
    with zipfile.ZipFile(bundle) as file:
        return b"\n".join(file.read(name) for name in file.namelist())


def _leaks(paths: Iterable[Path]) -> Iterator[str]:
    """Places where a marker stands in what was written, or in the name it was written under."""
    for path in paths:
        yield from _leaks_in(path, str(path).encode())
        if path.is_file():
            yield from _leaks_in(path, path.read_bytes())


def _leaks_in(path: Path, content: bytes) -> Iterator[str]:
    for marker in MARKERS:
        for encoding in ENCODINGS:
            if marker.encode(encoding) in content:
                yield f"{path}: {marker} as {encoding}"
