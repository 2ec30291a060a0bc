"""The tables of watches and of what came for them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, String, Table, Text

from archive.adapters.tables import ID, Json, Moment, metadata

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

kept_digests = Table(
    "kept_digests",
    metadata,
    Column("id", ID, primary_key=True),
    Column("user_id", ID, ForeignKey("users.id"), nullable=False, index=True),
    Column("lines", Json, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("mailed_at", Moment),
    Column("refused", String(40), nullable=False),
)

mail_addresses = Table(
    "mail_addresses",
    metadata,
    Column("user_id", ID, ForeignKey("users.id"), primary_key=True),
    Column("address", String(254), nullable=False),
    Column("since", Moment, nullable=False),
)
