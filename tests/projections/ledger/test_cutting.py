"""Cutting fields out of stored bytes gives what decoding gives, whatever texts and payloads hold."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from projections.ledger_accounts import COLUMNS, account_columns, decoded_columns
from projections.ledger_cutting import cut_columns

TRAPS = ('","account":{"citation":{"source":"x"', ',"when":{"edtf":"1999"}', "}}}", '\\"', "}],", "Étranger {", "\n[")
TEXTS = st.one_of(st.sampled_from(TRAPS), st.text(st.characters(codec="utf-8"), max_size=12))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-9, 9), TEXTS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(
            st.sampled_from(("when", "countries", "parties", "note", "source", "kind", "x")), inner, max_size=3
        ),
    ),
    max_leaves=6,
)


def optional(draw: st.DrawFn, name: str, values: st.SearchStrategy[Any]) -> dict[str, Any]:
    return {name: draw(values)} if draw(st.booleans()) else {}


@st.composite
def states(draw: st.DrawFn) -> bytes:
    """An event with an account, in the shape in which the store writes it, or in another order."""
    occurrence = draw(st.sampled_from(("o-1", "6513270e-269e-0d37-f2a7-4de452e6b438", "o é", *TRAPS)))
    citation = {"source": "s1"} | optional(draw, "ranges", st.just([{"start": 1, "end": 2}]))
    citation |= optional(draw, "page", TEXTS) | optional(draw, "quotation", TEXTS)
    voices = st.lists(
        st.fixed_dictionaries({"manner": st.sampled_from(("fact", "alleged", "planned"))}, optional={"hedge": TEXTS}),
        min_size=1,
        max_size=2,
    )
    payload = {"kind": "raid"} | optional(draw, "fields", JSON) | optional(draw, "when", JSON)
    account = {"citation": citation, "attribution": draw(voices), "credibility": 2, "summary": draw(TEXTS)}
    account |= optional(draw, "headline", TEXTS) | {"what": payload}
    account |= optional(draw, "when", st.fixed_dictionaries({"stated": TEXTS, "edtf": st.just("2009-12")}))
    account |= optional(draw, "places", st.just([{"name": "a } place", "country": "KH"}]))
    account |= optional(draw, "countries", st.lists(st.fixed_dictionaries({"code": TEXTS, "name": TEXTS}), max_size=2))
    account |= optional(draw, "parties", st.lists(st.fixed_dictionaries({"party": TEXTS}), max_size=2))
    account |= optional(draw, "public_since", st.fixed_dictionaries({"edtf": st.just("2010"), "stated": TEXTS}))
    account |= optional(draw, "note", TEXTS)
    if draw(st.booleans()):
        account = dict(draw(st.permutations(list(account.items()))))
    event = {"occurrence": occurrence} | optional(draw, "kind", st.just("raid")) | {"account_id": "a-1"}
    event |= optional(draw, "ends", st.just("65132700-269e-0d37-f2a7-4de452e6b439"))
    event |= {"version_id": "65132700-269e-0d37-f2a7-4de452e6b438", "account": account}
    event |= optional(draw, "disclosed", st.just({"edtf": "2011"}))
    envelope = {"event_id": "e", "recorded_at": "2026", "recorded_by": draw(TEXTS)} | optional(draw, "key", TEXTS)
    state = json.dumps(envelope | {"data": event}, separators=(",", ":"), ensure_ascii=False)
    return state.encode()


FOLLOWED = (
    b'{"event_id":"e","recorded_at":"t","recorded_by":"b","data":{"occurrence":"o1","account_id":"a-1",'
    b'"version_id":"65132700-269e-0d37-f2a7-4de452e6b438","account":{"citation":{"source":"s1"},'
    b'"attribution":[{"manner":"fact"}],"credibility":2,"summary":"s","what":{"kind":"raid"}},'
    b'"disclosed":{"edtf":"2011"}}}'
)
"""An account that ends with its payload, and something behind the account that no event of the store has there."""


UNENDED = FOLLOWED.replace(b',"disclosed":{"edtf":"2011"}', b"").replace(b'"o1"', b'"o1')
"""An id whose quotes are not closed."""


@given(st.lists(states(), min_size=1, max_size=20))
@example([FOLLOWED])
@settings(max_examples=150, deadline=None)
def test_a_row_that_is_cut_says_what_it_says_when_decoded(stored: list[bytes]) -> None:
    cut = cut_columns(pl.Series(stored))
    decoded = decoded_columns(stored)
    certain = ~cut["doubtful"]
    assert cut.select(*COLUMNS).filter(certain).equals(decoded.filter(certain))


def test_plain_rows_are_cut_and_not_decoded() -> None:
    account = {
        "citation": {"source": "s1", "row": 7},
        "attribution": [{"manner": "reported"}],
        "credibility": 2,
        "summary": 'He said "no" – twice.',
        "what": {"kind": "loan_pledge", "amount": {"currency": "USD", "figure": {"value": "12"}}},
        "when": {
            "stated": "in December",
            "edtf": "2009-12",
            "relations": [{"relation": "before", "anchor": {"occurrence": "o2"}}],
        },
        "countries": [{"code": "KH", "role": "where", "name": "Cambodia"}],
    }
    event = {
        "occurrence": "o1",
        "kind": "loan_pledge",
        "account_id": "a",
        "version_id": "65132700-269e-0d37-f2a7-4de452e6b438",
        "account": account,
    }
    state = json.dumps({"event_id": "e", "recorded_at": "t", "recorded_by": "b", "data": event}, separators=(",", ":"))
    cut = cut_columns(pl.Series([state.encode()]))
    assert not cut["doubtful"].any()
    assert cut.select(*COLUMNS).equals(decoded_columns([state.encode()]))


def test_a_row_that_cannot_be_read_hides_no_other() -> None:
    for broken in (b"", b"{", b'{"data":{}}', UNENDED):
        assert decoded_columns([broken])["version_id"].to_list() == [None]
        assert cut_columns(pl.Series([broken]))["doubtful"].to_list() == [True]


def test_bytes_that_are_no_text_hide_no_other_row() -> None:
    account = {
        "citation": {"source": "s1"},
        "attribution": [{"manner": "fact"}],
        "credibility": 2,
        "summary": "s",
        "what": {"kind": "raid"},
    }
    event = {
        "occurrence": "o1",
        "kind": "raid",
        "account_id": "a",
        "version_id": "65132700-269e-0d37-f2a7-4de452e6b438",
        "account": account,
    }
    state = json.dumps({"event_id": "e", "recorded_at": "t", "recorded_by": "b", "data": event}, separators=(",", ":"))
    stored = [state.encode()] * 600 + [b"\xff\xfe"]
    versions = account_columns(pl.Series(stored))["version_id"].to_list()
    assert versions == ["65132700-269e-0d37-f2a7-4de452e6b438"] * 600 + [None]
