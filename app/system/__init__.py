"""What lies under every room: paths, resources, logging, clock, errors. It knows no other room."""
