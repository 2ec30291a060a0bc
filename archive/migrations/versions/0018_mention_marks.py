"""What people say of names, units, places and dates in a text."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "mention_marks",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("asset_id", sa.String(36), nullable=False),
        sa.Column("transcript_id", sa.String(36), nullable=False),
        sa.Column("line", sa.String(80), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("act", sa.String(10), nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(20), nullable=True),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("candidates", JSON, nullable=False),
        sa.Column("attributes", JSON, nullable=False),
        sa.Column("undoes", sa.String(36), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_mention_marks_asset_id")),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcripts.id"], name=op.f("fk_mention_marks_transcript_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mention_marks")),
    )
    op.create_index(op.f("ix_mention_marks_asset_id"), "mention_marks", ["asset_id"])


def downgrade() -> None:
    op.drop_table("mention_marks")
