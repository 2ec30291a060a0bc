"""Word lists of the reading workers: data that can be edited."""
