"""The tables of the records, the same on SQLite and PostgreSQL. Made and changed only by the migrations.

Times are kept in UTC. Ids are UUIDv7 as text. Transcripts are kept whole and compressed: they are written
once, read whole, and a page with its words and boxes is some hundred kilobytes of JSON.
"""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment with its zone; SQLite keeps none, so it goes in and comes out as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class PackedJson(TypeDecorator[Any]):
    """JSON, compressed with zlib."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        if value is None:
            return None
        return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(zlib.decompress(value))


ID = String(36)
SHA256 = String(64)
Json = JSON().with_variant(JSONB(), "postgresql")

organisations = Table(
    "organisations",
    metadata,
    Column("id", ID, primary_key=True),
    Column("parent_id", ID, ForeignKey("organisations.id"), index=True),
    Column("name", String(200), nullable=False),
    Column("kind", String(40), nullable=False, default=""),
    Column("path", String(400), nullable=False, unique=True),
)

users = Table(
    "users",
    metadata,
    Column("id", ID, primary_key=True),
    Column("login", String(120), nullable=False, unique=True),
    Column("name", String(200), nullable=False, default=""),
    Column("password_hash", String(200)),
    Column("organisation_path", String(400), nullable=False, server_default=""),
    Column("born", Date),
    Column("purpose", Text, nullable=False, server_default=""),
    Column("made_at", Moment, nullable=False),
    Column("disabled_at", Moment),
)

grants = Table(
    "grants",
    metadata,
    Column("id", ID, primary_key=True),
    Column("user_id", ID, ForeignKey("users.id"), nullable=False, index=True),
    Column("role", String(40), nullable=False),
    Column("organisation_id", ID, ForeignKey("organisations.id")),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("login_key", SHA256, nullable=False),
    Column("origin_key", SHA256, nullable=False),
    Column("at", Moment, nullable=False),
    Column("succeeded", Boolean, nullable=False),
    Index(None, "login_key", "at"),
    Index(None, "origin_key", "at"),
)

one_time_tokens = Table(
    "one_time_tokens",
    metadata,
    Column("token_hash", SHA256, primary_key=True),
    Column("user_id", ID, ForeignKey("users.id"), nullable=False, index=True),
    Column("purpose", String(40), nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
)

visits = Table(
    "visits",
    metadata,
    Column("id", ID, primary_key=True),
    Column("title", Text, nullable=False),
    Column("commune", String(200), nullable=False),
    Column("date", Date),
    Column("team", Text, nullable=False),
    Column("family", Text, nullable=False),
    Column("witnesses", Json, nullable=False),
    Column("known_names", Json, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("code", String(20), nullable=False, unique=True),
    Column("organisation_id", ID, ForeignKey("organisations.id"), index=True),
    Column("organisation_path", String(400), nullable=False, server_default="", index=True),
    Column("created_by", ID),
    Column("account", Json, nullable=False, server_default="{}"),
    Column("made_at", Moment, nullable=False),
)

visit_checks = Table(
    "visit_checks",
    metadata,
    Column("id", ID, primary_key=True),
    Column("visit_id", ID, ForeignKey("visits.id"), nullable=False, index=True),
    Column("by", ID, nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("words", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
)

items = Table(
    "items",
    metadata,
    Column("id", ID, primary_key=True),
    Column("visit_id", ID, ForeignKey("visits.id"), nullable=False, index=True),
    Column("kind", String(40), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("external_id", String(200)),
    Column("source", Text, nullable=False),
    Column("dated", String(80)),
    Column("made_at", Moment, nullable=False),
    Column("state", String(20), nullable=False, server_default="kept"),
    Column("withdrawn_at", Moment),
    Index(None, "source", "external_id", unique=True),
)

stored_objects = Table(
    "stored_objects",
    metadata,
    Column("sha256", SHA256, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("stored_at", Moment, nullable=False),
    Column("held_in", String(20), nullable=False, server_default="objects"),
    Column("checked_at", Moment, comment="of the last comparison with the hash"),
    Index(None, "checked_at", "sha256"),
)

fixity_events = Table(
    "fixity_events",
    metadata,
    Column("id", ID, primary_key=True),
    Column("sha256", SHA256, ForeignKey("stored_objects.sha256"), nullable=False, index=True),
    Column("at", Moment, nullable=False, index=True),
    Column("outcome", String(20), nullable=False),
)

assets = Table(
    "assets",
    metadata,
    Column("id", ID, primary_key=True),
    Column("item_id", ID, ForeignKey("items.id"), nullable=False, index=True),
    Column("sha256", SHA256, ForeignKey("stored_objects.sha256"), nullable=False, index=True),
    Column("filename", Text, nullable=False),
    Column("medium", String(20), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("role", String(20), nullable=False),
    Column("position", Integer, nullable=False),
    Column("metadata", Json, nullable=False),
    Column("made_at", Moment, nullable=False),
)

accessions = Table(
    "accessions",
    metadata,
    Column("id", ID, primary_key=True),
    Column("asset_id", ID, ForeignKey("assets.id"), nullable=False, index=True),
    Column("visit_id", ID, ForeignKey("visits.id"), nullable=False, index=True),
    Column("sha256", SHA256, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("by", String(80), nullable=False),
    Column("duplicate", Boolean, nullable=False),
    Index(None, "visit_id", "by"),
)


def made_file_columns() -> tuple[Column[Any], ...]:
    """Of a file that was made for viewing, with or without what is withheld: where it lies, and its shape."""
    return (
        Column("key", Text, nullable=False),
        Column("media_type", String(100), nullable=False),
        Column("width", Integer),
        Column("height", Integer),
        Column("recipe", String(40), nullable=False),
    )


derivatives = Table(
    "derivatives",
    metadata,
    Column("asset_id", ID, ForeignKey("assets.id"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("page", Integer, primary_key=True, comment="0: the asset has no pages"),
    *made_file_columns(),
)

transcripts = Table(
    "transcripts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("asset_id", ID, ForeignKey("assets.id"), nullable=False),
    Column("author_kind", String(20), nullable=False),
    Column("status", String(20), nullable=False),
    Column("supersedes", ID),
    Column("made_at", Moment, nullable=False),
    Column("body", PackedJson, nullable=False),
    Column("author", String(120)),
    Column("track", ID, nullable=False, server_default=""),
    Column("letters", Integer, comment="how long the text is"),
    Column("quality", Float, comment="mean confidence, weighed by length"),
    Column("hand", Boolean, comment="some of it is handwriting"),
    Column("about", Json, comment="author, reason, contributors: what a list of versions tells"),
    Index(None, "asset_id", "made_at"),
    Index(None, "status", "asset_id"),
    Index(None, "author", "status"),
)

mentions = Table(
    "mentions",
    metadata,
    Column("transcript_id", ID, ForeignKey("transcripts.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("certainty", String(20), nullable=False),
    Column("candidates", Json, nullable=False),
    Column("attributes", Json, nullable=False),
)

stages = Table(
    "stages",
    metadata,
    Column("target_id", ID, primary_key=True),
    Column("stage", String(30), primary_key=True),
    Column("item_id", ID, ForeignKey("items.id"), nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("lease_until", Moment),
    Column("not_before", Moment),
    Column("worker", String(120)),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("progress", Float),
    Column("reason_code", String(60)),
    Column("reason_vi", Text),
    Column("reason_en", Text),
    Index(None, "state", "lease_until"),
    Index(None, "stage", "state", "ended_at"),
)

uploads = Table(
    "uploads",
    metadata,
    Column("id", ID, primary_key=True),
    Column("visit_id", ID, ForeignKey("visits.id"), nullable=False, index=True),
    Column("item_id", ID),
    Column("by", String(80), nullable=False),
    Column("filename", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("sha256", SHA256),
    Column("key", Text, nullable=False),
    Column("store_id", Text, nullable=False),
    Column("details", Json, nullable=False),
    Column("asset_id", ID),
    Column("made_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

sendings = Table(
    "sendings",
    metadata,
    Column("id", ID, primary_key=True),
    Column("visit_id", ID, ForeignKey("visits.id"), nullable=False, index=True),
    Column("by", String(80), nullable=False),
    Column("filename", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("details", Json, nullable=False),
    Column("sha256", SHA256),
    Column("asset_id", ID),
    Column("made_at", Moment, nullable=False),
)

sent_parts = Table(
    "sent_parts",
    metadata,
    Column("sending_id", ID, ForeignKey("sendings.id"), primary_key=True),
    Column("start", BigInteger, primary_key=True),
    Column("size", BigInteger, primary_key=True),
    Column("key", Text, nullable=False),
)
