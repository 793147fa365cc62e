"""The frames that a slice hands out: ids and words instead of numbers, null instead of an edge of time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from domain.account import Account
from domain.provenance import MANNERS, RELIABILITIES
from projections.frames import pl
from projections.ledger_columns import Columns, Parts
from projections.ledger_dates import AFTER_ALL, BEFORE_ALL, day_or_none
from projections.ledger_words import Words
from projections.slice_blocks import blocks
from projections.slice_core import NO_COMPONENT, Core
from projections.slice_endings import Endings
from projections.slice_judged import kind_by
from projections.slice_records import AccountRecord
from projections.slice_shown import DAY_NAMES

Numbers = npt.NDArray[Any]

_BASES: Final = ("stated", "derived", "none")
_MANNERS_OF: Final = [
    sorted(manner for at, manner in enumerate(MANNERS) if bits >> at & 1) for bits in range(1 << len(MANNERS))
]


def days(bounds: Numbers) -> pl.Series:
    """Bounds as they are handed out."""
    found = pl.Series(bounds, dtype=pl.Int64)
    return found.set((found == BEFORE_ALL) | (found == AFTER_ALL), None)


def words(of: Words, numbers: Numbers) -> pl.Series:
    """Texts for their numbers; null for 0."""
    texts = pl.Series([None, *of.texts[1:]], dtype=pl.String)
    return texts.gather(numbers.astype(np.int64))


def account_frame(columns: Columns, core: Core, rows: Numbers) -> pl.DataFrame:
    """The columns of account versions, in the order of `rows`."""
    ids, occurrence, source = columns.occurrences.ids, columns.occurrence.values[rows].astype(np.int64), columns.source
    sources = source.values[rows]
    return pl.DataFrame(
        {
            "occurrence": ids.gather(core.ties.shown(occurrence)),
            "recorded_as": ids.gather(occurrence),
            "version_id": columns.version.gather(rows),
            "position": columns.position.values[rows],
            "kind": words(columns.kinds, columns.kind.values[rows]),
            "manner": pl.Series(MANNERS, dtype=pl.String).gather(columns.manner.values[rows].astype(np.int64)),
            "source": words(columns.sources, sources),
            "reliability": pl.Series(RELIABILITIES, dtype=pl.String).gather(core.visible.sources.reliability[sources]),
            "edtf": words(columns.dates.words, columns.whens.edtf.values[columns.when.values[rows]]),
            "known_earliest": days(core.visible.known.earliest(rows)),
            "known_latest": days(core.visible.known.latest(rows)),
        }
    )


def ended_frame(columns: Columns, core: Core, endings: Endings, rows: Numbers) -> pl.DataFrame:
    """The columns of account versions, with how each of them ended."""
    ended = [endings.of(row) for row in rows.tolist()]
    return account_frame(columns, core, rows).with_columns(
        pl.Series("ending", [each.kind if each else None for each in ended], dtype=pl.String),
        pl.Series("ending_position", [each.position if each else None for each in ended], dtype=pl.Int64),
        pl.Series("disclosed_earliest", [each.disclosed_earliest if each else None for each in ended], dtype=pl.Int64),
        pl.Series("disclosed_latest", [each.disclosed_latest if each else None for each in ended], dtype=pl.Int64),
        pl.Series("replaced_by", [each.replaced_by if each else None for each in ended], dtype=pl.String),
    )


def kind_numbers(columns: Columns, core: Core, position: int) -> Numbers:
    """The kind of each shown occurrence."""
    found = np.empty(len(core.shown.occurrence), dtype=np.uint32)
    for part in blocks(len(found)):
        found[part] = kinds_at(columns, core, position, np.arange(part.start, part.stop))
    return found


def kinds_at(columns: Columns, core: Core, position: int, at: Numbers) -> Numbers:
    """The kinds of some rows of `shown`: as we judge them, or as the first account states them where we did not."""
    shown = core.shown
    found = kind_by(columns, position, shown.occurrence[at])
    if not np.all(found):
        first = shown.rows[shown.starts[at]]
        of_first = kind_by(columns, position, columns.occurrence.values[first])
        found = np.where(found, found, np.where(of_first, of_first, columns.kind.values[first]))
    return found


def occurrence_frame(columns: Columns, core: Core, kinds: Numbers, at: Numbers) -> pl.DataFrame:
    """The columns of shown occurrences: the rows `at` of the core's `shown`, in that order."""
    shown = core.shown
    component = pl.Series(core.component[at], dtype=pl.Int64)
    known_earliest, known_latest = core.known_since(at)
    return pl.DataFrame(
        {
            "occurrence": columns.occurrences.ids.gather(shown.occurrence[at]),
            "kind": words(columns.kinds, kinds[at]),
            "start_earliest": days(shown.start_earliest[at]),
            "start_latest": days(shown.start_latest[at]),
            "end_earliest": days(shown.end_earliest[at]),
            "end_latest": days(shown.end_latest[at]),
            "basis": pl.Series(_BASES, dtype=pl.String).gather(shown.basis[at].astype(np.int64)),
            "manners": pl.Series(_MANNERS_OF, dtype=pl.List(pl.String)).gather(shown.manners[at].astype(np.int64)),
            "realised": shown.realised[at],
            "accounts": pl.Series(shown.standing[at], dtype=pl.UInt32),
            "struck": pl.Series(shown.struck[at], dtype=pl.UInt32),
            "known_earliest": days(known_earliest),
            "known_latest": days(known_latest),
            "component": component.set(component == NO_COMPONENT, None).cast(pl.UInt32),
        }
    )


def occurrence_rows(columns: Columns, core: Core, position: int, at: Numbers) -> dict[str, dict[str, Any]]:
    """The same rows by the id of the occurrence, for the few of a page: without a frame in between."""
    kinds = kinds_at(columns, core, position, at)
    shown = core.shown
    found = [*(bound[at] for bound in shown.bounds), *core.known_since(at)]
    bounds = {name: [day_or_none(day) for day in of.tolist()] for name, of in zip(DAY_NAMES, found, strict=True)}
    plain = {name: getattr(shown, name)[at].tolist() for name in ("realised", "struck")} | {
        "occurrence": columns.occurrences.ids.texts(shown.occurrence[at]),
        "kind": [columns.kinds.texts[kind] if kind else None for kind in kinds.tolist()],
        "basis": [_BASES[basis] for basis in shown.basis[at].tolist()],
        "manners": [list(_MANNERS_OF[bits]) for bits in shown.manners[at].tolist()],
        "accounts": shown.standing[at].tolist(),
        "component": [None if number == NO_COMPONENT else number for number in core.component[at].tolist()],
    }
    columns_of = bounds | plain
    rows = [dict(zip(columns_of, row, strict=True)) for row in zip(*columns_of.values(), strict=True)]
    return {row["occurrence"]: row for row in rows}


def account_records(
    columns: Columns, core: Core, endings: Endings, rows: Sequence[int], contents: Iterable[tuple[str, Account]]
) -> list[AccountRecord]:
    """Some account versions as a page shows them; `contents` are the id of each account and what it says."""
    ids, known = columns.occurrences.ids, core.visible.known
    at = np.array(rows, dtype=np.int64)
    numbers = columns.occurrence.values[at].astype(np.int64)
    recorded_as = ids.texts(numbers)
    occurrences = recorded_as if core.ties.shown_as is None else ids.texts(core.ties.shown(numbers))
    account_ids, accounts = zip(*contents, strict=True) if len(at) else ((), ())
    fields = (
        occurrences,
        recorded_as,
        account_ids,
        columns.version.texts(at),
        columns.position.values[at].tolist(),
        map(day_or_none, known.earliest(at).tolist()),
        map(day_or_none, known.latest(at).tolist()),
        map(endings.of, rows),
        accounts,
    )
    return [AccountRecord(*each) for each in zip(*fields, strict=True)]


def part_frame(columns: Columns, core: Core, parts: Parts, numbers: Numbers, names: Sequence[str]) -> pl.DataFrame:
    """One row for each part that a known account names, in order of display; `numbers` are all accounts' lists."""
    shown, order = core.shown, core.order
    sizes = shown.sizes[order]
    first = np.repeat(shown.starts[order] - np.cumsum(sizes) + sizes, sizes)
    rows = shown.rows[first + np.arange(len(first))]
    known = pl.DataFrame(
        {
            "list": pl.Series(numbers[rows], dtype=pl.UInt32),
            "number": np.repeat(shown.occurrence[order], sizes),
            "standing": core.visible.standing[rows],
        }
    )
    lists = pl.DataFrame(
        {"list": parts.list_number.values, "name": parts.name_number.values, "role": parts.role_number.values}
    )
    joined = known.join(lists, on="list", how="inner", maintain_order="left_right")
    return pl.DataFrame(
        {
            names[0]: columns.occurrences.ids.gather(joined["number"].to_numpy()),
            names[1]: words(parts.names, joined["name"].to_numpy()),
            "role": words(parts.roles, joined["role"].to_numpy()),
            "standing": joined["standing"],
        }
    )
