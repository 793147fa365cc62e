"""Numbers as sources give them: exact, approximate, or bounded on one side."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from pydantic import Field, PlainSerializer, StringConstraints, model_validator

from domain.values import Line, Value

N = TypeVar("N", int, Decimal)

ExactDecimal = Annotated[
    Decimal,
    Field(max_digits=30, decimal_places=6),
    PlainSerializer(lambda number: format(number.normalize(), "f"), return_type=str, when_used="json"),
]
"""A decimal that is recorded as a string, so that no binary float ever stands between source and record."""

CurrencyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""A code of ISO 4217, current or historical; only its form is checked."""


class Bounded(Value, Generic[N]):
    """A number with what the source says of its precision.

    `value` is the figure named (with `approximate` for "about"); `at_least`, `more_than`, `at_most` and `less_than`
    are bounds that the source names. At least one of the five is there, and they do not contradict each other.
    """

    value: N | None = None
    at_least: N | None = None
    more_than: N | None = None
    at_most: N | None = None
    less_than: N | None = None
    approximate: bool = False

    @model_validator(mode="before")
    @classmethod
    def _bare_number(cls, given: Any) -> Any:
        if isinstance(given, (int, str, Decimal)) and not isinstance(given, bool):
            return {"value": given}
        return given

    @model_validator(mode="after")
    def _is_a_statement(self) -> Bounded[N]:
        figures = (self.value, self.at_least, self.more_than, self.at_most, self.less_than)
        if all(figure is None for figure in figures):
            raise ValueError("a number needs a value or a bound (value, at_least, more_than, at_most, less_than)")
        low, high = self.lowest, self.highest
        if low is not None and high is not None and low > high:
            raise ValueError(f"the lower bound {low} is above the upper bound {high}")
        return self

    @property
    def lowest(self) -> N | None:
        """The least number that fits (for `more_than` the bound itself, which does not fit: see `strictly_above`)."""
        return _pick(max, self.value, self.at_least, self.more_than)

    @property
    def highest(self) -> N | None:
        """The greatest number that fits (for `less_than` the bound itself)."""
        return _pick(min, self.value, self.at_most, self.less_than)

    @property
    def is_exact(self) -> bool:
        """Whether the source gives one figure without a hedge."""
        return self.value is not None and not self.approximate

    def __str__(self) -> str:
        return self.told("")

    def told(self, unit: str) -> str:
        """The number in words, with a unit (`"USD "`) before each figure."""
        parts = []
        if self.value is not None:
            parts.append(f"{'about ' if self.approximate else ''}{unit}{_print(self.value)}")
        for word, bound in (
            ("at least", self.at_least),
            ("more than", self.more_than),
            ("at most", self.at_most),
            ("less than", self.less_than),
        ):
            if bound is not None:
                parts.append(f"{word} {unit}{_print(bound)}")
        return ", ".join(parts)


Count = Bounded[int]
"""How many persons or things."""


class Amount(Value):
    """Money as a source gives it: the figure with its precision, the currency, and the terms in our own words."""

    currency: CurrencyCode
    figure: Bounded[ExactDecimal]
    terms: Line | None = None

    def __str__(self) -> str:
        return self.figure.told(f"{self.currency} ") + (f" ({self.terms})" if self.terms else "")


def _pick(choose: Any, *figures: N | None) -> N | None:
    present = [figure for figure in figures if figure is not None]
    return choose(present) if present else None


def _print(number: int | Decimal) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number.normalize():,f}"
