"""Tables of consent: what was allowed, and what was taken back. Rows are added, never changed."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, String, Table, Text

from archive.adapters.tables import ID, SHA256, Json, Moment, metadata

consents = Table(
    "consents",
    metadata,
    Column("id", ID, primary_key=True),
    Column("visit_id", ID, ForeignKey("visits.id"), nullable=False, index=True),
    Column("item_id", ID, ForeignKey("items.id")),
    Column("party", Text, nullable=False),
    Column("relation", Text, nullable=False),
    Column("purposes", Json, nullable=False),
    Column("manner", String(20), nullable=False),
    Column("text_version", String(40), nullable=False),
    Column("text_sha256", SHA256, nullable=False),
    Column("evidence_asset_id", ID, comment="may arrive later"),
    Column("until", Date),
    Column("minor", Boolean, nullable=False),
    Column("guardian", Text, nullable=False),
    Column("entered_by", String(80), nullable=False),
    Column("given_at", Moment, nullable=False),
    Column("made_at", Moment, nullable=False),
)

consent_withdrawals = Table(
    "consent_withdrawals",
    metadata,
    Column("id", ID, primary_key=True),
    Column("consent_id", ID, ForeignKey("consents.id"), nullable=False, index=True),
    Column("purposes", Json, nullable=False),
    Column("words", Text, nullable=False),
    Column("entered_by", String(80), nullable=False),
    Column("made_at", Moment, nullable=False),
)
