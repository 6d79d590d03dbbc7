"""What `packaging/run`, `packaging/test` and `packaging/check` do after the Python version was found good."""

from __future__ import annotations

import os
import subprocess
import sys

from setup_steps import ROOT, Project, SetupError, set_up


def run(words: list[str]) -> int:
    """Set up and become `jiesu`; without words the desk."""
    project = Project(ROOT)
    if trouble := _prepare(project, "run"):
        return trouble
    return _become([str(project.command), *(words or ["desk"])])


def test(words: list[str]) -> int:
    """Set up and run pytest among real services."""
    project = Project(ROOT)
    if trouble := _prepare(project, "test"):
        return trouble
    return _become([str(project.python), str(ROOT / "packaging" / "real_services.py"), *words])


def check(words: list[str]) -> int:
    """Set up and run the checks."""
    project = Project(ROOT)
    if trouble := _prepare(project, "test"):
        return trouble
    return _become([str(project.python), str(ROOT / "packaging" / "checks.py"), *words])


def _prepare(project: Project, level: str) -> int:
    for stream in (sys.stdout, sys.stderr):  # a console that can't show Chinese must not stop the set-up
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        set_up(project, level, _say)
    except SetupError as error:
        _say(str(error))
        return 1
    except OSError as error:
        _say(f"无法安装 The set-up can't go on: {error}")
        return 1
    except KeyboardInterrupt:
        _say("已中断，下次会接着安装 Interrupted; the next start goes on from here")
        return 130
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def _become(command: list[str]) -> int:
    """Replace this process by `command`; Windows has no such thing, so there it is waited for."""
    if sys.platform == "win32":
        return subprocess.call(command)
    return os.execv(command[0], command)  # noqa: S606 - no shell is wanted
