"""Drives the real program through its real widgets, as a person would."""
