"""The lists of a report: hits, misses as prominently, sources, and the chronology shown where nothing is tested."""

from __future__ import annotations

import numpy as np

from projections.correlation.backing import backing
from projections.correlation.counting import Found
from projections.correlation.evidence import Evidence
from projections.correlation.partners import Partners
from projections.correlation.report import Backing, ChronologyRow, Hit, Miss, PartnerRow, SourceWeight
from projections.correlation.series import NO_EARLIEST, NO_LATEST, Bools, Series

PARTNERS_SHOWN = 20


def hits(evidence: Evidence, found: Found, met: Partners, at_most: int) -> tuple[Hit, ...]:
    """The first hits, certain ones first, then by pair and day."""
    return tuple(_hit(evidence, found, met, row) for row in _shown(evidence.x, found.possible, found.certain, at_most))


def misses(evidence: Evidence, found: Found, at_most: int) -> tuple[Miss, ...]:
    """The first X without a Y, by pair and day."""
    x = evidence.x
    return tuple(
        Miss(
            pair=evidence.pair_labels[int(x.pair[row])],
            occurrence=evidence.occurrence_ids[int(x.occurrence[row])],
            earliest_day=bounded(int(x.earliest[row])),
            latest_day=bounded(int(x.latest[row])),
            sources=evidence.sources.named(int(x.occurrence[row])),
        )
        for row in _shown(x, ~found.possible, ~found.possible, at_most)
    )


def weights(evidence: Evidence, met: Partners, at_most: int) -> Backing:
    """How the hits rest on sources; the sources that carry most come first."""
    carried = backing(evidence.x, evidence.y, met, evidence.sources)
    order = np.lexsort((-carried.attested_hits, -carried.hits_lost_without))
    order = order[carried.attested_hits[order] > 0]
    return Backing(
        hits_on_one_source_count=carried.on_one_source_count,
        hits_on_one_same_article_count=carried.on_one_same_article_count,
        sources=tuple(
            SourceWeight(
                source=evidence.sources.labels[code],
                attested_hits_count=int(carried.attested_hits[code]),
                hits_lost_without_count=int(carried.hits_lost_without[code]),
            )
            for code in order[:at_most].tolist()
        ),
        sources_left_off_count=max(0, int(order.size) - at_most),
    )


def chronology(evidence: Evidence, at_most: int) -> tuple[tuple[ChronologyRow, ...], int]:
    """Every X and Y of the pairs that hold an X (all, if none does), by pair and day; and how many were left off."""
    x, y = evidence.x, evidence.y
    here = np.isin(y.pair, x.pair) if x.count else np.ones(y.count, dtype=np.bool_)
    y = y.rows(here)
    both = Series(*(np.concatenate([getattr(x, c), getattr(y, c)]) for c in Series.__slots__))
    side = np.concatenate([np.zeros(x.count, dtype=np.int64), np.ones(y.count, dtype=np.int64)])
    day = np.where(both.earliest > NO_EARLIEST, both.earliest, both.latest)
    order = np.lexsort((both.occurrence, side, both.latest, day, both.pair))
    shown = tuple(
        ChronologyRow(
            pair=evidence.pair_labels[int(both.pair[row])],
            side="y" if side[row] else "x",
            occurrence=evidence.occurrence_ids[int(both.occurrence[row])],
            earliest_day=bounded(int(both.earliest[row])),
            latest_day=bounded(int(both.latest[row])),
        )
        for row in order[:at_most].tolist()
    )
    return shown, both.count - len(shown)


def bounded(day: int) -> int | None:
    """A day or a distance, or `None` where there is no bound."""
    return day if NO_EARLIEST // 2 < day < NO_LATEST // 2 else None


def _shown(x: Series, chosen: Bools, first: Bools, at_most: int) -> list[int]:
    rows = np.flatnonzero(chosen)
    order = np.lexsort((x.occurrence[rows], x.latest[rows], x.earliest[rows], x.pair[rows], ~first[rows]))
    return [int(row) for row in rows[order[:at_most]]]


def _hit(evidence: Evidence, found: Found, met: Partners, row: int) -> Hit:
    x, y, its = evidence.x, evidence.y, met.of_x(row)
    y_rows = met.y_row[its].tolist()
    sources = evidence.sources.named(int(x.occurrence[row]))
    of_partners = [evidence.sources.named(int(y.occurrence[y_row])) for y_row in y_rows]
    return Hit(
        pair=evidence.pair_labels[int(x.pair[row])],
        occurrence=evidence.occurrence_ids[int(x.occurrence[row])],
        earliest_day=bounded(int(x.earliest[row])),
        latest_day=bounded(int(x.latest[row])),
        certain=bool(found.certain[row]),
        partners=tuple(
            PartnerRow(
                occurrence=evidence.occurrence_ids[int(y.occurrence[y_row])],
                at_least_days=bounded(int(met.at_least_days[its][place])),
                at_most_days=bounded(int(met.at_most_days[its][place])),
                certain=bool(met.certain[its][place]),
                sources=of_partners[place],
            )
            for place, y_row in enumerate(y_rows[:PARTNERS_SHOWN])
        ),
        sources=sources,
        one_source=_without_which_no_hit(sources, of_partners),
    )


def _without_which_no_hit(sources: tuple[str, ...], of_partners: list[tuple[str, ...]]) -> str | None:
    if len(sources) == 1:
        return sources[0]
    alone = set(of_partners)
    only = alone.pop()
    return only[0] if not alone and len(only) == 1 else None
