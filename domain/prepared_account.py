"""A command to record an account, with everything that follows from the command alone.

Checking a command, writing its account as JSON and deriving ids from it is most of the work of an import, and needs
nothing of the record. So it is done apart from deciding: line by line, by another process if there is one.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from pydantic_core import from_json

from domain.account import Account, account_id, own_id, version_id, written


class PreparedAccount(NamedTuple):
    """A checked command to record an account, in its recorded form.

    `recorded` is what is written if the account is the first of its occurrence. `parties` are those that the account
    and its attribution name, in that order.
    """

    stream: str
    kind: str
    key: str | None
    account_id: str
    version_id: str
    source: str
    parties: tuple[str, ...]
    recorded: bytes

    @property
    def occurrence(self) -> str:
        """The id of the occurrence."""
        return self.stream.partition(":")[2]

    def added(self) -> bytes:
        """What is written if the occurrence is recorded already: then its kind is not said again."""
        kind_from = len(f'{{"occurrence":"{self.occurrence}"')
        kind_upto = kind_from + len(f',"kind":"{self.kind}"')
        return self.recorded[:kind_from] + self.recorded[kind_upto:]

    def asked(self) -> dict[str, Any]:
        """The command as plain JSON; what is absent was not stated."""
        content = {
            "do": "record_account",
            "occurrence": self.occurrence,
            "kind": self.kind,
            "account": from_json(self.recorded)["account"],
        }
        return content if self.key is None else {**content, "key": self.key}


def prepare(stream: str, occurrence: str, kind: str, account: Account, key: str | None) -> PreparedAccount:
    """What follows from a command to record an account, whatever the record holds."""
    citation = account.citation
    account_name = own_id(occurrence, account) if key is None else account_id(occurrence, citation, key)
    version = version_id(account_name, None, account)
    named = tuple([part.party for part in account.parties]) if account.parties else ()
    for voice in account.attribution:
        if voice.party is not None:
            named = (*named, voice.party)
    return PreparedAccount(
        stream,
        kind,
        key,
        account_name,
        version,
        citation.source,
        named,
        recorded_form(occurrence, kind, account_name, version, written(account)),
    )


def recorded_form(occurrence: str, kind: str, account: str, version: str, form: bytes) -> bytes:
    """The recorded form of the first account of an occurrence, round that of the account itself.

    Ids and words have no character that JSON would escape.
    """
    of = f'{{"occurrence":"{occurrence}","kind":"{kind}","account_id":"{account}","version_id":"{version}","account":'
    return b"%b%b}" % (of.encode(), form)
