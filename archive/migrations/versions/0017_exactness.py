"""How exact each text was that somebody handed in, once another person had accepted one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "transcript_exactness",
        sa.Column("transcript_id", sa.String(36), nullable=False),
        sa.Column("author", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcripts.id"], name=op.f("fk_transcript_exactness_transcript_id")
        ),
        sa.PrimaryKeyConstraint("transcript_id", name=op.f("pk_transcript_exactness")),
    )
    op.create_index(op.f("ix_transcript_exactness_author"), "transcript_exactness", ["author"])


def downgrade() -> None:
    op.drop_table("transcript_exactness")
