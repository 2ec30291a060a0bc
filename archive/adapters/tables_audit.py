"""The tables of the audit. Triggers of the migration refuse every change of an entry or an anchor."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Index, Integer, LargeBinary, String, Table, Text

from archive.adapters.tables import Moment, metadata

audit_entries = Table(
    "audit_entries",
    metadata,
    Column("number", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("act", String(40), nullable=False),
    Column("by", String(80), nullable=False),
    Column("roles", String(200), nullable=False),
    Column("subject_kind", String(40), nullable=False),
    Column("subject_id", String(200), nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("details", Text, nullable=False),
    Column("request", String(40), nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Index(None, "at"),
    Index(None, "by", "number"),
    Index(None, "subject_id", "number"),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("id", Integer, primary_key=True, comment="always 1: whoever adds entries holds this row"),
    Column("number", BigInteger, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
    Column("at", Moment),
)

audit_anchors = Table(
    "audit_anchors",
    metadata,
    Column("day", Date, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("hash", LargeBinary(32), nullable=False),
)
