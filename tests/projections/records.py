"""Accounts as a slice hands them out, made by hand: for tests of what needs no ledger."""

from __future__ import annotations

from typing import Any

from domain.chronology import edtf
from domain.party import Party
from domain.source import Source
from projections.slice_records import AccountRecord, PartyRecord, SourceRecord
from tests.domain.record import an_account
from tests.domain.record import source as source_content


def record(version: str, source: str = "s1", **more: Any) -> AccountRecord:
    return AccountRecord(
        occurrence="o1",
        recorded_as="o1",
        account_id=f"account-{version}",
        version_id=version,
        position=1,
        known_earliest=0,
        known_latest=0,
        ending=None,
        account=an_account(source, **more),
    )


def source(name: str, published: str = "2011-07-25", reliability: str = "B") -> SourceRecord:
    read = edtf.parse(published)
    content = Source.model_validate(source_content(published=published, reliability=reliability))
    return SourceRecord(name, 1, content, read.start_earliest, read.end_latest, None)


def party(name: str, *, private: bool = False) -> PartyRecord:
    kind = "person" if private else "state"
    return PartyRecord(f"id of {name}", 1, Party.model_validate({"kind": kind, "name": name, "private": private}))


def deported(persons: Any, version: str = "v1", source: str = "s1", **more: Any) -> AccountRecord:
    return record(version, source, what={"kind": "deportation", "persons": persons}, **more)


def said(manner: str) -> dict[str, Any]:
    return {"attribution": [{"manner": manner}]}


def dated(edtf_text: str) -> dict[str, Any]:
    return {"when": {"edtf": edtf_text}}
