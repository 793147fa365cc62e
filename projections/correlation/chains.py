"""Complete chains through several steps: which rows of each step, on which days they can still all be true together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from domain.errors import Refused
from projections.correlation.counting import Found, expanded
from projections.correlation.partners import Partners, partners
from projections.correlation.series import Bools, Ints, KnownDifferences, Series, Window

MOST_CHAINS = 5_000_000


@dataclass(frozen=True, slots=True)
class Chains:
    """One row a chain: `rows[:, k]` is the row of step k; `certain` where every link holds on every dating.

    Column k of the distances is that from step k to step k + 1.
    """

    rows: Ints
    certain: Bools
    at_least_days: Ints
    at_most_days: Ints

    def begun_by(self, first_rows_count: int) -> Found:
        """For each row of the first step, whether it begins a chain: certainly, and possibly."""
        certain, possible = np.zeros((2, first_rows_count), dtype=np.bool_)
        possible[self.rows[:, 0]] = True
        certain[self.rows[self.certain, 0]] = True
        return Found(certain, possible)


def chains(steps: Sequence[Series], windows: Sequence[Window], known: Sequence[KnownDifferences]) -> list[Chains]:
    """The chains through the first step, the first two, and so on to all; `windows[k]` leads from step k to k + 1.

    A chain is possible if some days within all bounds satisfy every window at once: on a path the days that each
    prefix allows to the next step are again one range, so carrying that range along is exact.

    Raises:
        Refused: more than five million chains; the windows are too wide to list them.
    """
    first = steps[0]
    none = np.zeros((first.count, 0), dtype=np.int64)
    found = [Chains(np.arange(first.count)[:, None], np.ones(first.count, dtype=np.bool_), none, none)]
    low, high = first.earliest, first.latest
    for step, window, told, before in zip(steps[1:], windows, known, steps[:-1], strict=True):
        met = partners(before, step, window, told)
        past = found[-1]
        which, place = _continued(past.rows[:, -1], met)
        row, least, most = met.y_row[place], met.at_least_days[place], met.at_most_days[place]
        low = np.maximum(step.earliest[row], low[which] + np.maximum(least, window.first_days))
        high = np.minimum(step.latest[row], high[which] + np.minimum(most, window.last_days))
        fits = (low <= high) & ~_met_before(past.rows[which], row, steps, step)
        low, high = low[fits], high[fits]
        found.append(
            Chains(
                np.column_stack([past.rows[which], row])[fits],
                (past.certain[which] & met.certain[place])[fits],
                np.column_stack([past.at_least_days[which], least])[fits],
                np.column_stack([past.at_most_days[which], most])[fits],
            )
        )
    return found


def _continued(last: Ints, met: Partners) -> tuple[Ints, Ints]:
    """Every chain with every partner of its last row: number of the chain, place among the partners."""
    start, stop = np.searchsorted(met.x_row, last, "left"), np.searchsorted(met.x_row, last, "right")
    total = int(np.sum(stop - start))
    if total > MOST_CHAINS:
        raise Refused(f"{total} chains are too many to list; narrower windows or fewer kinds", rule="too_many_chains")
    return expanded(start, stop)


def _met_before(rows: Ints, row: Ints, steps: Sequence[Series], step: Series) -> Bools:
    """Whether the new row is an occurrence that the chain already holds."""
    twice = np.zeros(row.size, dtype=np.bool_)
    for place in range(rows.shape[1]):
        twice |= steps[place].occurrence[rows[:, place]] == step.occurrence[row]
    return twice
