"""Where a line may end, by the rules of Chinese setting (GB/T 15834; W3C clreq 3.1): pure, knows widths but no fonts.

No closing punctuation at the start of a line, no opening punctuation at its end, dashes and dots of two squares whole,
Western words and figures whole unless one alone is wider than the line. A closing mark at the end of a line may stand
with its empty right half in the margin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NO_START = frozenset(
    "，。、；：？！,.;:?!）】》〉」』〕］｝〗〙〛)]}>’”…—～·・％%‰℃°々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ/／﹒．°′″"
)
NO_END = frozenset("（【《〈「『〔［｛〖〘〚([{<‘“￥¥$€£＄#＃")
_HANGING = frozenset("，。、；：！？）】》〉」』〕］｝〗’”．")
_PAIRS = frozenset(("——", "……", "⸺⸺"))
_WORD_BREAKS = frozenset("/\\?&=_-.,@:;+#%|~")


@dataclass(frozen=True, slots=True)
class Line:
    """Characters `start` to `end` (exclusive, without the spaces at the end); `is_last` in its paragraph."""

    start: int
    end: int
    width: float
    is_last: bool


def break_lines(text: str, widths: Sequence[float], wide: Sequence[bool], room: float, indent: float = 0) -> list[Line]:
    """The lines of `text`, which holds no invisible characters; "\\n" ends a paragraph.

    `widths[i]` is the advance of `text[i]` and `wide[i]` whether it fills a square; `room` is the width of a line and
    `indent` what the first line of each paragraph stands in by, all in one unit.
    """
    lines: list[Line] = []
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        lines.extend(_paragraph(text, widths, wide, start, end, room, indent))
        start = end + 1
    return lines


def _paragraph(
    text: str, widths: Sequence[float], wide: Sequence[bool], start: int, end: int, room: float, indent: float
) -> list[Line]:
    lines: list[Line] = []
    free = room - indent
    while True:
        stop = _fit(text, widths, wide, start, end, free)
        shown = stop
        while shown > start and text[shown - 1] == " ":
            shown -= 1
        lines.append(Line(start, shown, sum(widths[start:shown]), stop == end))
        if stop == end:
            return lines
        start = stop
        while start < end and text[start] == " ":
            start += 1
        if start == end:
            lines[-1] = Line(lines[-1].start, shown, lines[-1].width, True)
            return lines
        free = room


def _fit(text: str, widths: Sequence[float], wide: Sequence[bool], start: int, end: int, room: float) -> int:
    """Where the line that begins at `start` ends: always beyond `start` unless the paragraph is empty."""
    used = 0.0
    best = start
    for i in range(start, end):
        if i > start and may_break(text, wide, i):
            best = i
        character = text[i]
        if character == " ":
            used += widths[i]
            continue  # spaces hang in the margin
        needed = widths[i] / 2 if wide[i] and character in _HANGING and i > start else widths[i]
        if used + needed > room + 1e-6:
            return best if best > start else _force(text, start, i)
        used += widths[i]
    return end


def _force(text: str, start: int, i: int) -> int:
    """The end of a line within something that is wider than the line: after a sign of punctuation, else anywhere."""
    for place in range(i, max(start, i - 24), -1):
        if text[place - 1] in _WORD_BREAKS and place - start > 1:
            return place
    return max(i, start + 1)


def may_break(text: str, wide: Sequence[bool], i: int) -> bool:
    """Whether a line may end before `text[i]` (i > 0)."""
    before, after = text[i - 1], text[i]
    if after == " ":
        return False
    if before == " ":
        return after not in NO_START or not wide[i]
    if after in NO_START or before in NO_END or before + after in _PAIRS:
        return False
    return wide[i - 1] or wide[i]
