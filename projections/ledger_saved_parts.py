"""What of the ledger is saved and how it is taken back: one frame for each column, journal or register of texts.

Nothing is worked out again that takes reading a text: bounds of dates, parts of lists and the order of ids are saved
beside the texts. Only what kinds mean is asked of the code, because kinds are where it is added to.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import numpy as np
import polars as pl

from projections.ledger_columns import Columns, Judgement, LinkFacts, RuleOnRecord, SetAside
from projections.ledger_texts import Identities, TextColumn
from projections.ledger_units import Units
from projections.ledger_words import GrowingColumn, Journal, Words

Piece = GrowingColumn | Journal | TextColumn | Words

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

_END: Final = int(np.iinfo(np.int64).max)


class BesideColumns(NamedTuple):
    """What is saved beside the columns: the order of all ids, and the solutions of what was solved."""

    order: Any
    solved: bytes


def frames_of(columns: Columns, beside: BesideColumns) -> dict[str, pl.DataFrame]:
    """Everything to be saved, by the name of its file; copies, so that the ledger may grow while they are written."""
    found = {name: _frame(piece) for name, piece in _pieces(columns)}
    found["stated_kinds"] = _frame(columns.kinds)
    found["units.label"] = pl.DataFrame({"value": columns.units.labels.copy()})
    found["units.tied"] = pl.DataFrame({"value": columns.units.tied.copy()})
    found["ranks"] = pl.DataFrame({"value": beside.order.astype(np.uint32)})
    found["solved"] = pl.DataFrame({"value": [beside.solved]}, schema={"value": pl.Binary})
    lists = {name: getattr(columns, name) for name in _LISTS} | {"units.of_source": columns.units.of_source}
    found["lists"] = pl.DataFrame(
        {"name": list(lists), "value": [msgspec.json.encode(each).decode() for each in lists.values()]}
    )
    return found


def take_back(folder: Path) -> tuple[Columns, BesideColumns]:
    """The columns out of the files of a folder, and what was saved beside them."""
    columns = Columns()
    for name, piece in _pieces(columns):
        _refill(piece, pl.read_ipc(folder / file_name(name)))
    columns.kinds.codes(pl.read_ipc(folder / file_name("stated_kinds"))["value"].to_list())
    lists = dict(pl.read_ipc(folder / file_name("lists")).iter_rows())
    for name, of in _LISTS.items():
        setattr(columns, name, msgspec.json.decode(lists[name], type=of))
    columns.units.refill(
        _values(folder, "units.label"),
        _values(folder, "units.tied"),
        msgspec.json.decode(lists["units.of_source"], type=dict[int, int]),
    )
    columns.settle_saved()
    solved = pl.read_ipc(folder / file_name("solved"))["value"][0]
    return columns, BesideColumns(_values(folder, "ranks"), solved)


def file_name(name: str) -> str:
    """The file in which a part is kept."""
    return f"{name}.arrow"


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
        elif not (name in _LISTS or name in _WORKED_OUT or isinstance(thing, Units)):
            raise TypeError(f"the ledger does not know how to save {name}")


def _in_parts(name: str, thing: Any) -> Iterator[tuple[str, Piece]]:
    for field, held in vars(thing).items():
        for at, each in enumerate(held if isinstance(held, tuple) else (held,)):
            if isinstance(each, GrowingColumn | Words):
                yield f"{name}.{field}.{at}", each


def _frame(piece: Piece) -> pl.DataFrame:
    match piece:
        case GrowingColumn():
            return pl.DataFrame({"value": piece.values.copy()})
        case Journal():
            return pl.DataFrame(piece.upto(_END))
        case TextColumn():
            return pl.DataFrame({"value": piece.series})
        case Words():
            return pl.DataFrame({"value": piece.texts[1:]}, schema={"value": pl.String})


def _refill(piece: Piece, saved: pl.DataFrame) -> None:
    match piece:
        case GrowingColumn():
            piece.refill(saved["value"].to_numpy())
        case Journal():
            piece.refill(saved.to_numpy())
        case TextColumn():
            piece.extend(saved["value"])
        case Words():
            piece.refill(saved["value"].to_list())


def _values(folder: Path, name: str) -> Any:
    return pl.read_ipc(folder / file_name(name))["value"].to_numpy()
