"""The revisions of the book, each frozen: ``snapshots/<revision>.json`` says what tables it makes, ``versions`` does it (Alembic).

``scripts/book_schema.py`` writes the snapshots from the specs, until their revision is released. Every module of ``versions`` has
``upgrade()`` and ``downgrade()``; a book never goes back: the copy that was made before is taken instead.
"""
