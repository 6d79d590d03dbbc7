"""What leaves the house of a file: the same picture without where, when and with what it was taken.

Nothing is encoded anew, so no quality is lost: the parts that say such things are cut out of the file. The right way
up is kept.
"""

from __future__ import annotations

from app.attachments.stripping.exporting import export_bytes

__all__ = ["export_bytes"]
