"""The desk: everything that imports PySide6."""
