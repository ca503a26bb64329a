"""``parkwright compare``: what moved between two runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from parkwright.cli import spoken
from parkwright.cli.shell import leave_with, show_json
from parkwright.words import Lang, say, text

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = 10
"""So many rows of a part are told, largest first; ``--json`` and ``--all`` hold the rest."""


@spoken.command("compare")
@spoken.argument("a", type=Path, metavar="folder_a")
@spoken.argument("b", type=Path, metavar="folder_b")
@spoken.option("--region", metavar="region")
@spoken.option("--all", "everything", is_flag=True)
def command(a: Path, b: Path, region: str | None, everything: bool, lang: Lang, as_json: bool) -> None:
    """Say what moved from run A to run B (two folders that plan has written)."""
    from parkwright.cli.comparison import tell_comparison
    from parkwright.cli.names import read_names
    from parkwright.files.run_folder import read_run
    from parkwright.plan.compare import COMPARED, compare_runs
    from parkwright.tables import BadInput

    try:
        run_a, run_b = read_run(a, COMPARED), read_run(b, COMPARED)
        comparison = compare_runs(run_a, run_b)
        if as_json:
            show_json({"ok": True, **comparison.plain()})
            return
        names = read_names({"facilities": _both(run_a.tables, run_b.tables)}, run_b.manifest, region)
    except BadInput as wrong:
        leave_with(wrong.problems, lang, as_json)
    if names.region is None:
        click.echo(
            say(text("compare.no_names", region_id=str(comparison.run_b["region_id"])), lang), err=True
        )
    for line in tell_comparison(comparison, names, lang, None if everything else _SHOWN):
        click.echo(line)


def _both(a: Any, b: Any) -> pd.DataFrame:
    import pandas as pd

    both: pd.DataFrame = pd.concat([b["facilities"], a["facilities"]], ignore_index=True)
    return both
