"""Commands: each module has `main(argv) -> int`."""
