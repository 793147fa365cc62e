"""Laws of motifs, against a loop over every chain on every dating of small records, with and without relations."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from projections.correlation.chains import Chains, chains
from projections.correlation.counting import found_within
from projections.correlation.motif import Motif, MotifView, NextStep, motif
from projections.correlation.series import KnownDifferences, Series, Window
from tests.projections.correlation.worlds import Row, bounds, series

Told = tuple[int, int, int, int]
"""An occurrence, another, and how many days later that is at least and at most."""


@dataclass(frozen=True)
class Record:
    """The rows of each step, as tight as the relations make them, and the days on which everything can be true."""

    steps: tuple[tuple[Row, ...], ...]
    then: tuple[NextStep, ...]
    known: tuple[tuple[Told, ...], ...]
    datings: tuple[dict[int, int], ...]

    @property
    def windows(self) -> list[Window]:
        return [step.window for step in self.then]

    def counted(self) -> MotifView:
        asked = Motif(first_kind="k0", then=self.then)
        ids, pairs = [f"o{number:02}" for number in range(90)], [f"P{code}" for code in range(30)]
        return motif(asked, [series(rows) for rows in self.steps], self.differences, ids, pairs)

    @property
    def differences(self) -> list[KnownDifferences]:
        return [KnownDifferences.of(told) for told in self.known]

    def chains(self) -> list[tuple[Row, ...]]:
        """Every choice of one row a step in one pair, no occurrence twice."""
        every = itertools.product(*self.steps)
        return [c for c in every if len({row[0] for row in c}) == 1 and len({row[3] for row in c}) == len(c)]


def whole(chain: tuple[Row, ...], windows: list[Window], dating: dict[int, int]) -> bool:
    days = [dating[row[3]] for row in chain]
    return all(
        w.first_days <= b - a <= w.last_days for w, (a, b) in zip(windows, itertools.pairwise(days), strict=True)
    )


def begun(record: Record, windows: list[Window]) -> tuple[set[Row], set[Row]]:
    """The first rows that begin one and the same chain on every dating, and some chain on some dating."""
    held = [(chain[0], [whole(chain, windows, dating) for dating in record.datings]) for chain in record.chains()]
    return {first for first, each in held if all(each)}, {first for first, each in held if any(each)}


@st.composite
def records(draw: st.DrawFn, *, related: bool = False) -> Record:
    """Three steps of up to two rows or four of one, the last now and then the first again; one or two relations.

    Days and windows are few, so that their edges meet; related rows are vague and mostly neighbours.
    """
    steps_count = draw(st.sampled_from((3, 3, 4)))
    most_rows = 2 if steps_count == 3 else 1
    pair = st.sampled_from((0, 0, 0, 1) if related else (0, 0, 1))
    width = st.sampled_from((1, 2, 3) if related else (0, 1, 3))

    def row(number: int) -> Row:
        earliest = draw(st.integers(0, 4))
        return (draw(pair), earliest, earliest + draw(width), number)

    steps = [tuple(row(10 * k + n) for n in range(draw(st.integers(1, most_rows)))) for k in range(steps_count)]
    if draw(st.sampled_from((False, False, True))):
        steps[-1] = steps[0]
    rows = {row[3]: row for step in steps for row in step}
    relations: list[Told] = []
    for _ in range(draw(st.integers(1, 2)) if related else 0):
        near = draw(st.integers(0, steps_count - 2))
        far = near + draw(st.sampled_from((1, 1, 1, 2)))
        one, other = draw(st.sampled_from(steps[near]))[3], draw(st.sampled_from(steps[far % steps_count]))[3]
        low = draw(st.integers(0, 2))
        relations.append((one, other, low, low + draw(st.integers(0, 1))))
    days = [range(bounds(row)[0], bounds(row)[1] + 1) for row in rows.values()]
    drawn = (dict(zip(rows, each, strict=True)) for each in itertools.product(*days))
    datings = tuple(d for d in drawn if all(low <= d[y] - d[x] <= high for x, y, low, high in relations))
    assume(datings)
    then = st.builds(
        lambda kind, window, lag: NextStep(kind=kind, window_days=window, lag_days=lag),
        st.just("k"),
        st.integers(0, 3),
        st.integers(0, 2),
    )
    tight = tuple(tuple(_tightened(row, datings) for row in step) for step in steps)
    known = tuple(_told(one, other, datings) if related else () for one, other in itertools.pairwise(tight))
    return Record(tight, tuple(draw(then) for _ in steps[1:]), known, datings)


def _tightened(row: Row, datings: tuple[dict[int, int], ...]) -> Row:
    days = [dating[row[3]] for dating in datings]
    return (row[0], min(days), max(days), row[3])


def _told(one: tuple[Row, ...], other: tuple[Row, ...], datings: tuple[dict[int, int], ...]) -> tuple[Told, ...]:
    numbers = [(x[3], y[3]) for x, y in itertools.product(one, other) if x[3] != y[3]]
    gaps = {(x, y): [dating[y] - dating[x] for dating in datings] for x, y in numbers}
    return tuple((x, y, min(each), max(each)) for (x, y), each in gaps.items())


@given(records())
@settings(max_examples=200, deadline=None)
def test_certain_and_possible_are_those_of_every_chain_on_every_dating(record: Record) -> None:
    view = record.counted()
    certain, possible = begun(record, record.windows)
    assert (view.certain_count, view.possible_count) == (len(certain), len(possible))
    certain, possible = begun(record, [window.turned() for window in record.windows])
    assert (view.mirrored_certain_count, view.mirrored_possible_count) == (len(certain), len(possible))


@given(records(related=True))
@settings(max_examples=200, deadline=None)
def test_with_relations_certain_is_exact_and_nothing_possible_is_left_out(record: Record) -> None:
    """A relation between steps that are no neighbours is not looked at: possible may be wider then, never narrower."""
    for length, reached in enumerate(record.counted().reached[1:], 2):
        certain, possible = begun(replace(record, steps=record.steps[:length]), record.windows[: length - 1])
        assert reached.certain_count == len(certain)
        assert reached.possible_count >= len(possible)


@given(records() | records(related=True))
@settings(max_examples=100, deadline=None)
def test_the_count_of_any_dating_lies_between_certain_and_possible(record: Record) -> None:
    view, every = record.counted(), record.chains()
    for dating in record.datings:
        true_count = len({chain[0] for chain in every if whole(chain, record.windows, dating)})
        assert view.certain_count <= true_count <= view.possible_count


@given(records() | records(related=True), st.data())
@settings(max_examples=100, deadline=None)
def test_a_wider_window_never_counts_less(record: Record, data: st.DataObject) -> None:
    def wider(step: NextStep) -> NextStep:
        less = data.draw(st.integers(0, step.lag_days))
        more = data.draw(st.integers(0, 3))
        return step.model_copy(update={"lag_days": step.lag_days - less, "window_days": step.window_days + less + more})

    narrow, wide = record.counted(), replace(record, then=tuple(map(wider, record.then))).counted()
    for one, other in zip(narrow.reached, wide.reached, strict=True):
        assert one.certain_count <= other.certain_count
        assert one.possible_count <= other.possible_count
        assert one.chains_count <= other.chains_count


@given(records(), st.data())
@settings(max_examples=100, deadline=None)
def test_a_wider_date_never_lowers_possible_and_never_raises_certain(record: Record, data: st.DataObject) -> None:
    rows = sorted({row for step in record.steps for row in step})
    more = {row: (data.draw(st.integers(0, 3)), data.draw(st.integers(0, 3))) for row in rows}

    def vaguer(row: Row) -> Row:
        (earliest, latest), (less, later) = bounds(row), more[row]
        return (row[0], None if less == 3 else earliest - less, None if later == 3 else latest + later, row[3])

    sharp = record.counted()
    vague = replace(record, steps=tuple(tuple(map(vaguer, step)) for step in record.steps)).counted()
    for one, other in zip(sharp.reached, vague.reached, strict=True):
        assert other.certain_count <= one.certain_count
        assert one.possible_count <= other.possible_count


@given(records() | records(related=True))
@settings(max_examples=100, deadline=None)
def test_turned_round_in_time_a_motif_is_its_mirror(record: Record) -> None:
    turned = replace(
        record,
        steps=tuple(
            tuple((p, -bounds(r)[1], -bounds(r)[0], n) for r in step for p, n in [(r[0], r[3])])
            for step in record.steps
        ),
        known=tuple(tuple((x, y, -high, -low) for x, y, low, high in told) for told in record.known),
    )
    one, other = record.counted(), turned.counted()
    assert (one.certain_count, one.possible_count) == (other.mirrored_certain_count, other.mirrored_possible_count)
    assert (one.mirrored_certain_count, one.mirrored_possible_count) == (other.certain_count, other.possible_count)
    assert (one.after_only_count, one.before_only_count) == (other.before_only_count, other.after_only_count)


@given(records() | records(related=True))
@settings(max_examples=100, deadline=None)
def test_read_from_its_last_step_a_motif_has_the_same_chains(record: Record) -> None:
    steps, windows = [series(rows) for rows in record.steps], record.windows
    there = chains(steps, windows, record.differences)[-1]
    back = chains(
        steps[::-1], [window.turned() for window in windows[::-1]], [told.turned() for told in record.differences[::-1]]
    )[-1]
    assert _listed(there) == {(rows[::-1], certain) for rows, certain in _listed(back)}


def _listed(found: Chains) -> set[tuple[tuple[int, ...], bool]]:
    return {(tuple(rows), certain) for rows, certain in zip(found.rows.tolist(), found.certain.tolist(), strict=True)}


@given(records() | records(related=True), records())
@settings(max_examples=100, deadline=None)
def test_an_unrelated_pair_leaves_the_others_untouched(record: Record, elsewhere: Record) -> None:
    assume(len(record.steps) == len(elsewhere.steps))
    moved = [tuple((row[0] + 10, row[1], row[2], row[3] + 40) for row in step) for step in elsewhere.steps]
    more = replace(record, steps=tuple(here + there for here, there in zip(record.steps, moved, strict=True)))
    alone, together = record.counted(), more.counted()
    other = replace(elsewhere, then=record.then).counted()
    assert [chain for chain in together.chains if chain.pair in ("P0", "P1")] == list(alone.chains)
    for name in ("certain_count", "possible_count", "mirrored_certain_count", "mirrored_possible_count"):
        assert getattr(together, name) == getattr(alone, name) + getattr(other, name)


@given(records() | records(related=True))
@settings(max_examples=100, deadline=None)
def test_the_first_two_steps_are_counted_as_a_rule_counts_them(record: Record) -> None:
    x, y = (series(rows) for rows in record.steps[:2])
    rule = found_within(x, y, record.windows[0], record.differences[0])
    reached = record.counted().reached[1]
    assert (reached.certain_count, reached.possible_count) == (rule.certain_count, rule.possible_count)


THREE = (NextStep(kind="deportation", window_days=3), NextStep(kind="loan_pledge", window_days=3))


@pytest.mark.parametrize(
    ("raid", "deportation", "pledge", "counts"),
    [
        ((0, 0), (3, 3), (6, 6), (1, 1)),  # both on the last day of their windows
        ((0, 0), (3, 3), (7, 7), (0, 0)),  # one day too late
        ((0, 0), (2, 3), (5, 5), (1, 1)),  # whichever of the two days it was
        ((0, 0), (2, 4), (5, 5), (0, 1)),  # the fourth day is too late
        ((0, 0), (0, 10), (8, 8), (0, 0)),  # possible link by link, but not on one and the same day
        ((0, 9), (9, 9), (12, 12), (0, 1)),  # only if the raid was late
        ((None, None), (3, 3), (6, 6), (0, 1)),  # a raid without a date
    ],
)  # fmt: skip
def test_worked_by_hand(
    raid: tuple[int, int], deportation: tuple[int, int], pledge: tuple[int, int], counts: tuple[int, int]
) -> None:
    steps = tuple(((0, *days, number),) for number, days in enumerate((raid, deportation, pledge)))
    view = Record(steps, THREE, ((), ()), ()).counted()
    assert (view.certain_count, view.possible_count) == counts
    assert len(view.chains) == counts[1]


def test_two_ways_to_be_whole_are_one_beginning_and_two_chains() -> None:
    raid, pledge = Series.exact([0], [0], np.array([0])), Series.exact([0], [5], np.array([3]))
    deportations = Series.exact([0, 0], [2, 3], np.array([1, 2]))
    known = [KnownDifferences.of(())] * 2
    asked = Motif(first_kind="raid", then=THREE)
    view = motif(asked, (raid, deportations, pledge), known, ["a", "b", "c", "d"], ["KH"])
    assert [(each.certain_count, each.chains_count) for each in view.reached] == [(1, 1), (1, 2), (1, 2)]
    assert [chain.occurrences for chain in view.chains] == [("a", "b", "d"), ("a", "c", "d")]
