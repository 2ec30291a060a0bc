"""The table of queues that a person has paused."""

from __future__ import annotations

from sqlalchemy import Column, String, Table

from archive.adapters.tables import Moment, metadata

paused_stages = Table(
    "paused_stages",
    metadata,
    Column("stage", String(30), primary_key=True),
    Column("since", Moment, nullable=False),
    Column("by", String(80), nullable=False),
)
