"""The table of bags that came in by a page."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text

from archive.adapters.tables import ID, Json, Moment, metadata

bag_imports = Table(
    "bag_imports",
    metadata,
    Column("id", ID, primary_key=True),
    Column("by", ID, ForeignKey("users.id"), nullable=False, index=True),
    Column("filename", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("state", String(20), nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("outcomes", Json, nullable=False),
    Column("reason_vi", Text, nullable=False),
    Column("reason_en", Text, nullable=False),
    Column("lease_until", Moment),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Index(None, "state", "made_at"),
)
