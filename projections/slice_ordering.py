"""The deterministic order of a slice, over columns; the rule itself is that of `domain.chronology.order`.

Sort key: the earliest day if there is one, else the latest; the latest day; the id. Where an entry must wait for one
with a greater key, the few entries concerned are put in order by the domain and then take their places among the rest:
a held entry stands directly after the last of those that it waited for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from domain.chronology.order import linear_order
from projections.ledger_dates import AFTER_ALL, BEFORE_ALL
from projections.slice_blocks import blocks

Days = npt.NDArray[np.int64]
Numbers = npt.NDArray[Any]

_KEY_BITS: Final = 63

_FEW_SHARE: Final = 8
"""For fewer than an eighth of all ids a table of whose rank is whose costs more than sorting their places."""


def order(
    start_earliest: Days, end_latest: Days, occurrence: Numbers, rank: Numbers, pairs: Sequence[tuple[int, int]]
) -> Numbers:
    """The entries in the order in which they are shown; `pairs` are entries of which the second waits for the first.

    `rank` is that of every id, by the number of the `occurrence`.
    """
    by_key = _by_key(start_earliest, end_latest, occurrence, rank)
    if not pairs:
        return by_key
    place = np.empty(len(by_key), dtype=np.int64)
    place[by_key] = np.arange(len(by_key))
    involved = sorted({entry for pair in pairs for entry in pair}, key=lambda entry: int(place[entry]))
    texts = {entry: str(entry) for entry in involved}
    sequence = linear_order(list(texts.values()), [(texts[before], texts[after]) for before, after in pairs])
    entries = np.array([int(text) for text in sequence])
    slot = np.arange(len(by_key))
    turn = np.zeros(len(by_key), dtype=np.int64)
    slot_of, turn_of = np.maximum.accumulate(place[entries]), np.arange(1, len(entries) + 1)
    slot[place[entries]] = slot_of
    turn[place[entries]] = turn_of
    found: Numbers = by_key[np.lexsort((turn, slot))]
    return found


def _first(start_earliest: Days, end_latest: Days) -> Days:
    return np.where(start_earliest == BEFORE_ALL, end_latest, start_earliest)


class _Extent(NamedTuple):
    """The least and the greatest first day of what has one, and the least and the greatest span of what has both."""

    low: int
    high: int
    narrowest: int
    widest: int


def _extent(start_earliest: Days, end_latest: Days) -> _Extent:
    low, high, narrowest, widest = AFTER_ALL, BEFORE_ALL, 0, 0
    for part in blocks(len(start_earliest)):
        latest = end_latest[part]
        first = _first(start_earliest[part], latest)
        dated, ended = first[first != AFTER_ALL], (latest - first)[latest != AFTER_ALL]
        low, high = int(dated.min(initial=low)), int(dated.max(initial=high))
        narrowest, widest = int(ended.min(initial=narrowest)), int(ended.max(initial=widest))
    return _Extent(low, high, narrowest, widest) if low <= high else _Extent(0, 0, narrowest, widest)


def _by_key(start_earliest: Days, end_latest: Days, occurrence: Numbers, rank: Numbers) -> Numbers:
    """Entries by (first, latest, rank); packed into one number each where they fit, which sorts much faster.

    What has no latest day counts as one day wider than the widest, what has no day at all as one day after the last.
    The rank is unique and stands last in the number, so that the sorted numbers tell by themselves whose they are.
    """
    count = len(start_earliest)
    low, high, narrowest, widest = _extent(start_earliest, end_latest)
    rank_bits = len(rank).bit_length()
    span_bits = (widest + 1).bit_length()
    if (high - low + 1).bit_length() + span_bits + rank_bits > _KEY_BITS or narrowest < 0:
        first = _first(start_earliest, end_latest)
        return np.lexsort((rank[occurrence], end_latest, first)).astype(np.int32)
    key = np.empty(count, dtype=np.int64)
    few = count * _FEW_SHARE < len(rank)
    place = np.empty(0 if few else len(rank), dtype=np.int32)
    for part in blocks(count):
        latest = end_latest[part]
        first = _first(start_earliest[part], latest)
        span = np.where(latest == AFTER_ALL, widest + 1, latest - first)
        day = np.where(first == AFTER_ALL, high + 1, first) - low
        ranked = rank.take(occurrence[part])
        key[part] = (day << span_bits | span) << rank_bits | ranked
        if not few:
            place[ranked] = np.arange(part.start, part.stop, dtype=np.int32)
    if few:
        return np.argsort(key).astype(np.int32)
    key.sort()
    found, by_rank = np.empty(count, dtype=np.int32), (1 << rank_bits) - 1
    for part in blocks(count):
        found[part] = place[key[part] & by_rank]
    return found
