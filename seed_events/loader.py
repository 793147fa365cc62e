"""The seed corpus as commands: what the files of this folder say, in an order in which the record can take it.

The files name parties, cases, sources and occurrences by natural keys; ids are computed from them, so loading twice,
or in another order of files, arrives at the same record. Inside a document's file an occurrence key without a slash
belongs to that document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from domain.account import Account, account_id, recorded, version_id
from domain.case import Case, FileOccurrence, OpenCase
from domain.errors import Invalid
from domain.event import Command
from domain.ids import identity
from domain.occurrence import Link
from domain.occurrence_commands import IdentifyOccurrences, LinkOccurrences, RecordAccount
from domain.party import Party, RegisterParty
from domain.source import RegisterSource, Source
from domain.values import Value
from seed_events.reading import DocumentFile, Seeds, read_files

V = TypeVar("V", bound=Value)
FOLDER = Path(__file__).parent
_PARTY_MARK = re.compile(r"\{party:([^{}]+)\}")
_NOT_IN_ACCOUNT = frozenset(("occurrence", "kind", "cases", "cite", "page", "quotation", "key"))


def seed_files() -> tuple[Path, ...]:
    """The files of the seed that comes with the service."""
    return tuple(sorted((*(FOLDER / "documents").glob("*.toml"), *FOLDER.glob("*.toml"))))


def commands() -> Iterator[Command]:
    """The commands that bring the seed into a record; raises `Invalid` naming file and key."""
    return load_files(seed_files())


def load_files(paths: Iterable[Path]) -> Iterator[Command]:
    """The commands of any set of seed files: parties, sources, cases, accounts, filings, ties."""
    seeds = read_files(paths)
    yield from (_party(where, row) for where, row in seeds.parties)
    yield from (_source(document) for document in seeds.documents)
    yield from (_case(where, row) for where, row in seeds.cases)
    first: dict[str, str] = {}
    filings: dict[tuple[str, str], FileOccurrence] = {}
    for document in seeds.documents:
        for where, row in document.accounts:
            command = _account(where, row, document, seeds)
            first.setdefault(command.occurrence, _version(command))
            for case in row.get("cases", ()):
                _require(case, seeds.case_keys, "case", where)
                filing = FileOccurrence(case=identity("case", case), occurrence=command.occurrence)
                filings[filing.case, filing.occurrence] = filing
            yield command
    yield from filings.values()
    yield from (_same(where, row, seeds, first) for where, row in seeds.sames)
    yield from (_link(where, row, seeds, first) for where, row in seeds.links)


def _party(where: str, row: Mapping[str, Any]) -> RegisterParty:
    content = _read(Party, where, {name: value for name, value in row.items() if name != "key"})
    return RegisterParty(party=identity("party", row["key"]), content=content)


def _source(document: DocumentFile) -> RegisterSource:
    content = _read(Source, f"{document.name} source", {**document.source, "key": document.key})
    return RegisterSource(source=identity("source", document.key), content=content)


def _case(where: str, row: Mapping[str, Any]) -> OpenCase:
    return OpenCase(case=identity("case", row["key"]), content=_read(Case, where, row))


def _account(where: str, row: Mapping[str, Any], document: DocumentFile, seeds: Seeds) -> RecordAccount:
    resolve = _Resolver(where, document.key, seeds)
    source = identity("source", document.key)
    content = {name: value for name, value in row.items() if name not in _NOT_IN_ACCOUNT}
    content["citation"] = _citation(row, source)
    content["what"] = resolve.payload({"kind": row["kind"], **row.get("what", {})})
    content["summary"] = _PARTY_MARK.sub(lambda mark: f"{{party:{resolve.party(mark[1])}}}", row["summary"])
    content["attribution"] = [resolve.voice(link) for link in row["attribution"]]
    content["parties"] = [{**part, "party": resolve.party(part["party"])} for part in row.get("parties", ())]
    if "when" in row:
        content["when"] = resolve.when(row["when"])
    if "public_since" in row:
        public = row["public_since"]
        kept = {name: public[name] for name in ("edtf", "stated") if name in public}
        content["public_since"] = {**kept, "citation": _citation(public, source)}
    return RecordAccount(
        occurrence=resolve.occurrence(row["occurrence"]),
        kind=row["kind"],
        account=_read(Account, where, content),
        key=row.get("key"),
    )


def _citation(row: Mapping[str, Any], source: str) -> dict[str, Any]:
    ranges = [{"start": r["start"], "end": r["end"], "span_sha256": r["sha256"]} for r in row.get("cite", ())]
    rest = {name: row[name] for name in ("page", "quotation") if name in row}
    return {"source": source, "ranges": ranges, **rest}


class _Resolver:
    """Turns the natural keys of one account into ids; a key that nothing goes by is `Invalid`."""

    def __init__(self, where: str, document: str, seeds: Seeds) -> None:
        self.where, self.document, self.seeds = where, document, seeds

    def party(self, key: str) -> str:
        _require(key, self.seeds.party_keys, "party", self.where)
        return identity("party", key)

    def occurrence(self, key: str) -> str:
        whole = key if "/" in key else f"{self.document}/{key}"
        _require(whole, self.seeds.occurrence_keys, "occurrence", self.where)
        return identity("occurrence", whole)

    def payload(self, what: dict[str, Any]) -> dict[str, Any]:
        about = {"about": [self.occurrence(key) for key in what["about"]]} if "about" in what else {}
        return {**what, **about}

    def voice(self, link: dict[str, Any]) -> dict[str, Any]:
        named = {
            noun: resolve(link[noun])
            for noun, resolve in (("party", self.party), ("occurrence", self.occurrence))
            if noun in link
        }
        return {**link, **named}

    def when(self, when: dict[str, Any]) -> dict[str, Any]:
        return {**when, "relations": [self._relation(relation) for relation in when.get("relations", ())]}

    def _relation(self, relation: dict[str, Any]) -> dict[str, Any]:
        anchor = relation.get("anchor", {})
        if "occurrence" not in anchor:
            return relation
        return {**relation, "anchor": {"occurrence": self.occurrence(anchor["occurrence"])}}


def _same(where: str, row: Mapping[str, Any], seeds: Seeds, first: Mapping[str, str]) -> IdentifyOccurrences:
    one, other = (_tied(row[end], seeds, where) for end in ("one", "other"))
    return IdentifyOccurrences(occurrence=one, same_as=other, reason=row["reason"], rests_on=(first[one], first[other]))


def _link(where: str, row: Mapping[str, Any], seeds: Seeds, first: Mapping[str, str]) -> LinkOccurrences:
    start, end = (_tied(row[name], seeds, where) for name in ("from", "to"))
    # A disclosure is itself what makes the other end readable: to rest on it would hide the link until then.
    rests_on = () if row["kind"] == "discloses" else (first[start], first[end])
    content = {"kind": row["kind"], "to": end, "rests_on": rests_on, "note": row.get("note")}
    return LinkOccurrences(occurrence=start, link=_read(Link, where, content))


def _tied(key: str, seeds: Seeds, where: str) -> str:
    _require(key, seeds.occurrence_keys, "occurrence", where)
    return identity("occurrence", key)


def _version(command: RecordAccount) -> str:
    account = account_id(command.occurrence, command.account.citation, command.key)
    return version_id(account, None, recorded(command.account))


def _require(key: str, known: frozenset[str], noun: str, where: str) -> None:
    if key not in known:
        raise Invalid(f"no {noun} of the seed has this key", seen=key, where=where)


def _read(model: type[V], where: str, content: Mapping[str, Any]) -> V:
    try:
        return model.model_validate(content)
    except ValidationError as refusal:
        problem = refusal.errors()[0]
        field = ".".join(str(step) for step in problem["loc"])
        raise Invalid(problem["msg"], seen=problem["input"], where=f"{where} {field}".strip()) from refusal
