"""The dossier of one occurrence: what each source says of it, where they differ, and what it is tied to."""

from __future__ import annotations

from typing import Annotated, Any

import orjson
from pydantic import Field

from domain.values import Id, Value
from projections import dossier_shapes as shapes
from projections.claim_shapes import contradictions_of
from projections.claims import Stated, plain, stated
from projections.conflicts import FieldComparison, compare_fields
from projections.dossier_accounts import shown_account
from projections.entries import entries, shown_day, value_in_words
from projections.frames import pl
from projections.lookup import occurrence_id
from projections.names import with_names
from projections.projection import Projection
from projections.readings import READINGS, Reading, pick
from projections.slice import Slice
from projections.slice_records import AccountRecord


class DossierQuery(Value):
    """Which occurrence, and under which reading."""

    id: Annotated[Id, Field(description="the id of the occurrence, or of one judged to be the same")]
    reading: Reading = "best_graded"


class OccurrenceDossier(Projection):
    """One occurrence: its accounts side by side, every field compared, struck-through versions, and its ties."""

    name, Query, View = "dossier", DossierQuery, shapes.Dossier
    path = "/occurrences/{id}"
    command = "show"

    def answer(self, slice: Slice, query: DossierQuery) -> shapes.Dossier:
        """Everything known of the occurrence; raises `NotFound` if nothing is."""
        occurrence = occurrence_id(slice, query.id)
        records = slice.accounts([occurrence])
        standing = [record for record in records if record.stands]
        row = slice.rows_of([occurrence])[occurrence]
        tied = slice.links.filter((pl.col("occurrence") == occurrence) | (pl.col("to") == occurrence))
        headlines = _headlines(slice, tied, records, query.reading)
        return shapes.Dossier(
            entry=entries(slice, [occurrence], query.reading)[0],
            bounds=shapes.ShownBounds(**{name: shown_day(row[name]) for name in shapes.ShownBounds.model_fields}),
            recorded_as=slice.identified(occurrence),
            accounts=tuple(
                shown_account(slice, record, headlines) for record in sorted(records, key=_by_publication(slice))
            ),
            fields=tuple(_field(slice, field, standing) for field in compare_fields(standing)),
            contradictions=contradictions_of(slice, occurrence, query.reading),
            links=_links(slice, occurrence, tied, headlines),
            identifications=_identifications(slice, occurrence),
        )


def _by_publication(slice: Slice) -> Any:
    def key(record: AccountRecord) -> tuple[bool, bool, int, str]:
        published = slice.sources[record.account.citation.source].published_latest
        return not record.stands, published is None, published or 0, record.version_id

    return key


def _field(slice: Slice, field: FieldComparison, standing: list[AccountRecord]) -> shapes.ShownField:
    claims = [claim for record in standing for claim in stated(record) if claim.path == field.path]
    places = {
        claim.record.version_id: index for index, variant in enumerate(field.variants) for claim in variant.claims
    }

    def place(claim: Stated | None) -> int | None:
        return None if claim is None else places[claim.record.version_id]

    return shapes.ShownField(
        field=field.path,
        verdict=field.verdict,
        note=field.result.note,
        values=tuple(
            shapes.ShownValue(
                value=plain(variant.value),
                text=value_in_words(slice, field.path, variant.value),
                mood=variant.mood,
                accounts=tuple(claim.record.version_id for claim in variant.claims),
            )
            for variant in field.variants
        ),
        pairs=tuple(
            shapes.ShownPair(one=pair.one, other=pair.other, verdict=pair.comparison.verdict, note=pair.comparison.note)
            for pair in field.pairs
        ),
        readings={reading: place(pick(reading, claims, slice.sources)) for reading in READINGS},
    )


def _headlines(slice: Slice, tied: pl.DataFrame, records: list[AccountRecord], reading: Reading) -> dict[str, str]:
    """The headlines of the occurrences that the dossier names: those tied to it, and those in chains of attribution."""
    ends = {each for column in ("occurrence", "to") for each in tied.get_column(column).to_list()}
    voices = {voice.occurrence for record in records for voice in record.account.attribution if voice.occurrence}
    shown = {slice.shown_as(each) for each in ends | voices} - {None}
    return {entry.id: entry.headline for entry in entries(slice, sorted(filter(None, shown)), reading)}


def _links(
    slice: Slice, occurrence: str, tied: pl.DataFrame, headlines: dict[str, str]
) -> tuple[shapes.ShownLink, ...]:
    """Ties in both directions, to occurrences of which something is known in the slice."""
    found = [
        (row, ("to", row["to"]) if row["occurrence"] == occurrence else ("from", row["occurrence"]))
        for row in tied.iter_rows(named=True)
    ]
    positions = [row["position"] for row, (_, other) in found if other in headlines]
    contents = {row.position: orjson.loads(row.state)["data"]["link"] for row in slice.rows(positions)}
    shown = [
        shapes.ShownLink(
            kind=row["kind"],
            direction=direction,
            occurrence=other,
            headline=headlines[other],
            citation=contents[row["position"]].get("citation"),
            note=_text(slice, contents[row["position"]].get("note")),
        )
        for row, (direction, other) in found
        if other in headlines
    ]
    return tuple(sorted(shown, key=lambda link: (link.direction, link.kind, link.occurrence, link.note or "")))


def _identifications(slice: Slice, occurrence: str) -> tuple[shapes.ShownIdentification, ...]:
    mine = slice.identifications.filter(pl.col("occurrence") == occurrence)
    shown = []
    for row in slice.rows(mine.get_column("position").to_list()):
        data = orjson.loads(row.state)["data"]
        one, other = sorted((data["occurrence"], data["same_as"]))
        reason = with_names(data["reason"], slice.parties_known)
        shown.append(
            shapes.ShownIdentification(one=one, other=other, reason=reason, rests_on=tuple(data.get("rests_on", ())))
        )
    return tuple(sorted(shown, key=lambda each: (each.one, each.other, each.reason)))


def _text(slice: Slice, text: str | None) -> str | None:
    return None if text is None else with_names(text, slice.parties_known)
