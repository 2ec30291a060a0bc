"""Checks of originals in the order of their age, incidents, and what was done to keep the archive."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("stored_objects", sa.Column("checked_at", MOMENT, nullable=True))
    op.create_index(op.f("ix_stored_objects_checked_at"), "stored_objects", ["checked_at", "sha256"])
    op.execute(
        "UPDATE stored_objects SET checked_at = (SELECT max(fixity_events.at) FROM fixity_events"
        " WHERE fixity_events.sha256 = stored_objects.sha256)"
    )
    op.create_index(op.f("ix_fixity_events_at"), "fixity_events", ["at"])
    op.create_table(
        "keeping_runs",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("task", sa.String(20), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("outcome", sa.String(60), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keeping_runs")),
    )
    op.create_index(op.f("ix_keeping_runs_task_began_at"), "keeping_runs", ["task", "began_at"])
    op.create_table(
        "fixity_incidents",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("by", sa.String(80), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sha256"], ["stored_objects.sha256"], name=op.f("fk_fixity_incidents_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fixity_incidents")),
    )
    op.create_index(op.f("ix_fixity_incidents_sha256"), "fixity_incidents", ["sha256"])
    op.create_index(op.f("ix_fixity_incidents_state"), "fixity_incidents", ["state"])


def downgrade() -> None:
    op.drop_table("fixity_incidents")
    op.drop_table("keeping_runs")
    op.drop_index(op.f("ix_fixity_events_at"), "fixity_events")
    op.drop_index(op.f("ix_stored_objects_checked_at"), "stored_objects")
    op.drop_column("stored_objects", "checked_at")
