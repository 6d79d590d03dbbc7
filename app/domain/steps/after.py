"""What reviews, reopening, satisfaction, follow-up and lessons do to a case."""

from __future__ import annotations

from collections.abc import Mapping

from app.domain.case_builder import Step

STEPS: Mapping[str, Step] = {}
