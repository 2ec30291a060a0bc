"""Alembic's entry: the connection is given by `upgrade.run`; there is no offline mode."""

from __future__ import annotations

from alembic import context

from archive.adapters.tables import metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
