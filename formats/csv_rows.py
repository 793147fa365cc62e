"""CSV tables of accounts: one row, one account of an occurrence. For lists that a historian keeps in a spreadsheet.

The first line names the columns, in any order. `occurrence`, `kind`, `source`, `manner`, `credibility` and `summary`
are always needed; `page` or `row` says where in the source it stands, and a table without either is itself the source,
so that the line of the table is cited. `edtf` and `stated` say when; `countries` holds parts such as `KH where
Cambodia`, `parties` such as `ministry actor the ministry`, each parted by "; "; `places` names, likewise. A column
`of.persons` is the field `persons` of the kind; a cell that begins with a brace is read as JSON. An empty cell is
unstated.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from pydantic import ValidationError

from domain.commands import COMMAND
from domain.errors import Invalid
from formats.reader import Row, no_command
from formats.table_rows import ReadRow, TableReader, refuse_other_width

NEEDED: Final = ("occurrence", "kind", "source", "manner", "credibility", "summary")
OTHERS: Final = ("page", "row", "edtf", "stated", "countries", "parties", "places", "headline", "note", "key")
_PAYLOAD: Final = "of."


class CsvRows(TableReader):
    """Accounts as rows of a CSV table (RFC 4180, UTF-8); every row is an account or a named error."""

    name = "csv"
    suffixes = (".csv",)

    def by_header(self, cells: list[str]) -> ReadRow:
        """Read rows under columns that are accepted, all that are needed among them."""
        columns = _header(cells)

        def read(cells: list[str], number: int) -> Iterable[Row]:
            return (Row(number, _command(columns, cells, number)),)

        return read


def _header(cells: Sequence[str]) -> list[str]:
    columns = [cell.strip() for cell in cells]
    accepted = ", ".join((*NEEDED, *OTHERS, f"{_PAYLOAD}FIELD"))
    for column in columns:
        if column not in (*NEEDED, *OTHERS) and not column.startswith(_PAYLOAD):
            raise Invalid("no such column", seen=column, where="line 1", accepted=accepted)
        if columns.count(column) > 1:
            raise Invalid("a column stands twice", seen=column, where="line 1", accepted="each column once")
    lacking = [column for column in NEEDED if column not in columns]
    if lacking:
        raise Invalid(f"the table lacks {', '.join(lacking)}", where="line 1", accepted=accepted)
    return columns


def _command(columns: Sequence[str], cells: Sequence[str], number: int) -> Any:
    where = f"line {number}"
    refuse_other_width(cells, len(columns), where)
    given = {column: cell.strip() for column, cell in zip(columns, cells, strict=True) if cell.strip()}
    content = {
        "do": "record_account",
        **_chosen(given, "occurrence", "kind", "key"),
        "account": _account(given, number),
    }
    try:
        return COMMAND.validate_python(content)
    except ValidationError as refusal:
        raise no_command(refusal, where) from None


def _account(given: dict[str, str], number: int) -> dict[str, Any]:
    where = f"line {number}"
    place = _chosen(given, "page", "row") or {"row": number}
    content: dict[str, Any] = {
        "citation": {**_chosen(given, "source"), **place},
        "attribution": [_chosen(given, "manner")],
        "what": _payload(given, where),
        **_chosen(given, "credibility", "summary", "headline", "note"),
    }
    when = _chosen(given, "edtf", "stated")
    if when:
        content["when"] = when
    if "countries" in given:
        content["countries"] = _parts(given["countries"], ("code", "role", "name"), 3, f"{where}, countries")
    if "parties" in given:
        content["parties"] = _parts(given["parties"], ("party", "role", "as_named"), 2, f"{where}, parties")
    if "places" in given:
        content["places"] = [{"name": name} for name in _items(given["places"])]
    return content


def _payload(given: dict[str, str], where: str) -> dict[str, Any]:
    payload: dict[str, Any] = _chosen(given, "kind")
    for column, cell in given.items():
        if column.startswith(_PAYLOAD):
            payload[column.removeprefix(_PAYLOAD)] = _json(cell, f"{where}, {column}") if cell[0] in "{[" else cell
    return payload


def _json(cell: str, where: str) -> Any:
    try:
        return json.loads(cell)
    except (ValueError, RecursionError) as refusal:
        raise Invalid(f"no JSON: {refusal}", seen=cell, where=where, accepted="a JSON object or list") from None


def _parts(cell: str, names: Sequence[str], least: int, where: str) -> list[dict[str, str]]:
    found = []
    for item in _items(cell):
        words = item.split(" ", len(names) - 1)
        if len(words) < least:
            accepted = f"{' '.join(names[:least])}, such as {'KH where Cambodia' if least == 3 else 'ministry actor'}"
            raise Invalid("a part of the list says too little", seen=item, where=where, accepted=accepted)
        found.append(dict(zip(names, words, strict=False)))
    return found


def _items(cell: str) -> list[str]:
    return [item.strip() for item in cell.split(";") if item.strip()]


def _chosen(given: dict[str, str], *names: str) -> dict[str, Any]:
    return {name: given[name] for name in names if name in given}
