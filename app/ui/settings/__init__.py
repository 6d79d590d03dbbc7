"""Settings of this computer: look, printing, lock. Every change works at once."""
