"""Three or more steps in order, each within a window of the last: raid -> deportation (0..3) -> loan_pledge (0..7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import Field

from domain.rules import Days
from domain.values import Value, Word
from projections.correlation.chains import Chains, chains
from projections.correlation.counting import Found
from projections.correlation.discovery import rounded
from projections.correlation.listing import bounded
from projections.correlation.ordering import compare
from projections.correlation.report import CAVEAT, Probability
from projections.correlation.sequence import lag_in_words
from projections.correlation.series import KnownDifferences, Series, Window
from projections.correlation.verdict import LEAST_DISCORDANT, LEAST_PAIRS, LEAST_X

CHAINS_SHOWN = 200


class NextStep(Value):
    """A step of a motif: its kind, and how many days after the step before it may lie."""

    kind: Word
    window_days: Days
    lag_days: Days = 0

    @property
    def window(self) -> Window:
        """The window from the step before."""
        return Window.after(self.window_days, self.lag_days)


class Motif(Value):
    """A first kind and the steps after it."""

    first_kind: Word
    then: Annotated[tuple[NextStep, ...], Field(min_length=2, max_length=8)]

    @property
    def sentence(self) -> str:
        """The motif in one line."""
        steps = (f"-> {step.kind} ({step.lag_days}..{step.lag_days + step.window_days} days)" for step in self.then)
        return " ".join((self.first_kind, *steps))


class Reached(Value):
    """How many first-step rows get as far as this step, and in how many chains."""

    kind: str
    certain_count: int
    possible_count: int
    chains_count: int


class Chain(Value):
    """One complete chain, its occurrences in order and the distance between neighbours."""

    pair: str
    occurrences: tuple[str, ...]
    lags: tuple[str, ...]
    certain: bool


class MotifView(Value):
    """How often the motif is complete, how far the others get, and the same read backwards as a placebo."""

    motif: Motif
    sentence: str
    first_count: int
    reached: tuple[Reached, ...]
    certain_count: int
    possible_count: int
    mirrored_certain_count: Annotated[int, Field(description="first-step rows with all steps before them instead")]
    mirrored_possible_count: int
    after_only_count: int
    before_only_count: int
    p: Annotated[Probability | None, Field(description="the motif against its mirror; none where too little to test")]
    refused: tuple[str, ...]
    chains: tuple[Chain, ...]
    chains_left_off_count: int
    caveat: str = CAVEAT


def motif(
    asked: Motif,
    steps: Sequence[Series],
    known: Sequence[KnownDifferences],
    occurrence_ids: Sequence[str],
    pair_labels: Sequence[str],
) -> MotifView:
    """Counts a motif. `steps` holds one series a step, `known` what is known of the differences of each link."""
    windows = [step.window for step in asked.then]
    forward = chains(steps, windows, known)
    mirrored = chains(steps, [window.turned() for window in windows], known)
    after, before = (whole[-1].begun_by(steps[0].count) for whole in (forward, mirrored))
    sides = compare(steps[0], after, before, sum(window.reach_days for window in windows))
    refused = _refusals(steps[0], sides.discordant_count)
    shown = _shown(forward[-1], steps, occurrence_ids, pair_labels)
    return MotifView(
        motif=asked,
        sentence=asked.sentence,
        first_count=steps[0].count,
        reached=_reached(asked, forward, steps[0].count),
        certain_count=after.certain_count,
        possible_count=after.possible_count,
        mirrored_certain_count=before.certain_count,
        mirrored_possible_count=before.possible_count,
        after_only_count=sides.after_only_count,
        before_only_count=sides.before_only_count,
        p=None if refused else rounded(sides.p),
        refused=refused,
        chains=shown,
        chains_left_off_count=forward[-1].rows.shape[0] - len(shown),
    )


def _refusals(first: Series, discordant_count: int) -> tuple[str, ...]:
    pairs = int(np.unique(first.pair).size)
    least = (
        (first.count, LEAST_X, "of the first kind"),
        (pairs, LEAST_PAIRS, "pairs (countries or cases) with the first kind"),
        (discordant_count, LEAST_DISCORDANT, "that are surely complete in one direction alone"),
    )
    return tuple(
        f"too few {noun}: {seen} (at least {needed} are needed)" for seen, needed, noun in least if seen < needed
    )


def _reached(asked: Motif, forward: Sequence[Chains], first_count: int) -> tuple[Reached, ...]:
    kinds = (asked.first_kind, *(step.kind for step in asked.then))
    found: list[Found] = [part.begun_by(first_count) for part in forward]
    return tuple(
        Reached(
            kind=kind,
            certain_count=begun.certain_count,
            possible_count=begun.possible_count,
            chains_count=int(part.rows.shape[0]),
        )
        for kind, begun, part in zip(kinds, found, forward, strict=True)
    )


def _shown(
    whole: Chains, steps: Sequence[Series], occurrence_ids: Sequence[str], pair_labels: Sequence[str]
) -> tuple[Chain, ...]:
    """The first complete chains: certain ones first, then by pair and days."""
    days = [step.earliest[whole.rows[:, place]] for place, step in enumerate(steps)]
    numbers = [step.occurrence[whole.rows[:, place]] for place, step in enumerate(steps)]
    pair = steps[0].pair[whole.rows[:, 0]]
    order = np.lexsort((*reversed(numbers), *reversed(days), pair, ~whole.certain))
    return tuple(
        Chain(
            pair=pair_labels[int(pair[row])],
            occurrences=tuple(occurrence_ids[int(number[row])] for number in numbers),
            lags=tuple(
                lag_in_words(bounded(low), bounded(high))
                for low, high in zip(whole.at_least_days[row].tolist(), whole.at_most_days[row].tolist(), strict=True)
            ),
            certain=bool(whole.certain[row]),
        )
        for row in order[:CHAINS_SHOWN].tolist()
    )
