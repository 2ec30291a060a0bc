"""The table of what people do around cases."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, String, Table, Text

from archive.adapters.tables import ID, Json, Moment, metadata

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

learned_models = Table(
    "learned_models",
    metadata,
    Column("id", ID, primary_key=True),
    Column("version", String(40), nullable=False),
    Column("parameters", Json, nullable=False),
    Column("confirmed", Integer, nullable=False),
    Column("refused", Integer, nullable=False),
    Column("held_out", Integer, nullable=False),
    Column("before", Float, nullable=False),
    Column("after", Float, nullable=False),
    Column("kept", Boolean, nullable=False),
    Column("moved", Json, nullable=False),
    Column("by", String(80), nullable=False),
    Column("made_at", Moment, nullable=False),
)
