"""What is dropped or pasted, as files and pictures to add."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

from app.domain.deadlines import CHINA
from app.language import _
from app.operations.take_in_file import Pixels
from app.ui.case.files.incoming import Incoming


def has_files(mime: QMimeData) -> bool:
    """Whether there is anything to add in it; what lies in the web is not fetched."""
    return mime.hasImage() or any(url.isLocalFile() for url in mime.urls())


def incoming_from(mime: QMimeData, now: datetime) -> list[Incoming]:
    """Local files, else a picture, which is named by the time."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if paths:
        return [Incoming(path.name, path) for path in paths]
    image = mime.imageData() if mime.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return []
    time = now.astimezone(CHINA).strftime("%Y-%m-%d %H%M%S")
    return [Incoming(_("Pasted {time}.png").format(time=time), pixels=_pixels_of(image))]


def _pixels_of(image: QImage) -> Pixels:
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)  # a row of four bytes a pixel has no gap at its end
    return Pixels(plain.width(), plain.height(), bytes(plain.constBits()))
