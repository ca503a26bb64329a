"""layout: a park on its land, on shapes and arrays alone: roads, blocks, strips, lots, one coverage.

Holds ``ground`` (what may be built on), ``skeleton`` and ``estimate`` (road patterns and what they leave, thousands a
second), ``roads``, ``blocks``, ``strips``, ``filling`` (lots by an integer program), ``public`` (green, service, technical
land), ``coverage`` (every square metre once), ``scheme`` (one pattern built out) and ``search`` (the best of many).
All lengths in metres, areas in square metres, in one projected zone. May import numpy, scipy, shapely and ``kernels.milp``.
"""
