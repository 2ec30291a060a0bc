"""Queues that a person paused, and how fast each kind of work goes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paused_stages",
        sa.Column("stage", sa.String(30), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("stage", name=op.f("pk_paused_stages")),
    )
    op.create_index(op.f("ix_stages_stage_state_ended_at"), "stages", ["stage", "state", "ended_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_stages_stage_state_ended_at"), "stages")
    op.drop_table("paused_stages")
