"""What a signed entry says about a case whose bodies were deleted: enough to prove later that just these went.

The chain holds without bodies, because it covers their digests (journal.md, the one write path). What is missing has to
be named, though: an entry `cases_purged` of the desk's book gives for each case how many entries it had and their
digest, and the person who deleted signs it.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

_DOMAIN = b"jiesu-purge-v1"


def purge_digest(case: bytes, hashes: Iterable[bytes]) -> bytes:
    """The digest that `cases_purged` gives (as hex) for the case with these 16 bytes.

    `hashes` are of all its entries that lose their bodies, now or earlier, in the order of device, epoch and number.
    """
    digest = sha256(_DOMAIN + case)
    for hash_ in hashes:
        digest.update(hash_)
    return digest.digest()
