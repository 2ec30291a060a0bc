"""Watches, and what came for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "watches",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("user_id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("value", sa.String(200), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_watches_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watches")),
    )
    op.create_index(op.f("ix_watches_user_id"), "watches", ["user_id"])
    op.create_index(op.f("ix_watches_kind_value"), "watches", ["kind", "value"])
    op.create_table(
        "watch_hits",
        sa.Column("watch_id", sa.String(36), nullable=False),
        sa.Column("item_id", sa.String(36), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("digested_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["watch_id"], ["watches.id"], name=op.f("fk_watch_hits_watch_id")),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_watch_hits_item_id")),
        sa.PrimaryKeyConstraint("watch_id", "item_id", name=op.f("pk_watch_hits")),
    )
    op.create_index(op.f("ix_watch_hits_item_id"), "watch_hits", ["item_id"])
    op.create_index(op.f("ix_watch_hits_digested_at"), "watch_hits", ["digested_at"])


def downgrade() -> None:
    op.drop_table("watch_hits")
    op.drop_table("watches")
