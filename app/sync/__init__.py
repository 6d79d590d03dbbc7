"""The branch side of synchronisation."""
