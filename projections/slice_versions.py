"""The hash of a whole timeline: the ids of its occurrences, in order, and the versions of their known accounts."""

from __future__ import annotations

from hashlib import sha256

import numpy as np
import numpy.typing as npt
import polars as pl

from projections.ledger_columns import Columns
from projections.slice_core import Core

Numbers = npt.NDArray[np.int64]


def timeline_hash(columns: Columns, core: Core, places: Numbers) -> str:
    """SHA-256 over what is shown at these places of `core.shown`, a line for each account, struck ones marked.

    Within an occurrence the versions stand in the order of their ids, which come from content: so the hash does not
    depend on the order in which accounts arrived.
    """
    shown = core.shown
    ends = np.append(shown.starts[1:], len(shown.rows))
    sizes = ends[places] - shown.starts[places]
    of_place = np.repeat(np.arange(len(places)), sizes)
    first_of_place = np.cumsum(sizes) - sizes
    rows = shown.rows[np.arange(len(of_place)) - first_of_place[of_place] + shown.starts[places][of_place]]
    versions = columns.version.gather(rows)
    struck = ~core.visible.standing[rows]
    if len(rows) > len(places):
        order = pl.DataFrame({"place": of_place, "version": versions}).select(pl.arg_sort_by("place", "version"))
        sorted_rows = order.to_series().to_numpy()
        versions, struck = versions.gather(sorted_rows), struck[sorted_rows]
    ids = columns.occurrences.ids.gather(shown.occurrence[places])
    digest = sha256("\n".join(ids.to_list()).encode())
    digest.update("\n".join(versions.to_list()).encode())
    digest.update(of_place.astype("<i8").tobytes() + struck.tobytes())
    return digest.hexdigest()
