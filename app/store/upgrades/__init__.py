"""Bringing an older database to the present form. Steps are kept for ever; `STEPS[n]` leads from version n to n + 1."""

from app.store.upgrades.running import upgrade

__all__ = ["upgrade"]
