"""Query strings: read into frozen values, with nothing ignored and nothing guessed."""

from typing import Annotated, Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ConfigDict, Field

from api.http.negotiation import chosen_format
from api.http.problems import Declined
from api.http.query_string import MOST_QUERY_BYTES, Parameters, pairs_of
from domain.values import Id, Line, Value, Word
from projections.view import View


class Asked(Value):
    """A query with every shape of field."""

    model_config = ConfigDict(populate_by_name=True)

    thing: Id
    from_: Annotated[str | None, Field(alias="from")] = None
    kind: tuple[Word, ...] = ()
    limit: Annotated[int, Field(ge=1, le=10)] = 5
    q: Line | None = None


class Sliced(Value):
    """Another query beside it; one name is in both."""

    known_on: str | None = None
    q: str | None = None


PARAMETERS = Parameters((Asked, Sliced), ("thing",), also=("format",))


def read(query: bytes, path: dict[str, str] | None = None) -> Any:
    try:
        return PARAMETERS.read(pairs_of(query), path or {"thing": "a"})
    except Declined as declined:
        return declined.problem


def chosen(accept: str) -> str:
    try:
        return chosen_format(View, None, accept)
    except Declined as declined:
        return declined.problem.slug


def test_fields_are_parameters_by_their_alias_and_repeat_where_they_hold_several() -> None:
    (asked, sliced), besides = read(b"from=2009&kind=raid&kind=flight&known_on=2010-01-01&format=csv&q=sea%20port")
    assert asked == Asked(thing="a", from_="2009", kind=("raid", "flight"), q="sea port")
    assert sliced == Sliced(known_on="2010-01-01")
    assert besides == {"format": "csv"}


@pytest.mark.parametrize(
    ("query", "pointer", "accepted"),
    [
        (b"knd=raid", "knd", "from, kind, limit, q, known_on, format"),
        (b"from_=2009", "from_", "from, kind"),
        (b"thing=b", "thing", "from, kind"),
        (b"limit=1&limit=2", "limit", "once"),
        (b"format=csv&format=csv", "format", "once"),
        (b"limit=eleven", "limit", "an integer"),
        (b"limit=11", "limit", "10 or less"),
        (b"kind=raid&kind=RAID", "kind", "matches"),
        (b"q=", "q", ""),
        (b"q=%00", "q", ""),
    ],
)
def test_what_cannot_be_read_names_the_parameter_and_what_would_do(query: bytes, pointer: str, accepted: str) -> None:
    problem = read(query)
    assert (problem.status, problem.members["pointer"], problem.members["in"]) == (422, pointer, "query")
    assert accepted in problem.members["accepted"]


def test_a_parameter_of_the_path_is_told_as_one() -> None:
    problem = read(b"", {"thing": "no id!"})
    assert (problem.members["in"], problem.members["pointer"], problem.members["seen"]) == ("path", "thing", "no id!")
    assert read(b"", {"thing": "a\x00"}).members["in"] == "path"


@pytest.mark.parametrize("query", [b"q=%ff", b"q=\xff", b"&".join([b"q=1"] * 201)])
def test_a_query_that_is_no_query_is_declined_whole(query: bytes) -> None:
    assert read(query).status == 400


def test_a_long_query_is_declined_before_it_is_read() -> None:
    assert read(b"q=" + b"a" * MOST_QUERY_BYTES).status == 414


@given(st.lists(st.tuples(st.sampled_from(["q", "kind", "limit", "from", "x"]), st.text(max_size=30)), max_size=4))
def test_any_pairs_are_read_or_declined(pairs: list[tuple[str, str]]) -> None:
    found = read(urlencode(pairs, errors="replace").encode())
    assert isinstance(found, tuple) or found.status in (400, 422)


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_declined(query: bytes) -> None:
    found = read(query)
    assert isinstance(found, tuple) or found.status in (400, 422)


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("application/*;q=0.5", "json"),
        ("text/nothing, application/json;q=0.1", "json"),
        ("application/json;q=0", "not-acceptable"),
        ("text/nothing", "not-acceptable"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "json"),
        (",;q=,", "json"),
    ],
)
def test_the_accept_header_chooses(accept: str, found: str) -> None:
    assert chosen(accept) == found


@given(st.text(max_size=60))
def test_any_accept_header_chooses_or_is_declined(accept: str) -> None:
    assert chosen(accept) in ("json", "not-acceptable")


def test_a_format_that_is_not_there_is_named() -> None:
    with pytest.raises(Declined) as declined:
        chosen_format(View, "no-such", "")
    assert declined.value.problem.members["pointer"] == "format"
