"""The container of an evidence package: a zip in one form only, with a sealed list of what is in it.

Nothing in it is packed and there are no times, so that the same files give the same bytes, one changed byte is found,
and the stand-alone program (resources/evidence/check_evidence.py) reads it with the standard library alone. Every file
is named with its SHA-256 in `manifest.json`; the device and the person who made the package sign the manifest.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from app.journal.cbor import encode_canonical
from app.journal.signature import Signer
from app.journal.suites import INTERNATIONAL, SUITES

FORMAT, VERSION = "jiesu-evidence", 1
MANIFEST, SEAL = "manifest.json", "seal.cbor"

_NEEDED = struct.pack("<H", 20)
_UTF8_STORED = (0x0800, 0, 0, 0x21)  # names are UTF-8, nothing is packed, the first day that a zip can say


def evidence_digest(manifest: bytes, suite: str = INTERNATIONAL) -> bytes:
    """What device and person sign: the manifest's bytes, and through them every file. `suite` is that of the key."""
    plain = encode_canonical([suite, sha256(manifest).digest()])
    return SUITES[suite].digest(b"jiesu-evidence-v1" + plain)


class Sealer(NamedTuple):
    """Who seals: the signer, and the suite of its key (app/journal/suites.py)."""

    sign: Signer
    suite: str = INTERNATIONAL


def sealed_package(
    facts: Mapping[str, Any], files: Mapping[str, bytes], device: Sealer, person: Sealer, key_id: bytes
) -> bytes:
    """The package: `facts` and the list of `files` as its manifest, the seal of both sealers, and the files in order.

    `key_id` is the short name of the person's key. Each seals by the suite of its own key: a person may have got theirs
    in another suite than the device. The manifest names the device's.
    """
    listed = [{"name": name, "size": len(data), "sha256": sha256(data).hexdigest()} for name, data in files.items()]
    content = {"format": FORMAT, "version": VERSION, "suite": device.suite, **facts, "files": listed}
    manifest = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1).encode()
    sealed = {
        name: by.sign(evidence_digest(manifest, by.suite)) for name, by in (("device", device), ("person", person))
    }
    return zip_of({MANIFEST: manifest, SEAL: encode_canonical({**sealed, "key_id": key_id}), **files})


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """The one zip of these files in their order."""
    parts: list[bytes] = []
    listed: list[bytes] = []
    at = 0
    for name, content in files.items():
        raw = name.encode()
        sizes = (zlib.crc32(content), len(content), len(content), len(raw), 0)
        common = struct.pack("<HHHHIIIHH", *_UTF8_STORED, *sizes)
        parts += (b"PK\3\4" + _NEEDED + common, raw, content)
        listed.append(b"PK\1\2" + _NEEDED * 2 + common + struct.pack("<HHHII", 0, 0, 0, 0, at) + raw)
        at += 30 + len(raw) + len(content)
    table = b"".join(listed)
    end = struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(table), at, 0)
    return b"".join(parts) + table + b"PK\5\6" + end
