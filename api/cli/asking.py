"""Every projection as a command: its path parameters are arguments, everything else options."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from api.cli.opening import opened, store_option
from api.cli.options import parameters_of, value_of
from api.cli.plotting import PLOTTED, plot_option, plotted
from api.cli.printing import format_option, is_read_here, print_pages, print_view
from domain.errors import Invalid
from projections.pages import pages
from projections.projection import Projection, path_parameters
from projections.registry import projection_named
from projections.slice import Slice
from projections.slice_query import SliceQuery
from projections.timeline import Timeline, TimelineQuery

BARE = "bare_argument"
LEAST_ID_CHARS = 4


def command_of(name: str, word: str) -> click.Command:
    """The command that asks the projection of that name."""
    projection = projection_named(name)
    bare = projection.argument

    def ask(store: str | None, format_name: str | None, plot: Path | None = None, **given: Any) -> None:
        if bare is not None and given.get(BARE) is not None:
            given[bare] = (*(given[bare] or ()), given[BARE])
        with opened(store) as service:
            chosen = slice_query(given)
            for field in _occurrences_named(projection):
                if given.get(field) is not None:
                    given[field] = whole_id(service.slice(chosen), given[field])
            query = value_of(projection.Query, given)
            whole = issubclass(projection.View, Timeline) and given.get("limit") is None and given.get("cursor") is None
            if whole and isinstance(query, TimelineQuery) and not is_read_here(format_name):
                # No page was named: a file or a pipe gets all of them.
                print_pages(pages(projection, service.slice(chosen), query), format_name)
                return
            view = projection.ask(service.slice(chosen), query)
            if plot is not None:
                plotted(view, plot)
            if plot is None or format_name is not None:
                print_view(view, format_name, service, chosen)

    command = click.Command(word, callback=ask, help=projection.__doc__)
    command.params = [
        *([click.Argument([BARE], required=False, metavar=f"[{bare.upper()}]")] if bare else ()),
        *parameters_of(projection.Query, path_parameters(projection.path)),
        *(each for each in parameters_of(SliceQuery) if each.name not in projection.Query.model_fields),
    ]
    return store_option(format_option(plot_option(command) if name in PLOTTED else command))


def _occurrences_named(projection: Projection) -> tuple[str, ...]:
    """The fields of a question that hold the id of an occurrence."""
    if projection.path.startswith("/occurrences/{id}"):
        return ("id",)
    return tuple(name for name in ("a", "b") if name in projection.Query.model_fields)


def whole_id(slice: Slice, beginning: str) -> str:
    """The id that begins so, if there is one only; anything else is left as it was given.

    Raises:
        Invalid: if several do, naming some of them.
    """
    if len(beginning) < LEAST_ID_CHARS or slice.shown_as(beginning) is not None:
        return beginning
    ids = slice.occurrences.get_column("occurrence")
    found = ids.filter(ids.str.starts_with(beginning)).to_list()
    if len(found) > 1:
        raise Invalid("several occurrences begin so", seen=beginning, where="ID", accepted=", ".join(found[:5]))
    return found[0] if found else beginning


def slice_query(given: dict[str, Any]) -> SliceQuery:
    """The slice that the options ask for; raises `Invalid` naming the option."""
    query = value_of(SliceQuery, given)
    assert isinstance(query, SliceQuery)
    return query
