"""Fixtures of the tests of headquarters."""

from support.headquarters import desk, hub, second_desk

__all__ = ["desk", "hub", "second_desk"]
