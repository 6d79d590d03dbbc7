"""The steps from each schema version to the next. A released step never changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sqlalchemy as sa

from app.store.upgrades import version_1

Step = Callable[[sa.Connection], None]

STEPS: Mapping[int, Step] = {1: version_1.upgrade}
"""Version 1 is the first."""
