"""What a projection is: a name, a question, an answer, and a pure function from a slice to that answer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel

from domain.errors import Invalid, NotFound
from projections.view import Told, content_hash
from projections.view import View as AnyView

if TYPE_CHECKING:
    from projections.slice import Slice
    from projections.slice_selection import Filters

_NAME = re.compile(r"[a-z][a-z0-9_-]*")


class Projection:
    """One way to look at a slice of the record. One file in this folder each; the front doors find it by scanning.

    A subclass says `name`, `Query` (a frozen model whose fields become the parameters), `View`, and `answer` or
    `content`. `path` is where it is served, below `/v1`; a parameter in braces is a required field of `Query`.
    `command` is its word on the command line, where the parameters of the path are bare arguments; `argument` names one
    more field of `Query` that may be given as a bare argument there (`timeline KH`). A `path` or `command` left out
    follows from the name.
    """

    name: ClassVar[str]
    Query: ClassVar[type[BaseModel]]
    View: ClassVar[type[AnyView]]
    path: ClassVar[str]
    command: ClassVar[str]
    argument: ClassVar[str | None] = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "name" not in vars(cls):
            return
        if not _NAME.fullmatch(cls.name):
            raise _unfit(cls, "name", "a lower-case word")
        if not (isinstance(getattr(cls, "Query", None), type) and issubclass(cls.Query, BaseModel)):
            raise _unfit(cls, "Query", "a subclass of pydantic.BaseModel")
        if not (isinstance(getattr(cls, "View", None), type) and issubclass(cls.View, AnyView)):
            raise _unfit(cls, "View", "a subclass of projections.view.View")
        if "path" not in vars(cls):
            cls.path = f"/views/{cls.name}"
        if "command" not in vars(cls):
            cls.command = cls.name
        asked = set(cls.Query.model_fields)
        if unknown := [each for each in path_parameters(cls.path) if each not in asked]:
            raise _unfit(cls, f"path parameter {unknown[0]}", f"a field of Query: {', '.join(sorted(asked))}")

    def answer(self, slice: Slice, query: Any) -> AnyView:
        """The answer that a slice gives to a question of the type `Query`; here it is made of `content`."""
        content = self.content(slice, query)
        if content is None:
            raise NotImplementedError
        return self.View.model_validate(content)

    def content(self, slice: Slice, query: Any) -> dict[str, Any] | None:  # noqa: ARG002
        """The fields of the answer as plain content, in its order; `None`, as here, where `answer` is said instead.

        For answers of a hundred lines and more that are mostly sent as JSON: to check every line and write it takes as
        long as to find it. What is told so is to be what the JSON of `answer` holds, to the byte; laws hold it to that.
        """
        return None

    def looks_at(self, slice: Slice, query: Any) -> Filters | None:  # noqa: ARG002
        """The filters that decide what an answer shows; `None`, as here, if anything recorded may change it.

        Where a projection names them, an answer is proven fresh as long as nothing that they let pass was touched, so
        everything it shows has to follow from the occurrences that they let pass in the slice.
        """
        return None

    def ask(self, slice: Slice, query: BaseModel) -> AnyView:
        """Answer, and stamp on the answer the slice it holds for, the question and the content hash.

        An answer that names a position of its own (a page of a timeline that a cursor pins) keeps it. Raises `NotFound`
        if the slice was asked for a source that the record does not know.
        """
        stamps = _stamps(slice, query)
        return _stamped(self.answer(slice, query), stamps)

    def tell(self, slice: Slice, query: BaseModel) -> Told:
        """The JSON of the answer of `ask`; raises what that raises."""
        stamps = _stamps(slice, query)
        content = self.content(slice, query)
        if content is not None:
            return Told.plainly(self.View, stamps | {"content_hash": ""} | content)
        view = _stamped(self.answer(slice, query), stamps)
        return Told.of(view, view.model_dump_json(by_alias=True).encode())

    @classmethod
    def title(cls) -> str:
        """The first line of its description."""
        return (cls.__doc__ or cls.name).strip().splitlines()[0]


def _stamps(slice: Slice, query: BaseModel) -> dict[str, Any]:
    """What is stamped on an answer but its hash, in the order of the fields of a view."""
    asked = slice.query.model_dump(mode="json", by_alias=True, exclude_none=True)
    asked |= query.model_dump(mode="json", by_alias=True, exclude_none=True)
    for source in slice.query.source:
        if source not in slice.sources:
            raise NotFound(f"no source goes by {source!r} here", subject=source)
    return {
        "query": {name: value for name, value in asked.items() if value not in ([], "")},
        "position": slice.position,
        "known_on": slice.query.known_on,
        "knowledge": slice.query.knowledge,
        "certainty": slice.query.certainty,
        "reading": getattr(query, "reading", None),
    }


def _stamped(found: AnyView, stamps: dict[str, Any]) -> AnyView:
    """An answer with its stamps and its hash; a position or a reading of its own stays."""
    own = {name: value for name in ("position", "reading") if (value := getattr(found, name))}
    stamped = found.model_copy(update=stamps | own)
    return stamped.model_copy(update={"content_hash": content_hash(stamped)})


def path_parameters(path: str) -> tuple[str, ...]:
    """The parameters named in braces in a path, in order."""
    return tuple(re.findall(r"{(\w+)}", path))


def _unfit(projection: type, what: str, accepted: str) -> Invalid:
    where = f"{projection.__module__}.{projection.__qualname__}"
    return Invalid(f"a projection needs a fitting {what}", where=where, accepted=accepted)
