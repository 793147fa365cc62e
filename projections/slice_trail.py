"""Which rows of the log belong to a stream, as far as the ledger keeps track of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from domain.register import RULES
from projections.ledger_columns import Columns, upto


def positions_of(columns: Columns, streams: Sequence[str], position: int) -> list[int]:
    """The positions of the events of these streams by a position, in order; unknown streams have none."""
    found: set[int] = set()
    for stream in streams:
        noun, _, id_ = stream.partition(":")
        if stream == RULES:
            found.update(asked.position for asked in upto(columns.rules_asked, position))
            continue
        found.update(
            _of_occurrence(columns, id_, position) if noun == "occurrence" else _of(columns, noun, id_, position)
        )
    return sorted(found)


def filing_positions(columns: Columns, occurrences: Sequence[str], position: int) -> list[int]:
    """The positions of the events that filed these occurrences in a case, or took them out, by a position."""
    numbers = [number for each in occurrences if (number := columns.occurrences.code(each)) is not None]
    filings = columns.filings.upto(position)
    return [int(each) for each in filings["position"][np.isin(filings["occurrence"], numbers)]]


def _of_occurrence(columns: Columns, occurrence: str, position: int) -> list[int]:
    number = columns.occurrences.code(occurrence)
    if number is None:
        return []
    rows = columns.rows_by(position)
    with_accounts = columns.position.values[:rows][columns.occurrence.values[:rows] == number]
    others = columns.occurrence_events.upto(position)
    return [*with_accounts.tolist(), *others["position"][others["occurrence"] == number].tolist()]


def _of(columns: Columns, noun: str, id_: str, position: int) -> list[int]:
    names, journals = {
        "source": (columns.sources, (columns.sources_said, columns.sources_retracted)),
        "case": (columns.cases, (columns.cases_said, columns.filings)),
        "party": (columns.parties, (columns.parties_said,)),
    }[noun]
    number = names.known(id_)
    found = []
    for journal in journals:
        rows = journal.upto(position)
        found.append(rows["position"][rows[noun] == number] if number is not None else rows["position"][:0])
    return [int(each) for each in np.concatenate(found)]
