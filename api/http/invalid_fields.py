"""What pydantic found wrong with a request, in the words of a problem: pointer, what was seen, what is accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from domain.errors import Invalid

MOST_FIELDS = 10
_SEEN_CHARS = 80

_ACCEPTED = {
    "literal_error": "{expected}",
    "enum": "{expected}",
    "union_tag_invalid": "{discriminator}: {expected_tags}",
    "union_tag_not_found": "an object with {discriminator}",
    "string_pattern_mismatch": "a text that matches {pattern}",
    "string_too_long": "at most {max_length} characters",
    "string_too_short": "at least {min_length} characters",
    "too_long": "at most {max_length} items",
    "too_short": "at least {min_length} items",
    "greater_than": "more than {gt}",
    "greater_than_equal": "{ge} or more",
    "less_than": "less than {lt}",
    "less_than_equal": "{le} or less",
    "multiple_of": "a multiple of {multiple_of}",
    "extra_forbidden": "no such field",
    "missing": "a value; the field is required",
    "string_type": "a text",
    "int_type": "an integer",
    "int_parsing": "an integer",
    "int_from_float": "an integer",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "decimal_parsing": "a number",
    "decimal_type": "a number",
    "float_parsing": "a number",
    "model_type": "an object",
    "model_attributes_type": "an object",
    "dict_type": "an object",
    "tuple_type": "a list",
    "list_type": "a list",
    "date_from_datetime_parsing": "a day, year-month-day",
    "date_parsing": "a day, year-month-day",
    "date_type": "a day, year-month-day",
}
"""What would be accepted, by pydantic's type of error; the rest say it in their own message."""


def fields_of(error: ValidationError, content: Any) -> list[dict[str, str]]:
    """The first findings, each with `pointer`, `detail`, `seen`, `accepted`."""
    return [_field(item, content) for item in error.errors(include_url=False)[:MOST_FIELDS]]


def _field(item: Mapping[str, Any], content: Any) -> dict[str, str]:
    kind = item["type"]
    context = item.get("ctx", {})
    seen = "" if kind == "missing" else shown(item.get("input"))
    accepted = _ACCEPTED.get(kind, "")
    if accepted:
        accepted = accepted.format_map({name: str(value) for name, value in context.items()})
    detail = str(context["error"]) if kind in ("value_error", "assertion_error") else _plain(item["msg"])
    if isinstance(cause := getattr(context.get("error"), "__cause__", None), Invalid):
        detail = f"{cause.message} at {cause.where}" if cause.where else cause.message
        accepted = cause.accepted
    return {"pointer": pointer(item["loc"], content, kind), "detail": detail, "seen": seen, "accepted": accepted}


def pointer(location: Sequence[str | int], content: Any, kind: str) -> str:
    """The RFC 6901 pointer of a place that pydantic names.

    Pydantic's locations hold the names of union members between the real steps; a step counts if the content has it,
    or if it is the last one and names what is missing.
    """
    steps: list[str] = []
    for number, step in enumerate(location):
        if _has(content, step):
            content = content[step]
        elif not (kind == "missing" and number == len(location) - 1):
            continue
        steps.append(str(step).replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{step}" for step in steps)[:200]


def _has(content: Any, step: str | int) -> bool:
    if isinstance(content, Mapping):
        return step in content
    return isinstance(content, (list, tuple)) and isinstance(step, int) and step < len(content)


def shown(seen: Any) -> str:
    """What was seen, short: never a whole object or list, never more than 80 characters of a text."""
    if isinstance(seen, Mapping):
        return f"an object of {len(seen)} fields"
    if isinstance(seen, (list, tuple)):
        return f"a list of {len(seen)} items"
    if seen is None or isinstance(seen, bool):
        return str(seen).lower().replace("none", "null")
    text = seen if isinstance(seen, str) else repr(seen)
    return text if len(text) <= _SEEN_CHARS else f"{text[:_SEEN_CHARS]}... ({len(text)} characters)"


def _plain(message: str) -> str:
    """Pydantic's message without its long lists of alternatives, which `accepted` holds."""
    head = message.split(" does not match any of the expected tags", 1)[0]
    return head if len(head) <= 200 else f"{head[:200]}..."
