"""Commands of the workers: one module each, `main(argv) -> int`."""
