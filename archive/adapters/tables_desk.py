"""The table of what people do around cases."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table, Text

from archive.adapters.tables import ID, Moment, metadata

case_acts = Table(
    "case_acts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("left", ID, nullable=False),
    Column("right", ID, nullable=False),
    Column("kind", String(20), nullable=False, index=True),
    Column("by", String(80), nullable=False),
    Column("to", String(80), nullable=False),
    Column("words", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Index(None, "left", "right"),
    Index(None, "right"),
)
