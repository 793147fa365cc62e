"""Tables of any shape, by a mapping: a TOML file that says which commands a row comes to.

`[[once]]` are commands that come before the first row, `[[row]]` those of every row; in their texts `{column}` is the
cell of that column and `{line}` the line of the row. `[columns.NAME]` makes a column from another one: with `map` (and
`otherwise = "same"`, or a cell that is not in it is refused), with `date` (the form of its days as `strptime` reads it,
with `zone` as `Z` or `+hh:mm`), with `id` (the same text always gets the same id of that noun), with `empty` (what
stands for an empty cell). A text that needs an empty cell is unstated.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache, partial
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from domain.commands import COMMAND
from domain.errors import Invalid
from domain.ids import identity
from domain.values import Value
from formats.reader import BadRow, Row, no_command
from formats.table_rows import refuse_other_width, rows_of
from formats.templates import ABSENT, Fill, names_in, template

LINE = "line"
REMEMBERED = 20_000
"""Filled commands of one template, such as the opening of a case, that are not given out again."""


def _encoding(name: str) -> str:
    try:
        if "\n,".encode(name) == b"\n,":
            return name
    except LookupError:
        pass
    raise ValueError("no encoding in which lines end as in ASCII; accepted: utf-8, latin-1, cp1252, ...")


class MadeColumn(Value):
    """A column made from another one."""

    of: Annotated[str, Field(alias="from")]
    map: dict[str, str] | None = None
    otherwise: Literal["refuse", "same"] = "refuse"
    date: str | None = None
    zone: Annotated[str, StringConstraints(pattern=r"^(Z|[+-][0-2][0-9]:[0-5][0-9])$")] | None = None
    id: Literal["occurrence", "case", "source", "party"] | None = None
    empty: str = ""


class RowMapping(Value):
    """What a mapping file holds."""

    delimiter: Annotated[str, StringConstraints(pattern=r'^[^\r\n"]$')] = ","
    encoding: Annotated[str, AfterValidator(_encoding)] = "utf-8"
    unstated: tuple[str, ...] = ()
    columns: dict[str, MadeColumn] = Field(default_factory=dict)
    once: tuple[dict[str, Any], ...] = ()
    row: Annotated[tuple[dict[str, Any], ...], Field(min_length=1)]


def read_mapping(text: str, where: str) -> RowMapping:
    """The mapping that a TOML text holds; raises `Invalid` naming what is off."""
    try:
        return RowMapping.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as refusal:
        raise Invalid(f"no TOML: {refusal}", where=where) from None
    except ValidationError as refusal:
        raise no_command(refusal, where) from None


class MappedRows:
    """Reads a table by a mapping; every row becomes its commands, or one named error."""

    header_lines = 1

    def __init__(self, mapping: RowMapping) -> None:
        self._mapping = mapping
        for name in names_in(list(mapping.once)):
            raise Invalid("no row is read yet where `once` is said", seen=name, where="once", accepted="[[row]]")
        self._once = [template(content, f"once[{at}]") for at, content in enumerate(mapping.once)]
        self._row = [
            _Commands(template(content, f"row[{at}]"), tuple(sorted(set(names_in(content)))))
            for at, content in enumerate(mapping.row)
        ]
        self._made = {name: _making(name, made) for name, made in mapping.columns.items()}

    def read(self, lines: Iterable[bytes]) -> Iterator[Row | BadRow]:
        """Read row by row, in memory for one row only; a header that lacks a column is the one error."""
        columns: list[str] | None = None
        for found in rows_of(lines, self._mapping.delimiter, self._mapping.encoding):
            if isinstance(found, BadRow):
                yield found
                return
            number, cells = found
            try:
                if columns is None:
                    columns = self._header(cells)
                    yield from [Row(number, _command(fill({}), number)) for fill in self._once]
                else:
                    yield from self._commands(columns, cells, number)
            except Invalid as refusal:
                yield BadRow(number, refusal)
                if columns is None:
                    return

    def _header(self, cells: list[str]) -> list[str]:
        columns = [cell.strip() for cell in cells]
        accepted = ", ".join(columns)
        needed = {name for commands in self._row for name in commands.names} - {LINE, *self._made}
        for name in sorted(needed | {made.of for made in self._mapping.columns.values()}):
            if name not in columns:
                raise Invalid("the table has no such column", seen=name, where="line 1", accepted=accepted)
            if columns.count(name) > 1:
                raise Invalid("a column stands twice", seen=name, where="line 1", accepted="each column once")
        return columns

    def _commands(self, columns: list[str], row: list[str], number: int) -> list[Row]:
        where = f"line {number}"
        refuse_other_width(row, len(columns), where)
        unstated = self._mapping.unstated
        texts = [cell.strip() for cell in row]
        cells = {name: "" if text in unstated else text for name, text in zip(columns, texts, strict=True)}
        cells |= {name: make(cells, where) for name, make in self._made.items()} | {LINE: str(number)}
        filled = [commands.filled(cells) for commands in self._row]
        found = [Row(number, _command(content, number)) for content in filled if content is not None]
        for commands in self._row:
            commands.remember(cells)
        return found


class _Commands:
    """One template of a command, and what it was filled with lately."""

    def __init__(self, fill: Fill, names: tuple[str, ...]) -> None:
        self.names = names
        self._fill = fill
        self._seen: set[tuple[str, ...]] = set()

    def filled(self, cells: Mapping[str, str]) -> Any:
        """The content of the command; `None` if the same was given out before."""
        return None if self._key(cells) in self._seen else self._fill(cells)

    def remember(self, cells: Mapping[str, str]) -> None:
        if LINE in self.names:
            return  # never the same twice
        if len(self._seen) >= REMEMBERED:
            self._seen.clear()
        self._seen.add(self._key(cells))

    def _key(self, cells: Mapping[str, str]) -> tuple[str, ...]:
        return tuple([cells[name] for name in self.names])


def _command(content: Any, number: int) -> Any:
    try:
        return COMMAND.validate_python({} if content is ABSENT else content)
    except ValidationError as refusal:
        raise no_command(refusal, f"line {number}") from None


def _making(name: str, made: MadeColumn) -> Callable[[Mapping[str, str], str], str]:
    """What makes a column's cell from a row; raises `Invalid` for a cell that it cannot be made from."""
    steps: list[Callable[[str], str]] = []
    if made.map is not None:
        steps.append(partial(_mapped, made.map, same=made.otherwise == "same"))
    if made.date is not None:
        steps.append(_day(made.date, made.zone or "", f"columns.{name}.date"))
    if made.id is not None:
        steps.append(partial(identity, made.id))

    def make(cells: Mapping[str, str], where: str) -> str:
        cell = cells[made.of]
        if not cell:
            return made.empty
        try:
            for step in steps:
                cell = step(cell)
        except Invalid as refusal:
            raise Invalid(
                refusal.message, seen=refusal.seen, where=f"{where}, {made.of}", accepted=refusal.accepted
            ) from None
        return cell

    return make


def _mapped(mapping: Mapping[str, str], cell: str, *, same: bool) -> str:
    found = mapping.get(cell, cell if same else None)
    if found is None:
        raise Invalid("not among what is mapped", seen=cell, accepted=", ".join(mapping))
    return found


def _day(form: str, zone: str, where: str) -> Callable[[str], str]:
    """From days as they stand in the table to EDTF, to the year, the month, the day or the time of day.

    EDTF has no time to the minute: its seconds are then written as 00, and `stated` may keep what the table says.
    """
    codes = set(re.findall(r"%(.)", form))
    if "Y" not in codes:
        raise Invalid("days without a whole year do not say when", seen=form, where=where, accepted="a form with %Y")
    chars = 10 if codes & set("dj") else 7 if codes & set("mbB") else 4
    if "H" in codes or codes >= set("Ip"):
        chars = 19

    @lru_cache(maxsize=65_536)
    def read(cell: str) -> str:
        try:
            day = datetime.strptime(cell, form)  # noqa: DTZ007 - a zone is kept as it is written, or unknown
        except ValueError:
            raise Invalid("not a day in the form of this column", seen=cell, accepted=form) from None
        written = day.isoformat(timespec="seconds")
        return written[:chars] + (written[19:] or zone if chars == 19 else "")

    return read
