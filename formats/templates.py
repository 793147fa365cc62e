"""Templates: content with `{column}` in its texts, made ready once and filled from one row after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from string import Formatter
from typing import Any, Final

from domain.errors import Invalid

ABSENT: Final = object()
"""What a text comes to that needs an empty cell: it is unstated, and so is an object of which nothing is left."""

Fill = Callable[[Mapping[str, str]], Any]


def template(content: Any, where: str) -> Fill:
    """What fills the template. `{{` and `}}` stand for braces.

    A text that needs an empty cell is left out, and so is an item of a list that lacks anything it needs.
    Raises `Invalid` for a text that cannot be read as a template.
    """
    if isinstance(content, str):
        fill = _text(content, where)
    elif isinstance(content, dict):
        fill = _object({name: template(value, f"{where}.{name}") for name, value in content.items()})
    elif isinstance(content, list):
        fill = _list([template(value, f"{where}[{at}]") for at, value in enumerate(content)], content)
    else:
        return lambda _cells: content
    if any(names_in(content)):
        return fill
    constant = fill({})
    return lambda _cells: constant


def names_in(content: Any) -> Iterator[str]:
    """The columns that a template needs."""
    if isinstance(content, str):
        yield from (name for _, name, _, _ in Formatter().parse(content) if name is not None)
    elif isinstance(content, dict):
        for value in content.values():
            yield from names_in(value)
    elif isinstance(content, list):
        for value in content:
            yield from names_in(value)


def _text(content: str, where: str) -> Fill:
    try:
        parts = [(literal, name) for literal, name, spec, turn in Formatter().parse(content) if not _plain(spec, turn)]
    except ValueError as refusal:
        raise Invalid(f"no template: {refusal}", seen=content, where=where, accepted="{column}, {{, }}") from None
    if len(parts) == 1 and not parts[0][0]:
        whole = str(parts[0][1])
        return lambda cells: cells[whole] or ABSENT
    return lambda cells: _joined(parts, cells)


def _plain(spec: str | None, turn: str | None) -> bool:
    if spec or turn:
        raise ValueError("a column is named alone, without `:` or `!`")
    return False


def _joined(parts: list[tuple[str, str | None]], cells: Mapping[str, str]) -> Any:
    told = ""
    for literal, name in parts:
        told += literal
        if name is not None:
            if not cells[name]:
                return ABSENT
            told += cells[name]
    return told


def _object(fills: dict[str, Fill]) -> Fill:
    def fill(cells: Mapping[str, str]) -> Any:
        filled = {name: value for name, each in fills.items() if (value := each(cells)) is not ABSENT}
        return filled if filled or not fills else ABSENT

    return fill


def _list(fills: list[Fill], content: list[Any]) -> Fill:
    needed = [len(item) if isinstance(item, dict) else 0 for item in content]

    def fill(cells: Mapping[str, str]) -> Any:
        filled = [(each(cells), least) for each, least in zip(fills, needed, strict=True)]
        return [item for item, least in filled if item is not ABSENT and (not least or len(item) == least)]

    return fill
