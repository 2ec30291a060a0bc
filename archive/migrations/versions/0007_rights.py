"""Where people and visits belong in the organisation tree; what a person is told of; quarantine."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_PATH = sa.String(400)


def upgrade() -> None:
    op.add_column("users", sa.Column("organisation_path", _PATH, nullable=False, server_default=""))
    op.add_column("users", sa.Column("born", sa.Date(), nullable=True))
    op.add_column("users", sa.Column("purpose", sa.Text(), nullable=False, server_default=""))
    op.add_column("visits", sa.Column("organisation_path", _PATH, nullable=False, server_default=""))
    op.create_index(op.f("ix_visits_organisation_path"), "visits", ["organisation_path"], unique=False)
    op.add_column("items", sa.Column("state", sa.String(20), nullable=False, server_default="kept"))
    op.create_index(op.f("ix_accessions_visit_id_by"), "accessions", ["visit_id", "by"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_accessions_visit_id_by"), table_name="accessions")
    op.drop_column("items", "state")
    op.drop_index(op.f("ix_visits_organisation_path"), table_name="visits")
    op.drop_column("visits", "organisation_path")
    for name in ("purpose", "born", "organisation_path"):
        op.drop_column("users", name)
