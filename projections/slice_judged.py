"""What we judged by a position: kinds of occurrences, which are the same, which are linked."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from projections.ledger_columns import Columns, Judgement, LinkFacts, upto

Numbers = npt.NDArray[Any]
Kinds = npt.NDArray[np.uint32]


def links_by(columns: Columns, position: int) -> list[LinkFacts]:
    """The ties that are made and not taken back by a position, in the order of the log."""
    made: dict[tuple[int, str], LinkFacts] = {}
    for link in upto(columns.links, position):
        if link.stands:
            made.setdefault((link.origin, link.key), link)
        else:
            made.pop((link.origin, link.key), None)
    return list(made.values())


def judgements_by(columns: Columns, position: int) -> list[Judgement]:
    """The judgements of sameness that stand by a position; the pair is undirected."""
    standing: dict[frozenset[int], Judgement] = {}
    for judgement in upto(columns.judgements, position):
        pair = frozenset((judgement.one, judgement.other))
        if judgement.stands:
            standing.setdefault(pair, judgement)
        else:
            standing.pop(pair, None)
    return list(standing.values())


def kind_by(columns: Columns, position: int, occurrences: Numbers) -> Kinds:
    """Our judgement of the kind of these occurrences by a position; 0 where one was not recorded yet."""
    recorded_at, recorded_kind = columns.recorded_at.values, columns.recorded_kind.values
    found: Kinds = np.where(recorded_at[occurrences] <= position, recorded_kind[occurrences], np.uint32(0))
    later = columns.reclassified.upto(position)
    if len(later["kind"]):
        judged, last_from_end = np.unique(later["occurrence"][::-1], return_index=True)
        at = np.minimum(np.searchsorted(judged, occurrences), len(judged) - 1)
        hit = judged[at] == occurrences
        found[hit] = later["kind"][::-1][last_from_end[at[hit]]]
    return found
