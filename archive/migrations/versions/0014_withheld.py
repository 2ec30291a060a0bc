"""Parts of items that are not for everybody, and what is shown in their place."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "withheld_parts",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("asset_id", sa.String(36), nullable=False),
        sa.Column("place", JSON, nullable=False, comment="page and box, or start and end"),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(80), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("lifted_by", sa.String(80), nullable=True),
        sa.Column("lifted_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_withheld_parts_asset_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withheld_parts")),
    )
    op.create_index(op.f("ix_withheld_parts_asset_id"), "withheld_parts", ["asset_id"], unique=False)
    op.create_table(
        "masked_derivatives",
        sa.Column("asset_id", sa.String(36), nullable=False),
        sa.Column("mask", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False, comment="0: the asset has no pages"),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("recipe", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_masked_derivatives_asset_id")),
        sa.PrimaryKeyConstraint("asset_id", "mask", "kind", "page", name=op.f("pk_masked_derivatives")),
    )


def downgrade() -> None:
    op.drop_table("masked_derivatives")
    op.drop_table("withheld_parts")
