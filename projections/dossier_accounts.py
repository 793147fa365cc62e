"""One account as the dossier shows it, whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from domain.provenance import Voice
from projections import dossier_shapes as shapes
from projections.entries import shown_day
from projections.entry import EntryCountry, KnownSince
from projections.names import party_name, with_names
from projections.slice import Slice
from projections.slice_records import AccountRecord, Ending

IN_ITS_OWN_VOICE = "the document itself"
NOT_KNOWN_HERE = "an occurrence of which nothing is known here"


def shown_account(slice: Slice, record: AccountRecord, headlines: Mapping[str, str]) -> shapes.ShownAccount:
    """The account with its chain, its citation, its particulars and, if it is struck, how it ended.

    `headlines` gives the occurrences of its chain (a cable, a testimony) in words, by the id they are shown under.
    """
    account = record.account
    content = slice.sources[account.citation.source].content
    plain = account.model_dump(mode="json", exclude_none=True)
    return shapes.ShownAccount(
        version=record.version_id,
        account=record.account_id,
        recorded_as=record.recorded_as,
        stands=record.stands,
        ending=None if record.ending is None else _ending(slice, record.ending),
        known_since=KnownSince(earliest=shown_day(record.known_earliest), latest=shown_day(record.known_latest)),
        source=shapes.ShownSource(
            id=account.citation.source,
            title=with_names(content.title, slice.parties_known),
            reliability=content.reliability,
            published=content.published.edtf,
            published_basis=content.published.basis,
        ),
        citation=shapes.ShownCitation(
            ranges=tuple(plain["citation"].get("ranges", ())),
            page=account.citation.page,
            row=account.citation.row,
            quotation=account.citation.quotation,
        ),
        chain=tuple(_voice(slice, voice, headlines) for voice in account.attribution),
        manner=account.manner,
        credibility=account.credibility,
        headline=_named(slice, account.headline),
        summary=with_names(account.summary, slice.parties_known),
        kind=account.what.kind,
        what=_all_named(slice, plain["what"]),
        when=_all_named(slice, plain.get("when")),
        places=tuple(
            place.name if place.country is None else f"{place.name} ({place.country})" for place in account.places
        ),
        countries=tuple(EntryCountry(code=part.code, role=part.role, name=part.name) for part in account.countries),
        parties=tuple(
            shapes.ShownPart(
                id=part.party,
                role=part.role,
                name=party_name(part.party, slice.parties_known),
                as_named=_named(slice, part.as_named),
            )
            for part in account.parties
        ),
        public_since=_all_named(slice, plain.get("public_since")),
        note=_named(slice, account.note),
    )


def _voice(slice: Slice, voice: Voice, headlines: Mapping[str, str]) -> shapes.ShownVoice:
    if voice.party is not None:
        name = party_name(voice.party, slice.parties_known)
    elif voice.occurrence is not None:
        name = headlines.get(slice.shown_as(voice.occurrence) or "", NOT_KNOWN_HERE)
    else:
        name = IN_ITS_OWN_VOICE
    return shapes.ShownVoice(
        party=voice.party, occurrence=voice.occurrence, name=name, manner=voice.manner, hedge=voice.hedge
    )


def _ending(slice: Slice, ending: Ending) -> shapes.ShownEnding:
    (row,) = slice.rows([ending.position])
    disclosed = orjson.loads(row.state)["data"].get("disclosed", {})
    return shapes.ShownEnding(
        kind=ending.kind,
        disclosed=disclosed.get("edtf"),
        stated=_named(slice, disclosed.get("stated")),
        earliest=shown_day(ending.disclosed_earliest),
        latest=shown_day(ending.disclosed_latest),
        replaced_by=ending.replaced_by,
    )


def _named(slice: Slice, text: str | None) -> str | None:
    return None if text is None else with_names(text, slice.parties_known)


def _all_named(slice: Slice, content: Any) -> Any:
    """Plain JSON content with the party marks in all its texts filled in."""
    if isinstance(content, str):
        return with_names(content, slice.parties_known)
    if isinstance(content, dict):
        return {name: _all_named(slice, value) for name, value in content.items()}
    if isinstance(content, list):
        return [_all_named(slice, value) for value in content]
    return content
