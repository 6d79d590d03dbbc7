"""`jiesu verify` and `jiesu rebuild` as a person runs them: what they say, what they find, what they never do."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher
from support.cases import DECISION
from support.desk_acts import add_note, record_decision
from support.evidence import finding
from support.real_desk import done
from support.trial_desk import AUDITOR, HANDLER, PASSPHRASE, TELLER, opened, recorded, sign_in

from app.domain.case import Case
from app.operations.verify_journal import check_journal
from app.store.directories import pin_headquarters
from app.store.engine import connect
from app.system.key_box import KeyBox
from app.system.single_instance import only_one

ROOT = Path(__file__).resolve().parents[2]
NARRATIVE = "信用卡年费被重复收取"


@dataclass(frozen=True)
class Kept:
    """A desk with some cases in it, closed."""

    folder: Path
    key: bytes
    cases: tuple[Case, ...]
    device: str

    @property
    def database(self) -> Path:
        return self.folder / "branch" / "journal.db"

    def change(self, *statements: str) -> None:
        """Do what no program of this house does: write into the tables by hand."""
        connection = connect(self.database, KeyBox(bytearray(self.key)))
        try:
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement)
        finally:
            connection.close()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    """Two cases, seven entries, one of them signed."""
    folder = tmp_path_factory.mktemp("kept") / "desk"
    with opened(folder) as place:
        desk = sign_in(place, HANDLER.staff_no)
        cases = (recorded(desk), recorded(desk))
        done(record_decision(desk, cases[0].case_id, DECISION))
        done(add_note(desk, cases[1].case_id, "客户来电"))
        done(add_note(desk, cases[1].case_id, "已回电"))
        key = bytes(desk.session.key.b)  # type: ignore[attr-defined]
        device = desk.store.identity.device
    return Kept(folder, key, cases, device)


@pytest.fixture
def kept(template: Kept, folder: Path) -> Kept:
    """A copy of it for one test."""
    shutil.copytree(template.folder, folder)
    return Kept(folder, template.key, template.cases, template.device)


@dataclass(frozen=True)
class Said:
    """What a command came to."""

    status: int
    out: str
    err: str


def jiesu(
    command: str, folder: Path | None, *more: str, staff_no: str = AUDITOR.staff_no, typed: str = "", **env: str
) -> Said:
    """Run a command as a person without a terminal does: the number in the environment, secrets on standard input."""
    where = [] if folder is None else ["--data", str(folder)]
    done_ = subprocess.run(
        [sys.executable, "-m", "app", command, *where, *more],
        cwd=ROOT,
        input=typed or f"{AUDITOR.password}\n{PASSPHRASE}\n",
        env={**os.environ, "JIESU_STAFF_NO": staff_no, **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done_.stderr
    for text in (done_.stdout, done_.stderr):
        assert NARRATIVE not in text
        assert PASSPHRASE not in text
    return Said(done_.returncode, done_.stdout, done_.stderr)


# -- verify -----------------------------------------------------------------------------------------------------------


def test_a_sound_journal_is_said_so_in_both_languages(kept: Kept) -> None:
    before = kept.database.read_bytes()
    said = jiesu("verify", kept.folder)
    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines() == [
        "日志完好。已核验 7 条记录、2 个案件、1 个签名，没有发现问题。",
        "本机在数据库之外留存的日志末尾与数据库一致。",
        "The journal is sound. Checked: entries 7, cases 2, signatures 1; nothing is wrong.",
        "The head that this PC keeps outside the database is in it.",
    ]
    assert kept.database.read_bytes() == before


def test_the_sound_report_names_headquarters_key(kept: Kept) -> None:
    key = bytes(range(32))
    with opened(kept.folder) as place:
        desk = sign_in(place, AUDITOR.staff_no)
        assert "总行公钥" not in check_journal(desk).sentence()
        pin_headquarters(desk.store.database, key)
        told = check_journal(desk).sentence().splitlines()[-1]
    assert told.startswith("本机所认的总行公钥：0001 0203 ")
    assert bytes.fromhex(told.partition("：")[2]) == key


def _bit(column: str, table: str, seq: int) -> str:
    changed = f"CAST(substr({column}, 1, 40) || x'01' || substr({column}, 42) AS BLOB)"
    return f"UPDATE {table} SET {column} = {changed} WHERE seq = {seq}"


@pytest.mark.parametrize(
    ("tamper", "what", "place", "chinese"),
    [
        (_bit("body", "entry_body", 3), "body", "{device}.1.3 · case {second}", "正文被改动过"),
        (_bit("envelope", "entry", 4), "hash", "{device}.1.4 · case {second}", "内容与哈希值不符"),
        ("DELETE FROM entry WHERE seq = 2", "gap", "{device}.1.3 · case {second}", "缺少记录"),
        ("UPDATE case_row SET owner = '0217' WHERE case_no = '{first}'", "row", "case {first}", "与日志不符"),
        ("DELETE FROM case_row WHERE case_no = '{first}'", "row_missing", "case", "缺少这个案件"),
    ],
    ids=["body", "hash", "gap", "row", "row_missing"],
)
def test_the_first_broken_entry_is_named(kept: Kept, tamper: str, what: str, place: str, chinese: str) -> None:
    names = {"device": kept.device, "first": kept.cases[0].case_no, "second": kept.cases[1].case_no}
    kept.change(tamper.format(**names))
    said = jiesu("verify", kept.folder)
    assert (said.status, said.err) == (1, "")
    assert place.format(**names) in said.out
    assert f"({what}" in said.out
    assert chinese in said.out
    assert "The first:" in said.out
    remedy = "jiesu rebuild" if what.startswith("row") else "tell the supervisor"
    assert remedy in said.out


def test_a_journal_that_lost_its_end_is_not_even_opened(kept: Kept) -> None:
    kept.change("DELETE FROM entry WHERE seq = 7")
    said = jiesu("verify", kept.folder)
    assert (said.status, said.out) == (1, "")
    assert "较早的副本" in said.err
    assert "tell the supervisor" in said.err


def test_a_page_that_can_not_be_read_is_named(kept: Kept) -> None:
    size = kept.database.stat().st_size
    data = bytearray(kept.database.read_bytes())
    data[size - 4096 : size - 2048] = bytes(2048)
    kept.database.write_bytes(bytes(data))
    said = jiesu("verify", kept.folder)
    assert said.status == 1
    assert "backup" in said.out + said.err
    assert kept.database.read_bytes() == bytes(data)


@pytest.mark.parametrize(
    ("harm", "sentence"),
    [
        (lambda kept: kept.database.unlink(), "The database is missing."),
        (lambda kept: kept.database.write_bytes(b""), "The database file is empty."),
        (lambda kept: kept.database.write_bytes(os.urandom(81920)), "The database does not open with this key."),
        (lambda kept: (kept.folder / "branch" / "keystore.json").unlink(), "The keystore is missing"),
        (lambda kept: (kept.folder / "branch" / "keystore.json").write_bytes(b"{}"), "The keystore"),
    ],
    ids=["no database", "empty", "noise", "no keystore", "bad keystore"],
)
@pytest.mark.parametrize("command", ["verify", "rebuild"])
def test_what_can_not_be_opened_is_said_in_a_sentence(
    kept: Kept, command: str, harm: Callable[[Kept], object], sentence: str
) -> None:
    harm(kept)
    said = jiesu(command, kept.folder)
    assert (said.status, said.out) == (1, "")
    assert sentence in said.err
    assert any("\u4e00" <= character <= "\u9fff" for character in said.err)


@pytest.mark.parametrize("command", ["verify", "rebuild"])
@pytest.mark.parametrize(
    ("staff_no", "typed", "sentence"),
    [
        (AUDITOR.staff_no, f"wrong\n{PASSPHRASE}\n", "Wrong staff number or password."),
        ("9999", "", "Wrong staff number or password."),
        ("", "", "Enter your staff number."),
        (AUDITOR.staff_no, f"{AUDITOR.password}\nwrong\n", "The branch passphrase is wrong."),
        (AUDITOR.staff_no, f"{AUDITOR.password}\n", "The branch passphrase is wrong."),
    ],
    ids=["password", "number", "no number", "passphrase", "no passphrase"],
)
def test_nobody_gets_in_with_a_wrong_word(kept: Kept, command: str, staff_no: str, typed: str, sentence: str) -> None:
    said = jiesu(command, kept.folder, staff_no=staff_no, typed=typed)
    assert (said.status, said.out) == (1, "")
    assert sentence in said.err


@pytest.mark.parametrize("command", ["verify", "rebuild"])
def test_a_folder_without_a_desk_stays_as_it_is(command: str, tmp_path: Path) -> None:
    said = jiesu(command, tmp_path / "nowhere")
    assert said.status == 1
    assert "The keystore is missing from the data folder." in said.err
    assert list(tmp_path.iterdir()) == []
    assert jiesu(command, None, JIESU_DATA=str(tmp_path)).status == 1
    assert list(tmp_path.iterdir()) == []


def test_the_folder_is_this_persons_own_unless_another_is_named(kept: Kept) -> None:
    kept.folder.rename(kept.folder.with_name("trial"))
    assert jiesu("verify", None, JIESU_DATA=str(kept.folder.parent)).status == 0


def test_verifying_beside_an_open_desk_is_fine_and_rebuilding_is_not(kept: Kept) -> None:
    with only_one(kept.folder), opened(kept.folder) as place:
        desk = sign_in(place, TELLER.staff_no)
        assert jiesu("verify", kept.folder).status == 0
        said = jiesu("rebuild", kept.folder)
        assert (said.status, said.out) == (1, "")
        assert "A desk is open on this folder." in said.err
        assert "请先关闭接诉台再试" in said.err
        recorded(desk)
    assert jiesu("rebuild", kept.folder).status == 0


# -- rebuild ----------------------------------------------------------------------------------------------------------


def test_rebuilding_a_sound_desk_changes_nothing(kept: Kept) -> None:
    said = jiesu("rebuild", kept.folder)
    assert (said.status, said.err) == (0, "")
    assert said.out.splitlines() == [
        "已由日志重建 2 个案件的案件表和搜索索引。 与重建前完全一致。",
        "The rows and the search index of 2 cases were derived from the journal anew. They are the same as before.",
    ]


def test_rebuilding_mends_rows_and_verifying_agrees(kept: Kept) -> None:
    kept.change("UPDATE case_row SET state = 'closed'", "DELETE FROM case_state")
    assert jiesu("verify", kept.folder).status == 1
    said = jiesu("rebuild", kept.folder)
    assert said.status == 0
    assert "They had not matched the journal; now they do." in said.out
    with opened(kept.folder) as place:
        found = sign_in(place).store.search("年费")
        assert {hit.case_no for hit in found} == {case.case_no for case in kept.cases}


def test_rebuilding_never_touches_the_journal(kept: Kept) -> None:
    kept.change(_bit("body", "entry_body", 3))
    before = _journal(kept)
    jiesu("rebuild", kept.folder)
    assert _journal(kept) == before
    assert jiesu("verify", kept.folder).status == 1


def _journal(kept: Kept) -> list[tuple[object, ...]]:
    connection: sqlcipher.Connection = connect(kept.database, KeyBox(bytearray(kept.key)))
    try:
        tables = ("entry", "entry_body", "device_head")
        return [row for table in tables for row in connection.execute(f"SELECT * FROM {table}").fetchall()]
    finally:
        connection.close()


# -- the terminal -----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminal there")
def test_at_a_terminal_everything_is_asked_for_and_no_secret_is_shown(kept: Kept) -> None:
    import pty

    words = [AUDITOR.staff_no, AUDITOR.password, PASSPHRASE]
    environment = {name: value for name, value in os.environ.items() if name != "JIESU_STAFF_NO"}
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.execve(sys.executable, [sys.executable, "-m", "app", "verify", "--data", str(kept.folder)], environment)
    shown = b""
    for prompt, word in zip((b"Staff number: ", b"Password: ", b"Branch passphrase: "), words, strict=True):
        while prompt not in shown:
            shown += _read(terminal)
        os.write(terminal, f"{word}\n".encode())
    while piece := _read(terminal):
        shown += piece
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    text = shown.decode()
    assert os.waitstatus_to_exitcode(status) == 0, text
    assert "工号 Staff number" in text
    assert "The journal is sound." in text
    assert AUDITOR.password not in text
    assert PASSPHRASE not in text


def _read(terminal: int) -> bytes:
    """What is shown next; nothing when the other side has ended."""
    ready, _, _ = select.select([terminal], [], [], 30)
    assert ready, "nothing more is shown"
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other side is closed
        return b""


# -- evidence ---------------------------------------------------------------------------------------------------------


def test_an_evidence_package_is_written_once_and_proven(kept: Kept, tmp_path: Path) -> None:
    out, case_no = tmp_path / "package.zip", kept.cases[0].case_no
    wanted = ["--case-no", case_no, "--out", str(out), "--note", "法院来函"]
    said = jiesu("evidence", kept.folder, *wanted)
    assert (said.status, said.err) == (0, "")
    assert "is not encrypted" in said.out
    assert "未加密" in said.out
    assert finding(out.read_bytes(), None) == ""
    assert out.stat().st_mode & 0o777 == 0o600
    before = out.read_bytes()
    said = jiesu("evidence", kept.folder, *wanted)
    assert (said.status, said.out) == (1, "")
    assert "There is a file of this name already" in said.err
    assert out.read_bytes() == before
    assert jiesu("evidence", kept.folder, *wanted[:3], str(tmp_path / "no" / "p.zip"), *wanted[4:]).status == 1
    assert jiesu("evidence", kept.folder, "--case-no", "99", *wanted[2:]).status == 1
    teller = f"{TELLER.password}\n{PASSPHRASE}\n"
    assert jiesu("evidence", kept.folder, *wanted, staff_no=TELLER.staff_no, typed=teller).status == 1
