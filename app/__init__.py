"""接诉台 Jiesu: the complaint desk of a bank branch."""

__version__ = "0.1.0"
