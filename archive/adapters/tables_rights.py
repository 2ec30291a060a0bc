"""Tables of consent and of parts that are withheld."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, String, Table, Text

from archive.adapters.tables import ID, SHA256, Json, Moment, made_file_columns, metadata

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

withheld_parts = Table(
    "withheld_parts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("asset_id", ID, ForeignKey("assets.id"), nullable=False, index=True),
    Column("place", Json, nullable=False, comment="page and box, or start and end"),
    Column("reason", String(40), nullable=False),
    Column("words", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("made_by", String(80), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("lifted_by", String(80)),
    Column("lifted_at", Moment),
    Column("confirmed_by", String(80), nullable=False, server_default=""),
)

masked_derivatives = Table(
    "masked_derivatives",
    metadata,
    Column("asset_id", ID, ForeignKey("assets.id"), primary_key=True),
    Column("mask", String(40), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("page", Integer, primary_key=True, comment="0: the asset has no pages"),
    *made_file_columns(),
)

erasures = Table(
    "erasures",
    metadata,
    Column("id", ID, primary_key=True),
    Column("item_id", ID, nullable=False, index=True),
    Column("visit_id", ID, nullable=False),
    Column("objects", Json, nullable=False),
    Column("keys", Json, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("done_at", Moment, index=True),
)

shares = Table(
    "shares",
    metadata,
    Column("id", ID, primary_key=True),
    Column("token_hash", SHA256, nullable=False, unique=True),
    Column("visit_id", ID, ForeignKey("visits.id"), nullable=False, index=True),
    Column("items", Json, nullable=False),
    Column("until", Moment, nullable=False),
    Column("made_by", String(80), nullable=False),
    Column("label", Text, nullable=False),
    Column("openings", Integer, nullable=False),
    Column("opened_at", Moment),
    Column("revoked_at", Moment),
    Column("made_at", Moment, nullable=False),
)
