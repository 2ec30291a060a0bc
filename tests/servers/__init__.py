"""Real servers for tests: each starter gives an address and can be stopped, killed and started again."""
