"""The window around the pages: navigation, top bar, status bar, command palette, shortcuts, idle lock, background jobs."""
