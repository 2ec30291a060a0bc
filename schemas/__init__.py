"""What things are: frozen values without I/O. Imports nothing else of ours."""
