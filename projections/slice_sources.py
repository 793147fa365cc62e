"""What the log says of the publication of every source by a position."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from projections.ledger_columns import RELIABILITY_NUMBER, Columns
from projections.ledger_dates import AFTER_ALL, BEFORE_ALL

Flags = npt.NDArray[np.bool_]
Days = npt.NDArray[np.int64]


class SourceDays(NamedTuple):
    """By source number: what is known of it by the position."""

    registered: Flags
    published_earliest: Days
    published_latest: Days
    reliability: Days
    retracted: Flags
    disclosed_earliest: Days
    disclosed_latest: Days


def sources_by(columns: Columns, position: int) -> SourceDays:
    """What the log says of every source by a position; the last word of ours counts."""
    count = len(columns.sources)
    said = columns.sources_said.upto(position)
    retracted = columns.sources_retracted.upto(position)
    found = SourceDays(
        registered=np.zeros(count, dtype=np.bool_),
        published_earliest=np.full(count, BEFORE_ALL),
        published_latest=np.full(count, AFTER_ALL),
        reliability=np.full(count, RELIABILITY_NUMBER["F"]),
        retracted=np.zeros(count, dtype=np.bool_),
        disclosed_earliest=np.full(count, BEFORE_ALL),
        disclosed_latest=np.full(count, AFTER_ALL),
    )
    at = said["source"]
    found.registered[at] = True
    found.published_earliest[at] = said["published_earliest"]
    found.published_latest[at] = said["published_latest"]
    found.reliability[at] = said["reliability"]
    at = retracted["source"]
    found.retracted[at] = True
    found.disclosed_earliest[at] = retracted["disclosed_earliest"]
    found.disclosed_latest[at] = retracted["disclosed_latest"]
    return found
