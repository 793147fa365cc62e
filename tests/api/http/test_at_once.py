"""What is ready is answered below the application: the same bytes, in the order in which they were asked for."""

from collections.abc import Iterator

import pytest

from api.cli.loading import make_ready
from store.settings import Settings
from tests.api.http.served import Served, served

PAGE = "/v1/countries/KH/timeline?limit=3"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The seed corpus, served."""
    store = tmp_path_factory.mktemp("at_once") / "record.sqlite"
    make_ready(Settings.of(store), with_seeds=True)
    with served(store) as running:
        yield running


def request(target: str, *more: str, method: str = "GET", host: str = "localhost", version: str = "1.1") -> bytes:
    return "\r\n".join((f"{method} {target} HTTP/{version}", f"Host: {host}", *more, "", "")).encode()


Parsed = tuple[int, dict[str, str], bytes]


def asked(service: Served, *requests: bytes, heads: tuple[int, ...] = ()) -> list[Parsed]:
    """Send all requests at once over one connection; the replies in the order in which they came."""
    with service.connect() as connection, connection.makefile("rb") as replies:
        connection.sendall(b"".join(requests))
        found = []
        for number in range(len(requests)):
            status = int(replies.readline().split()[1])
            headers = {}
            while (line := replies.readline().strip()) != b"":
                name, _, value = line.decode("latin-1").partition(": ")
                assert name not in headers
                headers[name] = value
            bare = status == 304 or number in heads
            found.append((status, headers, b"" if bare else replies.read(int(headers["content-length"]))))
        return found


def without_date(reply: Parsed) -> Parsed:
    status, headers, body = reply
    assert headers["date"]
    return status, {name: value for name, value in headers.items() if name != "date"}, body


def test_an_answer_that_was_ready_is_that_which_was_worked_out(service: Served) -> None:
    target = PAGE.replace("3", "4")
    (worked_out,) = asked(service, request(target))
    ready, again = asked(service, request(target), request(target))
    assert worked_out[0] == 200
    assert without_date(worked_out) == without_date(ready) == without_date(again)


def test_what_the_client_has_is_not_sent_again(service: Served) -> None:
    first, second = asked(service, request(PAGE), request(PAGE, "Accept-Encoding: gzip"))
    unchanged, packed = asked(
        service,
        request(PAGE, f"If-None-Match: {first[1]['etag']}"),
        request(PAGE, "Accept-Encoding: gzip", f"If-None-Match: {second[1]['etag']}"),
    )
    assert (unchanged[0], packed[0]) == (304, 304)
    assert unchanged[1]["etag"] == first[1]["etag"]
    assert "content-length" not in unchanged[1]
    assert second[1]["content-encoding"] == "gzip"
    assert len(second[2]) < len(first[2])


def test_answers_keep_the_order_of_the_questions(service: Served) -> None:
    asked(service, request(PAGE))
    slow = "/v1/countries/CN/timeline?limit=1000"
    replies = asked(service, *(request(each) for each in (PAGE, slow, PAGE, "/v1/nothing", PAGE)))
    assert [status for status, _, _ in replies] == [200, 200, 200, 404, 200]
    assert replies[0][2] == replies[2][2] == replies[4][2]
    assert b"China" in replies[1][2]


def test_a_body_that_a_get_brings_is_passed_over(service: Served) -> None:
    asked(service, request(PAGE))
    replies = asked(service, request(PAGE, "Content-Length: 20") + request("/v1/nothing")[:20], request(PAGE))
    assert [status for status, _, _ in replies] == [200, 200]
    assert replies[0][2] == replies[1][2]


def test_the_long_way_is_taken_where_something_is_to_be_looked_at(service: Served) -> None:
    asked(service, request(PAGE))
    ((status, headers, _),) = asked(service, request(PAGE, host="elsewhere.example"))
    assert (status, headers["content-type"]) == (421, "application/problem+json")
    ((status, _, body),) = asked(service, request(PAGE, method="HEAD"), heads=(0,))
    assert (status, body) == (200, b"")
    ((status, headers, _),) = asked(service, request(PAGE, "Connection: close"))
    assert (status, headers["connection"]) == (200, "close")
    ((status, headers, _),) = asked(service, request(PAGE, version="1.0"))
    assert (status, headers["connection"]) == (200, "close")


def test_readers_that_do_not_take_what_they_ask_for_hold_up_nobody(service: Served) -> None:
    large = "/v1/timeline?limit=1000"
    asked(service, request(large))
    with service.connect() as greedy:
        greedy.sendall(request(large) * 50)
        ((status, _, body),) = asked(service, request(large))
        assert status == 200
        with greedy.makefile("rb") as replies:
            for _ in range(50):
                length = 0
                while (line := replies.readline().strip()) != b"":
                    if line.startswith(b"content-length"):
                        length = int(line.rpartition(b" ")[2])
                assert replies.read(length) == body
