"""What names what: accounts that name countries and parties, and cases in which occurrences are filed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from projections.distinct import distinct
from projections.ledger_columns import Columns, Parts
from projections.ledger_concordance import Concordance

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int64]

_COMPARED_ONE_BY_ONE: Final = 6


class Naming(NamedTuple):
    """A filter that asks which accounts name one of some names: in the list of parts with this number, by account."""

    parts: Parts
    lists: Numbers
    names: tuple[str, ...]
    listed: Concordance

    def rows(self) -> Numbers | None:
        """The accounts that do, increasing; `None` if no concordance tells."""
        return self.listed.rows(holding(self.parts, self.names), len(self.lists))


def filed_by(columns: Columns, position: int, rows: Numbers | None = None) -> tuple[Numbers, Numbers]:
    """The cases and occurrences of the filings that stand by a position, in the order of the log.

    Of all filings, or of some rows of them that hold all about the cases or the occurrences they are about.
    """
    filings = columns.filings.upto(position)
    if rows is not None:
        filings = {name: values[rows] for name, values in filings.items()}
    case, occurrence, stands = filings["case"], filings["occurrence"], filings["stands"]
    if stands.all():
        return case, occurrence
    pair = (case << 32) | occurrence
    _, last_from_end = np.unique(pair[::-1], return_index=True)
    last = np.sort(len(pair) - 1 - last_from_end)
    last = last[stands[last] == 1]
    return case[last], occurrence[last]


def named(parts: Parts, lists: Numbers, names: tuple[str, ...]) -> Flags:
    """For each list of parts: whether it holds one of these names."""
    lists_holding = holding(parts, names)
    found = np.zeros(len(lists), dtype=np.bool_)
    if len(lists_holding) <= _COMPARED_ONE_BY_ONE:
        for number in lists_holding:
            found |= lists == number
        return found
    holds = np.zeros(len(parts.words), dtype=np.bool_)
    holds[lists_holding] = True
    return np.take(holds, lists, out=found)


def holding(parts: Parts, names: tuple[str, ...]) -> Numbers:
    """The lists of parts that hold one of these names."""
    numbers = numbers_of(parts.names.known, names)
    return distinct(parts.list_number.values[np.isin(parts.name_number.values, numbers)])


def numbers_of(known: Callable[[str], int | None], texts: tuple[str, ...]) -> list[int]:
    """The numbers of those texts that were ever met."""
    return [number for text in texts if (number := known(text)) is not None]
