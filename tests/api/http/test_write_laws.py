"""The laws of writing, against a model: random writers with fresh and stale versions, with and without keys."""

from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

import httpx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.http.client import Client

RUNS = count()


class Write(NamedTuple):
    """One request: what is asked, on which version, under which key."""

    command: str
    case: str
    title: str
    matched: int | None
    key: str | None

    def sent(self, client: Client) -> httpx.Response:
        body = {"case": self.case, "content": {"title": self.title}}
        if self.command == "amend_case":
            body["reason"] = "A better title."
        headers = {} if self.matched is None else {"if-match": f'"{self.matched}"'}
        return client.post(self.command, body, headers | ({} if self.key is None else {"idempotency-key": self.key}))


@dataclass
class Model:
    """What the record should hold: the titles and versions of cases, and what was asked under each key."""

    titles: dict[str, str] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    keys: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def take(self, write: Write) -> int:
        """The status that a write should get; and its effect."""
        at = self.versions.get(write.case, 0)
        if write.key in self.keys:
            return 200 if self.keys[write.key] == write[:3] else 422
        if (write.matched or 0) != at:
            return 428 if write.matched is None else 412
        if at == 0 and write.command == "amend_case":
            return 404
        changes = self.titles.get(write.case) != write.title
        if changes and at and write.command == "open_case":
            return 409
        if write.key is not None:
            self.keys[write.key] = write[:3]
        if changes:
            self.titles[write.case], self.versions[write.case] = write.title, at + 1
        return 201 if changes else 200


writes = st.builds(
    Write,
    command=st.sampled_from(["open_case", "amend_case", "amend_case"]),
    case=st.sampled_from(["a", "b"]),
    title=st.sampled_from(["One", "Two"]),
    matched=st.none() | st.integers(0, 3),
    key=st.none() | st.sampled_from(["k", "l"]),
)


@given(drawn=st.lists(writes, max_size=15), repeated=st.lists(st.booleans(), min_size=15, max_size=15))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_writers_are_told_what_the_model_says(client: Client, drawn: list[Write], repeated: list[bool]) -> None:
    run, model, before = next(RUNS), Model(), client.service.head()
    for number, write in enumerate(drawn):
        fresh = write._replace(case=f"{run}-{write.case}", key=write.key and f"{run}-{write.key}")
        for each in [fresh] * (2 if repeated[number] else 1):
            expected = model.take(each)
            reply = each.sent(client)
            assert reply.status_code == expected, (each, reply.text)
    assert client.service.head() - before == sum(model.versions.values())
    for case, version in model.versions.items():
        stream = client.read(f"/v1/streams/case:{case}")
        assert (stream["version"], stream["events"][-1]["data"]["content"]["title"]) == (version, model.titles[case])
