"""Where a line may end, by the rules of Chinese setting (GB/T 15834; W3C clreq 3.1): pure, knows widths but no fonts.

No closing punctuation at the start of a line, no opening punctuation at its end, dashes and dots of two squares whole,
figures with their unit, Western words whole unless one alone is wider than the line. Full-width marks that meet share
their empty halves; at the ends of a line the empty half stands in the margin.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

NO_START = frozenset(
    "，。、；：？！,.;:?!）】》〉」』〕］｝〗〙〛)]}>’”…～·・％%‰℃°々ーぁぃぅぇぉっゃゅょァィゥェォッャュョ/／﹒．′″"
)
NO_END = frozenset("（【《〈「『〔［｛〖〘〚([{<‘“￥¥$€£＄#＃")
_CLOSING = frozenset("，。、；：）】》〉」』〕］｝〗〙〛’”．")  # ink in the left half of the square
_OPENING = frozenset("（【《〈「『〔［｛〖〘〚‘“")  # ink in the right half
_WORD_BREAKS = frozenset("/\\?&=_-.,@:;+#%|~")
_UNITS = re.compile(r"[0-9][0-9,.]*[年月日时分秒期个天人次笔条款号元角万亿千百名位项页份]")
_WHOLE = re.compile(r"（星期.）|第[0-9〇零一二三四五六七八九十百]{1,6}[条款项章号期]|—{2,}|…{2,}")
_LONG_WORD = re.compile(r"[!-~]{25,}")
_LOOSE = 0.09  # of a line: rather than leave more empty, a figure and its unit are parted


_Places = tuple[set[int], set[int], set[int]]


@dataclass(frozen=True, slots=True)
class Cell:
    """The room that one character takes, in any unit.

    `advance` to the next character; `at_start` what of its left may be cut off at the start of a line; `at_end` what of
    its right may stand out at the end; `is_wide`: set on a square, so that lines may end beside it.
    """

    advance: float
    at_start: float = 0.0
    at_end: float = 0.0
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Characters `start` to `end` (exclusive, without the spaces at the end).

    `width` is that of its ink: without the empty halves at both ends; `lead` is the empty half at its start.
    """

    start: int
    end: int
    width: float
    lead: float
    is_last: bool


def cells(text: str, advances: Sequence[float], wide: Sequence[bool]) -> list[Cell]:
    """The room of each character of `text`, punctuation squeezed where two full-width marks meet."""
    result = []
    last = len(text) - 1
    for i, (character, advance) in enumerate(zip(text, advances, strict=True)):
        if not wide[i] or (character not in _CLOSING and character not in _OPENING):
            result.append(Cell(advance, is_wide=wide[i]))
            continue
        half = advance / 2
        after = text[i + 1] if i < last and wide[i + 1] else ""
        is_closing = character in _CLOSING
        meets = after in _OPENING or (is_closing and (after in _CLOSING or after in "？！")) if after else False
        own = half if meets else advance
        result.append(Cell(own, 0.0 if is_closing else half, own - half if is_closing else 0.0, True))
    return result


def break_lines(text: str, each: Sequence[Cell], room: float, indent: float = 0) -> list[Line]:
    """The lines of `text`, which holds no invisible characters; "\\n" ends a paragraph.

    `room` is the width of a line and `indent` what the first line of each paragraph stands in by.
    """
    bound = _inside(_WHOLE, text)
    units = _inside(_UNITS, text)
    joints = {
        found.start() + place
        for found in _LONG_WORD.finditer(text)
        for place in range(1, len(found.group()))
        if found.group()[place - 1] in _WORD_BREAKS and found.group()[place] not in _WORD_BREAKS
    }
    lines: list[Line] = []
    start = 0
    for paragraph in text.split("\n"):
        end = start + len(paragraph)
        lines.extend(_paragraph(text, each, (bound, units, joints), start, end, room, indent))
        start = end + 1
    return lines


def _inside(pattern: re.Pattern[str], text: str) -> set[int]:
    """Places that lie inside something that stays whole."""
    return {place for found in pattern.finditer(text) for place in range(found.start() + 1, found.end())}


def _paragraph(
    text: str,
    each: Sequence[Cell],
    whole: _Places,
    start: int,
    end: int,
    room: float,
    indent: float,
) -> list[Line]:
    lines: list[Line] = []
    free = room - indent
    while True:
        stop = _fit(text, each, whole, start, end, free)
        shown = stop
        while shown > start and text[shown - 1] == " ":
            shown -= 1
        after = stop
        while after < end and text[after] == " ":
            after += 1
        lines.append(_line(each, start, shown, after >= end))
        if after >= end:
            return lines
        start = after
        free = room


def _line(each: Sequence[Cell], start: int, end: int, is_last: bool) -> Line:
    if start == end:
        return Line(start, end, 0.0, 0.0, is_last)
    lead = each[start].at_start
    width = sum(cell.advance for cell in each[start:end]) - lead - each[end - 1].at_end
    return Line(start, end, width, lead, is_last)


def _fit(text: str, each: Sequence[Cell], whole: _Places, start: int, end: int, room: float) -> int:
    """Where the line that begins at `start` ends: always beyond `start` unless the paragraph is empty.

    `whole` holds the places inside what is never parted, those between a figure and its unit, which are parted only
    in need, and those after the signs of punctuation in very long words, such as addresses of pages.
    """
    bound, units, joints = whole
    used = -each[start].at_start if start < end else 0.0
    best = last = start
    used_at_best = 0.0
    for i in range(start, end):
        if i > start and i not in bound and (i in joints or may_break(text, each, i)):
            last = i
            if i not in units:
                best, used_at_best = i, used
        used += each[i].advance
        if text[i] != " " and used - each[i].at_end > room + 1e-6:  # spaces hang in the margin
            if last > best and room - used_at_best > _LOOSE * room:
                return last
            return best if best > start else _force(text, start, i)
    return end


def _force(text: str, start: int, i: int) -> int:
    """The end of a line within something that is wider than the line: after a sign of punctuation, else anywhere."""
    for place in range(i, max(start + 1, i - 24), -1):
        if text[place - 1] in _WORD_BREAKS:
            return place
    return max(i, start + 1)


def may_break(text: str, each: Sequence[Cell], i: int) -> bool:
    """Whether a line may end before `text[i]` (i > 0)."""
    before, after = text[i - 1], text[i]
    if after == " ":
        return False
    if before == " ":
        return after not in NO_START or not each[i].is_wide
    if after in NO_START or before in NO_END:
        return False
    return each[i - 1].is_wide or each[i].is_wide
