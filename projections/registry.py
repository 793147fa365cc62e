"""Every projection, found by scanning this folder: a new file with one `Projection` in it is all that it takes."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages
from types import MappingProxyType
from typing import TypeVar

import projections
from domain.errors import Invalid
from projections.projection import Projection

C = TypeVar("C")


def scan(paths: list[str], package: str, base: type[C]) -> dict[str, type[C]]:
    """The subclasses of `base` that modules of a package define with a `name` of their own, by that name.

    Raises:
        Invalid: if two of them go by the same name.
    """
    found: dict[str, type[C]] = {}
    for module_info in sorted(walk_packages(paths, f"{package}."), key=lambda info: info.name):
        module = import_module(module_info.name)
        for thing in vars(module).values():
            if not (isinstance(thing, type) and issubclass(thing, base) and thing.__module__ == module.__name__):
                continue
            name = vars(thing).get("name")
            if not isinstance(name, str):
                continue
            if name in found:
                where = f"{found[name].__module__}, {module.__name__}"
                raise Invalid(f"two of {package} go by the same name", seen=name, where=where)
            found[name] = thing
    return found


PROJECTIONS: MappingProxyType[str, Projection] = MappingProxyType(
    {name: projection() for name, projection in scan(list(projections.__path__), "projections", Projection).items()}
)
"""Every projection by its name."""


def projection_named(name: str) -> Projection:
    """The projection of that name; raises `Invalid` naming those that there are."""
    try:
        return PROJECTIONS[name]
    except KeyError:
        raise Invalid("no such projection", seen=name, where="projection", accepted=", ".join(PROJECTIONS)) from None
