"""Templates: content with `{column}` in its texts, made ready once and filled from one row after another.

Columns are found by their places among the cells of a row, and what needs no column is made once for all rows: a table
of a million rows fills four templates a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter
from string import Formatter
from typing import Any, Final

from domain.errors import Invalid

ABSENT: Final = object()
"""What a text comes to that needs an empty cell: it is unstated, and so is an object of which nothing is left."""

Fill = Callable[[Sequence[str]], Any]


def template(content: Any, places: Mapping[str, int], where: str) -> Fill:
    """What fills the template from cells, of which each column has its place. `{{` and `}}` stand for braces.

    A text that needs an empty cell is left out, and so is an item of a list that lacks anything it needs.
    Raises `Invalid` for a text that cannot be read as a template.
    """
    if isinstance(content, str):
        return _text(content, places, where)
    if isinstance(content, dict):
        fills = {name: template(value, places, f"{where}.{name}") for name, value in content.items()}
        return object_of(fills, content)
    if isinstance(content, list):
        return _list(content, places, where)
    return _always(content)


def names_in(content: Any, where: str) -> Iterator[str]:
    """The columns that a template needs; raises `Invalid` for a text that cannot be read as a template."""
    if isinstance(content, str):
        yield from (name for _, name in _parsed(content, where) if name is not None)
    elif isinstance(content, dict):
        for name, value in content.items():
            yield from names_in(value, f"{where}.{name}")
    elif isinstance(content, list):
        for at, value in enumerate(content):
            yield from names_in(value, f"{where}[{at}]")


def told_apart_by(places: Sequence[int]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Takes the cells of some places, by which what is filled from them alone is told apart."""
    if len(places) > 1:
        return itemgetter(*places)

    def by_one_or_none(cells: Sequence[str]) -> tuple[str, ...]:
        return tuple([cells[place] for place in places])

    return by_one_or_none


def _always(content: Any) -> Fill:
    return lambda _cells: content


def _parsed(content: str, where: str) -> list[tuple[str, str | None]]:
    try:
        return [(literal, name) for literal, name, spec, turn in Formatter().parse(content) if not _plain(spec, turn)]
    except ValueError as refusal:
        raise Invalid(f"no template: {refusal}", seen=content, where=where, accepted="{column}, {{, }}") from None


def _plain(spec: str | None, turn: str | None) -> bool:
    if spec or turn:
        raise ValueError("a column is named alone, without `:` or `!`")
    return False


def _text(content: str, places: Mapping[str, int], where: str) -> Fill:
    parts = _parsed(content, where)
    needed = [places[name] for _, name in parts if name is not None]
    form = "".join([literal.replace("%", "%%") + ("" if name is None else "%s") for literal, name in parts])
    if not needed:
        return _always(form % ())
    first, several = needed[0], itemgetter(*needed)

    def whole(cells: Sequence[str]) -> Any:
        return cells[first] or ABSENT

    def joined(cells: Sequence[str]) -> Any:
        return form % cells[first] if cells[first] else ABSENT

    def joined_of_several(cells: Sequence[str]) -> Any:
        told = several(cells)
        return ABSENT if "" in told else form % told

    if len(needed) > 1:
        return joined_of_several
    return whole if form == "%s" else joined


def object_of(fills: Mapping[str, Fill], content: Mapping[str, Any]) -> Fill:
    """What fills an object whose fields are filled like this; those whose content names no column are filled once."""
    constant = {name: fills[name](()) for name, value in content.items() if _is_constant(value)}
    filled = [(name, fill) for name, fill in fills.items() if name not in constant]
    if not filled:
        return _always(constant)

    def fill_object(cells: Sequence[str]) -> Any:
        found = constant.copy()
        for name, fill in filled:
            value = fill(cells)
            if value is not ABSENT:
                found[name] = value
        return found or ABSENT

    return fill_object


def _list(content: list[Any], places: Mapping[str, int], where: str) -> Fill:
    fills = [template(item, places, f"{where}[{at}]") for at, item in enumerate(content)]
    items = [(fill, len(item) if isinstance(item, dict) else 0) for fill, item in zip(fills, content, strict=True)]

    def fill_list(cells: Sequence[str]) -> Any:
        found = []
        for fill, least in items:
            item = fill(cells)
            if item is not ABSENT and (not least or len(item) == least):
                found.append(item)
        return found

    return _always(fill_list(())) if _is_constant(content) else fill_list


def _is_constant(content: Any) -> bool:
    return next(names_in(content, ""), None) is None
