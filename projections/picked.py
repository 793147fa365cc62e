"""What a reading picks out of the accounts of one occurrence, for its entry in a timeline."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from typing import Any

from domain.comparison import field_hints
from domain.kind import Kind
from domain.kinds import KINDS
from projections.agreement import agreed_dates, width
from projections.claims import Stated, own_words, stated
from projections.names import filled_headline, party_name, with_names
from projections.readings import Reading, pick
from projections.slice import Slice
from projections.slice_records import AccountRecord

Row = dict[str, Any]


def picked(slice: Slice, records: Sequence[AccountRecord], reading: Reading) -> Picked:
    """What a reading picks; the accounts are at least one."""
    return Picked(slice, records, reading) if len(records) > 1 else Only(slice, records, reading)


class Picked:
    """What a reading picks out of the accounts of one occurrence, field by field."""

    def __init__(self, slice: Slice, records: Sequence[AccountRecord], reading: Reading) -> None:
        self._slice = slice
        self._records = records
        self._reading = reading

    @cached_property
    def _claims(self) -> dict[str, list[Stated]]:
        found: dict[str, list[Stated]] = {}
        for record in self._records:
            for claim in (*stated(record), *own_words(record)):
                found.setdefault(claim.path, []).append(claim)
        return found

    def claim(self, path: str) -> Stated | None:
        """The claim picked for a field; `None` where no account states it, or the reading picks none."""
        return pick(self._reading, self._claims.get(path, ()), self._slice.sources)

    def edtf(self) -> str | None:
        """The date as cited: where all dates fit together the most precise one, else that of the reading."""
        dates = agreed_dates(self._claims.get("when.edtf", ()))
        if dates:
            return dates[0] if len(dates) == 1 else min(dates, key=width)
        claim = self.claim("when.edtf")
        return claim.value if claim is not None and isinstance(claim.value, str) else None

    def summary(self) -> str | None:
        """Our words for the account picked."""
        claim = self.claim("summary")
        return None if claim is None else with_names(claim.value, self._slice.parties_known)

    def headline(self, word: str) -> str:
        """A headline that an account gives, or that of the kind, composed of the values picked for its fields."""
        own = self.claim("headline")
        if own is not None:
            return with_names(own.value, self._slice.parties_known)
        kind = KINDS.get(word)
        if kind is None:
            return word.replace("_", " ").capitalize()
        claims = {name: self._of(word, name) for name in field_hints(kind) if name != "kind"}
        values = {name: claim.value for name, claim in claims.items() if claim is not None}
        if not _required(kind) <= values.keys():
            return kind.label().capitalize()
        roles = {path.removeprefix("parties.") for path in self._claims if path.startswith("parties.")}
        composed = with_names(self._particulars(kind, values).headline(), self._slice.parties_known)
        return filled_headline(composed, {role: self._names(role) for role in sorted(roles)})

    def _particulars(self, kind: type[Kind], values: dict[str, Any]) -> Kind:
        """The payload of the values picked: that of the account itself, where there is one and all of it was picked."""
        own = self._records[0].account.what
        if len(self._records) == 1 and type(own) is kind:
            stated_fields = [path for path in self._claims if path.startswith("of.")]
            if len(values) == len(stated_fields):
                return own
        return kind.model_construct(**values)

    def _of(self, word: str, name: str) -> Stated | None:
        """The claim picked for a field of the payload, among the accounts that state this very kind."""
        stated_of = self._claims.get(f"of.{name}")
        if stated_of is None:
            return None
        claims = [claim for claim in stated_of if claim.record.account.what.kind == word]
        return pick(self._reading, claims, self._slice.sources)

    def _names(self, role: str) -> list[str]:
        """The names of the parties in a role, in the order in which the account picked cites them."""
        claim = self.claim(f"parties.{role}")
        if claim is None:
            return []
        parts = claim.record.account.parties
        return [party_name(part.party, self._slice.parties_known) for part in parts if part.role == role]

    def countries(self) -> list[Row]:
        """Every country and role that an account names; its name from the account that the reading would pick."""
        found: dict[tuple[str, str], list[Stated]] = {}
        for record in self._records:
            for part in record.account.countries:
                found.setdefault((part.code, part.role), []).append(Stated("name", part.name, str, record))
        return [
            {"code": code, "role": role, "name": self._name(claims)} for (code, role), claims in sorted(found.items())
        ]

    def _name(self, claims: list[Stated]) -> str:
        chosen = pick(self._reading, claims, self._slice.sources)
        return str((chosen or min(claims, key=lambda claim: claim.key)).value)

    def parties(self) -> list[Row]:
        """Every party and role that an account names."""
        found = {(part.party, part.role) for record in self._records for part in record.account.parties}
        known = self._slice.parties_known
        return [{"id": party, "role": role, "name": party_name(party, known)} for party, role in sorted(found)]

    def sources(self) -> list[Row]:
        """The sources of the accounts."""
        found = sorted({record.account.citation.source for record in self._records})
        contents = [(each, self._slice.sources[each].content) for each in found]
        return [{"id": each, "title": content.title, "reliability": content.reliability} for each, content in contents]


class Only(Picked):
    """The same where one account is all there is: any reading picks what it says, so nothing is sorted into claims.

    Most occurrences of a large record are told by one account.
    """

    def __init__(self, slice: Slice, records: Sequence[AccountRecord], reading: Reading) -> None:
        super().__init__(slice, records, reading)
        (self._record,) = records
        self._account = self._record.account

    def edtf(self) -> str | None:
        """The date as cited."""
        edtf = None if self._account.when is None else self._account.when.edtf
        return edtf if isinstance(edtf, str) else None

    def summary(self) -> str | None:
        """Our words for the account."""
        return with_names(self._account.summary, self._slice.parties_known)

    def headline(self, word: str) -> str:
        """The headline of the account, or that of its payload if it is of this kind."""
        own, parties = self._account.what, self._slice.parties_known
        if self._account.headline is not None:
            return with_names(self._account.headline, parties)
        if type(own) is not KINDS.get(word) or not _is_whole(own):
            return super().headline(word)
        composed = with_names(own.headline(), parties)
        if "{" not in composed:
            return composed
        names: dict[str, list[str]] = {}
        for part in self._account.parties:
            names.setdefault(part.role, []).append(party_name(part.party, parties))
        return filled_headline(composed, names)

    def countries(self) -> list[Row]:
        """Every country and role that the account names."""
        found = {(part.code, part.role): part.name for part in self._account.countries}
        if len(found) < len(self._account.countries):
            return super().countries()
        return [{"code": code, "role": role, "name": name} for (code, role), name in sorted(found.items())]


def _is_whole(own: Kind) -> bool:
    """Whether the payload states every field without which its headline cannot be composed."""
    return all(getattr(own, name) not in (None, ()) for name in _required(type(own)))


@cache
def _required(kind: type[Kind]) -> frozenset[str]:
    """The fields of a payload without which its headline cannot be composed."""
    return frozenset(name for name, field in kind.model_fields.items() if field.is_required())
