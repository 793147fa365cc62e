"""What every answer carries, whatever it is about: the slice it was read from, and a hash of what it says."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any, ClassVar

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
    content["query"] = {name: value for name, value in view.query.items() if name != "at_position"}
    return sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
