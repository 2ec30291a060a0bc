"""The tables of graves, of kin, and of who opened a contact or an exact point and why."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, String, Table, Text

from archive.adapters.tables import ID, Moment, metadata

graves = Table(
    "graves",
    metadata,
    Column("id", ID, primary_key=True),
    Column("record_id", ID, ForeignKey("martyr_records.id"), nullable=False, index=True),
    Column("by", String(80), nullable=False),
    Column("source", Text, nullable=False),
    Column("cemetery", Text, nullable=False),
    Column("area", String(80), nullable=False),
    Column("lot", String(80), nullable=False),
    Column("row", String(80), nullable=False),
    Column("number", String(80), nullable=False),
    Column("remains", String(10), nullable=False),
    Column("point_written", String(200), nullable=False),
    Column("grid", String(10), nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("radius_m", Float),
    Column("organisation_path", String(400), nullable=False, server_default=""),
    Column("withdrawn_at", Moment),
    Column("made_at", Moment, nullable=False),
)

kin = Table(
    "kin",
    metadata,
    Column("id", ID, primary_key=True),
    Column("record_id", ID, ForeignKey("martyr_records.id"), nullable=False, index=True),
    Column("by", String(80), nullable=False),
    Column("source", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("relation", String(20), nullable=False),
    Column("contact", Text, nullable=False),
    Column("organisation_path", String(400), nullable=False, server_default=""),
    Column("withdrawn_at", Moment),
    Column("made_at", Moment, nullable=False),
)

openings = Table(
    "openings",
    metadata,
    Column("id", ID, primary_key=True),
    Column("subject_id", ID, nullable=False, index=True),
    Column("by", String(80), nullable=False),
    Column("reason", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
)
