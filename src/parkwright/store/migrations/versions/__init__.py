"""One module for each revision, in the order of their numbers: ``upgrade()`` makes it of the one before, ``downgrade()`` refuses."""
