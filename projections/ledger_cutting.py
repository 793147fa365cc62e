"""Cutting the fields that columns need out of stored bytes, without an object per event: the hot path of a rebuild.

The store writes every event in one shape: compact JSON with its keys in a fixed order. A key with its quotes, such as
`,"account":{`, cannot stand within a JSON text, where quotes are escaped; so finding it once, byte by byte, finds the
field. What is cut between two such marks is checked against the shape that it must have, once for each distinct piece.
A row that is not provably of that shape is named doubtful, to be decoded in full.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.provenance import MANNERS
from projections.frames import pl

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


def cut_columns(states: pl.Series | Sequence[bytes], streams: Sequence[str]) -> pl.DataFrame:
    """The columns of `ledger_accounts.COLUMNS` by column operations alone, and `doubtful`: what has to be decoded."""
    marked = _marked(states, streams)
    parts = _parts(marked)
    found = _pieces(_fields(parts))
    ill_formed = pl.lit(value=False)
    for name, shape in _PIECES.items():
        distinct = found[name].unique()
        wrong = distinct.filter(~distinct.str.contains(shape))
        if len(wrong):
            ill_formed = ill_formed | pl.col(name).is_in(wrong.implode())
    absent = pl.lit(None, dtype=pl.String)
    return found.select(
        *("occurrence", "recorded_kind", "version_id", "source", "manner", "kind"),
        *("when", "countries", "parties", "public_since"),
        ends=absent,
        disclosed=absent,
        said_in=absent,
        doubtful=~pl.col("certain").fill_null(value=False) | ill_formed.fill_null(value=False),
    )


def _marked(states: pl.Series | Sequence[bytes], streams: Sequence[str]) -> pl.DataFrame:
    """Where each mark stands first in each row, in bytes; null where it does not."""
    rows = pl.DataFrame({"all": states, "stream": streams}, schema={"all": pl.Binary, "stream": pl.String})
    rows = rows.select("all", text=_text("all"), occurrence=pl.col("stream").str.strip_prefix("occurrence:"))
    at = pl.col("text").str.find
    return rows.select(
        "all",
        "occurrence",
        start=at(_START, literal=True) + len(_START),
        id_bytes=pl.col("occurrence").str.len_bytes(),
        version=at(_CITED, literal=True) - (_VERSION_CHARS + 1),
        cited=at(_CITED, literal=True) + len(_CITED),
        credibility=at(_CREDIBILITY, literal=True),
        what=at(_WHAT, literal=True),
    )


def _parts(marked: pl.DataFrame) -> pl.DataFrame:
    """What stands between the marks."""
    piece = pl.col("all").bin.slice
    after_id, version = pl.col("start") + pl.col("id_bytes"), pl.col("version")
    return marked.select(
        "occurrence",
        in_order=(after_id + len(_VERSION) < version)
        & (pl.col("cited") < pl.col("credibility"))
        & (pl.col("credibility") < pl.col("what"))
        & (piece(version - len(_VERSION), len(_VERSION)) == pl.lit(_VERSION.encode(), dtype=pl.Binary))
        & pl.col("all").bin.ends_with(_END.encode()),
        own_id=_as_text(piece(pl.col("start"), pl.col("id_bytes"))),
        before_version=_as_text(piece(after_id, version - len(_VERSION) - after_id)),
        version_id=_as_text(piece(version, _VERSION_CHARS)),
        cited=_as_text(piece(pl.col("cited"), pl.col("credibility") - pl.col("cited"))),
        what=piece(pl.col("what") + len(_WHAT)),
        before_what=pl.col("what").cast(pl.Int64) + len(_WHAT) - pl.col("cited"),
        piece_at=_as_text(piece(pl.col("cited"))).str.find(_FIRST_PIECE).cast(pl.Int64),
    ).with_columns(
        account_at=pl.col("before_version").str.find(_ACCOUNT, literal=True),
        source_end=pl.col("cited").str.find('"', literal=True),
        kind_end=_text("what").str.find('"', literal=True),
        tail_at=pl.col("piece_at") - pl.col("before_what"),
    )


def _fields(parts: pl.DataFrame) -> pl.DataFrame:
    """The fields up to the payload, whether all of them are certain, and the tail after the payload."""
    kind_start, account_at = len(_KIND), pl.col("account_at")
    before, nothing_after = pl.col("before_version"), pl.lit(value=True)
    if parts["tail_at"].null_count():
        nothing_after = pl.col("tail_at").is_not_null() | ~_text("what").str.contains(_AFTER_ACCOUNT, literal=True)
    return parts.select(
        *("occurrence", "version_id"),
        recorded_kind=pl.when(account_at > 1).then(before.str.slice(kind_start, account_at - kind_start - 1)),
        source=pl.col("cited").str.slice(0, pl.col("source_end")),
        manner=_last_manner(pl.col("cited")),
        kind=_as_text(pl.col("what").bin.slice(0, pl.col("kind_end"))),
        tail=pl.col("what").bin.slice(
            pl.when(pl.col("tail_at") >= 0)
            .then(pl.col("tail_at"))
            .otherwise(pl.col("what").bin.size().cast(pl.Int64) - len(_END))
        ),
        certain=pl.col("in_order")
        & (pl.col("own_id") == pl.col("occurrence"))
        & ~before.str.slice(account_at + len(_ACCOUNT)).str.contains('"', literal=True)
        & (pl.col("tail_at") >= 0).fill_null(value=True)
        & nothing_after
        & pl.when(account_at > 1)
        .then(before.str.starts_with(_KIND) & (before.str.slice(account_at - 1, 1) == '"'))
        .otherwise(before.str.starts_with('"')),
    ).with_columns(
        certain=pl.col("certain")
        & pl.col("manner").is_not_null()
        & ~pl.any_horizontal(pl.col("source", "kind").str.contains("\\", literal=True))
        & ~pl.any_horizontal(
            pl.col("recorded_kind").str.contains(each, literal=True).fill_null(value=False) for each in '"\\'
        )
    )


def _last_manner(cited: pl.Expr) -> pl.Expr:
    """The manner of the last voice, with which the chain ends; null for one whose rows are decoded in full."""
    known = [pl.when(cited.str.ends_with(f'{_MANNER}{each}"')).then(pl.lit(each)) for each in _PLAIN_MANNERS]
    return pl.coalesce(*known)


def _pieces(fields: pl.DataFrame) -> pl.DataFrame:
    """What follows the payload, piece by piece; where their order is another one, a piece has not the shape it must."""
    tail, names = _text("tail"), list(_PIECES)
    found = fields.with_columns(
        pl.when(tail.str.starts_with(f',"{name}":')).then(pl.lit(0, dtype=pl.UInt32)).alias(f"at_{name}")
        if name == "when"
        else tail.str.find(f',"{name}":', literal=True).alias(f"at_{name}")
        for name in names
    ).with_columns(at_end=pl.col("tail").bin.size().cast(pl.UInt32) - len(_END))
    return found.select(
        *("occurrence", "recorded_kind", "version_id", "source", "manner", "kind"),
        *(_piece(name, names[names.index(name) + 1 :]) for name in names),
        certain="certain",
    )


def _piece(name: str, later: list[str]) -> pl.Expr:
    start = pl.col(f"at_{name}") + len(name) + 4
    end = pl.coalesce(*(pl.col(f"at_{each}") for each in later), "at_end")
    return _as_text(pl.col("tail").bin.slice(start, end - start)).alias(name)


def _text(column: str) -> pl.Expr:
    return _as_text(pl.col(column))


def _as_text(binary: pl.Expr) -> pl.Expr:
    """Bytes as a text. Cuts stand beside ASCII, so that no character of a row of the store is cut in two."""
    return binary.cast(pl.String)
