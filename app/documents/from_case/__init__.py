"""From a case to the data of its papers: pure, with the masking that each paper wants (domain.md 2.4).

The slip goes home in a pocket and shows masked name, telephone and identity number; letters show the full name only.
The words are in `language`, by default the language the complainant chose at intake.
"""

from __future__ import annotations

from app.documents.from_case.letters import extension_notice_paper, resolution_letter_paper
from app.documents.from_case.shared import staff_line
from app.documents.from_case.slip import draft_of, slip_paper

__all__ = [
    "draft_of",
    "extension_notice_paper",
    "resolution_letter_paper",
    "slip_paper",
    "staff_line",
]
