"""Which judgements of sameness and which links hold in a slice, and under which id each occurrence is shown."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from domain.identification import representatives
from projections.ledger_columns import Columns, LinkFacts
from projections.slice_judged import judgements_by, links_by
from projections.slice_query import SliceQuery
from projections.slice_visibility import Visibility

Codes = npt.NDArray[np.int64]


class Ties(NamedTuple):
    """`shown_as` gives, by number of an occurrence, the number of the one it is shown as; `None` if all are their own.

    `edges` are the standing judgements, as pairs of numbers.
    """

    shown_as: Codes | None
    members: dict[int, tuple[int, ...]]
    edges: tuple[tuple[int, int], ...]
    links: list[LinkFacts]

    def shown(self, occurrences: Codes) -> Codes:
        """The numbers under which these occurrences are shown."""
        return occurrences if self.shown_as is None else self.shown_as[occurrences]

    def shown_one(self, occurrence: int) -> int:
        """The number under which one occurrence is shown."""
        return occurrence if self.shown_as is None else int(self.shown_as[occurrence])


def tie(columns: Columns, query: SliceQuery, position: int, visible: Visibility) -> Ties:
    """The ties of a slice. One that rests on accounts holds only while every one of them, or what amends it, stands."""
    judgements, linked = judgements_by(columns, position), links_by(columns, position)
    rests_on = [*(each.rests_on for each in judgements), *(link.rests_on for link in linked)]
    rested_on = sorted({version for versions in rests_on for version in versions})
    rows = dict(zip(rested_on, columns.version_rows(rested_on), strict=True))
    edges = tuple(
        (judgement.one, judgement.other) for judgement in judgements if _all_stand(visible, judgement.rests_on, rows)
    )
    links = [
        link
        for link in linked
        if _all_stand(visible, link.rests_on, rows) and _is_published(visible, query, link.cited_source)
    ]
    if not edges:
        return Ties(None, {}, (), links)
    ids = {code: columns.occurrences.ids.at(code) for edge in edges for code in edge}
    codes = {id_: code for code, id_ in ids.items()}
    shown_as = np.arange(len(columns.occurrences))
    members: dict[int, list[int]] = {}
    for id_, least in representatives((ids[one], ids[other]) for one, other in edges).items():
        shown_as[codes[id_]] = codes[least]
        members.setdefault(codes[least], []).append(codes[id_])
    return Ties(shown_as, {least: tuple(sorted(of)) for least, of in members.items()}, edges, links)


def _all_stand(visible: Visibility, versions: tuple[str, ...], rows: dict[str, int]) -> bool:
    for version in versions:
        current = visible.successor(rows[version])
        if not 0 <= current < len(visible.standing) or not visible.standing[current]:
            return False
    return True


def _is_published(visible: Visibility, query: SliceQuery, source: int) -> bool:
    """Whether a cited text could be read: always asked of documents, whatever the reading of knowledge."""
    day, sources = query.known_on_day, visible.sources
    if not source or day is None:
        return True
    if source >= len(sources.registered) or not sources.registered[source]:
        return False
    published = sources.published_latest if query.certainty == "surely" else sources.published_earliest
    return bool(published[source] <= day)
