"""A Chinese input method is switched on: names are typed with it, codes and scans pass it by untouched."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from support.running_desk import Place, RunningDesk
from support.screen import Screen, wait_for

StartDesk = Callable[..., RunningDesk]


def test_names_are_composed_and_scanned_codes_keep_every_digit(
    start_desk: StartDesk, place: Place, screen: Screen
) -> None:
    with _chinese_input_method(place, screen):
        desk = start_desk(more={"QT_IM_MODULE": "ibus"})
        desk.sign_in()  # number and password refuse it too
        desk.wait_page("intake", "complainant_name")
        _compose(desk, "complainant_name", "zhaohaiyan", 3)
        screen.key("Return")
        for field, code in (
            ("phone", "13810242716"),
            ("capacity", ""),
            ("id_kind", ""),
            ("id_number", "11010519491231002X"),
            ("account_tail", "2716"),
        ):
            desk.wait_focus(field)
            screen.type(code)
            screen.key("Return")
        desk.wait_focus("category")
        screen.type("xinyong")
        screen.key("space", "Return")  # 信用, which finds 信用卡
        desk.wait("a category", lambda s: s["focus"] == "occurred_on" and s["lengths"]["category"] > 0)
        screen.type("1120")
        screen.key("Return")
        screen.type("1286")
        screen.key("Return")
        _compose(desk, "narrative", "tousu", 2)
        screen.key("ctrl+Return")
        desk.wait("it is recorded", lambda s: s["focus"] == "complainant_name" and not s["lengths"]["narrative"])
        desk.synchronise()
        case = wait_for("the case", desk.cases_at_headquarters)[0]
        screen.key("ctrl+3")
        desk.wait_page("search")
        screen.key("Tab")
        screen.type(case["case_no"])
        screen.key("Return")
        desk.wait_page("case")
        intake = case["registration"]["intake"]
        complainant = intake["complainant"]
        assert (complainant["phone"], complainant["id_number"]) == ("13810242716", "11010519491231002X")
        assert (intake["account_tail"], intake["occurred_on"], intake["amount_fen"]) == ("2716", "2026-11-20", 128600)
        assert intake["narrative"] == "投诉"
        assert len(complainant["name"]) == 3
        assert not complainant["name"].isascii()
        desk.quit()


def _compose(desk: RunningDesk, field: str, pinyin: str, characters: int) -> None:
    """Type pinyin and take what the input method offers first."""
    desk.wait_focus(field)
    desk.screen.type(pinyin)
    desk.screen.key("space")
    desk.wait(f"{characters} characters in {field}", lambda s: s["lengths"][field] == characters)


@contextmanager
def _chinese_input_method(place: Place, screen: Screen) -> Iterator[None]:
    """ibus with libpinyin on `screen`, found through the same home as the desk's."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    environment |= {**screen.environment, **place.services, "HOME": str(place.home)}
    environment["XDG_RUNTIME_DIR"] = os.environ["XDG_RUNTIME_DIR"]
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

    def is_chinese() -> bool:
        subprocess.run(["ibus", "engine", "libpinyin"], env=environment, check=False, timeout=20, **quiet)  # type: ignore[call-overload]
        answer = subprocess.run(["ibus", "engine"], env=environment, capture_output=True, text=True, timeout=20)
        return answer.stdout.strip() == "libpinyin"

    daemon = subprocess.Popen(
        ["ibus-daemon", "--replace", "--panel", "disable"],
        env=environment,
        start_new_session=True,
        **quiet,  # type: ignore[arg-type]
    )
    try:
        wait_for("ibus", is_chinese)
        yield
    finally:
        daemon.terminate()
        daemon.wait(20)
        try:
            os.killpg(daemon.pid, signal.SIGKILL)  # engines that it started
        except ProcessLookupError:
            return
