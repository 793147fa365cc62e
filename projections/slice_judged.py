"""What we judged by a position: kinds of occurrences, which are the same, which are linked."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from projections.ledger_columns import Columns, Judgement, LinkFacts, upto


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


def kind_by(columns: Columns, position: int) -> npt.NDArray[np.uint32]:
    """Our judgement of the kind of every occurrence by a position, by number; 0 where it was not recorded yet."""
    recorded = columns.recorded_at.values
    judged: npt.NDArray[np.uint32] = np.where(recorded <= position, columns.recorded_kind.values[: len(recorded)], 0)
    later = columns.reclassified.upto(position)
    judged[later["occurrence"]] = later["kind"]
    return judged
