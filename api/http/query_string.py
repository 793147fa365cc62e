"""Query strings read into frozen query values: the fields of a query model are the parameters, nothing is ignored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from api.fields import repeats
from api.http.problems import Declined, invalid_fields

MOST_QUERY_BYTES = 8192
MOST_PARAMETERS = 200

Pairs = tuple[tuple[str, str], ...]


def pairs_of(query_string: bytes) -> Pairs:
    """The parameters of a query string in order; declines what is too long or not percent-encoded UTF-8."""
    if len(query_string) > MOST_QUERY_BYTES:
        raise Declined("too-long", "the query is too long", members={"accepted": f"at most {MOST_QUERY_BYTES} bytes"})
    try:
        text = query_string.decode("ascii")
        return tuple(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_PARAMETERS))
    except UnicodeError:
        raise _unreadable("percent-encoded UTF-8") from None
    except ValueError:
        raise _unreadable(f"at most {MOST_PARAMETERS} parameters") from None


class Parameters:
    """The parameters that several query models take together, read at once.

    Models are asked in order; a name belongs to the first that has it. Path parameters are fields like all others, but
    are taken from the path and not accepted in the query string.
    """

    def __init__(self, models: Iterable[type[BaseModel]], in_path: Iterable[str], also: Iterable[str] = ()) -> None:
        self.models = tuple(models)
        self.in_path = frozenset(in_path)
        self.also = tuple(also)
        self._fields: dict[str, tuple[type[BaseModel], FieldInfo]] = {}
        for model in self.models:
            for name, field in model.model_fields.items():
                self._fields.setdefault(field.alias or name, (model, field))

    @property
    def accepted(self) -> tuple[str, ...]:
        """The names accepted in the query string."""
        return (*(name for name in self._fields if name not in self.in_path), *self.also)

    @property
    def accepted_words(self) -> str:
        """The accepted names, for an error."""
        return f"the parameters {', '.join(self.accepted)}" if self.accepted else "no parameters"

    def read(self, pairs: Pairs, path: Mapping[str, str]) -> tuple[tuple[BaseModel, ...], dict[str, str]]:
        """One value of each model, and what was given of `also`; raises `Declined` naming the parameter."""
        given, besides = self._sorted(pairs)
        for name, value in path.items():
            if "\x00" in value:
                raise _wrong(name, "path", value, "no NUL character")
            given[self._fields[name][0]][name] = value
        return tuple(self._value(model, given[model]) for model in self.models), besides

    def _sorted(self, pairs: Pairs) -> tuple[dict[type[BaseModel], dict[str, Any]], dict[str, str]]:
        given: dict[type[BaseModel], dict[str, Any]] = {model: {} for model in self.models}
        besides: dict[str, str] = {}
        for name, value in pairs:
            if name not in self.accepted:
                raise _wrong(name[:80], "query", value, self.accepted_words, unknown=True)
            into: dict[str, Any] = besides
            if name in self._fields:
                model, field = self._fields[name]
                into = given[model]
                if repeats(field.annotation):
                    into.setdefault(name, []).append(value)
                    continue
            if name in into:
                raise _wrong(name, "query", value, "the parameter once")
            into[name] = value
        return given, besides

    def _value(self, model: type[BaseModel], given: Mapping[str, Any]) -> BaseModel:
        try:
            return model.model_validate(given)
        except ValidationError as error:
            raise self._invalid(error, given) from None

    def _invalid(self, error: ValidationError, given: Mapping[str, Any]) -> Declined:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]["loc"]
        return invalid_fields(error, given, "path" if first and first[0] in self.in_path else "query")


def _wrong(name: str, within: str, seen: str, accepted: str, *, unknown: bool = False) -> Declined:
    what = f"no parameter is called {name!r}" if unknown else f"the parameter {name!r} cannot be read"
    shortened = seen if len(seen) <= 80 else f"{seen[:80]}... ({len(seen)} characters)"
    return Declined("invalid", what, members={"in": within, "pointer": name, "seen": shortened, "accepted": accepted})


def _unreadable(accepted: str) -> Declined:
    return Declined("bad-request", "the query cannot be read", members={"in": "query", "accepted": accepted})
