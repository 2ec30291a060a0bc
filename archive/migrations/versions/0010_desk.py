"""The desk: acts around cases, and the number of an authority's decision in the ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_acts",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("left", sa.String(36), nullable=False),
        sa.Column("right", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("to", sa.String(80), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_acts")),
    )
    op.create_index(op.f("ix_case_acts_kind"), "case_acts", ["kind"])
    op.create_index(op.f("ix_case_acts_left_right"), "case_acts", ["left", "right"])
    op.create_index(op.f("ix_case_acts_right"), "case_acts", ["right"])
    op.add_column(
        "link_decisions", sa.Column("authority_number", sa.String(200), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("link_decisions", "authority_number")
    op.drop_table("case_acts")
