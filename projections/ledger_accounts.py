"""Account versions out of the log into columns: the hot path of a rebuild.

The store writes every event in one shape: compact JSON with its keys in a fixed order. For rows of that shape the few
fields that columns need are cut out of the bytes by column operations, without an object per event (a quarter of the
time that decoding takes). A row that is not provably of that shape is decoded in full: the result is the same.
"""

from __future__ import annotations

from typing import Final

import msgspec
import polars as pl

from domain.occurrence import AccountAdded, AccountAmended, AccountCorrected, OccurrenceRecorded

RECORDED: Final = f"{OccurrenceRecorded.type}/{OccurrenceRecorded.version}"
ADDED: Final = f"{AccountAdded.type}/{AccountAdded.version}"
CORRECTED: Final = f"{AccountCorrected.type}/{AccountCorrected.version}"
AMENDED: Final = f"{AccountAmended.type}/{AccountAmended.version}"

ACCOUNT_TOPICS: Final = frozenset((RECORDED, ADDED, CORRECTED, AMENDED))
"""The events that carry a version of an account."""

_WORTH_CUTTING: Final = 500

_TEXT = r'"(?:[^"\\]|\\.)*"'
_FLAT = rf"\{{(?:[^{{}}\"]|{_TEXT})*\}}"
_NESTED = rf"\{{(?:[^{{}}\"]|{_TEXT}|{_FLAT})*\}}"
_DEEP = rf"\{{(?:[^{{}}\"]|{_TEXT}|{_NESTED})*\}}"
_LIST = rf"\[(?:[^\[\]\"]|{_TEXT})*\]"
_PLAIN = r'"[^"\\]*"'
_ID = r'"([^"\\]*)"'

_START = '"data":{"occurrence":"'
_CITED = ',"account":{"citation":{"source":"'
_HEAD = rf'^"data":\{{"occurrence":{_PLAIN}(?:,"kind":{_PLAIN})?,"account_id":{_PLAIN},"version_id":"[^"\\]*"$'
_VERSION_START = '"version_id":"'
_VERSION_CHARS = 36
_MARK = pl.lit(_VERSION_START.encode(), dtype=pl.Binary)
_MANNER = r'"manner":"([a-z]+)"(?:,"hedge":"(?:[^"\\]|\\.)*")?\}\],"credibility":[1-6],"summary":"'
_AFTER_WHAT = ("when", "places", "countries", "parties", "public_since", "note")
_FIRST_AFTER_WHAT = ',"(?:when":[{]|places":\\[|countries":\\[|parties":\\[|public_since":[{]|note":")'
_TAIL = (
    rf'^(?:,"when":{_DEEP})?(?:,"places":{_LIST})?(?:,"countries":{_LIST})?(?:,"parties":{_LIST})?'
    rf'(?:,"public_since":{_DEEP})?(?:,"note":{_TEXT})?\}}\}}\}}$'
)


_AHEAD = ("planned", "forecast")
"""Manners in which it matters where an account was uttered; their rows are always decoded in full."""


class _Citation(msgspec.Struct, gc=False):
    source: str


class _Voice(msgspec.Struct, gc=False):
    manner: str
    occurrence: str | None = None


class _What(msgspec.Struct, gc=False):
    kind: str


class _PublicSince(msgspec.Struct, gc=False):
    edtf: str


class _Account(msgspec.Struct, gc=False):
    citation: _Citation
    attribution: list[_Voice]
    what: _What
    when: msgspec.Raw = msgspec.Raw(b"")
    countries: msgspec.Raw = msgspec.Raw(b"")
    parties: msgspec.Raw = msgspec.Raw(b"")
    public_since: msgspec.Raw = msgspec.Raw(b"")


class _Disclosure(msgspec.Struct, gc=False):
    edtf: str


class _Given(msgspec.Struct, gc=False):
    occurrence: str
    version_id: str
    account: _Account
    kind: str | None = None
    ends: str | None = None
    disclosed: _Disclosure | None = None


class _Event(msgspec.Struct, gc=False):
    data: _Given


_decode = msgspec.json.Decoder(_Event).decode

SCHEMA: Final = {
    "occurrence": pl.String,
    "recorded_kind": pl.String,
    "version_id": pl.String,
    "source": pl.String,
    "manner": pl.String,
    "kind": pl.String,
    "when": pl.String,
    "countries": pl.String,
    "parties": pl.String,
    "public_since": pl.String,
    "ends": pl.String,
    "disclosed": pl.String,
    "said_in": pl.String,
}
"""The columns cut out of an event; `when`, `countries`, `parties` and `public_since` are JSON texts, null if absent."""

_UNREADABLE: Final = (None,) * len(SCHEMA)


def account_columns(states: list[bytes], streams: list[str]) -> pl.DataFrame:
    """The columns of `SCHEMA` for events that carry a version of an account, one row each, in the order given.

    A row that cannot be read at all is null throughout.
    """
    if len(states) < _WORTH_CUTTING:
        return decoded_columns(states)
    try:
        cut = cut_columns(states, streams)
    except pl.exceptions.ComputeError:  # bytes that are no UTF-8 somewhere among them
        return decoded_columns(states)
    doubtful = cut["doubtful"].arg_true()
    cut = cut.drop("doubtful")
    if not len(doubtful):
        return cut
    decoded = decoded_columns([states[at] for at in doubtful])
    if len(decoded) == len(cut):
        return decoded
    rows = pl.concat([cut.with_row_index("row"), decoded.with_columns(row=doubtful).select("row", *SCHEMA)])
    return rows.unique("row", keep="last").sort("row").drop("row")


def decoded_columns(states: list[bytes]) -> pl.DataFrame:
    """The same columns by decoding each event in full."""
    return pl.DataFrame([decoded(state) for state in states], schema=SCHEMA, orient="row")


def decoded(state: bytes) -> tuple[str | None, ...]:
    """One event decoded in full, in the order of `SCHEMA`; all null where it cannot be read."""
    try:
        given = _decode(state).data
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _UNREADABLE
    account = given.account
    return (
        given.occurrence,
        given.kind,
        given.version_id,
        account.citation.source,
        account.attribution[-1].manner,
        account.what.kind,
        _text(account.when),
        _text(account.countries),
        _text(account.parties),
        _text(account.public_since),
        given.ends,
        given.disclosed.edtf if given.disclosed is not None else None,
        _said_in(account.attribution),
    )


def cut_columns(states: list[bytes], streams: list[str]) -> pl.DataFrame:
    """The columns of `SCHEMA` by column operations alone, and `doubtful`: whether a row has to be decoded instead."""
    rows = pl.DataFrame(
        {"all": states, "stream": streams}, schema={"all": pl.Binary, "stream": pl.String}
    ).with_columns(text=pl.col("all").cast(pl.String, strict=False))
    rows = rows.with_columns(start=pl.col("text").str.find(_START, literal=True)).select(
        "stream", body=pl.col("all").bin.slice(pl.col("start"))
    )
    cited = pl.col("body").cast(pl.String).str.find(_CITED, literal=True)
    rows = rows.with_columns(cited=cited).select(
        "stream",
        head=pl.col("body").bin.slice(0, pl.col("cited")),
        rest=pl.col("body").bin.slice(pl.col("cited") + len(_CITED)),
    )
    head, rest = pl.col("head").cast(pl.String), pl.col("rest").cast(pl.String)
    head_end = pl.col("head").bin.size().cast(pl.Int64)
    rows = rows.select(
        "stream",
        well_headed=head.str.contains(_HEAD)
        & (pl.col("head").bin.slice(head_end - _VERSION_CHARS - 1 - len(_VERSION_START), len(_VERSION_START)) == _MARK),
        recorded_kind=head.str.extract(r'^"data":\{"occurrence":"[^"\\]*","kind":"([^"\\]*)"'),
        version_id=pl.col("head").bin.slice(head_end - _VERSION_CHARS - 1, _VERSION_CHARS).cast(pl.String),
        source=rest.str.extract(r'^([^"\\]*)"'),
        manner=rest.str.extract(_MANNER),
        kind=rest.str.extract(r'"what":\{"kind":"([a-z0-9_]+)"'),
        tail=pl.col("rest").bin.slice(
            rest.str.find(_FIRST_AFTER_WHAT).fill_null(pl.col("rest").bin.size().cast(pl.UInt32) - 3)
        ),
    )
    rows = rows.with_columns(_tail_offsets())
    return rows.select(
        occurrence=pl.col("stream").str.strip_prefix("occurrence:"),
        recorded_kind="recorded_kind",
        version_id="version_id",
        source="source",
        manner="manner",
        kind="kind",
        when=_piece("when"),
        countries=_piece("countries"),
        parties=_piece("parties"),
        public_since=_piece("public_since"),
        ends=pl.lit(None, dtype=pl.String),
        disclosed=pl.lit(None, dtype=pl.String),
        said_in=pl.lit(None, dtype=pl.String),
        doubtful=pl.col("manner").is_in(_AHEAD).fill_null(value=True)
        | ~(
            pl.col("well_headed").fill_null(value=False)
            & pl.col("well_tailed").fill_null(value=False)
            & pl.all_horizontal(pl.col("version_id", "source", "manner", "kind").is_not_null())
        ),
    )


def _tail_offsets() -> list[pl.Expr]:
    tail = pl.col("tail").cast(pl.String)
    found = [
        tail.str.find(f',"{name}":', literal=True).alias(f"at_{name}")
        if name != "when"
        else pl.when(tail.str.starts_with(',"when":')).then(pl.lit(0, dtype=pl.UInt32)).alias("at_when")
        for name in _AFTER_WHAT
    ]
    return [
        *found,
        tail.str.contains(_TAIL).alias("well_tailed"),
        (pl.col("tail").bin.size().cast(pl.UInt32) - 3).alias("at_end"),
    ]


def _piece(name: str) -> pl.Expr:
    start = pl.col(f"at_{name}") + len(name) + 4
    later = _AFTER_WHAT[_AFTER_WHAT.index(name) + 1 :]
    end = pl.coalesce(*(pl.col(f"at_{each}") for each in later), "at_end")
    return pl.col("tail").bin.slice(start, end - start).cast(pl.String).alias(name)


def _said_in(attribution: list[_Voice]) -> str | None:
    """The occurrence (a cable, a statement) in which a plan or forecast was uttered: the innermost that is named."""
    if attribution[-1].manner not in _AHEAD:
        return None
    return next((voice.occurrence for voice in reversed(attribution) if voice.occurrence is not None), None)


def _text(raw: msgspec.Raw) -> str | None:
    content = bytes(raw)
    return content.decode() if content else None
