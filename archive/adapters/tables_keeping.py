"""The tables of what is done to keep the archive, and of originals found damaged."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from archive.adapters.tables import ID, SHA256, Json, Moment, metadata

keeping_runs = Table(
    "keeping_runs",
    metadata,
    Column("id", ID, primary_key=True),
    Column("task", String(20), nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("outcome", String(60), nullable=False),
    Column("facts", Json, nullable=False),
    Index(None, "task", "began_at"),
)

incidents = Table(
    "fixity_incidents",
    metadata,
    Column("id", ID, primary_key=True),
    Column("sha256", SHA256, ForeignKey("stored_objects.sha256"), nullable=False, index=True),
    Column("outcome", String(20), nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("found_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("by", String(80), nullable=False),
    Column("note", Text, nullable=False),
)
