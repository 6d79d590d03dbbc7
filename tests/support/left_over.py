"""A branch that loses things: its machine secret in the real keyring, its disk; with a real headquarters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from support.trial_desk import SUPERVISOR, recorded
from support.vault import CHEAP
from support.watched_office import Watched

from app.bootstrap.workplace import Workplace
from app.operations.desk import Desk
from app.trial.headquarters import TrialHeadquarters
from app.vault.keyring_secret import SERVICE, find_backend


class Branch:
    """A branch whose machine secret lies in the real keyring, with a real headquarters that has its directory."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        place = Workplace(folder, cost=CHEAP)
        place.open_vault(None)
        assert place.vault is not None
        self.store_id = place.vault.store_id
        place.close()
        self.case_ids: list[str] = []

    @property
    def room(self) -> Path:
        return self.folder / "branch"

    def work(self, then: Callable[[Watched, Desk], object] = lambda watched, desk: None) -> None:
        """A day with headquarters: a case is recorded and everything is synchronised."""
        watched = Watched(self.folder)
        watched.office._passphrase = None
        try:
            desk = watched.enter(SUPERVISOR)
            watched.until("headquarters is there", lambda: "ready" in watched.steps)
            watched.synchronise()
            self.case_ids.append(watched.on("database", lambda: recorded(desk)).case_id)
            watched.synchronise()
            then(watched, desk)
        finally:
            watched.office.close()

    def answer(self, request: Path, grant: str = SUPERVISOR.staff_no, name: str = "") -> Path:
        """Headquarters' two officers answer; its data are what is left of it."""
        headquarters = TrialHeadquarters(self.folder / "headquarters")
        headquarters.start()
        try:
            content = headquarters.recover(request.read_bytes(), grant, name=name)
        finally:
            headquarters.stop()
        answer = request.with_name("answer.json")
        answer.write_bytes(content)
        return answer

    def wipe_keyring(self) -> None:
        backend = find_backend()
        for kind in ("ms", "anchor"):
            if backend.get_password(SERVICE, f"{kind}:{self.store_id}") is not None:
                backend.delete_password(SERVICE, f"{kind}:{self.store_id}")
