"""The pages and the HTTP interface. Reads the archive and appends decisions; never imports workers."""
