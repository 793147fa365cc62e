"""Motifs against trying every chain and every dating."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import Refused
from projections.correlation import chains as chains_module
from projections.correlation.chains import chains
from projections.correlation.motif import Motif, NextStep, motif
from projections.correlation.series import NOTHING_KNOWN, KnownDifferences, Series, Window
from tests.projections.correlation.worlds import Row, series

MOTIF = Motif(
    first_kind="raid",
    then=(NextStep(kind="deportation", window_days=3), NextStep(kind="loan_pledge", window_days=7)),
)


@st.composite
def steps(draw: st.DrawFn) -> tuple[tuple[Row, ...], ...]:
    def row(number: int) -> Row:
        earliest = draw(st.integers(0, 8))
        return (draw(st.integers(0, 1)), earliest, earliest + draw(st.integers(0, 3)), number)

    return tuple(tuple(row(first + n) for n in range(draw(st.integers(0, 3)))) for first in (0, 10, 20))


def one_by_one(rows: tuple[tuple[Row, ...], ...], windows: list[Window]) -> tuple[list[bool], list[bool]]:
    certain, possible = [], []
    for first in rows[0]:
        held = [
            [
                all(w.first_days <= b - a <= w.last_days for w, a, b in zip(windows, days, days[1:], strict=False))
                for days in itertools.product(*(range(r[1] or 0, (r[2] or 0) + 1) for r in chain))
            ]
            for chain in itertools.product((first,), *rows[1:])
            if len({row[0] for row in chain}) == 1
        ]
        certain.append(any(all(datings) for datings in held))
        possible.append(any(any(datings) for datings in held))
    return certain, possible


@settings(max_examples=60)
@given(steps(), st.integers(0, 4), st.integers(0, 4), st.booleans())
def test_chains_equal_trying_every_dating(rows: tuple[tuple[Row, ...], ...], near: int, far: int, turned: bool) -> None:
    windows = [Window.after(near), Window.after(far, 1)]
    windows = [w.turned() for w in windows] if turned else windows
    found = chains([series(part) for part in rows], windows, [NOTHING_KNOWN] * 2)[-1].begun_by(len(rows[0]))
    assert (found.certain.tolist(), found.possible.tolist()) == one_by_one(rows, windows)


def test_a_motif_is_counted_shown_and_tested_against_its_mirror() -> None:
    pair = np.arange(6)
    raid, deportation, pledge = (Series.exact(pair, 100 * pair + d, 10 * pair + n) for n, d in enumerate((0, 1, 3)))
    ids = [f"o{number:02}" for number in range(60)]
    view = motif(MOTIF, (raid, deportation, pledge), [NOTHING_KNOWN] * 2, ids, [f"P{p}" for p in range(6)])
    assert view.sentence == "raid -> deportation (0..3 days) -> loan_pledge (0..7 days)"
    assert [(r.kind, r.certain_count, r.chains_count) for r in view.reached] == [
        ("raid", 6, 6), ("deportation", 6, 6), ("loan_pledge", 6, 6),
    ]  # fmt: skip
    assert (view.certain_count, view.mirrored_possible_count, view.p) == (6, 0, 2**-6)
    assert view.chains[0].model_dump() == {
        "pair": "P0",
        "occurrences": ("o00", "o01", "o02"),
        "lags": ("1d", "2d"),
        "certain": True,
    }


def test_too_little_is_refused_but_still_counted_and_shown() -> None:
    month, later = Series.of([0], [0], [30], [0]), Series.of([0], [0], [30], [1])
    pledge = Series.of([0], [0], [33], [2])
    known = [KnownDifferences.of([(0, 1, 0, 0)]), KnownDifferences.of([(1, 2, 2, 2)])]
    view = motif(MOTIF, (month, later, pledge), known, ("a", "b", "c"), ("case",))
    assert (view.certain_count, view.chains[0].lags, view.p) == (1, ("0d", "2d"), None)
    assert view.refused[0] == "too few of the first kind: 1 (at least 5 are needed)"


def test_an_occurrence_stands_once_in_a_chain() -> None:
    raid = Series.exact([0, 0], [0, 2])
    visit = Series.exact([0], [1], np.array([5]))
    found = chains((raid, visit, raid), [Window.after(5), Window(-5, 5)], [NOTHING_KNOWN] * 2)
    assert found[-1].rows.tolist() == [[0, 0, 1]]


def test_chains_beyond_listing_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chains_module, "MOST_CHAINS", 3)
    many = Series.exact([0, 0, 0], [0, 0, 0])
    with pytest.raises(Refused, match="9 chains are too many"):
        chains((many, Series.exact([0] * 3, [1] * 3, np.arange(3, 6))), [Window.after(3)], [NOTHING_KNOWN])
