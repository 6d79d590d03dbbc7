"""The set-up: brings a checkout to where the program, the tests or the checks can start. Standard library only.

Each step keeps a fingerprint of what it was made from in `.venv/jiesu-setup.json` and is skipped while that fits, so a
second start costs a few file reads. A step's fingerprint is written when the step is done: an interrupted one is done
again. Two set-ups at once wait for each other.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import system_libraries

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {
    "run": ("requirements.lock",),
    "test": ("requirements.lock", "requirements-test.lock"),
}


class SetupError(Exception):
    """The set-up can't go on; the text says why and what to do."""


@dataclass(frozen=True)
class Project:
    """A checkout and where its parts lie."""

    root: Path

    @property
    def venv(self) -> Path:
        """The virtual environment, made and owned by the set-up."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The interpreter inside the virtual environment."""
        return self.venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")

    @property
    def command(self) -> Path:
        """The console script of the program."""
        return self.venv / ("Scripts/jiesu.exe" if sys.platform == "win32" else "bin/jiesu")

    @property
    def stamp(self) -> Path:
        """Fingerprints of the finished steps."""
        return self.venv / "jiesu-setup.json"

    @property
    def unfinished(self) -> Path:
        """There while packages are being installed: a venv found with it is thrown away."""
        return self.venv / "jiesu-unfinished"

    def locks(self, level: str) -> list[Path]:
        """The lock files whose packages `level` needs."""
        return [self.root / "packaging" / name for name in LOCKS[level]]

    def po_files(self) -> list[Path]:
        """Every translation file, of every language."""
        return sorted((self.root / "resources" / "locale").glob("*/**/*.po"))


@dataclass(frozen=True)
class Step:
    """One step: its name in the stamp, what to tell the person, its fingerprint, and the work."""

    name: str
    title: str
    fingerprint: str
    work: Callable[[], None]


def set_up(project: Project, level: str, say: Callable[[str], None]) -> None:
    """Bring `project` to `level` ("run" or "test"), telling each step that is done.

    Raises: SetupError with a sentence for the person.
    """
    if all(_is_done(project, step) for step in _steps(project, level, say)):
        return
    with _alone(project.root / ".venv.lock", say):
        steps = _steps(project, level, say)
        finished: list[Step] = []
        for number, step in enumerate(steps, start=1):
            if not _is_done(project, step):  # asked only now: a new venv opens the steps after it
                say(f"[{number}/{len(steps)}] {step.title}")
                step.work()
                finished.append(step)
                _remember(project, finished)


def _is_done(project: Project, step: Step) -> bool:
    return _done(project).get(step.name) == step.fingerprint


def _steps(project: Project, level: str, say: Callable[[str], None]) -> list[Step]:
    place = (str(project.root), os.path.realpath(base_python()), sys.version)
    needs = system_libraries.needs_for(level)
    return [
        Step(
            f"system-{level}",
            "检查系统组件 Checking what the system must bring",
            _hash(*(need.package for need in needs), *place),
            lambda: check_system(level, say),
        ),
        Step(
            f"packages-{level}",
            "安装 Python 组件 Installing the locked Python packages",
            _hash(*place, *(path.read_bytes() for path in project.locks(level))),
            lambda: install_packages(project, level, say),
        ),
        Step(
            "project",
            "登记程序 Registering the program",
            _hash(*place, (project.root / "pyproject.toml").read_bytes()),
            lambda: install_project(project),
        ),
        Step(
            "translations",
            "编译译文 Compiling translations",
            _hash(*(part for path in project.po_files() for part in (str(path), path.read_bytes()))),
            lambda: compile_translations(project),
        ),
    ]


def base_python() -> str:
    """The interpreter to build the venv from, also when this one runs inside that venv."""
    return str(getattr(sys, "_base_executable", None) or sys.executable)


def check_system(level: str, say: Callable[[str], None]) -> None:
    """Install what the system lacks, or say which command does.

    Raises: SetupError when something that is not optional stays missing.
    """
    missing = system_libraries.missing(level)
    if not missing:
        return
    before = system_libraries.privilege()
    if before is not None:
        say("      apt-get install " + " ".join(sorted({need.package for need in missing})))
        trouble = system_libraries.install(missing, before)
        missing = system_libraries.missing(level)
        if trouble:
            say(trouble)
    if not missing:
        return
    names = ", ".join(f"{need.package} ({need.proof})" for need in missing)
    advice = f"      {system_libraries.apt_command(missing)}" if shutil.which("apt-get") else ""
    text = f"系统缺少 The system lacks: {names}\n" + (advice and f"请运行 Please type:\n{advice}")
    if all(need.is_optional for need in missing):
        say(f"{text}\n不影响启动 The start goes on without; until then papers wait in the print queue.")
    else:
        raise SetupError(text)


def install_packages(project: Project, level: str, say: Callable[[str], None]) -> None:
    """Make the venv hold exactly the locked packages.

    Raises: SetupError when the venv can't be made or a package can't be had.
    """
    if project.venv.exists() and (project.unfinished.exists() or not _is_usable(project)):
        shutil.rmtree(project.venv)
    is_new = not project.python.exists()
    project.venv.mkdir(exist_ok=True)
    project.unfinished.touch()
    if is_new:
        _call([base_python(), "-m", "venv", str(project.venv)], "the virtual environment could not be made")
    locks = [word for path in project.locks(level) for word in ("-r", str(path))]
    count = sum(len(locked_names(path)) for path in project.locks(level))
    _pip(project, "install", "--require-hashes", "--no-deps", *locks, tell=_pip_progress(count, say))
    if strangers := _strangers(project):
        _pip(project, "uninstall", "--yes", *strangers)
    project.unfinished.unlink()


def locked_names(lock: Path) -> set[str]:
    """The packages of a lock file, as pip writes their names."""
    return {line.partition("==")[0].strip() for line in lock.read_text().splitlines() if "==" in line[:80]}


def _strangers(project: Project) -> list[str]:
    """Packages in the venv that no lock names, such as those of an older lock."""
    known = {"pip", "jiesu"}.union(*(locked_names(lock) for lock in project.locks("test")))
    ask = "import importlib.metadata as m; print(*{d.metadata['Name'] for d in m.distributions()}, sep='\\n')"
    done = subprocess.run([str(project.python), "-I", "-c", ask], capture_output=True, text=True, timeout=60)
    names = {re.sub(r"[-_.]+", "-", name).lower() for name in done.stdout.split()}
    return sorted(names - known)


def _pip_progress(count: int, say: Callable[[str], None]) -> Callable[[str], None]:
    """Turns pip's lines into a word now and then, so that a long download is seen to go on."""
    seen = 0

    def tell(line: str) -> None:
        nonlocal seen
        if line.startswith("Collecting "):
            seen += 1
            if seen % 10 == 0:
                say(f"      {seen}/{count} {line.split()[1].partition('==')[0]}")
        elif line.startswith("Installing collected packages"):
            say("      写入 Writing")

    return tell


def _is_usable(project: Project) -> bool:
    """Whether the venv is whole, of this Python version, and has not been moved here from elsewhere."""
    ask = "import sys, pip; print(sys.version_info[:3], sys.prefix)"
    try:
        done = subprocess.run([str(project.python), "-c", ask], capture_output=True, text=True, timeout=60)
        script = (project.venv / "bin" / "pip").read_text(errors="replace") if sys.platform != "win32" else ""
    except (OSError, subprocess.TimeoutExpired):
        return False
    is_here = sys.platform == "win32" or str(project.venv) in script
    return done.returncode == 0 and str(tuple(sys.version_info[:3])) in done.stdout and is_here


def install_project(project: Project) -> None:
    """Put the checkout itself and its `jiesu` command into the venv."""
    _pip(project, "install", "--no-deps", "--no-build-isolation", "--editable", str(project.root))


def compile_translations(project: Project) -> None:
    """Make each language's .mo from its .po files.

    Raises: SetupError when the files contradict each other.
    """
    script = project.root / "packaging" / "translations.py"
    _call([str(project.python), str(script), "compile"], "the translations could not be compiled")


def _pip(project: Project, *words: str, tell: Callable[[str], None] = lambda line: None) -> None:
    command = [str(project.python), "-m", "pip", "--disable-pip-version-check", "--no-input", *words]
    _call(command, "the packages could not be installed; check the network (pip's own settings apply)", tell)


def _call(command: list[str], trouble: str, tell: Callable[[str], None] = lambda line: None) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_FOR_CHILDREN}
    last: deque[str] = deque(maxlen=25)
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            last.append(line.rstrip())
            tell(line)
    if process.returncode:
        raise SetupError("\n".join(last) + f"\n失败 Failed: {trouble}.")


# These would send pip's work elsewhere or mix another Python's packages into the venv.
_NOT_FOR_CHILDREN = {"PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_REQUIRE_VIRTUALENV", "PYTHONHOME", "PYTHONPATH"}


def _hash(*parts: str | bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        piece = part.encode() if isinstance(part, str) else part
        digest.update(len(piece).to_bytes(8, "big") + piece)
    return digest.hexdigest()


def _done(project: Project) -> dict[str, str]:
    if project.unfinished.exists() or not project.python.exists():
        return {}
    try:
        done = json.loads(project.stamp.read_text())
    except (OSError, ValueError):
        return {}
    return done if isinstance(done, dict) else {}


def _remember(project: Project, steps: list[Step]) -> None:
    if not project.venv.exists():  # the system is checked before there is a venv to remember it in
        return
    done = {**_done(project), **{step.name: step.fingerprint for step in steps}}
    fresh = project.stamp.with_suffix(".new")
    fresh.write_text(json.dumps(done, indent=1))
    os.replace(fresh, project.stamp)


@contextmanager
def _alone(lock: Path, say: Callable[[str], None]) -> Iterator[None]:
    """Hold `lock` against other set-ups of this checkout; the system frees it when the process ends."""
    with lock.open("a+b") as file:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:  # LK_LOCK gives up after ten seconds
                    continue
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("等待另一个安装过程 Waiting for another set-up of this folder")
                fcntl.flock(file, fcntl.LOCK_EX)
        yield
