"""Full text: which account versions a question's words are found for."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from projections.frames import pl
from projections.ledger_columns import Columns
from projections.ledger_search import AccountTexts

Flags = npt.NDArray[np.bool_]


def words_of(question: str) -> tuple[str, ...]:
    """The words that are looked for: casefolded, each once."""
    return tuple(dict.fromkeys(question.casefold().split()))


def rows_with(word: str, columns: Columns, texts: AccountTexts, rows: int, position: int) -> Flags:
    """By row: whether a word (or part of one) stands in its headline or summary, its parties or its source.

    Parties count with names, aliases and functions, unless they are private; sources with title, publisher and authors.
    """
    found = texts.holding(word, rows)
    parties = _subjects(columns.parties_said.upto(position)["party"], columns.party_texts, word)
    named = columns.parties_named
    codes = [named.names.known(columns.parties.texts[party]) for party in parties]
    numbers = [code for code in codes if code is not None]
    if numbers:
        lists = np.zeros(len(named.words), dtype=np.bool_)
        lists[named.list_number.values[np.isin(named.name_number.values, numbers)]] = True
        found |= lists[columns.party_list.values[:rows]]
    sources = _subjects(columns.sources_said.upto(position)["source"], columns.source_texts, word)
    if sources:
        told = np.zeros(len(columns.sources), dtype=np.bool_)
        told[sources] = True
        found |= told[columns.source.values[:rows]]
    return found


def _subjects(said: npt.NDArray[np.int64], texts: list[str], word: str) -> list[int]:
    """The subjects whose last text holds a word; `said[i]` is the subject of text `i`."""
    holds = pl.Series(texts[: len(said)], dtype=pl.String).str.contains(word, literal=True).to_list()
    last = dict(zip(said.tolist(), holds, strict=True))
    return [subject for subject, held in last.items() if held]
