"""Tables of any shape, by a mapping: a TOML file that says which commands a row comes to.

`[[once]]` are commands that come before the first row, `[[row]]` those of every row; in their texts `{column}` is the
cell of that column and `{line}` the line of the row. `[columns.NAME]` makes a column from another one, as
`formats/made_columns.py` says. A text that needs an empty cell is unstated. `header` names the columns of a table that
has none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Hashable, Mapping
from hashlib import sha256
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints, ValidationError

from domain.commands import COMMAND
from domain.errors import Invalid
from domain.values import Value
from formats.made_columns import MadeCell, MadeColumn
from formats.pieces import command_template
from formats.reader import Row, no_command
from formats.repeats import window_of
from formats.table_rows import ReadRow, TableReader, refuse_other_width
from formats.templates import ABSENT, names_in, template, told_apart_by

LINE = "line"

KEY_CHARS = 60
"""What a command is made of is kept for a while: by its hash if it is longer, so that it takes no more memory."""


def _encoding(name: str) -> str:
    try:
        if "\n,".encode(name) == b"\n,":
            return name
    except LookupError:
        pass
    raise ValueError("no encoding in which lines end as in ASCII; accepted: utf-8, latin-1, cp1252, ...")


class RowMapping(Value):
    """What a mapping file holds."""

    delimiter: Annotated[str, StringConstraints(pattern=r'^[^\r\n"]$')] = ","
    encoding: Annotated[str, AfterValidator(_encoding)] = "utf-8"
    header: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
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


class MappedRows(TableReader):
    """Reads a table by a mapping; every row becomes its commands, or one named error."""

    def __init__(self, mapping: RowMapping) -> None:
        self._mapping = mapping
        self.delimiter, self.encoding, self.columns = mapping.delimiter, mapping.encoding, mapping.header
        self.header_lines = 1 if mapping.header is None else 0
        for name in names_in(list(mapping.once), "once"):
            raise Invalid("no row is read yet where `once` is said", seen=name, where="once", accepted="[[row]]")
        self._once = [template(content, {}, f"once[{at}]") for at, content in enumerate(mapping.once)]
        self._made = [MadeCell(name, made) for name, made in mapping.columns.items()]
        needed = [set(names_in(content, f"row[{at}]")) for at, content in enumerate(mapping.row)]
        taken = set().union(*needed) - {LINE, *mapping.columns} | {made.of for made in self._made}
        self._columns = sorted(taken)
        """The columns of the table that are needed; a row is filled from their cells, the made ones and its line."""
        places = {name: place for place, name in enumerate([*self._columns, *mapping.columns, LINE])}
        for made in self._made:
            made.place = self._columns.index(made.of)
        self._row = [
            _Commands(at, content, places, sorted(names))
            for at, (content, names) in enumerate(zip(mapping.row, needed, strict=True))
        ]

    def __reduce__(self) -> tuple[type[MappedRows], tuple[RowMapping]]:
        return MappedRows, (self._mapping,)

    def begun(self, number: int) -> list[Row]:
        """The commands that come before the first row."""
        return [Row(number, _command(fill(()), number)) for fill in self._once]

    def by_header(self, cells: list[str]) -> ReadRow:
        """Read rows under columns among which each one that the mapping needs stands once."""
        columns = [cell.strip() for cell in cells]
        accepted = ", ".join(columns)
        for name in self._columns:
            if name not in columns:
                raise Invalid("the table has no such column", seen=name, where="line 1", accepted=accepted)
            if columns.count(name) > 1:
                raise Invalid("a column stands twice", seen=name, where="line 1", accepted="each column once")
        width, taken = len(columns), [columns.index(name) for name in self._columns]
        given, window = set[Hashable](), 0

        def read(row: list[str], number: int) -> list[Row]:
            nonlocal window
            if len(row) != width:
                refuse_other_width(row, width, f"line {number}")
            if window != window_of(number):
                given.clear()
                window = window_of(number)
            found = self._commands(self._cells(row, taken, number), number, given)
            given.update([command.key for command in found if command.key is not None])
            return found

        return read

    def _cells(self, row: list[str], taken: list[int], number: int) -> list[str]:
        """The cells that templates are filled from, in the order of their places."""
        cells = [row[at].strip() for at in taken]
        unstated = self._mapping.unstated
        if unstated:
            cells = ["" if cell in unstated else cell for cell in cells]
        for made in self._made:
            cells.append(made.made(cells[made.place], number))
        cells.append(str(number))
        return cells

    def _commands(self, cells: list[str], number: int, given: set[Hashable]) -> list[Row]:
        """The commands of a row, without those that were given out."""
        found = []
        for commands in self._row:
            key = commands.key(cells)
            if key is None or key not in given:
                found.append(Row(number, commands.command(cells, number), key))
        return found


class _Commands:
    """The template of a command, and what tells its commands apart."""

    def __init__(self, at: int, content: dict[str, Any], places: Mapping[str, int], names: list[str]) -> None:
        self._at = at
        self._content, self._places, self._where = content, places, f"row[{at}]"
        self._fill = command_template(content, places, self._where, (LINE,))
        self._of_one_line = LINE in names
        self._told_apart = told_apart_by([places[name] for name in names])

    def key(self, cells: list[str]) -> tuple[int, Hashable] | None:
        """What the command is made of, or its hash if that is long; `None` if no other row can be made of the same."""
        if self._of_one_line:
            return None
        told = self._told_apart(cells)
        if sum(map(len, told)) > KEY_CHARS:
            return self._at, sha256(repr(told).encode()).digest()
        return self._at, told

    def command(self, cells: list[str], number: int) -> Any:
        """The command; raises `Invalid` for one that is none."""
        try:
            return COMMAND.validator.validate_python(self._fill(cells))
        except ValidationError:  # said of the plain content, as of any other
            return _command(template(self._content, self._places, self._where)(cells), number)


def _command(content: Any, number: int) -> Any:
    try:
        return COMMAND.validator.validate_python({} if content is ABSENT else content)
    except ValidationError as refusal:
        raise no_command(refusal, f"line {number}") from None
