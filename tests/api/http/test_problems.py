"""Errors as replies: one table, nothing given away."""

import logging

import pytest

from api.bootstrap import Service
from api.http.problems import TABLE, TYPES, Declined, Problem, problem_of
from domain.errors import Conflict, Invalid, NotFound, Refused, RegestaError, Unreadable
from tests.api.http.client import Client, problem

ERRORS: list[tuple[Exception, int, str]] = [
    (Invalid("no such kind", seen="raidd", where="kind", accepted="raid"), 422, "invalid"),
    (Refused("no", rule="differs", subject="a"), 409, "refused"),
    (Refused("no", rule="idempotency_key_reused"), 422, "key-reused"),
    (Refused("later", rule="busy"), 503, "unavailable"),
    (NotFound("nothing", subject="a"), 404, "not-found"),
    (Conflict("moved", stream="case:a", expected=1, actual=2), 409, "conflict"),
    (Unreadable("what?", position=3, event_type="X/1"), 500, "unreadable"),
    (Declined("too-large", "large"), 413, "too-large"),
    (ValueError("a secret of /somewhere"), 500, "internal"),
]


@pytest.mark.parametrize(("error", "status", "slug"), ERRORS, ids=lambda value: str(value)[:20])
def test_every_error_has_its_problem(error: Exception, status: int, slug: str) -> None:
    found = problem_of(error)
    assert (found.status, found.slug) == (status, slug)
    assert b"secret" not in found.body()


def leaves(error: type[Exception]) -> list[type[Exception]]:
    below = error.__subclasses__()
    return [error] if not below else [leaf for each in below for leaf in leaves(each)]


def test_every_error_of_the_domain_is_in_the_table() -> None:
    assert {leaf for leaf in leaves(RegestaError) if leaf.__module__ == "domain.errors"} <= {row for row, _ in TABLE}


def test_a_problem_is_ascii_and_leaves_out_what_is_empty() -> None:
    body = Problem("invalid", "é\x1b[31m", {"seen": "", "accepted": None, "pointer": "/a"}).body()
    assert body.isascii()
    assert b"\x1b" not in body
    assert b"seen" not in body
    assert b"accepted" not in body


def test_every_type_has_a_status_of_an_error() -> None:
    assert all(400 <= status < 600 and title for status, title in TYPES.values())


def test_what_nobody_foresaw_is_logged_and_told_without_its_innards(
    client: Client, service: Service, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr(service, "health", fail)
    with caplog.at_level(logging.ERROR):
        reply = client.get("/v1/health")
    assert problem(reply, 500)["type"].endswith("internal")
    assert "secret" not in reply.text
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert [record.exc_text is not None or record.exc_info is not None for record in caplog.records] == [True]
