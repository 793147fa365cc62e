"""JSON Lines: one entry a line, the same entries as in JSON."""

from __future__ import annotations

from collections.abc import Iterator

from formats.export import Export
from formats.lines import line_fields, lines_of
from projections.view import View


class JsonLines(Export):
    """One JSON object a line: the entries of a timeline, undated ones last, or the rows of a table.

    A view that is no table is one line. What belongs to the whole (position, day, reading, counts) is not in the
    lines; ask for JSON where it is needed.
    """

    name, media_type, suffix = "jsonl", "application/x-ndjson", ".jsonl"
    accepts = (View,)

    def write(self, view: View) -> Iterator[str]:
        """The lines, each with its line end."""
        if not line_fields(type(view)):
            yield view.model_dump_json(by_alias=True) + "\n"
            return
        for _, line in lines_of(view):
            yield line.model_dump_json(by_alias=True) + "\n"
