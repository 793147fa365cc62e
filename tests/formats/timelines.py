"""Timelines made by hand and by Hypothesis, for tests of formats: no store, no slice."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from projections.entry import (
    Entry,
    EntryAccount,
    EntryCase,
    EntryConflict,
    EntryCountry,
    EntryParty,
    EntrySource,
    EntryWhen,
    KnownSince,
)
from projections.timeline import Timeline, WithheldCount


def entry(**more: Any) -> Entry:
    fields: dict[str, Any] = {
        "id": "deportation-2009",
        "kind": "deportation",
        "headline": "Deportation of 20 persons",
        "summary": "Twenty people were sent out of the country.",
        "when": EntryWhen(edtf="2009-12-19", earliest="2009-12-19", latest="2009-12-19", basis="stated"),
        "known_since": KnownSince(earliest="2011-07-25", latest="2011-07-25"),
        "countries": (EntryCountry(code="KH", role="acting", name="Cambodia"),),
        "cases": (EntryCase(id="dec2009", title="December 2009"),),
        "parties": (EntryParty(id="p-1", role="affected", name="a private person"),),
        "sources": (EntrySource(id="s1", title="A press release", reliability="B"),),
        "accounts": (EntryAccount(id="v1", source="s1", manner="fact", credibility=2),),
        "struck": 0,
        "manners": ("fact",),
        "realised": True,
        "conflicts": (),
        "order": None,
    }
    return Entry(**fields | more)


def timeline(entries: tuple[Entry, ...], undated: tuple[Entry, ...] = (), **more: Any) -> Timeline:
    fields: dict[str, Any] = {
        "query": {"reading": "best_graded"},
        "position": 7,
        "known_on": "2011-09-05",
        "reading": "best_graded",
        "entries": entries,
        "undated": undated,
        "total": len(entries) + len(undated),
        "total_undated": len(undated),
        "withheld": WithheldCount(accounts=1, occurrences=0),
        "timeline_hash": "0" * 64,
        "content_hash": "1" * 64,
    }
    return Timeline(**fields | more)


CONFLICT = EntryConflict(
    field="of.amount",
    verdict="incompatible",
    note="approximate against exact",
    values=("about USD 1,000,000,000", "USD 1,200,000,000"),
)

EXAMPLE = timeline(
    (
        entry(),
        entry(
            id="pledge-2009",
            kind="loan_pledge",
            headline="Pledge of USD 1,200,000,000; loans, grants",
            when=EntryWhen(edtf="2009-12~", earliest="2009-12-01", latest="2009-12-31", basis="derived"),
            conflicts=(CONFLICT,),
            struck=1,
            order="conventional",
        ),
        entry(
            id="ides",
            kind="other",
            headline='=HYPERLINK("http://example.org") and a *mark*\\',
            when=EntryWhen(edtf="-0043-03-15?", earliest="-0043-03-15", latest="-0043-03-15", basis="stated"),
            order="certain",
        ),
        entry(
            id="threat",
            kind="statement",
            headline="Threat by a private person",
            summary=None,
            when=EntryWhen(edtf="../2009-12", earliest=None, latest="2009-12-31", basis="stated"),
            manners=("alleged", "planned"),
            realised=False,
            order="conventional",
        ),
    ),
    (
        entry(
            id="appeal",
            kind="statement",
            headline="Appeal by Ősi Tanács — «ünnep»",
            when=EntryWhen(edtf=None, earliest=None, latest=None, basis="none"),
            order="conventional",
        ),
    ),
)

_words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=30)
_days = st.sampled_from([None, "-0044-03-15", "0000-01-01", "2009-12-19", "9999-12-31", "Y17000"])
_whens = st.builds(
    EntryWhen,
    edtf=st.sampled_from([None, "2009-12-19", "2009-12-19?", "2009-12~", "[2009-12-17,2009-12-19]", "../1985"]),
    earliest=_days,
    latest=_days,
    basis=st.sampled_from(["stated", "derived", "none"]),
)
_conflicts = st.builds(
    EntryConflict,
    field=st.sampled_from(["when.edtf", "of.persons"]),
    verdict=st.sampled_from(["incompatible", "not_comparable"]),
    note=st.sampled_from([None, "approximate against exact"]),
    values=st.tuples(_words, _words),
)


@st.composite
def timelines(draw: st.DrawFn) -> Timeline:
    count = draw(st.integers(min_value=0, max_value=4))
    entries = tuple(
        entry(
            id=f"id-{index}",
            headline=draw(_words),
            summary=draw(st.none() | _words),
            when=draw(_whens),
            conflicts=tuple(draw(st.lists(_conflicts, max_size=2))),
            realised=draw(st.booleans()),
            manners=draw(st.sampled_from([("fact",), ("alleged",), ("denied", "planned")])),
            order=draw(st.sampled_from([None, "certain", "conventional"])),
            struck=draw(st.integers(min_value=0, max_value=2)),
        )
        for index in range(count)
    )
    cut = draw(st.integers(min_value=0, max_value=count))
    return timeline(entries[:cut], entries[cut:])
