"""Where an original is held: in the object store, or, for texts of an imported list, in the records."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    held_in = sa.Column("held_in", sa.String(20), nullable=False, server_default="objects")
    op.add_column("stored_objects", held_in)


def downgrade() -> None:
    op.drop_column("stored_objects", "held_in")
