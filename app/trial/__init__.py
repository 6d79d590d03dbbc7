"""The trial branch: a whole bank on one computer."""
