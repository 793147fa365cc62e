"""Account versions out of the log into columns: the hot path of a rebuild.

Fields are cut out of the bytes (`ledger_cutting.py`); a row of which that cannot be proved right is decoded in full, by
way of an object, which takes eight times as long. The result is the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from domain.occurrence import AccountAdded, AccountAmended, AccountCorrected, OccurrenceRecorded
from projections.frames import pl
from projections.ledger_cutting import AHEAD, cut_columns

RECORDED: Final = f"{OccurrenceRecorded.type}/{OccurrenceRecorded.version}"
ADDED: Final = f"{AccountAdded.type}/{AccountAdded.version}"
CORRECTED: Final = f"{AccountCorrected.type}/{AccountCorrected.version}"
AMENDED: Final = f"{AccountAmended.type}/{AccountAmended.version}"

ACCOUNT_TOPICS: Final = frozenset((RECORDED, ADDED, CORRECTED, AMENDED))
"""The events that carry a version of an account."""

_WORTH_CUTTING: Final = 500


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

COLUMNS: Final = (
    "occurrence",
    "recorded_kind",
    "version_id",
    "source",
    "manner",
    "kind",
    "when",
    "countries",
    "parties",
    "public_since",
    "ends",
    "disclosed",
    "said_in",
)
"""The columns cut out of an event; `when`, `countries`, `parties` and `public_since` are JSON texts, null if absent."""

_UNREADABLE: Final = (None,) * len(COLUMNS)


def account_columns(states: pl.Series) -> pl.DataFrame:
    """The columns of `COLUMNS` for events that carry a version of an account, one row each, in the order given.

    A row that cannot be read at all is null throughout.
    """
    if len(states) < _WORTH_CUTTING:
        return decoded_columns(states)
    try:
        cut = cut_columns(states)
    except pl.exceptions.ComputeError:  # bytes that are no UTF-8 somewhere among them
        return decoded_columns(states)
    doubtful = cut["doubtful"].arg_true()
    cut = cut.drop("doubtful")
    if not len(doubtful):
        return cut
    decoded = decoded_columns(states.gather(doubtful))
    if len(decoded) == len(cut):
        return decoded
    rows = pl.concat([cut.with_row_index("row"), decoded.with_columns(row=doubtful).select("row", *COLUMNS)])
    return rows.unique("row", keep="last").sort("row").drop("row")


def decoded_columns(states: Iterable[bytes]) -> pl.DataFrame:
    """The same columns by decoding each event in full."""
    return pl.DataFrame([decoded(state) for state in states], schema=dict.fromkeys(COLUMNS, pl.String), orient="row")


def decoded(state: bytes) -> tuple[str | None, ...]:
    """One event decoded in full, in the order of `COLUMNS`; all null where it cannot be read."""
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


def _said_in(attribution: list[_Voice]) -> str | None:
    """The occurrence (a cable, a statement) in which a plan or forecast was uttered: the innermost that is named."""
    if attribution[-1].manner not in AHEAD:
        return None
    return next((voice.occurrence for voice in reversed(attribution) if voice.occurrence is not None), None)


def _text(raw: msgspec.Raw) -> str | None:
    content = bytes(raw)
    return content.decode() if content else None
