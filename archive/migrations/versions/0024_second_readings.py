"""Hard pages read a second time, by somebody who does not see the first reading."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_ID = sa.String(36)
_REFERS = {
    "asset_id": "assets.id",
    "item_id": "items.id",
    "first": "transcripts.id",
    "second": "transcripts.id",
    "settled": "transcripts.id",
}


def upgrade() -> None:
    op.create_table(
        "second_readings",
        sa.Column("id", _ID, nullable=False),
        sa.Column("asset_id", _ID, nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("first", _ID, nullable=False),
        sa.Column("reader", _ID, nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second", _ID, nullable=True),
        sa.Column("settled", _ID, nullable=True),
        sa.Column("given_up", sa.Boolean(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], [to], name=op.f(f"fk_second_readings_{name}"))
            for name, to in _REFERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_readings")),
    )
    for name in ("asset_id", "reader"):
        op.create_index(op.f(f"ix_second_readings_{name}"), "second_readings", [name])


def downgrade() -> None:
    op.drop_table("second_readings")
