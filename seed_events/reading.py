"""The files of the seed, read as plain rows with the place of each, before anything is resolved."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.errors import Invalid

Row = tuple[str, Mapping[str, Any]]
"""Where a row stands (file and table), and the row."""

_TABLES = {
    "party": ("key", "kind", "name"),
    "case": ("key", "title"),
    "same": ("one", "other", "reason"),
    "link": ("from", "kind", "to"),
    "account": ("occurrence", "kind", "attribution", "credibility", "summary"),
}
"""The tables of the files, each with the keys without which a row cannot be read."""


@dataclass(frozen=True)
class DocumentFile:
    """One file in `documents/`: a source, how its paragraphs are covered, and its accounts."""

    name: str
    source: Mapping[str, Any]
    paragraphs: tuple[Mapping[str, Any], ...]
    accounts: tuple[Row, ...]

    @property
    def key(self) -> str:
        """The natural key of the source."""
        return str(self.source["key"])


@dataclass
class Seeds:
    """What a set of files holds; documents stand in the order of their keys, notes last, however the files came."""

    documents: list[DocumentFile] = field(default_factory=list)
    parties: list[Row] = field(default_factory=list)
    cases: list[Row] = field(default_factory=list)
    sames: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    party_keys: frozenset[str] = frozenset()
    case_keys: frozenset[str] = frozenset()
    occurrence_keys: frozenset[str] = frozenset()


def read_files(paths: Iterable[Path]) -> Seeds:
    """Read seed files of any kind in any order; raises `Invalid` naming the file and the row."""
    seeds = Seeds()
    for path in sorted(set(paths)):
        content = _parse(path)
        if "source" in content:
            seeds.documents.append(_document(path.name, content))
            continue
        _refuse_unknown(path.name, content, {"party", "case", "same", "link"})
        seeds.parties += _rows(path.name, content, "party")
        seeds.cases += _rows(path.name, content, "case")
        seeds.sames += _rows(path.name, content, "same")
        seeds.links += _rows(path.name, content, "link")
    # Notes come last: an occurrence is recorded with what a document tells of it, not with what we make of it.
    seeds.documents.sort(key=lambda document: (document.source.get("kind") == "editorial_note", document.key))
    seeds.party_keys = frozenset(row["key"] for _, row in seeds.parties)
    seeds.case_keys = frozenset(row["key"] for _, row in seeds.cases)
    seeds.occurrence_keys = frozenset(
        occurrence_key(row["occurrence"], document.key) for document in seeds.documents for _, row in document.accounts
    )
    return seeds


def occurrence_key(key: str, document: str) -> str:
    """The whole natural key of an occurrence; without a slash it belongs to the document in whose file it stands."""
    return key if "/" in key else f"{document}/{key}"


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as failure:
        raise Invalid("the file cannot be opened", seen=failure.strerror, where=path.name) from failure
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as failure:
        raise Invalid(f"the file is no TOML: {failure}", where=path.name, accepted="TOML 1.0 in UTF-8") from failure


def _document(name: str, content: dict[str, Any]) -> DocumentFile:
    _refuse_unknown(name, content, {"source", "paragraphs", "account"})
    if "key" not in content["source"]:
        raise Invalid("a source has a key", where=f"{name} source")
    return DocumentFile(
        name=name,
        source=content["source"],
        paragraphs=tuple(content.get("paragraphs", ())),
        accounts=tuple(_rows(name, content, "account")),
    )


def _rows(name: str, content: dict[str, Any], table: str) -> list[Row]:
    rows = []
    for number, row in enumerate(content.get(table, ()), start=1):
        where = f"{name} {table} {number} {row.get('key') or row.get('occurrence') or ''}".rstrip()
        missing = [key for key in _TABLES[table] if key not in row]
        if missing:
            raise Invalid(f"a row lacks {', '.join(missing)}", where=where)
        rows.append((where, row))
    return rows


def _refuse_unknown(name: str, content: dict[str, Any], accepted: set[str]) -> None:
    unknown = sorted(set(content) - accepted)
    if unknown:
        raise Invalid("an unknown table", seen=unknown[0], where=name, accepted=", ".join(sorted(accepted)))
