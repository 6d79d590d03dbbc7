"""How synchronisation stands, in words and figures."""
