"""The steps from each schema version to the next. A released step never changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sqlalchemy as sa

from app.store.upgrades import version_1, version_2

Step = Callable[[sa.Connection], None]

STEPS: Mapping[int, Step] = {1: version_1.upgrade, 2: version_2.upgrade}
"""Version 1 is the first."""
