"""Who looked at what a machine withheld and left it so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    column = sa.Column("confirmed_by", sa.String(80), nullable=False, server_default="")
    op.add_column("withheld_parts", column)


def downgrade() -> None:
    op.drop_column("withheld_parts", "confirmed_by")
