"""Where a file may be cut into parts that are read by themselves: between its records, never within one."""

from __future__ import annotations

import codecs
import csv
import re
from typing import Final

BOM: Final = codecs.BOM_UTF8
LONGEST_CHARACTER_BYTES: Final = 4
_ASCII_ALIKE: Final = ("ascii", "utf-8", "iso8859-", "cp125", "koi8-", "mac-roman")
"""Encodings in which the bytes of a newline and of a quotation mark are those characters, and nothing else is."""


class Cutting:
    """How the lines of a file hang together: here, not at all."""

    has_head = False
    """Whether the first record is the header, which every part has to know."""

    def open_at(self, lines: bytes, start: int = 0, *, begins_file: bool = False) -> int:
        """Where something begins that these whole lines do not end; their length, if a record ends with them.

        A record, or what an earlier call said is open, begins at `start`.
        """
        del start, begins_file
        return len(lines)

    def never_ends(self, lines: bytes, start: int) -> bool:
        """Whether what is open from there on is certain to be refused, however the file goes on."""
        del lines, start
        return False


EACH_LINE: Final = Cutting()


class TableCutting(Cutting):
    """A table (RFC 4180) has a header, and newlines in quoted cells.

    A quotation mark opens a cell only where the cell begins; in the midst of it, as in `5" pipe`, it is a character
    like others. So marks are not counted: quoted cells are passed over, one after another, up to one that stays open.
    """

    def __init__(self, delimiter: str, encoding: str, *, has_head: bool = True) -> None:
        self.has_head = has_head
        parted = re.escape(delimiter.encode(encoding))
        self._within = _passing(b"\\A", b"\n", parted)
        self._from_start = _passing(b"\\A", b"\n", parted, b"\\A" + BOM)

    @classmethod
    def of(cls, delimiter: str, encoding: str, *, has_head: bool = True) -> TableCutting | None:
        """How to cut such a table; `None` if its bytes do not tell, as its quotation marks may be parts of letters."""
        try:
            known = codecs.lookup(encoding).name.startswith(_ASCII_ALIKE)
            return cls(delimiter, encoding, has_head=has_head) if known else None
        except UnicodeEncodeError:
            return None

    def open_at(self, lines: bytes, start: int = 0, *, begins_file: bool = False) -> int:
        """Where a quoted cell begins that these whole lines do not end; their length, if there is none."""
        found = (self._from_start if begins_file else self._within).match(lines, start)
        assert found is not None
        return found.end()

    def never_ends(self, lines: bytes, start: int) -> bool:
        """Whether a cell is longer than the reader takes, counted without what may come to nothing."""
        told = lines[start:].translate(None, b'\r"')
        return len(told) > LONGEST_CHARACTER_BYTES * csv.field_size_limit()


def _passing(*before: bytes) -> re.Pattern[bytes]:
    """Passes over cells: quoted ones begin after one of these, and end; anywhere else a mark is a character."""
    begins = b"(?:" + b"|".join(b"(?<=" + each + b")" for each in before) + b")"
    within = b"".join(b"(?<!" + each + b")" for each in before)
    return re.compile(b'(?:[^"]+|' + begins + b'"[^"]*(?:""[^"]*)*"(?!")|' + within + b'")*')
