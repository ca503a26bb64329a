"""The shapes of sites: version 3 of the tables."""

from __future__ import annotations

from alembic import op

from parkwright.store.revisions import make_tables

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables that the snapshot names; a book never goes back: the copy that was made before is taken."""
    make_tables(op.get_bind(), revision)
