"""Which view is drawn how; imports the plotting library, so only when a plot was asked for."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

from api.plots import lags, matrix, motif, rule, sequence
from api.plots.sheet import STYLE, save
from domain.errors import Invalid
from projections.correlation.views.lags import LagsView
from projections.correlation.views.matrix import MatrixView
from projections.correlation.views.motif import MotifAnswer
from projections.correlation.views.rule import RuleView
from projections.correlation.views.sequence import SequenceAnswer
from projections.view import View


def plot(view: View, path: Path) -> None:
    """Draw a view into a file, SVG or PNG by its name.

    Raises:
        Invalid: a view that is not drawn, or a name that ends otherwise.
    """
    save(figure_of(view), path)


def figure_of(view: View) -> Figure:
    """The drawing of a view."""
    with mpl.rc_context(STYLE):
        return _drawn(view)


def _drawn(view: View) -> Figure:
    match view:
        case LagsView():
            return lags.draw(view)
        case MatrixView():
            return matrix.draw(view)
        case SequenceAnswer():
            return sequence.draw(view)
        case RuleView():
            return rule.draw(view)
        case MotifAnswer():
            return motif.draw(view)
    raise Invalid("this view is not drawn", seen=type(view).__name__, accepted="lags, matrix, sequence, rule, motif")
