"""Whether what was appended since a position can have changed an answer: how a kept answer is proven fresh.

It errs to one side: "touched" may be said of an answer that stays the same, "untouched" never of one that changed. An
answer that looks at everything is touched by any account. Only the names of known parties, cases and sources can change
elsewhere without an account, and then everything counts as touched.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from projections.distinct import distinct
from projections.ledger_columns import Columns, Parts, upto
from projections.slice_judged import judgements_by, kind_by
from projections.slice_naming import filed_by, named
from projections.slice_selection import Filters

Numbers = npt.NDArray[np.int64]

_MOST_OCCURRENCES: Final = 2_000
"""Beyond so many touched occurrences it is quicker to answer anew."""

_MOST_SOURCES: Final = 64
"""Sources registered since, each of which is looked for among all that was cited before."""


def is_touched(columns: Columns, after: int, position: int, filters: Filters) -> bool:
    """Whether events in `after + 1..position` can change what these filters show, whatever the slice."""
    if position <= after:
        return False
    if filters.q or _renames(columns, after, position) or _asks(columns, after, position):
        return True
    occurrences = _touched(columns, after, position)
    if occurrences is None:
        return True
    if not len(occurrences):
        return False
    if not (filters.kind or filters.country or filters.party or filters.case):
        return True
    rows = _rows_of(columns, after, position, occurrences)
    return all(
        (
            not filters.country or _any_names(columns.countries, columns.country_list.values[rows], filters.country),
            not filters.party or _any_names(columns.parties_named, columns.party_list.values[rows], filters.party),
            not filters.kind or _any_kind(columns, after, position, occurrences, rows, filters.kind),
            not filters.case or _any_filed(columns, position, occurrences, filters.case),
        )
    )


def _rows_of(columns: Columns, after: int, position: int, occurrences: Numbers) -> Numbers:
    """The rows of the accounts of some occurrences; of those recorded since, only what came since is looked at."""
    first, rows = columns.rows_by(after), columns.rows_by(position)
    old = occurrences[columns.recorded_at.values[occurrences] <= after]
    fresh = np.flatnonzero(np.isin(columns.occurrence.values[first:rows], occurrences)) + first
    if not len(old):
        return fresh
    return np.concatenate([np.flatnonzero(np.isin(columns.occurrence.values[:first], old)), fresh])


def _renames(columns: Columns, after: int, position: int) -> bool:
    """Whether something that was there before was described anew, retracted, or judged anew."""
    for journal, subject in (
        (columns.sources_said, "source"),
        (columns.cases_said, "case"),
        (columns.parties_said, "party"),
    ):
        before, now = journal.upto(after)[subject], journal.upto(position)[subject]
        if len(now) > len(before) and np.isin(now[len(before) :], before).any():
            return True
    fresh = columns.sources_said.upto(position)["source"][len(columns.sources_said.upto(after)["source"]) :]
    cited = columns.source.values[: columns.rows_by(after)]
    if len(fresh) > _MOST_SOURCES or any((cited == source).any() for source in fresh.tolist()):
        return True
    retracted, filings = columns.sources_retracted, columns.filings
    if len(retracted.upto(position)["source"]) > len(retracted.upto(after)["source"]):
        return True
    unfiled = filings.upto(position)["stands"][len(filings.upto(after)["stands"]) :]
    return bool((unfiled == 0).any())


def _asks(columns: Columns, after: int, position: int) -> bool:
    """Whether a rule was asked: it joins the register of questions, and the q of every other rule may be another."""
    return len(upto(columns.rules_asked, position)) > len(upto(columns.rules_asked, after))


def _touched(columns: Columns, after: int, position: int) -> Numbers | None:
    """The occurrences that something was recorded of, and all that could ever hang together with them."""
    accounts = columns.occurrence.values[columns.rows_by(after) : columns.rows_by(position)]
    others, filed = columns.occurrence_events, columns.filings
    found = [
        accounts.astype(np.int64),
        others.upto(position)["occurrence"][len(others.upto(after)["occurrence"]) :],
        filed.upto(position)["occurrence"][len(filed.upto(after)["occurrence"]) :],
    ]
    ties = [link for link in columns.links if after < link.position <= position]
    judged = [each for each in columns.judgements if after < each.position <= position]
    ends = [end for link in ties for end in (link.origin, link.target)]
    ends += [end for each in judged for end in (each.one, each.other)]
    touched = distinct(np.concatenate([*found, np.array(ends, dtype=np.int64)]))
    if len(touched) > _MOST_OCCURRENCES or judged or _rests_on_accounts(columns, position):
        return None if len(touched) else touched
    labels = columns.units.labels
    units = distinct(labels[touched])
    units = units[units > 0]
    if len(units):
        touched = np.union1d(touched, np.flatnonzero(np.isin(labels, units)))
    return touched


def _rests_on_accounts(columns: Columns, position: int) -> bool:
    """Whether a judgement or link rests on accounts, so that ending one changes what is shown elsewhere."""
    return any(each.rests_on for each in judgements_by(columns, position)) or any(
        link.rests_on for link in columns.links
    )


def _any_names(parts: Parts, lists: Numbers, names: tuple[str, ...]) -> bool:
    return bool(named(parts, lists, names).any())


def _any_kind(
    columns: Columns, after: int, position: int, occurrences: Numbers, rows: Numbers, kinds: tuple[str, ...]
) -> bool:
    wanted = [number for kind in kinds if (number := columns.kinds.known(kind)) is not None]
    numbers = [kind_by(columns, each, occurrences) for each in (after, position)]
    return bool(np.isin(np.concatenate([*numbers, columns.kind.values[rows]]), wanted).any())


def _any_filed(columns: Columns, position: int, occurrences: Numbers, cases: tuple[str, ...]) -> bool:
    wanted = [number for case in cases if (number := columns.cases.known(case)) is not None]
    case, filed = filed_by(columns, position)
    return bool(np.isin(filed[np.isin(case, wanted)], occurrences).any())
