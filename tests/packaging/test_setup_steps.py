"""The set-up: what is done again and what is not, interruption, two at once, and what a person is told."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import setup_steps
import system_libraries
from setup_steps import Project, SetupError, set_up


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "packaging").mkdir()
    for name in setup_steps.LOCKS["test"]:
        (tmp_path / "packaging" / name).write_text(f"{name.removesuffix('.lock')}==1 \\\n    --hash=sha256:00\n")
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "jiesu"\n')
    folder = tmp_path / "resources" / "locale" / "zh_CN"
    folder.mkdir(parents=True)
    (folder / "intake.po").write_text('msgid "Slip"\nmsgstr "回单"\n', encoding="utf-8")
    return Project(tmp_path)


@pytest.fixture
def done(project: Project, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The steps that were done, in order; the work itself is left out, but the venv appears as it would."""
    names: list[str] = []

    def packages(of: Project, level: str, say: object) -> None:
        of.python.parent.mkdir(parents=True, exist_ok=True)
        of.python.touch()
        names.append(f"packages-{level}")

    monkeypatch.setattr(setup_steps, "check_system", lambda level, say: names.append(f"system-{level}"))
    monkeypatch.setattr(setup_steps, "install_packages", packages)
    monkeypatch.setattr(setup_steps, "install_project", lambda of: names.append("project"))
    monkeypatch.setattr(setup_steps, "compile_translations", lambda of: names.append("translations"))
    return names


ALL = ["system-run", "packages-run", "project", "translations"]


def _again(project: Project, done: list[str], level: str = "run") -> list[str]:
    done.clear()
    set_up(project, level, lambda line: None)
    return list(done)


def test_second_start_does_nothing(project: Project, done: list[str]) -> None:
    assert _again(project, done) == ALL
    assert _again(project, done) == []


def test_second_start_starts_no_process(project: Project, done: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    _again(project, done)

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a second start must cost a few file reads")

    monkeypatch.setattr(subprocess, "Popen", refuse)
    monkeypatch.setattr(system_libraries.Need, "is_met", refuse)
    assert _again(project, done) == []


def test_tests_add_only_what_they_need(project: Project, done: list[str]) -> None:
    _again(project, done)
    assert _again(project, done, "test") == ["system-test", "packages-test"]
    assert _again(project, done) == []


@pytest.mark.parametrize(
    ("changed", "steps"),
    [
        ("packaging/requirements.lock", ["packages-run"]),
        ("pyproject.toml", ["project"]),
        ("resources/locale/zh_CN/intake.po", ["translations"]),
    ],
)
def test_only_what_changed_is_done_again(project: Project, done: list[str], changed: str, steps: list[str]) -> None:
    _again(project, done)
    path = project.root / changed
    path.write_text(path.read_text() + "\n")
    assert _again(project, done) == steps


def test_new_translation_file_is_noticed(project: Project, done: list[str]) -> None:
    _again(project, done)
    (project.root / "resources/locale/zh_CN/papers.po").write_text("")
    assert _again(project, done) == ["translations"]


def test_interrupted_step_is_done_again(project: Project, done: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(of: Project) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(setup_steps, "install_project", interrupted)
        with pytest.raises(KeyboardInterrupt):
            set_up(project, "run", lambda line: None)
    assert _again(project, done) == ["project", "translations"]


def test_half_made_venv_counts_for_nothing(project: Project, done: list[str]) -> None:
    _again(project, done)
    project.unfinished.touch()
    done.clear()
    assert not setup_steps._done(project)


@pytest.mark.parametrize("text", ["", "{", "[]", "\0"])
def test_unreadable_stamp_counts_for_nothing(project: Project, done: list[str], text: str) -> None:
    _again(project, done)
    project.stamp.write_text(text)
    assert _again(project, done) == ALL


def test_another_python_or_place_opens_every_step_with_a_venv(
    project: Project, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _again(project, done)
    monkeypatch.setattr(setup_steps, "base_python", lambda: "/opt/another/python")
    assert _again(project, done) == ["system-run", "packages-run", "project"]


def test_two_at_once_wait_for_each_other(project: Project, done: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    inside, go_on = threading.Event(), threading.Event()
    said: list[str] = []
    waiting = threading.Event()

    def slow(of: Project) -> None:
        done.append("translations")
        inside.set()
        assert go_on.wait(20)

    def say(line: str) -> None:
        said.append(line)
        waiting.set()

    monkeypatch.setattr(setup_steps, "compile_translations", slow)
    first = threading.Thread(target=set_up, args=(project, "run", lambda line: None))
    first.start()
    assert inside.wait(20)
    second = threading.Thread(target=set_up, args=(project, "run", say))
    second.start()
    assert waiting.wait(20)
    go_on.set()
    first.join(20)
    second.join(20)
    assert done == ALL
    assert len(said) == 1


def test_venv_that_was_left_half_made_is_built_anew(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Real venvs: an installation dies in the middle, the next set-up starts with an empty one."""
    installed: list[tuple[str, ...]] = []

    def pip(of: Project, *words: str, tell: object = None) -> None:
        installed.append(words)
        if len(installed) == 1:
            (of.venv / "half-written").touch()
            raise SetupError("the network went away")

    monkeypatch.setattr(setup_steps, "_pip", pip)
    with pytest.raises(SetupError):
        setup_steps.install_packages(project, "run", lambda line: None)
    assert project.unfinished.exists()
    setup_steps.install_packages(project, "run", lambda line: None)
    assert not project.unfinished.exists()
    assert not (project.venv / "half-written").exists()
    made_by = subprocess.run([project.python, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True)
    assert Path(made_by.stdout.strip()) == project.venv


def test_fingerprints_are_kept_as_json(project: Project, done: list[str]) -> None:
    _again(project, done)
    assert set(json.loads(project.stamp.read_text())) == set(ALL)


# --- what the system must bring --------------------------------------------------------------------------------------

ABSENT = (
    system_libraries.Need("libnothing1", "libnothing-at-all.so.1"),
    system_libraries.Need("nothing-tools", "no-such-command-anywhere"),
    system_libraries.Need("nothing-data", "/no/such/file"),
)
OPTIONAL = (system_libraries.Need("nothing-tools", "no-such-command-anywhere", is_optional=True),)


@pytest.fixture
def may_not_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A Debian on which this person is neither root nor in sudoers."""
    for name, text in (("apt-get", "#!/bin/sh\nexit 1\n"), ("sudo", "#!/bin/sh\nexit 1\n")):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("os.geteuid", lambda: 1000)


@pytest.mark.usefixtures("may_not_install")
def test_one_command_is_told_where_installing_is_not_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "needs_for", lambda level: ABSENT)
    with pytest.raises(SetupError) as error:
        setup_steps.check_system("run", lambda line: None)
    lines = str(error.value).splitlines()
    assert "libnothing-at-all.so.1" in lines[0]
    assert lines[-1].strip() == (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends libnothing1 nothing-data nothing-tools"
    )


@pytest.mark.usefixtures("may_not_install")
def test_optional_things_do_not_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_libraries, "needs_for", lambda level: OPTIONAL)
    said: list[str] = []
    setup_steps.check_system("run", said.append)
    assert "nothing-tools" in said[0]


def test_root_installs_by_itself_and_hears_why_it_failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    apt = tmp_path / "apt-get"
    apt.write_text(f'#!/bin/sh\necho "$@" >> {calls}\necho "E: no space left"\nexit 100\n')
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr(system_libraries, "needs_for", lambda level: ABSENT)
    said: list[str] = []
    with pytest.raises(SetupError):
        setup_steps.check_system("test", said.append)
    assert calls.read_text().split()[-1] == "update"
    assert any("no space left" in line for line in said)


def test_needs_are_found_the_way_they_are_used() -> None:
    assert system_libraries.Need("libc6", "libc.so.6").is_met() is (sys.platform == "linux")
    assert system_libraries.Need("git", "git").is_met()
    assert not any(need.is_met() for need in ABSENT)


def test_every_level_lists_each_package_once() -> None:
    for level in ("run", "test"):
        packages = [need.package for need in system_libraries.needs_for(level)]
        assert len(packages) == len(set(packages))
