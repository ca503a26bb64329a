"""regions: the bundled region(s), data only: plain CSV, GeoJSON and region.toml with their sources.

Read by ``files`` like any user's region. May import: nothing. Never: code. Licences: DATA-LICENCES.md.
"""
