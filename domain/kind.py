"""What every kind of occurrence is; the kinds themselves are one file each in `domain/kinds/`."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from domain.values import Value


class Kind(Value):
    """The payload of one kind of occurrence.

    A subclass has a field `kind` with its own word as only value, few required fields, a `headline` and an `example`.
    `required_roles` names party roles without which an account of this kind says too little. The headline may hold
    role marks such as `{speaker}`: a view fills them with the names of the parties in that role.

    `lasts` is set by a kind that goes on for a while by its nature. Then a vague date bounds its first and its last
    day without making them one; otherwise a date of low precision is one unknown day.
    """

    kind: str
    required_roles: ClassVar[tuple[str, ...]] = ()
    needs_roles: ClassVar[bool] = False
    lasts: ClassVar[bool] = False

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        """Note whether `lacks` has anything to ask: most kinds need nobody, and every account would pay for asking."""
        super().__pydantic_init_subclass__(**kwargs)
        cls.needs_roles = bool(cls.required_roles) or cls.lacks is not Kind.lacks

    def headline(self) -> str:
        """One line for a timeline, without a full stop."""
        raise NotImplementedError

    @classmethod
    def example(cls) -> Self:
        """A complete example: it stands in the reference, and generated tests run over it."""
        raise NotImplementedError

    def lacks(self, party_roles: frozenset[str], country_roles: frozenset[str]) -> str | None:
        """What an account of this kind still has to say, given the roles it names; `None` if it says enough.

        `country_roles` is there for kinds in which a state, named as a country, may stand for a party.
        """
        del country_roles
        missing = [role for role in self.required_roles if role not in party_roles]
        return f"a {self.label()} names a party as {' and '.join(missing)}" if missing else None

    @classmethod
    def word(cls) -> str:
        """The machine word of this kind."""
        return str(cls.model_fields["kind"].default)

    @classmethod
    def label(cls) -> str:
        """The kind in words, for people."""
        return cls.word().replace("_", " ")
