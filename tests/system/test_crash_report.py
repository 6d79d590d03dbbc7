"""What is told of a failure: types and places; never the words of an error, which may be a customer's."""

from __future__ import annotations

import io
import logging
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from app.system.crash_report import describe, make_bundle, watch
from app.system.errors import KnownError
from app.system.logs import log_to

MARK = "王芳13912340987"


class OneError(KnownError):
    code = "one"


def fail() -> None:
    try:
        int(MARK)
    except ValueError as error:
        raise OneError(name=MARK) from error


def failed() -> BaseException:
    try:
        fail()
    except OneError as error:
        return error
    raise AssertionError


def test_types_and_places_of_the_whole_chain_and_no_words() -> None:
    told = describe(failed())
    assert MARK not in told
    lines = told.splitlines()
    assert lines[0] == "ValueError"
    assert "OneError one" in lines
    assert any(line.startswith("  tests/system/test_crash_report.py:") and line.endswith(" in fail") for line in lines)


def test_where_the_program_was_installed_is_nobodys_business() -> None:
    with pytest.raises(zipfile.BadZipFile) as caught:
        zipfile.ZipFile(io.BytesIO(b"no zip"))
    assert "  zipfile.py:" in describe(caught.value)


def test_every_way_out_is_watched() -> None:
    told: list[str] = []
    before = sys.excepthook
    undo = watch(told.append)
    try:
        error = failed()
        sys.excepthook(type(error), error, error.__traceback__)
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
    finally:
        undo()
    assert len(told) == 2
    assert sys.excepthook is before
    assert MARK not in "".join(told)


@pytest.mark.allow_log
def test_the_log_holds_no_words_of_an_error(tmp_path: Path) -> None:
    path = log_to(tmp_path)
    log = logging.getLogger("app.ui.shell.jobs")
    try:
        raise ValueError(MARK)
    except ValueError as error:
        log.exception("work on lane %s broke", "database")
        log.error("it failed: %s", error)
        log.error(error)
        logging.getLogger("somebody.elses").warning("could not read %s", MARK)
    written = path.read_text(encoding="utf-8")
    assert MARK not in written
    assert "work on lane database broke" in written
    assert "ValueError" in written
    assert "it failed: ValueError" in written
    assert "test_crash_report.py:" in written
    for handler in [h for h in logging.getLogger().handlers if getattr(h, "baseFilename", "") == str(path)]:
        logging.getLogger().removeHandler(handler)
        handler.close()


def test_what_is_shown_is_what_is_written(tmp_path: Path) -> None:
    log = tmp_path / "jiesu.log"
    log.write_text("".join(f"line {number}\n" for number in range(500)), encoding="utf-8")
    bundle = make_bundle(
        describe(failed()), version="1", qt="6", settings={"theme": "dark"}, log_file=log, counts={"committed": 3}
    )
    shown = bundle.text()
    assert MARK not in shown
    assert "line 499" in shown
    assert "line 100\n" not in shown
    with zipfile.ZipFile(io.BytesIO(bundle.zipped())) as file:
        assert {name.removesuffix(".txt"): file.read(name).decode() for name in file.namelist()} == dict(bundle.parts)
    assert make_bundle("", version="1", qt="6", settings={}, log_file=tmp_path / "none", counts={}).parts["log"] == ""
