"""Reading a small file of our own that somebody may have put something else in place of."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


def read_plain(path: Path, most: int) -> bytes:
    """The first `most` bytes of the file at `path`. Anything but a file is refused without waiting for it: a pipe that
    nobody writes to would hold the program for good, and a device may never end.

    Raises: OSError as the system says, IsADirectoryError for a folder.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb", closefd=True) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.ENXIO, os.strerror(errno.ENXIO))
        return file.read(most)
