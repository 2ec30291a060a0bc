"""Kept for ever: backups, the rolling check of originals, and what is handed to other archives."""
