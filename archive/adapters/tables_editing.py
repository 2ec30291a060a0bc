"""The tables of people at work on texts: drafts, locks, presence, and what was said of each version."""

from __future__ import annotations

import json
import zlib
from typing import Any

from sqlalchemy import Boolean, Column, Dialect, ForeignKey, Index, Integer, String, Table, Text

from archive.adapters.tables import ID, Json, Moment, PackedJson, metadata


class PackedQuickly(PackedJson):
    """Written every two seconds while somebody types, and soon forgotten: speed before size."""

    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(), 1)


transcript_drafts = Table(
    "transcript_drafts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("asset_id", ID, ForeignKey("assets.id"), nullable=False),
    Column("track", ID, nullable=False),
    Column("base", ID),
    Column("revision", Integer, nullable=False),
    Column("by", ID, nullable=False),
    Column("device", String(80), nullable=False),
    Column("aside", Boolean, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("saved_at", Moment, nullable=False),
    Column("writers", Json, nullable=False),
    Column("beside", Json, nullable=False, comment="chapters and points"),
    Column("body", PackedQuickly, nullable=False),
    Index(None, "asset_id", "track", "revision"),
    Index(None, "by", "closed"),
)

transcript_locks = Table(
    "transcript_locks",
    metadata,
    Column("asset_id", ID, ForeignKey("assets.id"), primary_key=True),
    Column("track", ID, primary_key=True),
    Column("by", ID, nullable=False),
    Column("until", Moment, nullable=False),
)

transcript_presence = Table(
    "transcript_presence",
    metadata,
    Column("asset_id", ID, ForeignKey("assets.id"), primary_key=True),
    Column("by", ID, primary_key=True),
    Column("device", String(80), primary_key=True),
    Column("seen_at", Moment, nullable=False),
)

transcript_reviews = Table(
    "transcript_reviews",
    metadata,
    Column("id", ID, primary_key=True),
    Column("asset_id", ID, ForeignKey("assets.id"), nullable=False, index=True),
    Column("transcript_id", ID, ForeignKey("transcripts.id"), nullable=False),
    Column("act", String(30), nullable=False),
    Column("by", String(80), nullable=False),
    Column("role", String(40)),
    Column("reason_code", String(40), nullable=False),
    Column("words", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

transcript_exactness = Table(
    "transcript_exactness",
    metadata,
    Column("transcript_id", ID, ForeignKey("transcripts.id"), primary_key=True),
    Column("author", ID, nullable=False, index=True),
    Column("kind", String(40), nullable=False),
    Column("letters", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("judged_at", Moment, nullable=False),
)

second_readings = Table(
    "second_readings",
    metadata,
    Column("id", ID, primary_key=True),
    Column("asset_id", ID, ForeignKey("assets.id"), nullable=False, index=True),
    Column("item_id", ID, ForeignKey("items.id"), nullable=False),
    Column("first", ID, ForeignKey("transcripts.id"), nullable=False),
    Column("reader", ID, nullable=False, index=True),
    Column("begun_at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("second", ID, ForeignKey("transcripts.id")),
    Column("settled", ID, ForeignKey("transcripts.id")),
    Column("given_up", Boolean, nullable=False),
)

mention_marks = Table(
    "mention_marks",
    metadata,
    Column("id", ID, primary_key=True),
    Column("asset_id", ID, ForeignKey("assets.id"), nullable=False, index=True),
    Column("transcript_id", ID, ForeignKey("transcripts.id"), nullable=False),
    Column("line", String(80), nullable=False),
    Column("start", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("act", String(10), nullable=False),
    Column("by", ID, nullable=False),
    Column("kind", String(20)),
    Column("value", Text, nullable=False),
    Column("candidates", Json, nullable=False),
    Column("attributes", Json, nullable=False),
    Column("undoes", ID),
    Column("made_at", Moment, nullable=False),
)
