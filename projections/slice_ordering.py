"""The deterministic order of a slice, over columns; the rule itself is that of `domain.chronology.order`.

Sort key: the earliest day if there is one, else the latest; the latest day; the id. Where an entry must wait for one
with a greater key, the few entries concerned are put in order by the domain and then take their places among the rest:
a held entry stands directly after the last of those that it waited for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from domain.chronology.order import linear_order
from projections.ledger_dates import AFTER_ALL, BEFORE_ALL

Days = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int64]

_KEY_BITS = 63


def order(start_earliest: Days, end_latest: Days, rank: Numbers, pairs: Sequence[tuple[int, int]]) -> Numbers:
    """The entries in the order in which they are shown; `pairs` are entries of which the second waits for the first."""
    first = np.where(start_earliest == BEFORE_ALL, end_latest, start_earliest)
    by_key = _by_key(first, end_latest, rank)
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


def _by_key(first: Days, latest: Days, rank: Numbers) -> Numbers:
    """Entries by (first, latest, rank); packed into one number each where they fit, which sorts much faster.

    What has no latest day counts as one day wider than the widest, what has no day at all as one day after the last.
    """
    if not len(first):
        return np.zeros(0, dtype=np.int64)
    open_ = latest == AFTER_ALL
    bare = first == AFTER_ALL
    some_open = bool(open_.any())
    dated = first[~bare] if some_open else first
    low, high = (int(dated.min()), int(dated.max())) if len(dated) else (0, 0)
    span = latest - first
    ended = span[~open_] if some_open else span
    widest = int(ended.max()) if len(ended) else 0
    bits = [(high - low + 1).bit_length(), (widest + 1).bit_length(), int(rank.max()).bit_length()]
    if sum(bits) > _KEY_BITS or (len(ended) and int(ended.min()) < 0):
        return np.lexsort((rank, latest, first))
    key = first - low
    if some_open:
        key[bare], span[open_] = high - low + 1, widest + 1
    key <<= bits[1]
    key |= span
    key <<= bits[2]
    key |= rank
    return np.argsort(key)
