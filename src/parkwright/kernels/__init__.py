"""kernels: the mathematics of the house, on arrays alone.

Holds ``projection`` (degrees to metres and back, by one recorded operation), ``routing`` (shortest ways on a road graph),
``milp`` (the seam to the solver) and ``survey`` (estimates from samples). May import numpy, scipy, shapely, pyproj, highspy.
Never: pandas, tables, words, anything of ours; files, screen, network, clock.
"""
