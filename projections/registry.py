"""Every projection, found by scanning this folder: a new file with one `Projection` in it is all that it takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pkgutil import ModuleInfo, iter_modules, walk_packages
from threading import Lock
from typing import Final, TypeVar

import projections
from domain.errors import Invalid
from projections.projection import Projection

C = TypeVar("C")


def scan(modules: Iterable[ModuleInfo], base: type[C]) -> dict[str, type[C]]:
    """The subclasses of `base` that modules define with a `name` of their own, by that name.

    Raises:
        Invalid: if two of them go by the same name.
    """
    found: dict[str, type[C]] = {}
    for module_info in sorted(modules, key=lambda info: info.name):
        module = import_module(module_info.name)
        for thing in vars(module).values():
            if not (isinstance(thing, type) and issubclass(thing, base) and thing.__module__ == module.__name__):
                continue
            name = vars(thing).get("name")
            if not isinstance(name, str):
                continue
            if name in found:
                where = f"{found[name].__module__}, {module.__name__}"
                raise Invalid("two go by the same name", seen=name, where=where)
            found[name] = thing
    return found


class Projections(Mapping[str, Projection]):
    """Every projection by its name.

    Those in the folder itself are imported at once; those in folders of it, which correlate and need far more, when one
    is looked for that is not among the first, or when all are. A server answers its first pages without them.
    """

    def __init__(self) -> None:
        self._first = _made(scan(iter_modules(projections.__path__, "projections."), Projection))
        self._further: dict[str, Projection] | None = None
        self._turn = Lock()

    @property
    def first(self) -> Mapping[str, Projection]:
        """Those that are there at once."""
        return self._first

    @property
    def further(self) -> Mapping[str, Projection]:
        """The others; imports them."""
        with self._turn:
            if self._further is None:
                everything = scan(walk_packages(projections.__path__, "projections."), Projection)
                self._further = _made({name: found for name, found in everything.items() if name not in self._first})
            return self._further

    def __getitem__(self, name: str) -> Projection:
        return self._first[name] if name in self._first else self.further[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._first, **self.further})

    def __len__(self) -> int:
        return len(self._first) + len(self.further)


def _made(found: Mapping[str, type[Projection]]) -> dict[str, Projection]:
    return {name: projection() for name, projection in found.items()}


PROJECTIONS: Final = Projections()


def projection_named(name: str) -> Projection:
    """The projection of that name; raises `Invalid` naming those that there are."""
    try:
        return PROJECTIONS[name]
    except KeyError:
        raise Invalid("no such projection", seen=name, where="projection", accepted=", ".join(PROJECTIONS)) from None
