"""Tables of coming in: sessions."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table

from archive.adapters.tables import ID, Moment, metadata

sessions = Table(
    "sessions",
    metadata,
    Column("id", ID, primary_key=True),
    Column("user_id", ID, ForeignKey("users.id"), nullable=False, index=True),
    Column("device", String(40), nullable=False),
    Column("network", String(60), nullable=False),
    Column("began_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("ended_at", Moment),
)
