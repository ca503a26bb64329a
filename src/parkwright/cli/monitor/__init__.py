"""``parkwright monitor``: the programme in the book: look, record, correct, decide, remark, send forms out and take them in, report.

One module for each command of the group; ``shown`` turns rows into plain data, ``writing`` produces a report's files.
"""

from parkwright.cli import spoken

command = spoken.group(
    "monitor",
    {
        "list": "monitor.listing",
        "status": "monitor.status",
        "add": "monitor.add",
        "correct": "monitor.correct",
        "approve": "monitor.approve",
        "remark": "monitor.remark",
        "forms": "monitor.forms",
        "report": "monitor.report",
    },
)
