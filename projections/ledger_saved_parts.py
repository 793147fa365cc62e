"""What of the ledger is saved and how it is taken back: one file for each column, journal or register of texts.

Nothing is worked out again that takes reading a text: bounds of dates, parts of lists and the order of ids are saved
beside the texts. Only what kinds mean is asked of the code, because kinds are where it is added to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import numpy.typing as npt
import polars as pl

from projections.ledger_columns import Columns, Judgement, LinkFacts, RuleOnRecord, SetAside
from projections.ledger_mapped import map_rows, write_rows
from projections.ledger_texts import Identities, TextColumn
from projections.ledger_units import Units
from projections.ledger_words import GrowingColumn, Journal, Words
from projections.slice_saved import COLUMNS

Piece = GrowingColumn | Journal | TextColumn | Words
Part = npt.NDArray[Any] | pl.DataFrame
"""Numbers, which are mapped, or texts."""

_ROWS: Final = ".npy"
_TEXTS: Final = ".arrow"
_LIVE: Final = "live."

_LISTS: Final[dict[str, Any]] = {
    "judgements": list[Judgement],
    "links": list[LinkFacts],
    "set_aside": list[SetAside],
    "rules_asked": list[RuleOnRecord],
    "unreadable": list[int],
    "source_texts": list[str],
    "party_texts": list[str],
    "publication_matters": set[int],
    "vaguely_published": set[int],
    "shared_sources": set[int],
}
_IN_PARTS: Final = ("dates", "whens", "countries", "parties_named", "public_sinces", "gaps")
"""What is several columns: registers of distinct texts with what their texts mean, and the gaps of relations."""

_WORKED_OUT: Final = ("lock", "version_index", "stated_kinds", "kinds", "_named_only")
"""Fields that are saved in another way, or need not be."""


class BesideColumns(NamedTuple):
    """What is saved beside the columns: the order of all ids, the solutions of what was solved, and the live slice.

    The last is its long columns, by name; taken back, each with room behind it and how much of it is in use.
    """

    order: Any
    solved: bytes
    live: Mapping[str, Any]


def parts_of(columns: Columns, beside: BesideColumns) -> dict[str, Part]:
    """Everything to be saved, by its name; copies, so that the ledger may grow while they are written."""
    found = {name: _part(piece) for name, piece in _pieces(columns)}
    found["stated_kinds"] = _part(columns.kinds)
    found["ranks"] = beside.order
    found |= {f"{_LIVE}{name}": rows for name, rows in beside.live.items()}
    found["solved"] = pl.DataFrame({"value": [beside.solved]}, schema={"value": pl.Binary})
    lists = {name: getattr(columns, name) for name in _LISTS} | {"units.of_source": columns.units.of_source}
    found["lists"] = pl.DataFrame(
        {"name": list(lists), "value": [msgspec.json.encode(each).decode() for each in lists.values()]}
    )
    return found


def write(part: Part, name: str, folder: Path) -> str:
    """Write a part into a folder; the name of its file."""
    if isinstance(part, pl.DataFrame):
        file = f"{name}{_TEXTS}"
        part.rechunk().write_ipc(folder / file, record_batch_size=max(len(part), 1))  # one piece is found in fastest
        return file
    file = f"{name}{_ROWS}"
    write_rows(part, folder / file)
    return file


def take_back(folder: Path) -> tuple[Columns, BesideColumns]:
    """The columns out of the files of a folder, and what was saved beside them."""
    columns = Columns()
    for name, piece in _pieces(columns):
        if isinstance(piece, GrowingColumn | Journal):
            piece.refill(*map_rows(folder / f"{name}{_ROWS}"))
        elif isinstance(piece, TextColumn):
            _take_back_texts(piece, folder, name)
        else:
            piece.refill(_texts(folder, name)["value"].to_list())
    columns.kinds.codes(_texts(folder, "stated_kinds")["value"].to_list())
    lists = dict(_texts(folder, "lists").iter_rows())
    for name, of in _LISTS.items():
        setattr(columns, name, msgspec.json.decode(lists[name], type=of))
    columns.settle_saved(msgspec.json.decode(lists["units.of_source"], type=dict[int, int]))
    order, used = map_rows(folder / f"ranks{_ROWS}")
    live = {name: map_rows(folder / f"{_LIVE}{name}{_ROWS}") for name in COLUMNS}
    return columns, BesideColumns(order[:used], _texts(folder, "solved")["value"][0], live)


def _pieces(columns: Columns) -> Iterator[tuple[str, Piece]]:
    """All that is a column of its own, with its name."""
    for name, thing in vars(columns).items():
        if name in _IN_PARTS:
            yield from _in_parts(name, thing)
        elif isinstance(thing, GrowingColumn | Journal | TextColumn):
            yield name, thing
        elif isinstance(thing, Identities):
            yield name, thing.ids
        elif isinstance(thing, Words) and thing is not columns.kinds:
            yield name, thing
        elif isinstance(thing, Units):
            yield from zip(("units.label", "units.tied"), thing.columns, strict=True)
        elif not (name in _LISTS or name in _WORKED_OUT):
            raise TypeError(f"the ledger does not know how to save {name}")


def _in_parts(name: str, thing: Any) -> Iterator[tuple[str, Piece]]:
    for field, held in vars(thing).items():
        for at, each in enumerate(held if isinstance(held, tuple) else (held,)):
            if isinstance(each, GrowingColumn | Words):
                yield f"{name}.{field}.{at}", each


def _part(piece: Piece) -> Part:
    match piece:
        case GrowingColumn():
            return piece.values.copy()
        case Journal():
            return piece.rows.copy()
        case TextColumn():
            rows = piece.in_rows()
            return pl.DataFrame({"value": piece.series}) if rows is None else rows
        case Words():
            return pl.DataFrame({"value": piece.texts[1:]}, schema={"value": pl.String})


def _take_back_texts(piece: TextColumn, folder: Path, name: str) -> None:
    """Texts of one length from rows of bytes, others from Arrow: whichever of the two was written."""
    path = folder / f"{name}{_ROWS}"
    if not path.exists():
        piece.extend(_texts(folder, name)["value"])
        return
    rows, used = map_rows(path)
    piece.refill(rows[:used])


def _texts(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_ipc(folder / f"{name}{_TEXTS}")
