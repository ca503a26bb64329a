"""The first book: the input tables of a region, its region.toml, the audit, files of evidence."""

from __future__ import annotations

from alembic import op

from parkwright.store.revisions import make_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables that the snapshot names; a book never goes back: the copy that was made before is taken."""
    make_tables(op.get_bind(), revision)
