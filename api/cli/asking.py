"""Every projection as a command: its path parameters are arguments, everything else options."""

from __future__ import annotations

from typing import Any

import click

from api.cli.opening import opened, store_option
from api.cli.options import parameters_of, value_of
from api.cli.printing import format_option, print_view
from projections.projection import path_parameters
from projections.registry import projection_named
from projections.slice_query import SliceQuery

BARE = "bare_argument"


def command_of(name: str, word: str) -> click.Command:
    """The command that asks the projection of that name."""
    projection = projection_named(name)
    bare = projection.argument

    def ask(store: str | None, format_name: str | None, **given: Any) -> None:
        if bare is not None and given.get(BARE) is not None:
            given[bare] = (*(given[bare] or ()), given[BARE])
        with opened(store) as service:
            print_view(service.answer(name, slice_query(given), value_of(projection.Query, given)), format_name)

    command = click.Command(word, callback=ask, help=projection.__doc__)
    command.params = [
        *([click.Argument([BARE], required=False, metavar=f"[{bare.upper()}]")] if bare else ()),
        *parameters_of(projection.Query, path_parameters(projection.path)),
        *(each for each in parameters_of(SliceQuery) if each.name not in projection.Query.model_fields),
    ]
    return store_option(format_option(command))


def slice_query(given: dict[str, Any]) -> SliceQuery:
    """The slice that the options ask for; raises `Invalid` naming the option."""
    query = value_of(SliceQuery, given)
    assert isinstance(query, SliceQuery)
    return query
