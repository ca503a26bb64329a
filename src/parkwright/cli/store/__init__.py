"""``parkwright store``: the shared register: made, kept safe, filled, looked at, changes taken back.

One module for each command of the group; ``session`` holds what they share: which book, who writes, what hour it is.
"""

from parkwright.cli import spoken

command = spoken.group(
    "store",
    {
        "init": "store.init",
        "import": "store.importing",
        "export": "store.export",
        "changes": "store.changes",
        "undo": "store.undo",
        "backup": "store.backup",
        "restore": "store.restore",
    },
)
