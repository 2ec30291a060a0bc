"""Who somebody is: accounts, sessions, the second step, tokens of programs, other sign-in services."""
