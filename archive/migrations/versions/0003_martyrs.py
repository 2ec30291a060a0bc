"""Martyr records with their sources, the ledger of decisions, and the machine's suggestions"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "link_decisions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("left", sa.String(length=36), nullable=False),
        sa.Column("right", sa.String(length=36), nullable=False),
        sa.Column("step", sa.String(length=30), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("level", sa.String(length=20), nullable=False),
        sa.Column("reason_code", sa.String(length=60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("evidence_seen", JSON, nullable=False),
        sa.Column("withdraws", sa.String(length=36), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_decisions")),
    )
    op.create_index(op.f("ix_link_decisions_left_right"), "link_decisions", ["left", "right"], unique=False)
    op.create_index(op.f("ix_link_decisions_right"), "link_decisions", ["right"], unique=False)
    op.create_table(
        "martyr_records",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_martyr_records")),
    )
    op.create_index(
        op.f("ix_martyr_records_source_external_id"), "martyr_records", ["source", "external_id"], unique=True
    )
    op.create_table(
        "source_lists",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("headings", JSON, nullable=False),
        sa.Column("mapping", JSON, nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_lists")),
    )
    op.create_index(op.f("ix_source_lists_source"), "source_lists", ["source"], unique=False)
    op.create_table(
        "assertions",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("field_name", sa.String(length=40), nullable=False),
        sa.Column("written", sa.Text(), nullable=False),
        sa.Column("normal", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=80), nullable=False),
        sa.Column("where", JSON, nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["martyr_records.id"], name=op.f("fk_assertions_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assertions")),
    )
    op.create_index(op.f("ix_assertions_record_id"), "assertions", ["record_id"], unique=False)
    op.create_table(
        "source_rows",
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("list_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("row_hash", sa.String(length=32), nullable=False),
        sa.Column("cells", JSON, nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["source_lists.id"], name=op.f("fk_source_rows_list_id")),
        sa.ForeignKeyConstraint(["record_id"], ["martyr_records.id"], name=op.f("fk_source_rows_record_id")),
        sa.PrimaryKeyConstraint("record_id", "list_id", name=op.f("pk_source_rows")),
    )
    op.create_index(op.f("ix_source_rows_list_id"), "source_rows", ["list_id"], unique=False)
    op.create_table(
        "suggestions",
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("record_id", sa.String(length=36), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("contradictions", JSON, nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_suggestions_item_id")),
        sa.ForeignKeyConstraint(["record_id"], ["martyr_records.id"], name=op.f("fk_suggestions_record_id")),
        sa.PrimaryKeyConstraint("item_id", "record_id", name=op.f("pk_suggestions")),
    )
    op.create_index(op.f("ix_suggestions_probability"), "suggestions", ["probability"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_suggestions_probability"), table_name="suggestions")
    op.drop_table("suggestions")
    op.drop_index(op.f("ix_source_rows_list_id"), table_name="source_rows")
    op.drop_table("source_rows")
    op.drop_index(op.f("ix_assertions_record_id"), table_name="assertions")
    op.drop_table("assertions")
    op.drop_index(op.f("ix_source_lists_source"), table_name="source_lists")
    op.drop_table("source_lists")
    op.drop_index(op.f("ix_martyr_records_source_external_id"), table_name="martyr_records")
    op.drop_table("martyr_records")
    op.drop_index(op.f("ix_link_decisions_right"), table_name="link_decisions")
    op.drop_index(op.f("ix_link_decisions_left_right"), table_name="link_decisions")
    op.drop_table("link_decisions")
