"""What Alembic runs: the revisions, on the connection and inside the transaction that it is given (``revisions.upgrade``)."""

from __future__ import annotations

from alembic import context

from parkwright.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata(),
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
