"""A desk put back from its backup: whatever became of the database, and whatever key it was under then."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.cases import at
from support.trial_desk import HEAD, PASSPHRASE, SUPERVISOR, TELLER, opened, recorded, sign_in

from app.bootstrap.workplace import STORE_FILE, Workplace
from app.domain.book import BOOK, BookKind
from app.operations.back_up import BackupMade, back_up
from app.operations.restore import EarlierPasswordNeededError
from app.store.backup_errors import BackupChangedError, BackupForeignError, BackupUnreadableError
from app.store.errors import RefillingError, RolledBackStoreError
from app.store.verify import verify
from app.vault.errors import NewPasswordNeededError, NotAllowedError, WrongPasswordError

pytestmark = [
    pytest.mark.usefixtures("no_keyring"),
    pytest.mark.allow_log("can't be settled", "the journal was not anchored"),
]
NEW_PASSWORD = "another good phrase 77"


@pytest.fixture
def made(folder: Path) -> BackupMade:
    """A desk with two cases, one of them after the backup."""
    with opened(folder) as place:
        desk = sign_in(place, SUPERVISOR.staff_no)
        recorded(desk)
        made = back_up(desk, folder / "backups")
        recorded(desk)
    return made


def restore(place: Workplace, made: BackupMade | None, earlier: str | None = None, who: object = SUPERVISOR) -> object:
    return place.restore(who.staff_no, who.password, made and made.place / made.name, earlier)  # type: ignore[attr-defined]


def _flip_first(content: bytes) -> bytes:
    return content[:100] + bytes([content[100] ^ 1]) + content[101:]


@pytest.mark.parametrize(
    "harm",
    [
        lambda content: content,
        lambda content: b"",
        lambda content: content[: 4096 * 3],
        _flip_first,
        lambda content: os.urandom(4096 * 20),
        lambda content: None,
    ],
    ids=["nothing", "empty", "cut", "flipped", "noise", "gone"],
)
def test_whatever_became_of_the_database(folder: Path, made: BackupMade, harm: Callable[[bytes], bytes | None]) -> None:
    database = folder / "branch" / STORE_FILE
    before = database.read_bytes()
    left = harm(before)
    database.unlink()
    if left is not None:
        database.write_bytes(left)
    with opened(folder) as place:
        desk, restored = place.restore(SUPERVISOR.staff_no, SUPERVISOR.password, made.place / made.name)
        assert place.desk is desk
        assert (restored.source, restored.seq, restored.made_at) == ("backup", made.seq, made.made_at)
        assert restored.known is not None, "the anchor tells it even where the file tells nothing"
        assert restored.missing == restored.known - made.seq > 0
        if left is not None:
            assert (folder / "branch" / restored.set_aside).read_bytes() == left
        else:
            assert restored.set_aside == ""
        if left == before:
            assert (restored.at_headquarters, restored.only_here) == (0, restored.missing)
            assert restored.lost_since is not None
        assert len(desk.store.worklist.rows([1, 2])) == 1
        assert desk.store.identity.epoch == 2
        (entry,) = [entry for entry in desk.store.entries(BOOK) if entry.kind == BookKind.STORE_RESTORED]
        assert entry.body == {"source": "backup", "seq": made.seq, "missing": restored.missing}
        assert recorded(desk).case_no.endswith(tuple("0123456789ABCDEFGHJKLMNPQRTUWXY"))
        assert desk.store.worklist.rows([2])[0].case_no[9:15] == "A01002", "no number of a lost day is given again"
        assert verify(desk.store, place.key_directory()).is_sound
    with opened(folder) as place:  # and the anchor fits ever after
        sign_in(place, TELLER.staff_no)


def test_a_restore_gives_a_clock_that_was_set_back_no_day_again(folder: Path, made: BackupMade) -> None:
    later = at("2026-11-24 10:00")
    with opened(folder) as place:
        place.clock.time = later  # type: ignore[attr-defined]
        recorded(sign_in(place))
    for _ in range(2):  # the clock of this PC says the day of the backup again
        with opened(folder) as place:
            desk, _restored = place.restore(SUPERVISOR.staff_no, SUPERVISOR.password, made.place / made.name)
            assert desk.clock.now() >= later
            assert recorded(desk).received_at >= later
    with opened(folder) as place:
        assert sign_in(place).clock.now() >= later


def test_after_the_key_was_changed_the_earlier_password_opens_it(folder: Path, made: BackupMade) -> None:
    with opened(folder) as place:
        desk = sign_in(place, SUPERVISOR.staff_no)
        place.change_key(desk, "routine")
        assert place.vault is not None
        place.vault.change_password(SUPERVISOR.staff_no, SUPERVISOR.password, NEW_PASSWORD)
    database = folder / "branch" / STORE_FILE
    before = database.read_bytes()
    backup = made.place / made.name
    kept = {path.name: path.read_bytes() for path in backup.iterdir()}
    with opened(folder) as place:
        for earlier, error in ((None, EarlierPasswordNeededError), ("not that one 1", WrongPasswordError)):
            with pytest.raises(error):
                place.restore(SUPERVISOR.staff_no, NEW_PASSWORD, backup, earlier)
            assert database.read_bytes() == before
        desk, _ = place.restore(SUPERVISOR.staff_no, NEW_PASSWORD, backup, SUPERVISOR.password)
        assert place.vault is not None
        assert verify(desk.store, place.key_directory()).is_sound
        recorded(desk)
    assert {path.name: path.read_bytes() for path in backup.iterdir()} == kept, "a backup is never written to"
    assert not (folder / "branch" / "earlier-keystore").exists()
    with opened(folder) as place:  # under the present key: nobody needs an earlier password any more
        sign_in(place, TELLER.staff_no)


def test_what_is_refused_changes_nothing(folder: Path, made: BackupMade, tmp_path: Path) -> None:
    database = folder / "branch" / STORE_FILE
    before = database.read_bytes()
    with opened(tmp_path / "other") as other:
        foreign = back_up(sign_in(other), tmp_path / "other" / "backups")
    with opened(folder) as place:
        with pytest.raises(NotAllowedError):
            restore(place, made, who=TELLER)
        with pytest.raises(BackupForeignError):
            restore(place, foreign)
        with pytest.raises(BackupUnreadableError):
            place.restore(SUPERVISOR.staff_no, SUPERVISOR.password, tmp_path)
        part = made.place / made.name / "journal.db"
        part.write_bytes(_flip_first(part.read_bytes()))
        with pytest.raises(BackupChangedError):
            restore(place, made)
        assert place.desk is None
    assert database.read_bytes() == before
    assert not list((folder / "branch").glob("*.ready*"))
    with opened(folder) as place:
        sign_in(place)


def test_who_holds_a_first_password_is_sent_away_before_anything_is_moved(folder: Path, made: BackupMade) -> None:
    database = folder / "branch" / STORE_FILE
    with opened(folder) as place:
        assert place.vault is not None
        with place.vault.sign_in(HEAD.staff_no, HEAD.password) as session:
            place.vault.reset_password(session, SUPERVISOR.staff_no, "a first password 5")
        before = database.read_bytes()
        for backup in (made.place / made.name, None):
            with pytest.raises(NewPasswordNeededError):
                place.restore(SUPERVISOR.staff_no, "a first password 5", backup)
        assert place.desk is None
    assert database.read_bytes() == before
    assert not list((folder / "branch").glob("*.set-aside-*"))


def test_the_backup_put_in_place_by_hand_is_found_out(folder: Path, made: BackupMade) -> None:
    database = folder / "branch" / STORE_FILE
    database.write_bytes((made.place / made.name / "journal.db").read_bytes())
    with opened(folder) as place, pytest.raises(RolledBackStoreError):
        sign_in(place)


def test_from_headquarters_it_begins_empty_and_records_nothing_until_it_is_filled(
    folder: Path, made: BackupMade
) -> None:
    database = folder / "branch" / STORE_FILE
    before = database.read_bytes()
    with opened(folder) as place:
        desk, restored = place.restore(SUPERVISOR.staff_no, SUPERVISOR.password, None)
        assert (restored.source, restored.seq, restored.set_aside[:21]) == ("headquarters", 0, "journal.db.set-aside-")
        assert restored.missing == restored.known == restored.only_here
        assert (folder / "branch" / restored.set_aside).read_bytes() == before
        assert desk.store.identity.epoch == 2
        with pytest.raises(RefillingError):
            recorded(desk)
        desk.store.refilled(place.clock.now())
        assert recorded(desk).case_no[9:15] == "A01001"
        assert verify(desk.store, place.key_directory()).is_sound
    with opened(folder) as place:
        sign_in(place)


_RESTORE = (
    "import sys; from pathlib import Path; from support.vault import CHEAP\n"
    "from app.bootstrap.workplace import Workplace\n"
    "place = Workplace(Path(sys.argv[1]), cost=CHEAP); place.open_vault(sys.argv[2])\n"
    "place.restore(sys.argv[3], sys.argv[4], Path(sys.argv[5]))"
)


@pytest.mark.parametrize(
    "crash_at",
    [
        "replacing.before_write",
        "replacing.before_replace",
        "replacing.after_replace",
        "replacing.moved",
        "replacing.named",
    ],
)
def test_killed_while_one_database_takes_the_place_of_another(folder: Path, made: BackupMade, crash_at: str) -> None:
    before = (folder / "branch" / STORE_FILE).read_bytes()
    words = [folder, PASSPHRASE, SUPERVISOR.staff_no, SUPERVISOR.password, made.place / made.name]
    ended = subprocess.run(
        [sys.executable, "-c", _RESTORE, *map(str, words)],
        env={**os.environ, "JIESU_CRASH_AT": crash_at, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == -9, ended.stderr
    with opened(folder) as place:  # done again it comes to an end, and nothing was lost on the way
        desk, _ = place.restore(SUPERVISOR.staff_no, SUPERVISOR.password, made.place / made.name)
        assert verify(desk.store, place.key_directory()).is_sound
        asides = [path for path in (folder / "branch").glob("journal.db.set-aside-*") if path.read_bytes() == before]
        assert len(asides) == 1
        recorded(desk)
