"""The ways back in (recovery with headquarters, restore) and the page of backups."""
