"""Graves and kin belong to the organisation of who stated them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("graves", "kin"):
        path = sa.Column("organisation_path", sa.String(400), nullable=False, server_default="")
        op.add_column(table, path)
        op.execute(
            f"UPDATE {table} SET organisation_path = COALESCE("
            f"(SELECT users.organisation_path FROM users WHERE users.id = {table}.\"by\"), '')"
        )


def downgrade() -> None:
    for table in ("graves", "kin"):
        op.drop_column(table, "organisation_path")
