"""PDFium is not safe for threads: whoever uses it holds this lock, in the whole process."""

from __future__ import annotations

import threading

PDFIUM = threading.Lock()
