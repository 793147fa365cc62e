"""What the versions of accounts tell of a selection without reading one: its hash, its fingerprints, its days."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

import numpy as np
import numpy.typing as npt

from projections.distinct import distinct
from projections.frames import pl
from projections.ledger_columns import Columns
from projections.ledger_ids import MISSING
from projections.slice_core import Core

Numbers = npt.NDArray[np.int64]

_FEW_ROWS: Final = 2_000


def timeline_hash(columns: Columns, core: Core, places: Numbers) -> str:
    """SHA-256 over what is shown at these places of `core.shown`, a line for each account, struck ones marked.

    Within an occurrence the versions stand in the order of their ids, which come from content: so the hash does not
    depend on the order in which accounts arrived.
    """
    rows, of_place = core.shown.rows_of(places)
    if len(rows) > len(places):
        rows = _by_version(columns, rows, of_place)
    digest = sha256()
    for lines in (columns.occurrences.ids.lines(core.shown.occurrence.take(places)), columns.version.lines(rows)):
        for told in lines:
            digest.update(told)
    digest.update(of_place.astype("<i8").tobytes() + (~core.visible.standing.take(rows)).tobytes())
    return digest.hexdigest()


def _by_version(columns: Columns, rows: Numbers, of_place: Numbers) -> Numbers:
    """Rows that are in the order of their places, put in the order of their versions within each."""
    shared = np.flatnonzero(np.bincount(of_place)[of_place] > 1)
    if len(shared) > _FEW_ROWS:
        held = columns.version.gather(rows[shared])
        order = pl.DataFrame({"place": of_place[shared], "version": held}).select(pl.arg_sort_by("place", "version"))
        in_order = shared[order.to_series().to_numpy()]
    else:
        versions = columns.version.texts(rows[shared])
        in_order = shared[sorted(range(len(shared)), key=lambda at: (of_place[shared[at]], versions[at]))]
    found = rows.copy()
    found[shared] = rows[in_order]
    return found


def fingerprints(core: Core, kinds: Numbers, filings: tuple[Numbers, Numbers], places: Numbers) -> Numbers:
    """A row of numbers for each place: equal rows in two slices of one ledger show the same entry.

    Days, basis, kind, and the sums of mixed numbers of the known versions (struck ones told apart) and of the cases.
    """
    shown = core.shown
    rows, of_place = core.shown.rows_of(places)
    versions = np.zeros(len(places), dtype=np.uint64)
    np.add.at(versions, of_place, _mixed(rows.astype(np.uint64) * 2 + core.visible.standing[rows]))
    case, occurrence = filings
    filed = np.zeros(len(shown.occurrence), dtype=np.uint64)
    at = shown.groups_of(occurrence)
    found = at != MISSING
    pairs = np.unique(np.stack((at[found], case[found])), axis=1)
    np.add.at(filed, pairs[0], _mixed(pairs[1].astype(np.uint64)))
    columns = (
        *(bound[places] for bound in shown.bounds),
        *core.known_since(places),
        shown.basis[places],
        kinds[places],
    )
    numbers = [column.astype(np.int64) for column in columns]
    return np.stack([*numbers, versions.view(np.int64), filed[places].view(np.int64)], axis=1)


def known_days(core: Core, places: Numbers, *, surely: bool) -> Numbers:
    """The days on which known accounts at these places became known, each once; some may be unbounded."""
    known, (rows, _) = core.visible.known, core.shown.rows_of(places)
    return distinct(known.latest(rows) if surely else known.earliest(rows))


def _mixed(numbers: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Numbers scattered over 64 bits, so that their sums tell sets apart: the finaliser of SplitMix64 (Steele 2014)."""
    found = numbers + np.uint64(0x9E3779B97F4A7C15)
    found = (found ^ (found >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    found = (found ^ (found >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return found ^ (found >> np.uint64(31))
