"""The tables of martyr records, of what people decided about them, and of what the machine proposes."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, String, Table, Text

from archive.adapters.tables import ID, SHA256, Json, Moment, metadata

source_lists = Table(
    "source_lists",
    metadata,
    Column("id", ID, primary_key=True),
    Column("source", String(200), nullable=False, index=True),
    Column("filename", Text, nullable=False),
    Column("sha256", SHA256, nullable=False),
    Column("headings", Json, nullable=False),
    Column("mapping", Json, nullable=False),
    Column("by", String(80), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("closed_at", Moment),
)

martyr_records = Table(
    "martyr_records",
    metadata,
    Column("id", ID, primary_key=True),
    Column("source", String(200), nullable=False),
    Column("external_id", String(200), nullable=False),
    Index(None, "source", "external_id", unique=True),
)

source_rows = Table(
    "source_rows",
    metadata,
    Column("record_id", ID, ForeignKey("martyr_records.id"), primary_key=True),
    Column("list_id", ID, ForeignKey("source_lists.id"), primary_key=True, index=True),
    Column("number", Integer, nullable=False),
    Column("row_hash", String(32), nullable=False),
    Column("cells", Json, nullable=False),
)

assertions = Table(
    "assertions",
    metadata,
    Column("id", ID, primary_key=True),
    Column("record_id", ID, ForeignKey("martyr_records.id"), nullable=False, index=True),
    Column("field_name", String(40), nullable=False),
    Column("written", Text, nullable=False),
    Column("normal", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("by", String(80), nullable=False),
    Column("where", Json),
    Column("made_at", Moment, nullable=False),
)

link_decisions = Table(
    "link_decisions",
    metadata,
    Column("id", ID, primary_key=True),
    Column("left", ID, nullable=False),
    Column("right", ID, nullable=False),
    Column("step", String(30), nullable=False),
    Column("by", String(80), nullable=False),
    Column("level", String(20), nullable=False),
    Column("reason_code", String(60), nullable=False),
    Column("words", Text, nullable=False),
    Column("evidence_seen", Json, nullable=False),
    Column("withdraws", ID),
    Column("authority_number", String(200), nullable=False, server_default=""),
    Column("made_at", Moment, nullable=False),
    Index(None, "left", "right"),
    Index(None, "right"),
)

suggestions = Table(
    "suggestions",
    metadata,
    Column("item_id", ID, ForeignKey("items.id"), primary_key=True),
    Column("record_id", ID, ForeignKey("martyr_records.id"), primary_key=True),
    Column("external_id", String(200), nullable=False),
    Column("name", Text, nullable=False),
    Column("weight", Float, nullable=False),
    Column("probability", Float, nullable=False, index=True),
    Column("evidence", Json, nullable=False),
    Column("contradictions", Json, nullable=False),
    Column("model", String(80), nullable=False),
)
