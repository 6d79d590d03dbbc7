"""The steps from each schema version to the next. A released step never changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sqlalchemy as sa

Step = Callable[[sa.Connection], None]

STEPS: Mapping[int, Step] = {}
"""Version 1 is the first."""
