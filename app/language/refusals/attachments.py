"""Files of a case."""

from __future__ import annotations

from app.domain.reasons import ReasonCode as R
from app.language.catalogue import _
from app.language.refusals.details import Sentences

SENTENCES: Sentences = {
    R.ATTACHMENT_UNREADABLE: lambda d: _("This file could not be read in whole. Add it again."),
    R.ATTACHMENT_TYPE: lambda d: _(
        "Files of this kind can't be attached. Use a picture (JPEG, PNG, GIF, BMP, TIFF, WebP), a PDF or plain text."
    ),
    R.ATTACHMENT_EMPTY: lambda d: _("This file is empty. Choose another one."),
    R.ATTACHMENT_TOO_LARGE: lambda d: _(
        "The file is larger than {limit} MB. Scan it with a lower resolution, or split it."
    ).format_map(d),
    R.ATTACHMENTS_TOO_MANY: lambda d: _(
        "The case has {limit} files already, and no more are possible. Set aside what does not belong to it."
    ).format_map(d),
    R.UNKNOWN_ATTACHMENT: lambda d: _("This file is not known here. Synchronise and open the case again."),
}
