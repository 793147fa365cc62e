"""Cutting the fields that columns need out of stored bytes, without an object per event: the hot path of a rebuild.

The store writes every event in one shape: compact JSON with its keys in a fixed order. A key with its quotes, such as
`,"account":{`, cannot stand within a JSON text, where quotes are escaped; so finding it once, byte by byte, finds the
field. What is cut between two such marks is checked against the shape that it must have, once for each distinct piece.
A row that is not provably of that shape is named doubtful, to be decoded in full.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from domain.provenance import MANNERS
from projections.frames import pl

if TYPE_CHECKING:
    Exprs = list[pl.Expr]

_TEXT = r'"(?:[^"\\]|\\.)*"'
_FLAT = rf"\{{(?:[^{{}}\"]|{_TEXT})*\}}"
_NESTED = rf"\{{(?:[^{{}}\"]|{_TEXT}|{_FLAT})*\}}"
_DEEP = rf"^\{{(?:[^{{}}\"]|{_TEXT}|{_NESTED})*\}}$"
_LIST = rf"^\[(?:[^\[\]\"]|{_TEXT})*\]$"

_PIECES: Final = {
    "when": _DEEP,
    "places": _LIST,
    "countries": _LIST,
    "parties": _LIST,
    "public_since": _DEEP,
    "note": f"^{_TEXT}$",
}
"""What may follow the payload of an account, in this order, and the shape of each."""

_START: Final = '"data":{"occurrence":"'
_KIND: Final = '","kind":"'
_ACCOUNT: Final = ',"account_id":"'
_VERSION: Final = '","version_id":"'
_VERSION_CHARS: Final = 36
_CITED: Final = ',"account":{"citation":{"source":"'
_MANNER: Final = '"manner":"'
_CREDIBILITY: Final = '}],"credibility":'
_WHAT: Final = '"what":{"kind":"'
_END: Final = "}}}"
_AFTER_ACCOUNT: Final = '}},"'
"""Where a payload ends its account and something follows the account all the same."""

_FIRST_PIECE: Final = ',"(?:when":[{]|places":\\[|countries":\\[|parties":\\[|public_since":[{]|note":")'

AHEAD: Final = ("planned", "forecast")
"""Manners in which it matters where an account was uttered; their rows are always decoded in full."""

_PLAIN_MANNERS: Final = tuple(manner for manner in MANNERS if manner not in AHEAD)

_FIELDS: Final = ("occurrence", "recorded_kind", "version_id", "source", "manner", "kind")
_CUT: Final = (*_FIELDS, "when", "countries", "parties", "public_since")


def cut_columns(states: pl.Series) -> pl.DataFrame:
    """The columns of `ledger_accounts.COLUMNS` by column operations alone, and `doubtful`: what has to be decoded.

    Raises `polars.exceptions.ComputeError` where some bytes are no text.
    """
    steps = pl.DataFrame({"all": states}).lazy()
    for step in _steps():
        steps = steps.select(step)
    found = steps.collect(optimizations=pl.QueryOptFlags.none())
    doubtful = ~pl.col("certain").fill_null(value=False)
    if not all(found.select(_well_formed()).row(0)):
        for name, shape in _PIECES.items():
            doubtful |= ~pl.col(name).str.contains(shape).fill_null(value=True)
    if found["piece_at"].null_count():
        followed = _as_text(pl.col("all").bin.slice(pl.col("what"))).str.contains(_AFTER_ACCOUNT, literal=True)
        doubtful |= pl.col("piece_at").is_null() & followed.fill_null(value=True)
    return found.select(*_CUT, ends=_absent(), disclosed=_absent(), said_in=_absent(), doubtful=doubtful)


@cache
def _steps() -> tuple[Exprs, ...]:
    """What is worked out one after the other, each from the columns of the one before: made once for all batches."""
    return (
        [pl.col("all"), _text("all").alias("text")],
        _marks(),
        _parts(),
        _ends_of_parts(),
        _fields(),
        [*_kept("all", "what", "piece_at", "tail", *_FIELDS), _text("tail").alias("tail_text"), _is_certain()],
        [*_kept("all", "what", "piece_at", "tail", *_FIELDS, "certain"), *_marks_of_pieces()],
        [*_kept("all", "what", "piece_at", *_FIELDS, "certain"), *_pieces()],
    )


@cache
def _well_formed() -> Exprs:
    """Whether each distinct piece has its shape."""
    return [pl.col(name).unique().str.contains(shape).all().alias(name) for name, shape in _PIECES.items()]


def _kept(*names: str) -> Exprs:
    return [pl.col(name) for name in names]


def _absent() -> pl.Expr:
    return pl.lit(None, dtype=pl.String)


def _marks() -> Exprs:
    """Where each mark stands first in each row, in bytes; null where it does not."""
    at = pl.col("text").str.find
    return [
        pl.col("all"),
        (at(_START, literal=True) + len(_START)).alias("start"),
        (at(_CITED, literal=True) - (_VERSION_CHARS + 1)).alias("version"),
        (at(_CITED, literal=True) + len(_CITED)).alias("cited"),
        at(_CREDIBILITY, literal=True).alias("credibility"),
        (at(_WHAT, literal=True) + len(_WHAT)).alias("what"),
        at(_FIRST_PIECE).alias("piece_at"),
    ]


def _parts() -> Exprs:
    """What stands between the marks, and the tail after the payload."""
    piece = pl.col("all").bin.slice
    start, version, cited, what = (pl.col(name) for name in ("start", "version", "cited", "what"))
    tail = pl.coalesce("piece_at", pl.col("all").bin.size().cast(pl.UInt32) - len(_END))
    in_order = (
        (start + len(_VERSION) < version)
        & (cited < pl.col("credibility"))
        & (pl.col("credibility") + len(_WHAT) < what)
        & (piece(version - len(_VERSION), len(_VERSION)) == _bytes(_VERSION))
        & pl.col("all").bin.ends_with(_END.encode())
    )
    return [
        *_kept("all", "what", "piece_at"),
        in_order.alias("in_order"),
        piece(start, version - len(_VERSION) - start).alias("before"),
        _as_text(piece(version, _VERSION_CHARS)).alias("version_id"),
        _as_text(piece(cited, pl.col("credibility") - cited)).alias("cited"),
        _as_text(piece(what, tail - what)).alias("payload"),
        piece(tail).alias("tail"),
    ]


def _ends_of_parts() -> Exprs:
    """Where what is looked for ends in each part."""
    before = _text("before").str.find
    return [
        *_kept("all", "what", "piece_at", "in_order", "before", "version_id", "cited", "payload", "tail"),
        before('"', literal=True).alias("id_end"),
        before(_ACCOUNT, literal=True).alias("account_at"),
        pl.col("cited").str.find('"', literal=True).alias("source_end"),
        pl.col("payload").str.find('"', literal=True).alias("kind_end"),
    ]


def _fields() -> Exprs:
    """The fields up to the payload, and whether their surroundings are as they must be."""
    id_end, account_at = pl.col("id_end"), pl.col("account_at")
    before, has_kind = pl.col("before").bin.slice, account_at > id_end + 1
    kind = _as_text(before(id_end + len(_KIND), account_at - id_end - (len(_KIND) + 1)))
    surrounded = (before(id_end, len(_KIND)) == _bytes(_KIND)) & (before(account_at - 1, 1) == _bytes('"'))
    certain = (
        pl.col("in_order")
        & (account_at > id_end)
        & ~_as_text(before(account_at + len(_ACCOUNT))).str.contains('"', literal=True)
        & (surrounded | ~has_kind)
    )
    return [
        *_kept("all", "what", "piece_at", "version_id", "tail"),
        certain.alias("certain"),
        _as_text(before(0, id_end)).alias("occurrence"),
        pl.when(has_kind).then(kind).alias("recorded_kind"),
        pl.col("cited").str.slice(0, pl.col("source_end")).alias("source"),
        _last_manner(pl.col("cited")).alias("manner"),
        pl.col("payload").str.slice(0, pl.col("kind_end")).alias("kind"),
    ]


def _is_certain() -> pl.Expr:
    """Whether the surroundings are right, and the fields hold no escaped character."""
    escaped = pl.any_horizontal(pl.col("occurrence", "source", "kind").str.contains("\\", literal=True))
    marked = [pl.col("recorded_kind").str.contains(each, literal=True).fill_null(value=False) for each in '"\\']
    return pl.col("certain") & pl.col("manner").is_not_null() & ~escaped & ~pl.any_horizontal(marked)


def _last_manner(cited: pl.Expr) -> pl.Expr:
    """The manner of the last voice, with which the chain ends; null for one whose rows are decoded in full."""
    known = [pl.when(cited.str.ends_with(f'{_MANNER}{each}"')).then(pl.lit(each)) for each in _PLAIN_MANNERS]
    return pl.coalesce(*known)


def _marks_of_pieces() -> Exprs:
    """Where each piece begins in the tail, and where the last one ends."""
    tail = pl.col("tail_text").str
    return [
        pl.when(tail.starts_with(',"when":')).then(pl.lit(0, dtype=pl.UInt32)).alias("at_when"),
        *(tail.find(f',"{name}":', literal=True).alias(f"at_{name}") for name in _PIECES if name != "when"),
        (pl.col("tail").bin.size().cast(pl.UInt32) - len(_END)).alias("at_end"),
    ]


def _pieces() -> Exprs:
    """What follows the payload, piece by piece; where their order is another one, a piece has not the shape it must."""
    names = list(_PIECES)
    return [_piece(name, names[at + 1 :]) for at, name in enumerate(names)]


def _piece(name: str, later: list[str]) -> pl.Expr:
    start = pl.col(f"at_{name}") + len(name) + 4
    end = pl.coalesce(*(pl.col(f"at_{each}") for each in later), "at_end")
    return _as_text(pl.col("tail").bin.slice(start, end - start)).alias(name)


def _bytes(text: str) -> pl.Expr:
    return pl.lit(text.encode(), dtype=pl.Binary)


def _text(column: str) -> pl.Expr:
    return _as_text(pl.col(column))


def _as_text(binary: pl.Expr) -> pl.Expr:
    """Bytes as a text. Cuts stand beside ASCII, so that no character of a row of the store is cut in two."""
    return binary.cast(pl.String)
