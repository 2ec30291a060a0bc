"""Alembic's revisions of the records. HEAD is the newest; a test compares it with the scripts."""

HEAD = "0033"
