"""One machine's archive: its servers and workers, started in order, watched by supervisord, ended cleanly."""
