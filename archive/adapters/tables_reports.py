"""The tables of the public intake: reports, their files and history, campaigns, and uses (to limit them)."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from archive.adapters.tables import ID, SHA256, Moment, metadata

campaigns = Table(
    "campaigns",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("code", String(20), nullable=False, unique=True),
    Column("place", String(200), nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("opened", Integer, nullable=False),
    Column("made_by", String(80), nullable=False),
    Column("closed_at", Moment),
    Column("made_at", Moment, nullable=False),
)

reports = Table(
    "reports",
    metadata,
    Column("id", ID, primary_key=True),
    Column("code", String(20), nullable=False, unique=True),
    Column("about", String(20), nullable=False),
    Column("told", Text, nullable=False),
    Column("place", String(200), nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("contact_name", String(200), nullable=False),
    Column("contact_relation", String(200), nullable=False),
    Column("contact_reach", String(200), nullable=False),
    Column("may_call", Boolean, nullable=False),
    Column("campaign_id", ID, ForeignKey("campaigns.id"), index=True),
    Column("language", String(8), nullable=False),
    Column("state", String(20), nullable=False),
    Column("due", Date, nullable=False),
    Column("reason", String(40), nullable=False),
    Column("words", Text, nullable=False),
    Column("holder", ID),
    Column("offered_to", ID),
    Column("visit_id", ID, ForeignKey("visits.id")),
    Column("made_at", Moment, nullable=False),
    Index(None, "state", "due"),
)

report_files = Table(
    "report_files",
    metadata,
    Column("id", ID, primary_key=True),
    Column("report_id", ID, ForeignKey("reports.id"), nullable=False, index=True),
    Column("key", Text, nullable=False),
    Column("filename", Text, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("sha256", SHA256, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("is_sketch", Boolean, nullable=False),
)

report_events = Table(
    "report_events",
    metadata,
    Column("id", ID, primary_key=True),
    Column("report_id", ID, ForeignKey("reports.id"), nullable=False, index=True),
    Column("act", String(20), nullable=False),
    Column("by", String(80), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("words", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

intake_uses = Table(
    "intake_uses",
    metadata,
    Column("proof", SHA256, primary_key=True),
    Column("origin_key", SHA256, nullable=False),
    Column("purpose", String(20), nullable=False),
    Column("at", Moment, nullable=False),
    Index(None, "purpose", "at"),
)
