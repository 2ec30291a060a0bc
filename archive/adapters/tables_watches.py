"""The tables of watches and of what came for them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from archive.adapters.tables import ID, Moment, metadata

watches = Table(
    "watches",
    metadata,
    Column("id", ID, primary_key=True),
    Column("user_id", ID, ForeignKey("users.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("value", String(200), nullable=False),
    Column("label", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index(None, "kind", "value"),
)

watch_hits = Table(
    "watch_hits",
    metadata,
    Column("watch_id", ID, ForeignKey("watches.id"), primary_key=True),
    Column("item_id", ID, ForeignKey("items.id"), primary_key=True, index=True),
    Column("made_at", Moment, nullable=False),
    Column("read_at", Moment),
    Column("digested_at", Moment, index=True),
)
