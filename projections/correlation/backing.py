"""On whose word: the sources behind each hit, and how many hits one source or one article carries alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from projections.correlation.counting import expanded
from projections.correlation.partners import Partners
from projections.correlation.series import Bools, Ints, Series


@dataclass(frozen=True, slots=True)
class SourceSets:
    """The sources of each occurrence: those of occurrence n are code[start[n]:start[n + 1]], without repeats."""

    start: Ints
    code: Ints
    labels: Sequence[str]

    @classmethod
    def of(cls, sets: Iterable[Iterable[str]]) -> Self:
        """From one set of source ids per occurrence, in the order of the occurrences' numbers."""
        listed = [sorted(set(one)) for one in sets]
        labels = sorted({source for one in listed for source in one})
        code_of = {source: code for code, source in enumerate(labels)}
        start = np.concatenate([[0], np.cumsum([len(one) for one in listed])]).astype(np.int64)
        code = np.array([code_of[source] for one in listed for source in one], dtype=np.int64)
        return cls(start, code, tuple(labels))

    def named(self, occurrence: int) -> tuple[str, ...]:
        """The ids of the sources of one occurrence."""
        codes = self.code[self.start[occurrence] : self.start[occurrence + 1]]
        return tuple(sorted(self.labels[code] for code in codes.tolist()))

    def only_source(self) -> Ints:
        """For each occurrence the code of its only source, or -1 where it has several or none."""
        count = np.diff(self.start)
        first = np.append(self.code, -1)[self.start[:-1]]
        return np.where(count == 1, first, -1)


@dataclass(frozen=True, slots=True)
class Backing:
    """How the hits (X with a possible Y) rest on sources; columns by source code, counts in hits."""

    attested_hits: Ints
    hits_lost_without: Ints
    on_one_source_count: int
    on_one_same_article_count: int


def backing(x: Series, y: Series, met: Partners, sources: SourceSets) -> Backing:
    """What each source carries.

    A hit is lost without a source if that source alone attests X, or alone attests every Y that X may have. It rests
    on one same article if one source alone attests both sides.
    """
    hit, of = np.unique(met.x_row, return_inverse=True)
    only = sources.only_source()
    x_alone = only[x.occurrence[hit]]
    y_only = only[y.occurrence[met.y_row]]
    lowest, highest = np.full(hit.size, np.iinfo(np.int64).max), np.full(hit.size, -1)
    np.minimum.at(lowest, of, y_only)
    np.maximum.at(highest, of, y_only)
    y_alone = np.where(lowest == highest, lowest, -1)
    same = (x_alone >= 0) & (x_alone == y_alone)
    return Backing(
        attested_hits=_attested(x.occurrence[hit], y.occurrence[met.y_row], of, sources),
        hits_lost_without=_tally(x_alone, x_alone >= 0, sources) + _tally(y_alone, (y_alone >= 0) & ~same, sources),
        on_one_source_count=int(np.count_nonzero((x_alone >= 0) | (y_alone >= 0))),
        on_one_same_article_count=int(np.count_nonzero(same)),
    )


def _tally(code: Ints, counted: Bools, sources: SourceSets) -> Ints:
    return np.bincount(code[counted], minlength=len(sources.labels)).astype(np.int64)


def _attested(x_occurrence: Ints, y_occurrence: Ints, of: Ints, sources: SourceSets) -> Ints:
    """In how many hits each source attests X or some Y."""
    occurrence = np.concatenate([x_occurrence, y_occurrence])
    hit = np.concatenate([np.arange(x_occurrence.size), of])
    which, place = expanded(sources.start[occurrence], sources.start[occurrence + 1])
    said = np.unique(hit[which] * max(1, len(sources.labels)) + sources.code[place])
    return np.bincount(said % max(1, len(sources.labels)), minlength=len(sources.labels)).astype(np.int64)
