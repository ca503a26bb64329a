"""dxf: drawings out and in: the layout of a park as a DXF that CAD programs open, and the DXF that a planner brings.

``write_drawing`` puts the pieces and lots of a layout on the layers of Circular 16/2025/TT-BXD (``layers.toml``). ``read_drawing``
takes a drawing as it is (open outlines, blocks, old Vietnamese encodings, any unit) and tells every repair and every entity
that it leaves out, so that the counts go up. ezdxf is imported inside functions: it takes a while to load.
Never: planning, conversion of coordinates, writing over a file.
"""

from parkwright.files.dxf.read import Drawing, read_drawing
from parkwright.files.dxf.write import write_drawing

__all__ = ["Drawing", "read_drawing", "write_drawing"]
