"""Papers that wait for a printer, failed or were printed."""
