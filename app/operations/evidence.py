"""An evidence package of one case: what a court, a regulator or an auditor can check without this program.

It holds every entry about the case with the exact bytes that were written, the piece of the log in which each stands up
to a receipt of headquarters or a head that the device signed, the public keys, the kept papers, the attached files, a
summary for people and the program that checks it all (journal.md 4.8; resources/evidence/check_evidence.py).

It is a plain zip: the checker has to open it with Python's standard library alone, which knows no encryption. Whoever
takes it out chooses the place and is told that it is readable there.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.domain.calendar import CHINA
from app.domain.case import Case
from app.domain.disclosure import Given
from app.domain.people import Role
from app.domain.reasons import ReasonCode
from app.domain.refusal import Refusal, refuse
from app.language import LANGUAGES, _, in_language, labels
from app.operations.desk import Desk
from app.operations.disclosure import Taking, objection_to_taking, record_taking

if TYPE_CHECKING:
    from app.journal.staff import PublishedPerson
    from app.store.evidence import CaseEvidence, KeptEntry, Piece

CHECKER = "evidence/check_evidence.py"


class NoDeviceKeyError(RuntimeError):
    """The desk was opened without its vault: nothing can be sealed."""


@dataclass(frozen=True, slots=True)
class EvidencePackage:
    """The zip, with a name to save it under that holds the case number and nothing of a customer."""

    name: str
    data: bytes

    def __repr__(self) -> str:
        return f"<EvidencePackage of {len(self.data)} bytes>"


def make_evidence(desk: Desk, case_id: str, given: Given) -> EvidencePackage | Refusal:
    """The package of the case, on record in the desk's book with its SHA-256 before this returns.

    `given` is why it is taken out; who may is the question of app/operations/disclosure.py. Reads whole files, so call
    it on a lane. Raises: StoreError, NoDeviceKeyError.
    """
    case = desk.store.case(case_id)
    if case is None:
        return refuse(ReasonCode.CASE_NOT_FOUND)
    taking = Taking("evidence", given, case_id)
    if objection := objection_to_taking(desk, taking):
        return objection
    now = desk.clock.now()
    package = EvidencePackage(f"evidence-{case.case_no}.zip", package_of(desk, case, now))
    record_taking(desk, taking, package.data)
    return package


def package_of(desk: Desk, case: Case, now: datetime) -> bytes:
    """The bytes of the package as of `now`; nothing is recorded. Raises: StoreError, NoDeviceKeyError."""
    from app.journal.evidence import Sealer, sealed_package
    from app.store.evidence import read_blobs, read_evidence
    from app.system.resources import resource_path

    if desk.vault is None:
        raise NoDeviceKeyError
    kept = read_evidence(desk.store.database, desk.store.identity, case.case_id)
    blobs = read_blobs(desk.store.database, sorted({file.sha256 for file in case.attachments}))
    files = _journal_files(desk, kept)
    for language in LANGUAGES:
        files[f"summary.{language}.html"] = _summary(desk, case, kept, now, language)
    files["check_evidence.py"] = resource_path(CHECKER).read_bytes()
    files |= {f"papers/{name}.pdf": pdf for name, pdf in sorted(kept.papers.items())}
    files |= {f"attachments/{name}.bin": data for name, data in sorted(blobs.items())}
    facts = _facts(desk, case, now)
    device = Sealer(desk.vault.device_sign, desk.vault.suite)
    person = Sealer(desk.session.sign, desk.session.suite)
    return sealed_package(facts, files, device, person, desk.session.signer_key_id)


def _facts(desk: Desk, case: Case, now: datetime) -> dict[str, Any]:
    from app.store.directories import pinned_key

    assert desk.vault is not None
    person = desk.actor
    return {
        "made_at": now.astimezone(CHINA).isoformat(timespec="seconds"),
        "made_by": {"staff_no": person.staff_no, "name": person.name, "role": person.role.value},
        "branch": desk.branch.code,
        "device": {
            "id": desk.store.identity.device,
            "epoch": desk.store.identity.epoch,
            "key": desk.vault.device_public_key.hex(),
        },
        "case": {"id": case.case_id, "no": case.case_no},
        "headquarters": pinned_key(desk.store.database).hex(),
        "people": _people(desk),
    }


def _people(desk: Desk) -> list[dict[str, Any]]:
    """Everybody of the branch and of headquarters with every key that they ever signed with."""
    assert desk.vault is not None
    keys: dict[str, dict[str, str]] = {}
    for entry in desk.vault.directory():
        known = keys.setdefault(entry.person.staff_no, {})
        known[entry.key_id.hex()] = entry.sign_public.hex()
        known.update({earlier.key_id.hex(): earlier.sign.hex() for earlier in entry.earlier})
    for officer in _officers(desk):
        keys.setdefault(officer.person.staff_no, {})[officer.key_id.hex()] = officer.public_key.hex()
    return [
        {
            "staff_no": staff_no,
            "name": desk.name_of(staff_no),
            "role": desk.people[staff_no].role.value if staff_no in desk.people else "",
            "keys": [{"key_id": key_id, "key": key} for key_id, key in sorted(known.items())],
        }
        for staff_no, known in sorted(keys.items())
    ]


def _officers(desk: Desk) -> Iterable[PublishedPerson]:
    """Who headquarters has published; a version that can't be read names nobody."""
    from app.journal.errors import BadEnvelopeError
    from app.journal.staff import decode_staff

    for version in desk.store.reference.versions("staff"):
        try:
            people = decode_staff(version.body, desk.branch.code)
        except BadEnvelopeError:
            continue
        yield from (one for one in people if one.person.role is Role.HEADQUARTERS)


def _journal_files(desk: Desk, kept: CaseEvidence) -> dict[str, bytes]:
    from app.journal.cbor import encode_canonical

    receipts: list[list[bytes]] = []
    logs = [_log_row(desk, piece, receipts) for piece in kept.pieces]
    files = {
        "entries.cbor": encode_canonical([[list(e) for e in kept.entries], [list(e) for e in kept.book]]),
        "logs.cbor": encode_canonical(logs),
        "receipts.cbor": encode_canonical(receipts),
    }
    if kept.directory is not None:
        files["directory.cbor"] = kept.directory
    return files


def _log_row(desk: Desk, piece: Piece, receipts: list[list[bytes]]) -> list[object]:
    """A piece of a log, and what its end rests on: the number of a receipt, the device's signature, or nothing."""
    from app.journal.signature import head_digest

    end: int | bytes | None = None
    if piece.receipt is not None:
        receipts.append(list(piece.receipt))
        end = len(receipts) - 1
    elif piece.head is not None and desk.vault is not None:
        end = desk.vault.device_sign(head_digest(*piece.head, desk.vault.suite))
    return [piece.device, piece.epoch, piece.first, list(piece.envelopes), end]


# -- for people --------------------------------------------------------------------------------------------------------

_PAGE = (
    '<!doctype html>\n<html lang="{lang}"><meta charset="utf-8"><title>{title}</title>\n'
    "<style>body{{font:14px sans-serif;margin:2em}}td{{padding:.2em 1em .2em 0;vertical-align:top}}</style>\n"
    "<h1>{title}</h1>\n<p>{about}</p>\n<table>\n{rows}</table>\n</html>\n"
)


def _summary(desk: Desk, case: Case, kept: CaseEvidence, now: datetime, language: str) -> bytes:
    """One sentence for each entry, with its time, its author and its place in the journal."""
    names = {staff_no: person.name for staff_no, person in desk.people.items()}
    with in_language(language):
        title = _("Evidence of case {case_no}").format(case_no=case.case_no)
        about = _(
            "Made by {name} at {time}. Check it with: python check_evidence.py and the package. "
            "Only what that program confirms is proven."
        ).format(name=f"{desk.actor.name} ({desk.actor.staff_no})", time=_time(now))
        rows = "".join(_rows(kept, (*kept.entries, *kept.book), names))
    page = _PAGE.format(lang=language, title=html.escape(title), about=html.escape(about), rows=rows)
    return page.encode()


def _rows(kept: CaseEvidence, entries: Iterable[KeptEntry], names: Mapping[str, str]) -> Iterable[str]:
    from app.journal.envelope import decode, decode_body
    from app.journal.view import instant

    envelopes = {
        (piece.device, piece.epoch, piece.first + number): envelope
        for piece in kept.pieces
        for number, envelope in enumerate(piece.envelopes)
    }
    for entry in entries:
        envelope = decode(envelopes[entry.device, entry.epoch, entry.seq], is_known=True)
        body = decode_body(entry.body, is_known=True) if entry.body is not None else {}
        said = labels.entry_sentence(envelope.kind, body, names)
        who = f"{names.get(envelope.actor, '')} ({envelope.actor})".strip()
        signed = _("signed") if envelope.sig is not None else ""
        place = f"{entry.device.hex()}.{entry.epoch}.{entry.seq}"
        cells = (_time(instant(envelope.wall)), who, said, signed, entry.verdict or "", place)
        yield "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>\n"


def _time(at: datetime) -> str:
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")
