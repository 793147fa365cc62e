"""Replies compressed for clients that take it: the same content, made once, under tags that tell the bytes apart."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.etags import none_match, packed_tag
from api.http.negotiation import takes_gzip
from api.http.replies import LEAST_PACKED
from tests.api.http.client import Client

PLAIN = {"accept-encoding": "identity"}
TAKEN = {"accept-encoding": "br, gzip;q=0.8"}
PATH = "/v1/timeline"


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [("gzip", True), ("br, GZIP;q=0.5", True), ("*", True), ("gzip;q=0", False), ("", False), ("*, gzip;q=0", False)],
)
def test_what_a_client_takes(accepted: str, takes: bool) -> None:
    assert takes_gzip(accepted) == takes


@given(st.from_regex(r'(W/)?"[0-9a-f]{4}"', fullmatch=True))
def test_only_strong_tags_tell_the_encoding(tag: str) -> None:
    assert (packed_tag(tag) == tag) == tag.startswith("W/")
    assert none_match(tag, packed_tag(tag)) != tag.startswith("W/")
    assert not none_match(packed_tag(tag), packed_tag(tag))


def test_the_content_is_the_same(story: Client) -> None:
    position = story.get("/v1/health").json()["position"]
    for path in (PATH, f"{PATH}?at_position={position}"):
        for _ in range(2):
            plain, packed = story.get(path, headers=PLAIN), story.get(path, headers=TAKEN)
            assert "content-encoding" not in plain.headers
            assert packed.headers["content-encoding"] == "gzip"
            assert packed.content == plain.content
            assert int(packed.headers["content-length"]) < int(plain.headers["content-length"])
            for reply in (plain, packed):
                assert "accept-encoding" in reply.headers["vary"]
                again = story.get(path, headers={**reply.request.headers, "if-none-match": reply.headers["etag"]})
                assert (again.status_code, again.headers["etag"]) == (304, reply.headers["etag"])
                assert not {"content-encoding", "content-length"} & again.headers.keys()
            assert (plain.headers["etag"] == packed.headers["etag"]) == plain.headers["etag"].startswith("W/")


def test_it_is_compressed_once(story: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"{PATH}?limit=7"
    story.get(path, headers=PLAIN)
    first = story.get(path, headers=TAKEN)
    monkeypatch.setattr(gzip, "compress", None)
    assert story.get(path, headers=TAKEN).content == first.content
    assert story.get(path, headers=PLAIN).content == first.content


def test_what_is_short_is_sent_as_it_is(story: Client) -> None:
    reply = story.get("/v1/countries/XK/timeline", headers=TAKEN)
    assert len(reply.content) < LEAST_PACKED
    assert "content-encoding" not in reply.headers
    assert "accept-encoding" in reply.headers["vary"]
