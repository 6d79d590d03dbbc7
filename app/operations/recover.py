"""Recovery with headquarters, seen from the desk: what was asked for, what came of it, and that the book has it.

The keystore is recovered while nobody is signed in; the book can only be written by the granted person afterwards. So a
small file lies beside the keystore in between: ids and staff numbers, nothing secret. A crash anywhere leaves a state
from which the same answer, or the next sign-in, goes on (security.md 2).
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.domain.book import BOOK, BookKind
from app.domain.entry import book_entry
from app.operations.desk import Desk
from app.operations.note import note
from app.system.crash_points import reach
from app.system.plain_file import read_plain

if TYPE_CHECKING:
    from datetime import datetime

    from app.system.clock import Clock
    from app.vault.kdf import KdfCost
    from app.vault.machine_secret import MachineSecrets
    from app.vault.recovering import Recovered

_log = logging.getLogger(__name__)

MARK = "recovery-used.json"
_BIGGEST_BYTES = 16 * 1024
_FIELDS = ("request_id", "why", "staff_no", "earlier_key_id")


@dataclass(frozen=True, slots=True)
class WaitingRecovery:
    """A request that waits for headquarters' answer: `why` is one of `REASONS`, `check_code` is what is read out on
    the telephone, `asked_at` aware."""

    request_id: str
    branch: str
    why: str
    asked_at: datetime
    check_code: str


@dataclass(frozen=True, slots=True)
class BegunRecovery:
    """A request in `file`; the code is to be written down and is shown this once."""

    file: Path
    waiting: WaitingRecovery
    code: str = field(repr=False)


def waiting_recovery(folder: Path) -> WaitingRecovery | None:
    """The request that waits in the desk's `folder`. Raises: KeystoreUnreadableError, KeystoreTooNewError."""
    from app.vault.recovery_waiting import waiting_recovery as found_in

    request = found_in(folder)
    if request is None:
        return None
    return WaitingRecovery(request.request_id, request.branch, request.why, request.asked_at, request.spoken_code)


def granted_to(answer: bytes) -> tuple[str, str]:
    """Whom an answer names: staff number, and the name of somebody new. Nothing is proven by it.

    Raises: BadDocumentError.
    """
    from app.journal.recovery import RecoveryAnswer

    grant = RecoveryAnswer.decode(answer).grant
    return grant.staff_no, grant.name


def use_answer(
    folder: Path,
    code: str,
    answer: bytes,
    secrets: MachineSecrets,
    password: str,
    *,
    cost: KdfCost,
    clock: Clock,
) -> Recovered:
    """As `finish_recovery` of the vault, which see for what it raises; then `note_recovery` has something to write."""
    from app.journal.recovery import RecoveryAnswer
    from app.vault.keystore import KeystoreFile
    from app.vault.recovering import finish_recovery
    from app.vault.recovery_waiting import read_waiting

    answered = RecoveryAnswer.decode(answer)
    why = read_waiting(folder).request.why
    staff_no = answered.grant.staff_no
    before = KeystoreFile(folder).read_unproved().find(staff_no)
    said = {
        "request_id": answered.request_id,
        "why": why,
        "staff_no": staff_no,
        "earlier_key_id": before.keys.key_id.hex() if before else "",
        "officers": sorted(answered.officers),
    }
    mark = folder / MARK
    kept = mark.read_bytes() if mark.exists() else None
    _write_mark(mark, json.dumps(said).encode())
    reach("recovery.marked")
    try:
        recovered = finish_recovery(folder, code, answer, secrets, password, cost=cost, clock=clock)
    except Exception:
        if kept is None:
            mark.unlink(missing_ok=True)
        else:
            _write_mark(mark, kept)
        raise
    reach("recovery.finished")
    _write_mark(mark, json.dumps({**said, "officers": list(recovered.officers)}).encode())
    return recovered


def note_recovery(desk: Desk) -> bool:
    """Write in the book that a recovery was used, signed by the person whom headquarters granted it to, when that
    person is at the desk and it is not there yet. Whether it was written. Raises: StoreError."""
    if desk.vault is None or desk.folder is None:
        return False
    mark = desk.folder / MARK
    said = _read_mark(mark)
    if said is None or said["staff_no"] != desk.actor.staff_no:
        return False
    own = next(entry for entry in desk.vault.directory() if entry.person.staff_no == desk.actor.staff_no)
    if own.key_id.hex() == said["earlier_key_id"]:
        return False  # marked, and cut off before anything was changed
    is_there = any(
        entry.kind == BookKind.RECOVERY_USED and entry.body.get("request_id") == said["request_id"]
        for entry in desk.store.entries(BOOK)
    )
    if not is_there:
        body = {name: said[name] for name in (*_FIELDS, "officers")}
        keys = {"key_id": own.key_id.hex(), "sign_key": own.sign_public.hex()}
        note(desk, book_entry(BookKind.RECOVERY_USED, **body, **keys))
    reach("recovery.noted")
    mark.unlink(missing_ok=True)
    return not is_there


def _write_mark(mark: Path, content: bytes) -> None:
    from app.system.atomic_file import write_private_file
    from app.vault.errors import KeystoreUnreadableError

    try:
        write_private_file(mark, content, crash_name="recovery_mark")
    except OSError as error:
        raise KeystoreUnreadableError(why=type(error).__name__, number=error.errno) from None


def _read_mark(mark: Path) -> dict[str, Any] | None:
    """What was noted there; None when nothing was, or nothing that can be read."""
    try:
        said = json.loads(read_plain(mark, _BIGGEST_BYTES))
        if all(isinstance(said[name], str) for name in _FIELDS) and isinstance(said["officers"], list):
            return dict(said)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        _log.warning("what was noted of a recovery can't be read: %s", type(error).__name__)
    return None
