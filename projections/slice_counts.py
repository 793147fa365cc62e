"""How often each country has a part in what is shown, counted by number, without a row of text for each part."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from projections.ledger_columns import Columns, Parts
from projections.slice_core import Core

Numbers = npt.NDArray[Any]

Part = tuple[int, int]
"""The number of a name and that of its role."""


def countries_counted(columns: Columns, core: Core) -> dict[str, tuple[int, dict[str, int]]]:
    """By country, how many shown occurrences it has a part in, and how many of them give it each role.

    Most occurrences have one list of countries, so that lists are counted, and then what they hold. Where accounts
    differ, the parts of all their lists are put together first, so that nothing counts twice.
    """
    parts, shown = columns.countries, core.shown
    if shown.is_one_each:
        counts = np.bincount(columns.country_list.values[shown.rows], minlength=len(parts.words))
        return _summed(parts, [(int(counts[each]), of) for each, of in _content(parts, np.flatnonzero(counts)).items()])
    groups, lists = _distinct(columns, core)
    several = np.zeros(len(core.shown.occurrence), dtype=np.bool_)
    several[groups[1:][groups[1:] == groups[:-1]]] = True
    apart = several[groups]
    counts = np.bincount(lists[~apart], minlength=len(parts.words))
    held = [(int(counts[number]), of) for number, of in _content(parts, np.flatnonzero(counts)).items()]
    content = _content(parts, np.unique(lists[apart]))
    together: dict[int, set[Part]] = {}
    for group, number in zip(groups[apart].tolist(), lists[apart].tolist(), strict=True):
        together.setdefault(group, set()).update(content.get(number, ()))
    return _summed(parts, [*held, *((1, of) for of in together.values())])


def _distinct(columns: Columns, core: Core) -> tuple[Numbers, Numbers]:
    """The pairs of a shown occurrence and a list of countries that one of its known accounts gives, sorted."""
    shown = core.shown
    lists = columns.country_list.values[shown.rows].astype(np.int64)
    sizes = shown.sizes
    pairs = np.unique(np.repeat(np.arange(len(sizes)), sizes) << 32 | lists)
    return pairs >> 32, pairs & 0xFFFFFFFF


def _content(parts: Parts, lists: Numbers) -> dict[int, set[Part]]:
    """What some lists hold."""
    at = np.flatnonzero(np.isin(parts.list_number.values, lists))
    columns = (parts.list_number, parts.name_number, parts.role_number)
    found: dict[int, set[Part]] = {}
    for number, name, role in zip(*(column.values[at].tolist() for column in columns), strict=True):
        found.setdefault(number, set()).add((name, role))
    return found


def _summed(parts: Parts, held: list[tuple[int, set[Part]]]) -> dict[str, tuple[int, dict[str, int]]]:
    totals: dict[int, int] = {}
    roles: dict[int, dict[str, int]] = {}
    for count, of in held:
        for name in {name for name, _ in of}:
            totals[name] = totals.get(name, 0) + count
        for name, role in of:
            of_name, word = roles.setdefault(name, {}), parts.roles.texts[role]
            of_name[word] = of_name.get(word, 0) + count
    return {parts.names.texts[name]: (total, dict(sorted(roles[name].items()))) for name, total in totals.items()}
