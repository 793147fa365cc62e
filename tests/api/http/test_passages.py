"""The passages of an occurrence are shown only where the user attached the texts."""

from tests.api.http.client import Client


def test_without_texts_the_sources_are_named(story: Client) -> None:
    (first, *_) = story.read("/v1/timeline")["entries"]
    told = story.read(f"/v1/occurrences/{first['id']}/passages")
    assert told["occurrence"] == first["id"]
    assert told["passages"] == []


def test_an_occurrence_that_nothing_is_known_of_has_none(story: Client) -> None:
    assert story.get("/v1/occurrences/nothing/passages").status_code == 404
