"""What the desk is built on: may it be shipped, and does anybody know a hole in it?

Licences are read from what is installed. Advisories are asked of the Python Package Index through pip-audit; an index
that publishes none is said, not hidden, because a build without them proves nothing.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "packaging" / "requirements.lock"
ASKING_SECONDS = 180

_LOCKED = re.compile(r"^([A-Za-z0-9_.-]+)==", re.MULTILINE)
_FREE = re.compile(
    r"\b(MIT|MIT-CMU|HPND|BSD|Apache|PSF|Python-2\.0|ISC|MPL|Mozilla|LGPL|Lesser|Zlib|0BSD|Unlicense|CC0|PostgreSQL)\b",
    re.IGNORECASE,
)
_FORBIDDEN = re.compile(r"(?<!L)\bA?GPL|(?<!Lesser )General Public License", re.IGNORECASE)
SAID_ELSEWHERE = {
    "sqlcipher3": "zlib (the binding), BSD-3-Clause (SQLCipher), Apache-2.0 (OpenSSL): their own pages",
}
"""Packages that publish no licence in their metadata, with what their own pages say."""


def licences() -> list[str]:
    """What stands against shipping a locked package."""
    return [fault for name in locked() if (fault := _fault(name))]


def locked() -> list[str]:
    """The packages that the program runs on."""
    return _LOCKED.findall(LOCK.read_text("utf-8"))


def _fault(name: str) -> str:
    try:
        found = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""  # of another system
    said = list(_said(found))
    if any(_FREE.search(text) for text in said):
        return ""
    if not said:
        return "" if name in SAID_ELSEWHERE else f"{name}: says no licence"
    if any(_FORBIDDEN.search(text) for text in said):
        return f"{name}: {said[0][:60]} may not go into the desk"
    return f"{name}: {said[0][:60]} is unknown here"


def _said(found: metadata.PackageMetadata) -> Iterator[str]:
    for key in ("License-Expression", "License"):
        yield from (text.strip() for text in found.get_all(key) or () if text.strip())
    yield from (text for text in found.get_all("Classifier") or () if text.startswith("License ::"))


def advisories() -> tuple[list[str], str]:
    """Known holes in locked packages, and a sentence about what could be asked."""
    command = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--progress-spinner", "off"]
    command += ["--vulnerability-service", "pypi", "--format", "json", "--requirement", str(LOCK)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=ASKING_SECONDS, cwd=ROOT)
        answered = json.loads(done.stdout)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError, KeyError):
        return [], "the index of advisories did not answer: nothing is known about holes"
    asked = [one for one in answered if "skip_reason" not in one]
    holes = [
        f"{one['name']} {one['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'no version yet'}"
        for one in asked
        for hole in one["vulns"]
    ]
    return holes, f"{len(asked)} of {len(answered)} packages have advisories at this index"


def main() -> int:
    """Say every fault; 0 when there is none."""
    faults = licences()
    holes, said = advisories()
    for line in (*faults, *holes, said):
        print(line)
    return 1 if faults or holes else 0


if __name__ == "__main__":
    sys.exit(main())
