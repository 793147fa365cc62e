"""What is in force in a slice as claims to be solved: accounts, ties and publications of some occurrences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from pydantic import TypeAdapter

from domain.chronology.compile_claims import (
    StatedTime,
    claims_of,
    disclosure_claim,
    identity_claim,
    lasting_occurrences,
    part_claim,
)
from domain.chronology.constraints import Claim
from domain.chronology.network import Network
from domain.chronology.relations import Relation
from domain.provenance import MANNERS
from projections.ledger_columns import Columns, SetAside, upto
from projections.ledger_dates import day_or_none
from projections.slice_bounds import DENIED
from projections.slice_shown import Shown
from projections.slice_ties import Ties
from projections.slice_visibility import Visibility

Numbers = npt.NDArray[np.int64]

_RELATION: Final[TypeAdapter[Any]] = TypeAdapter(Relation)
_PART_OF, _DISCLOSES = "part_of", "discloses"
_TIES: Final = frozenset((_PART_OF, _DISCLOSES, "same_as"))


class ClaimsInForce:
    """Makes claims of what stands in one slice."""

    def __init__(
        self,
        columns: Columns,
        position: int,
        visible: Visibility,
        ties: Ties,
        shown: Shown,
        relations: dict[int, tuple[Any, ...]],
    ) -> None:
        self._columns = columns
        self._visible = visible
        self._ties = ties
        self._shown = shown
        self._relations_read = relations
        self._set_aside = set_aside_by(columns, position)
        self._aside_for_all = sorted({each.claim for each in self._set_aside if _is_of_others(columns, each.claim)})
        self._said_in = dict(zip(columns.said_in_row.values.tolist(), columns.said_in.values.tolist(), strict=True))
        self._published = published_by(columns, position)
        self._identities = _by_shown(ties, ((one, (one, other)) for one, other in ties.edges))
        self._links = _by_shown(
            ties,
            (
                (end, link)
                for link in ties.links
                if link.kind in (_PART_OF, _DISCLOSES)
                for end in {link.origin, link.target}
            ),
        )

    def claims(self, groups: Iterable[int]) -> tuple[list[Claim], frozenset[str], frozenset[str]]:
        """The claims of some shown occurrences, the occurrences that last, and the claims that are set aside."""
        groups = list(groups)
        stated = [time for group in groups for time in self._stated(group)]
        claims = list(claims_of(stated))
        lasting = set(lasting_occurrences(stated))
        for group in groups:
            occurrence = int(self._shown.occurrence[group])
            for one, other in self._identities.get(occurrence, ()):
                claims.append(self._identity(one, other))
            if self._shown.lasts[group] and self._shown.standing[group]:
                lasting |= {self._id(each) for each in self._ties.members.get(occurrence, (occurrence,))}
            for link in self._links.get(occurrence, ()):
                origin, target = self._id(link.origin), self._id(link.target)
                make = part_claim if link.kind == _PART_OF else disclosure_claim
                claims.append(make(f"{origin}>{link.kind}>{target}", origin, target))
        return claims, frozenset(lasting), self._set_aside_claims()

    def members(self, group: int) -> tuple[str, ...]:
        """The ids of what is shown as one occurrence; none where all that was known of it was struck."""
        if not self._shown.standing[group]:
            return ()
        occurrence = int(self._shown.occurrence[group])
        return tuple(self._id(each) for each in self._ties.members.get(occurrence, (occurrence,)))

    def is_apart(self, network: Network, group: int) -> bool:
        """Whether an occurrence shows several of which the claim that they are the same is not in force."""
        identities = self._identities.get(int(self._shown.occurrence[group]), ())
        names = {self._identity(one, other).id for one, other in identities}
        aside = {claim.id for contradiction in network.contradictions for claim in contradiction.claims}
        return not names.isdisjoint(aside | {claim.claim for claim in self._set_aside})

    def network(self, groups: Iterable[int]) -> Network:
        """The network of some shown occurrences, solved anew."""
        claims, lasting, set_aside = self.claims(groups)
        return Network(claims, lasting=lasting, set_aside=set_aside)

    def _identity(self, one: int, other: int) -> Claim:
        return identity_claim(f"{self._id(one)}={self._id(other)}", self._id(one), self._id(other))

    def _stated(self, group: int) -> Iterator[StatedTime]:
        columns, visible = self._columns, self._visible
        for row in self._rows(group):
            if not visible.standing[row] or columns.manner.values[row] == DENIED:
                continue
            when = int(columns.when.values[row])
            source = int(columns.source.values[row])
            said_in = self._said_in.get(row)
            yield StatedTime(
                account=columns.version.at(row),
                occurrence=self._id(int(columns.occurrence.values[row])),
                source=columns.sources.texts[source],
                manner=MANNERS[columns.manner.values[row]],
                edtf=columns.dates.text(int(columns.whens.edtf.values[when])),
                relations=self._relations(when),
                published=columns.dates.text(int(self._published[source])),
                public_by=day_or_none(int(self._visible.sources.published_latest[source])),
                said_in=None if said_in is None else self._id(said_in),
                lasts=bool(columns.stated_kinds.lasts.values[columns.kind.values[row]]),
            )

    def _rows(self, group: int) -> list[int]:
        rows: list[int] = self._shown.rows_of_one(group).tolist()
        return rows

    def _relations(self, when: int) -> tuple[Any, ...]:
        read = self._relations_read.get(when)
        if read is None:
            recorded = self._columns.whens.relations(when)
            if not recorded:
                return ()
            read = self._relations_read[when] = tuple(_RELATION.validate_python(each) for each in recorded)
        return read

    def _set_aside_claims(self) -> frozenset[str]:
        return frozenset(claim.claim for claim in self._set_aside)

    def _id(self, occurrence: int) -> str:
        return self._columns.occurrences.ids.at(occurrence)


def set_aside_by(columns: Columns, position: int) -> list[SetAside]:
    """The claims that are set aside by a position."""
    standing: dict[tuple[int, str], SetAside] = {}
    for claim in upto(columns.set_aside, position):
        if claim.stands:
            standing[claim.occurrence, claim.claim] = claim
        else:
            standing.pop((claim.occurrence, claim.claim), None)
    return list(standing.values())


def _is_of_others(columns: Columns, claim: str) -> bool:
    """Whether a claim is one of a source or a tie, and not of an account."""
    of, _, path = claim.partition("#")
    return path in _TIES or columns.sources.known(of) is not None


def published_by(columns: Columns, position: int) -> Numbers:
    """The number of the EDTF of every source's publication by a position; 0 where none is registered."""
    said = columns.sources_said.upto(position)
    found = np.zeros(len(columns.sources), dtype=np.int64)
    found[said["source"]] = said["published"]
    return found


def _by_shown(ties: Ties, of: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for occurrence, tied in of:
        of_shown = found.setdefault(ties.shown_one(occurrence), [])
        if tied not in of_shown:
            of_shown.append(tied)
    return found
