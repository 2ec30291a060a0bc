"""Graves, kin, and who opened a contact or an exact point and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "graves",
        *_stated("graves"),
        sa.Column("cemetery", sa.Text(), nullable=False),
        *(
            sa.Column(name, sa.String(length), nullable=False)
            for name, length in (
                ("area", 80),
                ("lot", 80),
                ("row", 80),
                ("number", 80),
                ("remains", 10),
                ("point_written", 200),
                ("grid", 10),
            )
        ),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("radius_m", sa.Float(), nullable=True),
    )
    op.create_index(op.f("ix_graves_record_id"), "graves", ["record_id"])
    op.create_table(
        "kin",
        *_stated("kin"),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("relation", sa.String(20), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
    )
    op.create_index(op.f("ix_kin_record_id"), "kin", ["record_id"])
    op.create_table(
        "openings",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("subject_id", sa.String(36), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_openings")),
    )
    op.create_index(op.f("ix_openings_subject_id"), "openings", ["subject_id"])


def _stated(table: str) -> list[sa.Column[object] | sa.Constraint]:
    return [
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("record_id", sa.String(36), nullable=False),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["martyr_records.id"], name=op.f(f"fk_{table}_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]


def downgrade() -> None:
    op.drop_table("openings")
    op.drop_table("kin")
    op.drop_table("graves")
