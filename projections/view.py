"""What every answer carries, whatever it is about: the slice it was read from, and a hash of what it says."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any, ClassVar, NamedTuple, Self

import orjson
from pydantic import Field

from domain.values import Value


class View(Value):
    """An answer: frozen, and naming the position, the day and the reading it holds for.

    A projection fills in its own fields only; `Projection.ask` stamps these. Fields named in `unhashed` do not count
    for the content hash: two positions of the log that lead to the same answer share one hash. `lines` names the
    fields whose items are the lines of a table, for formats that write tables.
    """

    unhashed: ClassVar[frozenset[str]] = frozenset({"position", "content_hash"})
    lines: ClassVar[tuple[str, ...]] = ("rows",)

    query: dict[str, Any] = Field(default_factory=dict, description="the question, as it was understood")
    position: Annotated[int, Field(description="the last position of the log that was taken into account")] = 0
    known_on: Annotated[str | None, Field(description="the day of knowledge; null: all that is recorded")] = None
    knowledge: Annotated[str, Field(description="what counts as known: documented or public")] = "documented"
    certainty: Annotated[str, Field(description="surely known on that day, or possibly")] = "surely"
    reading: Annotated[str | None, Field(description="the rule that picked a value where claims conflict")] = None
    content_hash: Annotated[str, Field(description="SHA-256 of the canonical JSON of question and answer")] = ""


def content_hash(view: View) -> str:
    """SHA-256 of the canonical JSON of a view: sorted keys, no spaces, without position and the hash itself."""
    # Written and read again is several times as fast as turned into plain content one value after another.
    content = orjson.loads(view.model_dump_json(exclude=set(view.unhashed), by_alias=True))
    return _hash_of(type(view), content | {"query": view.query})


def _hash_of(view: type[View], content: dict[str, Any]) -> str:
    hashed = {name: value for name, value in content.items() if name not in view.unhashed}
    hashed["query"] = {name: value for name, value in content["query"].items() if name != "at_position"}
    return sha256(orjson.dumps(hashed, option=orjson.OPT_SORT_KEYS)).hexdigest()


class Told(NamedTuple):
    """An answer as it is sent: its bytes, and what is said of them beside. `next` is the cursor of a next page."""

    body: bytes
    query: dict[str, Any]
    position: int
    next: str | None
    content_hash: str

    @classmethod
    def of(cls, view: View, body: bytes) -> Self:
        """A view that was written by some format."""
        return cls(body, view.query, view.position, getattr(view, "next", None), view.content_hash)

    @classmethod
    def plainly(cls, view: type[View], content: dict[str, Any]) -> Self:
        """A view of which all fields but the hash are at hand as plain content, in its order, written as JSON."""
        content["content_hash"] = _hash_of(view, content)
        body, cursor = orjson.dumps(content), content.get("next")
        return cls(body, content["query"], content["position"], cursor, content["content_hash"])
