"""What Vietnamese text means: spelling, names, units, places, dates. Pure: no I/O but its own data files."""
