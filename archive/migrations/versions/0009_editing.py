"""People at work on texts: drafts, locks, presence, reviews; what lists of work need to know of a text."""

from __future__ import annotations

import json
import zlib
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_BATCH = 200


def upgrade() -> None:
    op.add_column("transcripts", sa.Column("author", sa.String(120), nullable=True))
    op.add_column("transcripts", sa.Column("track", sa.String(36), nullable=False, server_default=""))
    op.add_column("transcripts", sa.Column("letters", sa.Integer(), nullable=True))
    op.add_column("transcripts", sa.Column("quality", sa.Float(), nullable=True))
    op.add_column("transcripts", sa.Column("hand", sa.Boolean(), nullable=True))
    op.add_column("transcripts", sa.Column("about", JSON, nullable=True))
    op.create_index(op.f("ix_transcripts_status_asset_id"), "transcripts", ["status", "asset_id"])
    op.create_index(op.f("ix_transcripts_author_status"), "transcripts", ["author", "status"])
    _describe_those_that_stand()
    _drafts()
    _locks_and_presence()
    _reviews()


def _describe_those_that_stand() -> None:
    """Author, length and certainty of each text, which lists of work ask for without opening the text."""
    texts = sa.table(
        "transcripts",
        sa.column("id", sa.String),
        sa.column("body", sa.LargeBinary),
        sa.column("author", sa.String),
        sa.column("letters", sa.Integer),
        sa.column("quality", sa.Float),
        sa.column("hand", sa.Boolean),
        sa.column("about", JSON),
    )
    connection, last = op.get_bind(), ""
    while True:
        some = sa.select(texts.c.id, texts.c.body).where(texts.c.id > last).order_by(texts.c.id).limit(_BATCH)
        rows = connection.execute(some).all()
        for row in rows:
            told = _described(json.loads(zlib.decompress(row.body)))
            connection.execute(sa.update(texts).where(texts.c.id == row.id).values(**told))
        if len(rows) < _BATCH:
            return
        last = rows[-1].id


def _described(body: dict[str, Any]) -> dict[str, Any]:
    segments = body["segments"]
    letters = sum(len(one["text"]) for one in segments)
    weighed = sum(len(one["text"]) * one["confidence"] for one in segments)
    return {
        "author": body["author"]["name"][:120],
        "letters": letters,
        "quality": weighed / letters if letters else None,
        "hand": any(one["kind"] == "handwriting" for one in segments),
        "about": {"author": body["author"], "reason": "", "contributors": []},
    }


def _drafts() -> None:
    op.create_table(
        "transcript_drafts",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("asset_id", sa.String(36), nullable=False),
        sa.Column("track", sa.String(36), nullable=False),
        sa.Column("base", sa.String(36), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("device", sa.String(80), nullable=False),
        sa.Column("aside", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("writers", JSON, nullable=False),
        sa.Column("beside", JSON, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_transcript_drafts_asset_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript_drafts")),
    )
    op.create_index(
        op.f("ix_transcript_drafts_asset_id_track_revision"),
        "transcript_drafts",
        ["asset_id", "track", "revision"],
    )
    op.create_index(op.f("ix_transcript_drafts_by_closed"), "transcript_drafts", ["by", "closed"])


def _locks_and_presence() -> None:
    op.create_table(
        "transcript_locks",
        sa.Column("asset_id", sa.String(36), nullable=False),
        sa.Column("track", sa.String(36), nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_transcript_locks_asset_id")),
        sa.PrimaryKeyConstraint("asset_id", "track", name=op.f("pk_transcript_locks")),
    )
    op.create_table(
        "transcript_presence",
        sa.Column("asset_id", sa.String(36), nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("device", sa.String(80), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_transcript_presence_asset_id")),
        sa.PrimaryKeyConstraint("asset_id", "by", "device", name=op.f("pk_transcript_presence")),
    )


def _reviews() -> None:
    op.create_table(
        "transcript_reviews",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("asset_id", sa.String(36), nullable=False),
        sa.Column("transcript_id", sa.String(36), nullable=False),
        sa.Column("act", sa.String(30), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("role", sa.String(40), nullable=True),
        sa.Column("reason_code", sa.String(40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_transcript_reviews_asset_id")),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcripts.id"], name=op.f("fk_transcript_reviews_transcript_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript_reviews")),
    )
    op.create_index(op.f("ix_transcript_reviews_asset_id"), "transcript_reviews", ["asset_id"])


def downgrade() -> None:
    for table in ("transcript_reviews", "transcript_presence", "transcript_locks", "transcript_drafts"):
        op.drop_table(table)
    for index in ("ix_transcripts_author_status", "ix_transcripts_status_asset_id"):
        op.drop_index(op.f(index), table_name="transcripts")
    for name in ("about", "hand", "quality", "letters", "track", "author"):
        op.drop_column("transcripts", name)
