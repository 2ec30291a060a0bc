"""Transcripts of recordings in the forms that other programs read and write. Pure."""
