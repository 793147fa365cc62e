"""Write the reference pages from the classes that they describe: `python docs/generate.py`; `--check` only compares.

The pages say nothing that is not in the code: a kind, a projection, a format or a command carries its own description
and its own example, so a page can only be stale, never wrong, and `tests/docs` fails when it is.
"""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import BaseModel

from domain.commands import COMMAND
from domain.events import EVENT_TYPES
from domain.kinds import KINDS
from formats.parquet_tables import TABLES
from formats.registry import EXPORTS, READERS
from projections.registry import PROJECTIONS

REFERENCE = Path(__file__).parent / "reference"
NOTE = "<!-- Written by docs/generate.py from the code. Do not edit. -->\n"


def kinds() -> Iterator[str]:
    """Every kind: what it is, its fields, its example."""
    yield "# Kinds of occurrence\n"
    for word, kind in KINDS.items():
        example = kind.example()
        yield f"\n## {word}\n"
        yield f"\n{_doc(kind)}\n"
        if kind.required_roles:
            yield f"\nAn account names a party as: {', '.join(kind.required_roles)}.\n"
        yield from _fields(kind, leave_out=("kind",))
        shown = json.dumps(example.model_dump(mode="json", exclude_none=True), ensure_ascii=False)
        yield f"\nExample, shown as *{example.headline()}*:\n\n```json\n{shown}\n```\n"


def projections() -> Iterator[str]:
    """Every projection: where it is, and what may be asked."""
    yield "# Projections\n"
    yield "\nEach takes the parameters of the slice as well: `known_on`, `at_position`, `knowledge`, `certainty`, "
    yield "`source`, `min_reliability`.\n"
    for projection in PROJECTIONS.values():
        yield f"\n## {projection.name}\n\n{_doc(type(projection))}\n"
        yield f"\n`GET /v1{projection.path}`; `regesta {projection.command}`\n"
        yield from _fields(projection.Query)


def formats() -> Iterator[str]:
    """Every format that is written or read."""
    yield "# Formats\n\n## Written\n"
    for export in EXPORTS.values():
        carried = ", ".join(each.__name__ for each in export.accepts)
        yield f"\n### {export.name}\n\n{_doc(type(export))}\n"
        yield f"\n`{export.media_type}`, `{export.suffix}`; carries: {carried}.\n"
    yield "\n## Read\n"
    for reader in READERS.values():
        yield f"\n### {reader.name}\n\n{_doc(type(reader))}\n\nEndings: {', '.join(reader.suffixes)}.\n"


def data_set() -> Iterator[str]:
    """Every table of the Parquet data set."""
    yield "# The Parquet data set\n\nWritten by `regesta export --to parquet FOLDER`; how to use it: "
    yield "[Outgrow one machine](../how-to/outgrow-one-machine.md). Days are integers since 1970-01-01.\n"
    for name, table in TABLES.items():
        place = "`kind=KIND/part-NNNNN.parquet`" if table.by_kind else "`part-NNNNN.parquet`"
        yield f"\n## {name}\n\n{table.says} Files: {place}, sorted by {', '.join(table.sorted_by)}.\n\n"
        for column, said in table.columns.items():
            yield f"- `{column}` ({_type_in_words(said.dtype)}): {said.says}\n"
        if table.by_kind:
            yield "- `kind` (text, from the name of the folder): the kind of the occurrence, as we judge it\n"


def _type_in_words(dtype: pl.DataType) -> str:
    words = {pl.String: "text", pl.Int64: "64-bit integer", pl.Boolean: "boolean", pl.List: "list of texts"}
    return words[type(dtype)]


def commands() -> Iterator[str]:
    """Every command that the record takes."""
    yield "# Commands\n\nOver HTTP, and in files for `regesta import`.\n"
    schema = COMMAND.json_schema()
    for word, reference in sorted(schema["discriminator"]["mapping"].items()):
        described = schema["$defs"][reference.rpartition("/")[2]]
        yield f"\n## {word}\n\n{described['description']}\n"
        required = set(described.get("required", ()))
        for name in described["properties"]:
            if name != "do":
                yield f"\n- `{name}`{'' if name in required else ', may be absent'}"
        yield "\n"


def events() -> Iterator[str]:
    """Every event that the log holds."""
    yield "# Events\n\nStored as plain JSON under `Type/version`; never edited, never deleted.\n"
    for name, event in EVENT_TYPES.items():
        yield f"\n## {name}/{event.version}\n\n{_doc(event)}\n"
        yield from _fields(event)


def _doc(described: type) -> str:
    return inspect.cleandoc(described.__doc__ or "")


def _fields(model: type[BaseModel], leave_out: tuple[str, ...] = ()) -> Iterator[str]:
    names = [name for name in model.model_fields if name not in leave_out]
    if names:
        yield "\n"
    for name in names:
        field = model.model_fields[name]
        told = f": {field.description}" if field.description else ""
        yield f"- `{field.alias or name}`{'' if field.is_required() else ', may be absent'}{told}\n"


PAGES: dict[str, Callable[[], Iterator[Any]]] = {
    "kinds.md": kinds,
    "projections.md": projections,
    "formats.md": formats,
    "commands.md": commands,
    "events.md": events,
    "data-set.md": data_set,
}


def page(name: str) -> str:
    """One page, as it should be now."""
    return NOTE + "".join(PAGES[name]())


def main(arguments: list[str]) -> int:
    """Write the pages, or with `--check` only tell which are stale; exit code 1 if any is."""
    stale = 0
    for name in PAGES:
        file = REFERENCE / name
        fresh = page(name)
        if file.exists() and file.read_text(encoding="utf-8") == fresh:
            continue
        stale += 1
        if "--check" in arguments:
            sys.stdout.write(f"stale: docs/reference/{name}; run python docs/generate.py\n")
        else:
            file.write_text(fresh, encoding="utf-8")
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
