"""The window around the pages: navigation, bars, command palette, shortcuts, idle lock, background jobs."""
