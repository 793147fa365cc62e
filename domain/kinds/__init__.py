"""The kinds of occurrence, one file each, found by scanning this folder.

A new file with one `Kind` in it is all that a new kind takes: the schema, the front doors, the formats, the generated
tests and the reference follow from the registry below.
"""

from __future__ import annotations

from functools import reduce
from importlib import import_module
from operator import or_
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated

from pydantic import Field

from domain.errors import Invalid
from domain.kind import Kind


def _scan() -> dict[str, type[Kind]]:
    found: dict[str, type[Kind]] = {}
    for module_info in sorted(iter_modules(__path__), key=lambda info: info.name):
        module = import_module(f"{__name__}.{module_info.name}")
        for name, thing in vars(module).items():
            if isinstance(thing, type) and issubclass(thing, Kind) and thing.__module__ == module.__name__:
                word = thing.word()
                if word in found:
                    raise Invalid("two kinds go by the same word", seen=word, where=f"{module.__name__}.{name}")
                found[word] = thing
    return found


KINDS: MappingProxyType[str, type[Kind]] = MappingProxyType(_scan())
"""Every kind by its word."""

if TYPE_CHECKING:
    AnyKind = Kind
else:
    AnyKind = Annotated[reduce(or_, KINDS.values()), Field(discriminator="kind")]


def kind_named(word: str) -> type[Kind]:
    """The kind of that word; raises `Invalid` naming the words that are taken."""
    try:
        return KINDS[word]
    except KeyError:
        raise Invalid("no such kind", seen=word, where="kind", accepted=", ".join(KINDS)) from None
