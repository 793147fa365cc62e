"""An account: what one citation says of one occurrence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, model_validator
from pydantic_core import to_json

from domain.ids import written_id
from domain.kinds import AnyKind
from domain.parties import PartyPart
from domain.places import CountryPart, Place
from domain.provenance import Attribution, Citation, Credibility, Manner, PublicSince
from domain.stated import When
from domain.values import Line, Text, Value


class Account(Value):
    """What one citation says of one occurrence, in our own words and in partial particulars.

    `what` is the payload of the kind that *this account* states; another account may state another. Absent fields are
    unstated. Names of private persons are never written here: a summary says `{party:ID}`.
    """

    citation: Citation
    attribution: Attribution
    credibility: Credibility
    summary: Text
    headline: Line | None = None
    what: AnyKind
    when: When | None = None
    places: Annotated[tuple[Place, ...], Field(max_length=20)] = ()
    countries: Annotated[tuple[CountryPart, ...], Field(max_length=50)] = ()
    parties: Annotated[tuple[PartyPart, ...], Field(max_length=100)] = ()
    public_since: PublicSince | None = None
    note: Text | None = None

    @property
    def manner(self) -> Manner:
        """The manner of the innermost link of the chain."""
        return self.attribution[-1].manner

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> Account:
        if not self.what.needs_roles:
            return self
        lacking = self.what.lacks(
            frozenset([part.role for part in self.parties]), frozenset([part.role for part in self.countries])
        )
        if lacking:
            raise ValueError(lacking)
        return self


def recorded(account: Account) -> dict[str, Any]:
    """The account as plain JSON, as it is stored: what is absent was not stated."""
    return account.model_dump(mode="json", exclude_none=True)


def account_id(occurrence: str, citation: Citation, key: str | None = None) -> str:
    """The id of an account: its occurrence and the place it cites, or a key where one place gives several accounts."""
    if key is not None:
        return written_id(f"account:{occurrence}:key", key.encode())
    place = citation if citation.quotation is None else citation.model_copy(update={"quotation": None})
    return written_id(f"account:{occurrence}", place.__pydantic_serializer__.to_json(place, exclude_none=True))


def own_id(occurrence: str, account: Account) -> str:
    """The id of an account without a key: that of `account_id`, from the recorded form that is written anyway.

    The place it cites is the first field of the form, and no text within it can hold the name of the second one with
    quotation marks that are not escaped.
    """
    if account.citation.quotation is not None:
        return account_id(occurrence, account.citation)
    place, _, _ = written(account).partition(b',"attribution":')
    return written_id(f"account:{occurrence}", place[len(b'{"citation":') :])


def version_id(account: str, ends: str | None, content: Account | Mapping[str, Any]) -> str:
    """The id of one version of an account: its content and the version that it ends, never its time of arrival.

    `content` is the account or its recorded form, whose order of fields is that of the class; the golden files of the
    events keep that order from changing.
    """
    form = written(content) if isinstance(content, Account) else to_json(content, exclude_none=True)
    return written_id(f"version:{account}:{ends or ''}", form)


_last_written: tuple[Account | None, bytes] = (None, b"")


def written(account: Account) -> bytes:
    """The recorded form of an account, as JSON.

    The last one is remembered, by identity: its version's id and its event are made of the same form in one go.
    """
    global _last_written  # noqa: PLW0603 - one immutable pair, replaced whole, so threads cannot mix two up
    last, form = _last_written
    if last is not account:
        form = account.__pydantic_serializer__.to_json(account, exclude_none=True)
        _last_written = (account, form)
    return form
