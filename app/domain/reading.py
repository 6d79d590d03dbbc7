"""Reading what people type: full-width characters of Chinese input methods become their plain counterparts.

Only characters that mean the same are changed. A full compatibility normalisation is not used: it would also turn
"²" into "2", and an entry with a wrong character would pass.
"""

from __future__ import annotations

import re

_FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(0x5E)}
_SPACES = dict.fromkeys((0x3000, 0xA0, 0x2002, 0x2003, 0x2009, 0x202F), 0x20)
_DASHES = dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212, 0xFE63), 0x2D)
_TABLE = {**_FULL_WIDTH, **_SPACES, **_DASHES}
_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def plain_ascii(text: str) -> str:
    """`text` with full-width forms, special spaces and dashes as plain ASCII; everything else unchanged."""
    return text.translate(_TABLE)


def is_storable(text: str) -> bool:
    """Whether every character can be stored: U+0000 and lone surrogates cannot (they are not text)."""
    return _NO_TEXT.search(text) is None
