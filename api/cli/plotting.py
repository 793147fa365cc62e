"""`--plot FILE`: a view drawn into a file instead of printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from api.cli.printing import tell
from domain.errors import Refused
from projections.view import View

F = TypeVar("F", bound=Callable[..., Any] | click.Command)

PLOTTED: Final = frozenset({"lags", "matrix", "sequence", "rule", "motif"})
"""The views that can be drawn, by the names of their projections."""

plot_option = click.option(
    "--plot",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Draw it into FILE (.svg or .png) and print nothing, unless --format is given too.",
)


def plotted(view: View, path: Path) -> None:
    """Draws a view into a file; raises `Refused` naming the extra where the plotting library is missing."""
    try:
        import matplotlib as mpl  # noqa: F401 (asked for here, so that the refusal names what is missing)
    except ImportError as missing:
        message = "plots need matplotlib, which is not installed: pip install 'regesta[plot]'"
        raise Refused(message, rule="extra_missing", subject="plot") from missing
    from api.plots.drawing import plot

    plot(view, path)
    tell(f"{path} written.")
