"""What a customer says stands in the encrypted store, on the paper and nowhere else on the computer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from support.counter_work import recorded_case
from support.printing import CupsQueue
from support.running_desk import Place, RunningDesk
from support.screen import Screen, wait_for

NAME = "欧阳𬀩鹭"
PHONE = "13901998877"
STORY = "柜员把我的存折夹在验钞机里"
WISH = "要求当面道歉并修补存折"
MARKERS = (NAME, PHONE, STORY, WISH)
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "utf-32-le")


def test_nothing_of_a_customer_is_left_anywhere(screen: Screen, place: Place, cups_queue: CupsQueue) -> None:
    desk = RunningDesk(place, screen, more={"CUPS_SERVER": cups_queue.server})
    try:
        desk.start()
        desk.sign_in()
        titles = [_titles(screen)]
        _record(desk)
        cups_queue.next_paper()
        case = recorded_case(desk)
        assert case["registration"]["intake"]["complainant"]["name"] == NAME
        titles.append(_look_around(desk, case["case_no"]))
        desk.screen.key("ctrl+l")
        desk.wait("the lock", lambda s: s["is_locked"])
        titles.append(_titles(screen))
        found = list(_leaks(_files(place)))  # the running desk's write-ahead log and shared memory included
        desk.quit()
    finally:
        desk.end()
    found += _leaks(_files(place))
    found += _leaks(cups_queue.root.rglob("*"))
    assert found == []
    assert [title for title in titles if any(marker in title for marker in MARKERS)] == []
    assert [path.name for path in cups_queue.job_files()] == []


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


def _look_around(desk: RunningDesk, case_no: str) -> str:
    """Search for the name and the number, open the case, show what is masked; the titles meanwhile."""
    keys = desk.screen
    keys.key("ctrl+k")
    desk.wait("the palette", lambda s: s["is_palette_open"])
    keys.type(PHONE)
    keys.key("Escape")
    keys.key("ctrl+3")
    desk.wait_page("search")
    with keys.paste(NAME):
        desk.wait("the name is looked for", lambda s: not s["pending"])
    keys.key("ctrl+1")
    desk.wait_page("worklist")
    keys.key("Return")
    desk.wait_page("case")
    keys.key("ctrl+m")
    titles = _titles(keys)
    keys.key("ctrl+m")
    return titles


def _titles(screen: Screen) -> str:
    windows = wait_for("a window", lambda: screen.windows(".*"))
    return "\n".join(screen.properties(window) for window in windows)


def _files(place: Place) -> Iterator[Path]:
    """Everything but the database of headquarters, which is another computer's in earnest; its logs are included."""
    database = place.data / "headquarters" / "postgres" / "data"
    return (path for path in place.root.rglob("*") if not path.is_relative_to(database))


def _leaks(paths: Iterable[Path]) -> Iterator[str]:
    forms = [(marker, encoding, marker.encode(encoding)) for marker in MARKERS for encoding in ENCODINGS]
    for path in paths:
        if not path.is_file():
            continue
        content = path.read_bytes()
        for marker, encoding, form in forms:
            if form in content:
                yield f"{path}: {marker} as {encoding}"
