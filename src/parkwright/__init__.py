"""parkwright: an industrial-park programme through its whole chain, with one identifier from end to end."""

__version__ = "0.1.0"
