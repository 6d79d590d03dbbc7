"""Keys, passwords, sign-in, the OS keyring."""
