"""One module per part of a case's life: what a command turns into, or why it is refused."""
