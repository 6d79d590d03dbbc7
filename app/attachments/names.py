"""Names of files made safe to show and to save: what they end in says what they are."""

from __future__ import annotations

import re
import unicodedata

MAX_NAME = 100
_MAX_BYTES = 240  # file systems end at 255
_FALLBACK = "file"

_ENDINGS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/bmp": "bmp",
    "image/tiff": "tif",
    "image/webp": "webp",
    "application/pdf": "pdf",
    "text/plain": "txt",
}
_CLAIMED = """
    jpg jpeg jpe jfif png gif bmp dib tif tiff webp pdf txt log csv md heic avif svg htm html xhtml mht xml json exe com
    scr pif bat cmd msi msp dll sys cpl hta js jse vbs vbe wsf wsh ps1 psm1 sh py pl php jar class apk app dmg deb rpm
    lnk url desktop reg inf zip rar 7z gz tgz tar bz2 xz iso img cab doc docx docm dot dotm xls xlsx xlsm xlsb xlt xltm
    ppt pptx pptm pps ppsx rtf odt ods odp ofd wps et dps eml msg
"""
_KNOWN_ENDINGS = frozenset(_CLAIMED.split())
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?", re.IGNORECASE)
_SEPARATORS = re.compile(r"[/\\]")
_FORBIDDEN = dict.fromkeys(map(ord, '<>:"|?*'), "_")


def cleaned_name(name: str, media_type: str) -> str:
    """`name` without its path, without characters that hide or turn what follows, and with the ending of
    `media_type` in the place of every ending that it claims. At most 100 characters."""
    last = _SEPARATORS.split(name)[-1]
    visible = "".join(
        " " if unicodedata.category(character)[0] == "Z" else character
        for character in unicodedata.normalize("NFC", last.encode("utf-8", "replace").decode("utf-8"))
        if unicodedata.category(character)[0] != "C"
    )
    stem = " ".join(visible.translate(_FORBIDDEN).split()).strip(". ")
    while "." in stem and stem.rpartition(".")[2].strip().lower() in _KNOWN_ENDINGS:
        stem = stem.rpartition(".")[0].strip(". ")
    if stem.lower() in _KNOWN_ENDINGS:
        stem = ""
    if _RESERVED.fullmatch(stem):
        stem = f"_{stem}"
    ending = "." + _ENDINGS[media_type]
    stem = stem[: MAX_NAME - len(ending)]
    while len(stem.encode()) > _MAX_BYTES - len(ending):
        stem = stem[:-1]
    return (stem.strip(". ") or _FALLBACK) + ending
