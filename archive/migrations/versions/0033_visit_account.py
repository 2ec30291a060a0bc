"""What is written down of a visit, and its check by the team lead."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("visits", sa.Column("account", JSON, nullable=False, server_default="{}"))
    op.create_table(
        "visit_checks",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("visit_id", sa.String(36), nullable=False),
        sa.Column("by", sa.String(36), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name=op.f("fk_visit_checks_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_checks")),
    )
    op.create_index(op.f("ix_visit_checks_visit_id"), "visit_checks", ["visit_id"], unique=False)


def downgrade() -> None:
    op.drop_table("visit_checks")
    op.drop_column("visits", "account")
