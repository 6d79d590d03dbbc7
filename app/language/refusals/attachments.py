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
    R.ATTACHMENTS_TOO_LARGE: lambda d: _(
        "The files of the case would be larger than {limit} MB together. Set aside what does not belong to it, or scan "
        "with a lower resolution."
    ).format_map(d),
    R.ATTACHMENT_PROGRAM: lambda d: _(
        "This file is a program and may harm the computer. It was not added. Ask for a picture or a PDF instead."
    ),
    R.ATTACHMENT_MACROS: lambda d: _(
        "This office file can hold macros, which are programs. It was not added. Ask for it as a PDF."
    ),
    R.ATTACHMENT_OFFICE: lambda d: _("Office files can't be attached. Save it as a PDF and add that."),
    R.ATTACHMENT_ARCHIVE: lambda d: _(
        "Packed files can't be attached, because nobody can see what is in them. Add the pictures and PDFs one by one."
    ),
    R.ATTACHMENT_BOMB: lambda d: _(
        "This packed file would grow beyond measure when opened; such files are made to harm. It was not added. "
        "Ask for the pictures or PDFs themselves."
    ),
    R.ATTACHMENT_MARKUP: lambda d: _(
        "Web pages and SVG drawings can run programs and can't be attached. Add a screenshot or a PDF instead."
    ),
    R.ATTACHMENT_PHONE_PICTURE: lambda d: _(
        "Pictures in the form of some phones (HEIC, AVIF) can't be attached. Save or send it as JPEG and add that."
    ),
    R.ATTACHMENT_TOO_MANY_PIXELS: lambda d: _(
        "The picture has more than {limit} million pixels. Scan or save it with a lower resolution."
    ).format_map(d),
    R.ATTACHMENT_TOO_MANY_PAGES: lambda d: _(
        "The file has more than {limit} pages. Split it and add the parts that matter."
    ).format_map(d),
    R.ATTACHMENT_PDF_ACTIVE: lambda d: _(
        "This PDF holds a program, another file or an order to start something. It was not added. Print it to a new "
        "PDF or scan it, and add that."
    ),
    R.ATTACHMENT_PDF_LOCKED: lambda d: _(
        "This PDF is protected, so nobody can look into it or read it later. Ask for one without a password, or print "
        "it to a new PDF and add that."
    ),
    R.ATTACHMENT_DAMAGED: lambda d: _(
        "This file is damaged or incomplete; it can't be shown. Ask for it again, or scan it anew."
    ),
    R.ATTACHMENT_NOT_HERE: lambda d: _(
        "The file was added at another PC and has not come to this one yet. It comes by itself once headquarters has "
        "it; until then open it at the PC where it was added."
    ),
    R.ATTACHMENT_FOLDER: lambda d: _("This is a folder. Open it and add the files that matter."),
    R.UNKNOWN_ATTACHMENT: lambda d: _("This file is not known here. Synchronise and open the case again."),
}
