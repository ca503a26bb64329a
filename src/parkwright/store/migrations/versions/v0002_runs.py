"""Runs and their result tables, and frozen reports."""

from __future__ import annotations

from alembic import op

from parkwright.store.revisions import make_tables

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables that the snapshot names; a book never goes back: the copy that was made before is taken."""
    make_tables(op.get_bind(), revision)
