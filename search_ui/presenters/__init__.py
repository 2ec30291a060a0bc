"""What the pages show, made from what the archive holds: no I/O, no request."""
