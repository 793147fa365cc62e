"""What of the ledger is saved and how it is taken back: numbers in a file that is mapped, texts in one that is read.

Nothing is worked out again that takes reading a text: bounds of dates, parts of lists and the order of ids are saved
beside the texts. Only what kinds mean is asked of the code, because kinds are where it is added to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
import numpy.typing as npt

from projections.ledger_columns import Columns, Judgement, LinkFacts, RuleOnRecord, SetAside
from projections.ledger_ids import IdColumn, Identities
from projections.ledger_mapped import Place, map_columns, write_columns
from projections.ledger_units import Units
from projections.ledger_words import GrowingColumn, Journal, Words

Piece = GrowingColumn | Journal | IdColumn | Words

_NUMBERS: Final = "numbers"
_TEXTS: Final = "texts.msgpack"
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

_WORKED_OUT: Final = ("lock", "version_index", "stated_kinds", "kinds", "_named_only", "concordances")
"""Fields that are saved in another way, or need not be."""


class BesideColumns(NamedTuple):
    """What is saved beside the columns: the order of all ids, the solutions of what was solved, and the live slice.

    The last is its long columns, by name; taken back, each with room behind it and how much of it is in use.
    """

    order: Any
    solved: bytes
    live: Mapping[str, Any]


class Texts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is read at once: registers of words, lists as JSON, solutions; and where the numbers stand in their file."""

    words: dict[str, list[str]]
    lists: dict[str, str]
    solved: bytes
    places: list[Place] = []


class Parts(NamedTuple):
    """Everything that is saved; ids stand among the numbers, as lines of bytes."""

    numbers: dict[str, npt.NDArray[Any]]
    texts: Texts


def parts_of(columns: Columns, beside: BesideColumns) -> Parts:
    """Everything to be saved; copies, so that the ledger may grow while they are written."""
    numbers: dict[str, npt.NDArray[Any]] = {"ranks": beside.order}
    numbers |= {f"{_LIVE}{name}": rows for name, rows in beside.live.items()}
    words = {"stated_kinds": columns.kinds.texts[1:]}
    for name, piece in _pieces(columns):
        match piece:
            case GrowingColumn():
                numbers[name] = piece.values.copy()
            case Journal():
                numbers[name] = piece.rows.copy()
            case Words():
                words[name] = piece.texts[1:]
            case IdColumn():
                numbers[name] = piece.settle()
    lists = {name: getattr(columns, name) for name in _LISTS} | {"units.of_source": columns.units.of_source}
    told = {name: msgspec.json.encode(each).decode() for name, each in lists.items()}
    return Parts(numbers, Texts(words, told, beside.solved))


def write(parts: Parts, folder: Path) -> list[str]:
    """Write the parts into a folder; the names of the files."""
    texts = msgspec.structs.replace(parts.texts, places=write_columns(parts.numbers, folder / _NUMBERS))
    (folder / _TEXTS).write_bytes(msgspec.msgpack.encode(texts))
    return [_NUMBERS, _TEXTS]


def take_back(folder: Path) -> tuple[Columns, BesideColumns]:
    """The columns out of the files of a folder, and what was saved beside them."""
    columns = Columns()
    texts = msgspec.msgpack.decode((folder / _TEXTS).read_bytes(), type=Texts)
    numbers = map_columns(folder / _NUMBERS, texts.places)
    for name, piece in _pieces(columns):
        if isinstance(piece, GrowingColumn | Journal):
            piece.refill(*numbers[name])
        elif isinstance(piece, Words):
            piece.refill(texts.words[name])
        else:
            lines, used = numbers[name]
            piece.refill(lines[:used])
    columns.kinds.codes(texts.words["stated_kinds"])
    for name, of in _LISTS.items():
        setattr(columns, name, msgspec.json.decode(texts.lists[name], type=of))
    columns.settle_saved(msgspec.json.decode(texts.lists["units.of_source"], type=dict[int, int]))
    order, used = numbers["ranks"]
    live = {name.removeprefix(_LIVE): rows for name, rows in numbers.items() if name.startswith(_LIVE)}
    return columns, BesideColumns(order[:used], texts.solved, live)


def _pieces(columns: Columns) -> Iterator[tuple[str, Piece]]:
    """All that is a column of its own, with its name."""
    for name, thing in vars(columns).items():
        if name in _IN_PARTS:
            yield from _in_parts(name, thing)
        elif isinstance(thing, GrowingColumn | Journal | IdColumn):
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
