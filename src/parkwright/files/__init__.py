"""files: readers and writers: regions as CSV folder, XLSX workbook, GeoPackage, GeoJSON, KML, Shapefile; drawings (DXF); run folders.

May import: plan and everything below. Readers never raise on what a user brings: they return problems, each with table,
column and row. Writers write beside and rename: nothing half written, nothing written over unasked.
Never: planning, drawing, printing.
"""

from parkwright.files.copy_region import copy_region
from parkwright.files.new_region import new_region
from parkwright.files.region_folder import bundled_region_path, list_regions
from parkwright.files.region_source import find_region, read_region
from parkwright.files.region_writer import write_region
from parkwright.files.results_gpkg import results_gpkg
from parkwright.files.run_folder import Run, check_out, read_run, write_run

__all__ = [
    "Run", "bundled_region_path", "check_out", "copy_region", "find_region", "list_regions", "new_region", "read_region", "read_run",
    "results_gpkg", "write_region", "write_run",
]  # fmt: skip
