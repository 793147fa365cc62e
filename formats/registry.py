"""Every format, found by scanning this folder: a new file with one `Export` or `Reader` in it is all that it takes."""

from __future__ import annotations

from pkgutil import iter_modules
from types import MappingProxyType

import formats
from domain.errors import Invalid
from formats.export import Export
from formats.reader import Reader
from projections.registry import scan
from projections.view import View

EXPORTS: MappingProxyType[str, Export] = MappingProxyType(
    {name: export() for name, export in scan(iter_modules(formats.__path__, "formats."), Export).items()}
)
"""Every export format by its name."""

READERS: MappingProxyType[str, Reader] = MappingProxyType(
    {name: reader() for name, reader in scan(iter_modules(formats.__path__, "formats."), Reader).items()}
)
"""Every reader of files by its name."""


def export_named(name: str, view: type[View]) -> Export:
    """The format of that name; raises `Invalid` naming those that carry this type of view."""
    fitting = [each for each, export in EXPORTS.items() if export.takes(view)]
    if name not in fitting:
        raise Invalid("no such format for this view", seen=name, where="format", accepted=", ".join(fitting))
    return EXPORTS[name]
