"""Parts of accounts that many rows have in common, such as a country or a day: each is validated once.

A row of votes says for the hundredth time what state voted on what day. The same cells come to the same value, so it is
kept by those cells and put into the command as it is; there its type is all that is looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, get_type_hints

from pydantic import TypeAdapter, ValidationError

from domain.account import Account
from formats.templates import ABSENT, Fill, names_in, object_of, template, told_apart_by

KEPT_PIECES = 20_000
"""Pieces of one field: some hundred bytes each; all are let go of when there are more."""

KEPT_CHARS = 300
"""What is made of longer cells is not kept: no other row will have the same, and it would only take memory."""

FIELDS: Final = ("citation", "attribution", "what", "when", "places", "countries", "parties")

ADAPTERS: Final = MappingProxyType(
    {
        name: TypeAdapter[Any](hint)
        for name, hint in get_type_hints(Account, include_extras=True).items()
        if name in FIELDS
    }
)


def command_template(content: Mapping[str, Any], places: Mapping[str, int], where: str, never: Collection[str]) -> Fill:
    """What fills the template of a command, from pieces that were validated before if it records an account.

    A piece made of a cell that is `never` the same is not kept. One that is not valid is put in as plain content:
    then the command is not valid either, and says why.
    """
    account = content.get("account")
    if content.get("do") != "record_account" or not isinstance(account, dict):
        return template(content, places, where)
    fields = {name: template(value, places, f"{where}.account.{name}") for name, value in account.items()}
    for name in fields.keys() & ADAPTERS.keys():
        names = sorted(set(names_in(account[name], where)))
        if not set(names) & set(never):
            fields[name] = _kept(fields[name], [places[each] for each in names], ADAPTERS[name])
    fills = {name: template(value, places, f"{where}.{name}") for name, value in content.items()}
    return object_of({**fills, "account": object_of(fields, account)}, content)


def _kept(fill: Fill, places: list[int], adapter: TypeAdapter[Any]) -> Fill:
    pieces: dict[tuple[str, ...], Any] = {}
    told_apart = told_apart_by(places)
    validate = adapter.validator.validate_python

    def fill_piece(cells: Sequence[str]) -> Any:
        key = told_apart(cells)
        piece = pieces.get(key)
        if piece is not None:
            return piece
        content = fill(cells)
        try:
            piece = content if content is ABSENT else validate(content)
        except ValidationError:
            return content
        if sum(map(len, key)) > KEPT_CHARS:
            return piece
        if len(pieces) >= KEPT_PIECES:
            pieces.clear()
        pieces[key] = piece
        return piece

    return fill_piece
