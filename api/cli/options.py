"""Options and arguments made from the fields of a query model, so that the command line asks what HTTP asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import click
from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from api.fields import repeats
from domain.errors import Invalid


def parameters_of(model: type[BaseModel], arguments: Iterable[str] = ()) -> Iterator[click.Parameter]:
    """The click parameters of a model: the fields named in `arguments` as arguments, the others as options."""
    wanted = tuple(arguments)
    for name, field in model.model_fields.items():
        word = field.alias or name
        kind = _type_of(field.annotation)
        if name in wanted:
            yield click.Argument([name], type=kind, metavar=name.upper())
        else:
            yield click.Option(
                [f"--{word.replace('_', '-')}", name],
                type=kind,
                multiple=repeats(field.annotation),
                metavar=None if isinstance(kind, click.Choice) else word.upper().replace("_", "-"),
                help=_help_of(field),
            )


def value_of(model: type[BaseModel], given: Mapping[str, Any]) -> BaseModel:
    """The query value; raises `Invalid` naming the option, what was seen and what would be accepted."""
    fields = {}
    for name, field in model.model_fields.items():
        value = given.get(name)
        if value is not None and value != ():
            fields[field.alias or name] = value
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        where = "--" + str(first["loc"][0]).replace("_", "-") if first["loc"] else ""
        raise Invalid(first["msg"], seen=first.get("input"), where=where) from None


def _help_of(field: FieldInfo) -> str:
    text = field.description or ""
    if field.default not in (None, ()) and not field.is_required() and isinstance(field.default, (str, int)):
        text = f"{text} [default: {field.default}]".strip()
    return text


def _bare(annotation: Any) -> Any:
    origin = get_origin(annotation)
    if origin is Annotated:
        return _bare(get_args(annotation)[0])
    if origin in (Union, UnionType):
        parts = [part for part in get_args(annotation) if part is not NoneType]
        return _bare(parts[0]) if len(parts) == 1 else annotation
    if origin is tuple:
        return _bare(get_args(annotation)[0])
    return annotation


def _type_of(annotation: Any) -> click.ParamType[Any]:
    bare = _bare(annotation)
    if get_origin(bare) is Literal:
        return click.Choice([str(each) for each in get_args(bare)])
    if bare is bool:
        return click.BOOL
    return click.INT if bare is int else click.STRING
