"""Where accounts of one occurrence agree, where they cannot both hold, and where they cannot be compared.

Accounts are compared field by field, each value with each other one. Only what is asserted is held against what is
asserted: a plan or a forecast that came out otherwise contradicts nothing, and the particulars of a denial are those
that it denies. The denial itself stands against the assertion in the field `manner`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any, NamedTuple

from domain.comparison import COMPATIBLE, TEXTS_DIFFER, Comparison, Verdict, compare, worst
from projections.claims import Mood, Stated, mood, stated
from projections.slice_records import AccountRecord

MAX_VALUES = 40
"""More different values of one field than this are shown, but not all compared; the note says so."""

SINGULAR = frozenset({"countries.where", "parties.speaker"})
"""Roles that one alone has: other bearers of the role are another statement, not a further one.

Other roles are lists in which no account claims to name all, so a different list contradicts nothing.
"""


class Variant(NamedTuple):
    """One value of a field, and the accounts that state it in the same mood."""

    value: Any
    hint: Any
    mood: Mood
    claims: tuple[Stated, ...]


class Pair(NamedTuple):
    """How two values of a field, given by their places among the variants, stand to each other."""

    one: int
    other: int
    comparison: Comparison


class FieldComparison(NamedTuple):
    """All values of one field, and each pair of them compared."""

    path: str
    variants: tuple[Variant, ...]
    pairs: tuple[Pair, ...]
    left_out: int

    @property
    def result(self) -> Comparison:
        """One verdict for the field: the worst of its pairs."""
        found = worst(pair.comparison for pair in self.pairs)
        if self.left_out:
            note = f"{self.left_out} further values were not compared"
            return Comparison(verdict=found.verdict, note=f"{found.note}; {note}" if found.note else note)
        return found

    @property
    def verdict(self) -> Verdict:
        """Compatible, incompatible or not comparable."""
        return self.result.verdict

    @property
    def is_worth_a_mark(self) -> bool:
        """Whether a timeline marks it: values that exclude each other, or figures that cannot be compared."""
        return self.verdict == "incompatible" or any(
            pair.comparison.verdict == "not_comparable" and pair.comparison.note not in _EVERYDAY for pair in self.pairs
        )


_LISTS_DIFFER = "each names what the other does not, and neither claims to be whole"
_OTHER_MOOD = "what was to be, or is denied, is not held against what is said to have been"
_EVERYDAY = frozenset({TEXTS_DIFFER, _LISTS_DIFFER, _OTHER_MOOD})


def compare_fields(records: Iterable[AccountRecord]) -> tuple[FieldComparison, ...]:
    """Compare all fields that the accounts state, in the order of their paths."""
    by_path: dict[str, list[Stated]] = {}
    for record in records:
        for claim in stated(record):
            by_path.setdefault(claim.path, []).append(claim)
    return tuple(_compare_field(path, claims) for path, claims in sorted(by_path.items()))


def conflicts(records: Sequence[AccountRecord]) -> tuple[FieldComparison, ...]:
    """The fields that a timeline marks; none where there is but one account."""
    if len(records) < 2:
        return ()
    return tuple(field for field in compare_fields(records) if field.is_worth_a_mark)


def _compare_field(path: str, claims: Sequence[Stated]) -> FieldComparison:
    variants = _variants(claims)
    compared = variants[:MAX_VALUES]
    pairs = tuple(
        Pair(one, other, _compare_variants(path, compared[one], compared[other]))
        for one, other in combinations(range(len(compared)), 2)
    )
    return FieldComparison(path, variants, pairs, len(variants) - len(compared))


def _variants(claims: Sequence[Stated]) -> tuple[Variant, ...]:
    groups: dict[tuple[bytes, Mood], list[Stated]] = {}
    for claim in claims:
        groups.setdefault((claim.key, claim.mood), []).append(claim)
    variants = []
    for (_, its_mood), found in sorted(groups.items()):
        ordered = tuple(sorted(found, key=lambda claim: claim.record.version_id))
        variants.append(Variant(ordered[0].value, ordered[0].hint, its_mood, ordered))
    return tuple(variants)


def _compare_variants(path: str, one: Variant, other: Variant) -> Comparison:
    if path == "manner":
        return _compare_manners(one.claims[0].record, other.claims[0].record)
    if one.mood != other.mood or one.mood == "denied":
        return Comparison(verdict="not_comparable", note=_OTHER_MOOD)
    if path == "kind":
        return Comparison(verdict="incompatible", note="the accounts state different kinds")
    if path in SINGULAR and not one.value & other.value:
        return Comparison(verdict="incompatible", note="different bearers of a role that one alone has")
    if path.startswith("of.") and one.claims[0].record.account.what.kind != other.claims[0].record.account.what.kind:
        return Comparison(verdict="not_comparable", note="the accounts state different kinds")
    return compare(one.value, other.value, one.hint)


def _compare_manners(one: AccountRecord, other: AccountRecord) -> Comparison:
    moods = {mood(one), mood(other)}
    if moods == {"asserted", "denied"}:
        return Comparison(verdict="incompatible", note="one account denies what another states")
    if moods == {"intended", "denied"}:
        return Comparison(verdict="not_comparable", note="a denial against a plan or a forecast")
    return COMPATIBLE
