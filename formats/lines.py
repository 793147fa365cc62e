"""The lines of a view: the items of the fields that it names as its table."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from projections.view import View


def line_fields(view: type[View]) -> tuple[str, ...]:
    """The fields whose items are the lines of a table; none if the view is no table."""
    return tuple(name for name in view.lines if name in view.model_fields)


def lines_of(view: View) -> Iterator[tuple[str, BaseModel]]:
    """Each line with the name of the field in which it stands, in order."""
    for name in line_fields(type(view)):
        for line in getattr(view, name):
            yield name, line
