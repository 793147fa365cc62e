"""A promise of loans, grants or other aid."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, Self

from domain.amounts import Amount, Bounded
from domain.kind import Kind
from domain.known import Known
from domain.values import Line


class LoanPledge(Kind):
    """What a lender announces or signs; `form` says in our words what it consists of, as the source has it."""

    kind: Literal["loan_pledge"] = "loan_pledge"
    amount: Known[Amount] | None = None
    form: Known[Line] | None = None
    interest_free: bool | None = None

    def headline(self) -> str:
        """One line for a timeline."""
        return f"Pledge of {self.amount}" if isinstance(self.amount, Amount) else "Pledge of loans or aid"

    @classmethod
    def example(cls) -> Self:
        """A complete example."""
        return cls(amount=Amount(currency="USD", figure=Bounded(value=Decimal(1_200_000_000))), form="loans and grants")
