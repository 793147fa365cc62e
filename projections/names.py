"""Names as views may show them: public names in full, private persons by a neutral mark, marks in texts filled in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import get_args

from domain.parties import PartyRole
from projections.slice_records import PartyRecord

PRIVATE_PERSON = "a private person"
PRIVATE_PERSONS = "private persons"
UNREADABLE_PARTY = "a party that is not named here"
"""Shown for a party that is not registered, or whose stream can no longer be read."""

Parties = Mapping[str, PartyRecord]

_PARTY = re.compile(r"\{party:([^{}]*)\}")
_ROLE = re.compile(rf"\{{({'|'.join(get_args(PartyRole))})\}}")
_ROLES = re.compile(rf"{_ROLE.pattern}(?:\s+{_ROLE.pattern})*")
_ARTICLE = re.compile(r"^(?:A|An|The) ")
_EMPTY = "\x00"
_DANGLING = re.compile(rf"(?:\s*\b(?:by|of|to|from|with|for|in|at|on|and|between|against|near)\s+)?{_EMPTY}")


def party_name(party: str, parties: Parties) -> str:
    """The public name of a party; a mark for a private person, whose name stands only in the party's own entry."""
    record = parties.get(party)
    if record is None:
        return UNREADABLE_PARTY
    return PRIVATE_PERSON if record.content.private else record.content.name


def with_names(text: str, parties: Parties) -> str:
    """A text of ours with every `{party:ID}` replaced by what may be shown of that party."""
    return _PARTY.sub(lambda mark: party_name(mark[1], parties), text) if "{party:" in text else text


def filled_headline(headline: str, names_by_role: Mapping[str, Sequence[str]]) -> str:
    """A headline with its role marks filled.

    Marks that stand side by side are one list of names. A mark for which there is no name is dropped together with
    the preposition before it, so that "Denial by {speaker}: camps" becomes "Denial: camps".
    """
    if "{" not in headline:
        return headline

    def names(marks: re.Match[str]) -> str:
        found = [name for role in _ROLE.findall(marks[0]) for name in names_by_role.get(role, ())]
        told = listed(found)
        return (_ARTICLE.sub(lambda article: article[0].lower(), told) if marks.start() else told) or _EMPTY

    dropped = _DANGLING.sub("", _ROLES.sub(names, headline))
    return re.sub(r"\s+([,:;])", r"\1", re.sub(r"\s{2,}", " ", dropped)).strip(" ,:;")


def listed(names: Sequence[str]) -> str:
    """Names in a row, each once, the last joined by "and"; several private persons are told in one word."""
    unique = list(dict.fromkeys(names))
    if list(names).count(PRIVATE_PERSON) > 1:
        unique = [PRIVATE_PERSONS if name == PRIVATE_PERSON else name for name in unique]
    return " and ".join(filter(None, (", ".join(unique[:-1]), *unique[-1:])))
