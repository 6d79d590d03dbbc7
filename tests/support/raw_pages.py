"""A database file as it really is on the disk: every page and every frame of its log, decrypted by hand.

SQLCipher 4 with a raw key: AES-256-CBC, 80 bytes at the end of each page are its vector and its check; the first 16
bytes of the file are the salt.
"""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVED, SALT = 4096, 80, 16
_WAL_HEADER, _FRAME_HEADER = 32, 24


def decrypted(path: Path, key: bytes) -> bytes:
    """All pages of the file and all frames of its write-ahead log, one after the other, in clear."""
    data = path.read_bytes()
    pages = [_page(data[start : start + PAGE], key, start == 0) for start in range(0, len(data), PAGE)]
    log = path.with_name(f"{path.name}-wal")
    frames = log.read_bytes()[_WAL_HEADER:] if log.exists() else b""
    size = _FRAME_HEADER + PAGE
    for start in range(0, len(frames) - size + 1, size):
        number = int.from_bytes(frames[start : start + 4], "big")
        pages.append(_page(frames[start + _FRAME_HEADER : start + size], key, number == 1))
    return b"".join(pages)


def _page(data: bytes, key: bytes, is_first: bool) -> bytes:
    start = SALT if is_first else 0
    vector = data[PAGE - RESERVED : PAGE - RESERVED + 16]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
    return decryptor.update(data[start : PAGE - RESERVED]) + decryptor.finalize()
